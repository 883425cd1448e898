"""How long to wait before a part that failed is started again."""

from dataclasses import dataclass, replace

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
WELL_AFTER = 60.0


@dataclass(frozen=True)
class Backoff:
    """Pauses double from half a second to half a minute and begin anew after a minute of health. Times are seconds."""

    failures: int = 0
    well_since: float | None = None

    def failed(self) -> "Backoff":
        return Backoff(self.failures + 1)

    def seen_well(self, now: float) -> "Backoff":
        since = now if self.well_since is None else self.well_since
        return Backoff(0, since) if now - since >= WELL_AFTER else replace(self, well_since=since)

    def seen_unwell(self) -> "Backoff":
        return replace(self, well_since=None)

    @property
    def pause(self) -> float:
        """Before the next start; 0 where nothing failed."""
        if self.failures == 0:
            return 0.0
        return min(FIRST_PAUSE * 2.0 ** min(self.failures - 1, 16), LONGEST_PAUSE)
