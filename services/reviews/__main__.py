"""``python -m services.reviews serve | migrate | replay | parked``."""

from services.chassis.cli import main
from services.reviews.app import ReviewsSettings, build

raise SystemExit(main(build, ReviewsSettings))
