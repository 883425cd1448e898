"""``python -m services.nominations serve | migrate | replay | parked``."""

from services.chassis.cli import main
from services.nominations.app import NominationsSettings, build

raise SystemExit(main(build, NominationsSettings))
