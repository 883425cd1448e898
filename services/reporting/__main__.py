"""``python -m services.reporting serve | migrate | replay | parked | rebuild``."""

from services.chassis.cli import main
from services.reporting.app import ReportingSettings, build

if __name__ == "__main__":
    raise SystemExit(main(build, ReportingSettings))
