"""The simulated clock: set by a file that may be written, broken or taken away while services read it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.chassis.clock import Clock, ClockUnreadable, set_clock

MAY = datetime(2026, 5, 1, 3, tzinfo=UTC)
SOON = timedelta(seconds=30)


@pytest.mark.parametrize("text", ["", "2026-05-0", "hôm nay", "2026-05-01T03:00:00", "\x00"])
def test_a_broken_clock_file_changes_nothing(text: str, tmp_path: Path) -> None:
    file = tmp_path / "clock"
    set_clock(file, MAY)
    clock = Clock(file)
    clock.now()

    file.write_text(text)
    while_broken = clock.now()
    file.unlink()
    while_gone = clock.now()
    set_clock(file, MAY - timedelta(days=400))

    assert MAY <= while_broken <= while_gone < MAY + SOON
    assert clock.now() - (MAY - timedelta(days=400)) < SOON


def test_real_time_never_stands_in_for_a_simulated_clock_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClockUnreadable):
        Clock(tmp_path / "clock").now()
