"""``python -m services.nominations serve | migrate | replay | parked | ask``; ``ask`` answers a file of questions."""

import sys
from collections.abc import Sequence

from services.chassis.cli import main
from services.nominations.app import NominationsSettings, build
from services.nominations.questions.commands import asking


def run(argv: Sequence[str]) -> int:
    """The chassis' commands, and ``ask``, which needs no settings; returns the exit code."""
    if list(argv[:1]) == ["ask"]:
        return asking.main(argv[1:])
    return main(build, NominationsSettings, argv)


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
