"""What a person at the terminal reads: short Vietnamese lines, and trouble told with what to do next."""

import contextlib
import sys
from collections.abc import Callable

Say = Callable[[str], None]


class Trouble(Exception):
    """Something a person must decide or repair; the text says what happened and what to do next, in Vietnamese."""


class KafkaMissing(Trouble):
    """Apache Kafka itself, or the Java it runs on, cannot be had on this machine."""


def say(line: str) -> None:
    """A terminal that was closed is no reason to stop working."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def silent(line: str) -> None:
    """For programs that start engines of their own and have nothing to tell."""


def warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
