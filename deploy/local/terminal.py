"""What a person at the terminal reads: short Vietnamese lines, and trouble told with what to do next."""

import sys
from collections.abc import Callable

Say = Callable[[str], None]


class Trouble(Exception):
    """Something a person must decide or repair; the text says what happened and what to do next, in Vietnamese."""


def say(line: str) -> None:
    print(line, flush=True)


def silent(line: str) -> None:
    """For programs that start engines of their own and have nothing to tell."""


def warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
