"""Working days of an office: Monday to Friday, without public holidays, with Saturdays worked in exchange.

Which days are off is data of the rulebook (``holidays.toml``); nothing here knows a date by itself. A day counted through
a year whose days off are not all known is shown with `calendar_warning`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Set
from datetime import date, timedelta
from typing import Protocol

from services.office.text import join_words

NONE: frozenset[date] = frozenset()
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Set[date], worked: Set[date] = NONE) -> bool:
    """``worked`` are the weekend days on which the office works in exchange (làm bù)."""
    return day in worked or (day.weekday() < 5 and day not in holidays)


def next_working_day(day: date, holidays: Set[date], worked: Set[date] = NONE) -> date:
    """``day`` itself where it is a working day, else the first one after it."""
    while not is_working_day(day, holidays, worked):
        day += ONE_DAY
    return day


def add_working_days(start: date, count: int, holidays: Set[date], worked: Set[date] = NONE) -> date:
    """The day a limit of ``count`` working days runs out; the day of the event itself is not counted.

    Refuses a negative count. Zero gives the start, or the next working day where the start is none.
    """
    if count < 0:
        raise ValueError("a time limit is never negative")
    day = next_working_day(start, holidays, worked) if count == 0 else start
    for _ in range(count):
        day = next_working_day(day + ONE_DAY, holidays, worked)
    return day


def working_days_between(first: date, last: date, holidays: Set[date], worked: Set[date] = NONE) -> int:
    """Working days after ``first`` up to and including ``last``; negative when ``last`` lies before ``first``."""
    if last < first:
        return -working_days_between(last, first, holidays, worked)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays, worked) for day in days)


class DayOff(Protocol):
    """A holiday, or with ``is_worked`` a day worked in exchange, as a rulebook lists it."""

    @property
    def day(self) -> date: ...

    @property
    def is_worked(self) -> bool: ...


FEWEST_IN_A_YEAR = 8
"""Tết has five days and there are six more (Bộ luật Lao động Đ112); three may fall on a weekend at most without another day."""


def years_listed(days: Iterable[DayOff]) -> frozenset[int]:
    """Years of which a rulebook from before it said so lists all days off."""
    counted = Counter(each.day.year for each in days if not each.is_worked)
    return frozenset(year for year, number in counted.items() if number >= FEWEST_IN_A_YEAR)


def calendar_warning(first: date, last: date, announced: Collection[int]) -> str:
    """What to say beside a day counted from ``first`` to ``last``; empty where every day off in between is known.

    Args:
        announced: years of which the days off and the swapped days are all known.
    """
    unknown = [str(year) for year in range(first.year, last.year + 1) if year not in announced]
    if not unknown:
        return ""
    return (
        f"Chưa có đủ lịch nghỉ lễ, Tết và hoán đổi ngày làm việc của năm {join_words(unknown)}: "
        "ngày này có thể khác khi có thông báo."
    )
