"""What time it is: the machine's clock, or a simulated one that a file sets and that runs on from there."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import time
from typing import Final
from zoneinfo import ZoneInfo

log = logging.getLogger(__name__)

OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""Business dates and periods are computed here; stored times are UTC."""


class ClockUnreadable(RuntimeError):
    """A simulated clock was asked for and there is none: real time must not stand in for it."""


class Clock:
    """The one source of time in a service.

    Args:
        file: holds one ISO-8601 instant with offset; time runs on from the moment the file was written. None = real time.
            Once it has been read, a file that is missing or half written changes nothing; until then `now` raises.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._mtime_ns = -1
        self._complained = False
        self._offset = timedelta()

    @property
    def is_simulated(self) -> bool:
        return self._file is not None

    def now(self) -> datetime:
        """The instant, timezone-aware, in UTC."""
        if self._file is not None:
            self._follow(self._file)
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The date in Việt Nam."""
        return self.now().astimezone(OFFICE_ZONE).date()

    def _follow(self, file: Path) -> None:
        try:
            written_ns = file.stat().st_mtime_ns
            if written_ns == self._mtime_ns:
                return
            instant = datetime.fromisoformat(file.read_text().strip())
            self._offset = instant - datetime.fromtimestamp(written_ns / 1e9, UTC)
            self._mtime_ns = written_ns
        except (OSError, ValueError, TypeError) as error:  # gone, half written, or without an offset
            if self._mtime_ns < 0:
                raise ClockUnreadable(f"{file} holds no ISO-8601 instant with offset") from error
            if not self._complained:
                log.warning("clock file not readable; time runs on", extra={"reason": repr(error)})
            self._complained = True
        else:
            self._complained = False


def set_clock(file: Path, instant: datetime) -> None:
    """Put a simulated clock to ``instant`` (timezone-aware), in one step that readers see whole."""
    fresh = file.with_name(f".{file.name}.{time():.6f}")
    fresh.write_text(instant.isoformat())
    fresh.replace(file)
