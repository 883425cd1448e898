"""What time it is: the machine's clock, or a simulated one that a file sets and that runs on from there."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import time
from typing import Final
from zoneinfo import ZoneInfo

OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""Business dates and periods are computed here; stored times are UTC."""


class Clock:
    """The one source of time in a service.

    Args:
        file: holds one ISO-8601 instant with offset; time runs on from the moment the file was written. None = real time.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._mtime_ns = -1
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
        written_ns = file.stat().st_mtime_ns
        if written_ns != self._mtime_ns:
            text = file.read_text().strip()
            if not text:  # the writer is between truncating and writing: keep the last offset
                return
            self._offset = datetime.fromisoformat(text) - datetime.fromtimestamp(written_ns / 1e9, UTC)
            self._mtime_ns = written_ns


def set_clock(file: Path, instant: datetime) -> None:
    """Put a simulated clock to ``instant`` (timezone-aware), in one step that readers see whole."""
    fresh = file.with_name(f".{file.name}.{time():.6f}")
    fresh.write_text(instant.isoformat())
    fresh.replace(file)
