"""Working days of an office: Monday to Friday, without public holidays, with Saturdays worked in exchange.

Which days are off is data of the rulebook (``holidays.toml``); nothing here knows a date by itself.
"""

from collections.abc import Set
from datetime import date, timedelta

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
