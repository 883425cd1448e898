"""Ctrl-C, SIGTERM and a closed terminal as one exception, so that every way of stopping runs the same clean-up."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """Someone asked the program to stop."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Inside, the first of those signals raises Interrupted and the later ones wait for the clean-up to finish."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted

    before = {number: signal.signal(number, interrupt) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
