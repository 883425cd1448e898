"""Keeps the log files of long-running children small."""

import contextlib
import os
import shutil
from pathlib import Path

LARGEST = 10 * 1024 * 1024
KEPT = 3


def rotate(folder: Path, largest: int = LARGEST, kept: int = KEPT) -> None:
    """Copy every log above `largest` bytes to `.1` (older ones move up) and empty it in place.

    In place because the children hold the file open; they append, so they go on at its new end. Lines written between the
    copy and the emptying are lost.
    """
    for log in folder.glob("*.log"):
        with contextlib.suppress(OSError):
            if log.stat().st_size <= largest:
                continue
            for number in range(kept, 1, -1):
                older = log.with_name(f"{log.name}.{number - 1}")
                if older.exists():
                    older.replace(log.with_name(f"{log.name}.{number}"))
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)
