"""A year's days off as an office enters them from the notice it got: a version of the rulebook that says the same otherwise."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.words import Certainty
from services.nominations.law.domain.book import Rulebook
from services.nominations.law.domain.rules import CalendarYear, Holiday, LawText, Source
from services.office.refusal import Refused

OFFICE_CALENDAR = "LICH-CO-QUAN"
"""The text that days entered by an office rest on; a year that rests on it is the office's own."""
OF_VERSION = "-lich."


@dataclass(frozen=True, slots=True)
class EnteredDay:
    """A working day on which the office is closed, or with ``is_worked`` a weekend day worked in exchange."""

    day: date
    name: str
    is_worked: bool = False


@dataclass(frozen=True, slots=True)
class EnteredYear:
    """``is_announced``: these are all days of the year; ``notice`` what says so (number and date of the notice)."""

    year: int
    days: tuple[EnteredDay, ...]
    is_announced: bool
    notice: str


def with_year(book: Rulebook, entered: EnteredYear, taken: Collection[str]) -> Rulebook:
    """The book with these days in the place of those it had for the year, under a version of its own.

    Refuses a day of another year (``calendar.other_year``), one named twice (``calendar.day_twice``), and a day worked in
    exchange that is no weekend day (``calendar.not_a_weekend``). The same days as before give the book as it is.

    Args:
        taken: versions there are already.
    """
    _check(entered)
    known = next((each for each in book.calendars if each.year == entered.year), None)
    if known is not None and _is_own(known) and _entered(book, known) == _sorted(entered):
        return book
    return replace(_put(book, [entered]), version=_free(book.version, taken))


def keep_own_years(book: Rulebook, before: Rulebook | None, taken: Collection[str]) -> Rulebook:
    """A new book with the years an office has entered itself, as far as the new one does not know them in full.

    So that publishing the rules that come with the product never loses what somebody has typed. With such a year the
    book has a version of its own.
    """
    own = [each for each in before.calendars if _is_own(each)] if before is not None else []
    known = {each.year for each in book.calendars if each.is_announced}
    missing = [each for each in own if each.year not in known]
    if before is None or not missing:
        return book
    kept = _put(book, [_entered(before, each) for each in missing])
    if before.version.partition(OF_VERSION)[0] == book.version and replace(kept, version=before.version) == before:
        return before
    return replace(kept, version=_free(book.version, taken))


def _check(entered: EnteredYear) -> None:
    seen: set[date] = set()
    for each in entered.days:
        if each.day.year != entered.year:
            raise Refused("calendar.other_year", field="days", day=each.day.isoformat(), year=str(entered.year))
        if each.day in seen:
            raise Refused("calendar.day_twice", field="days", day=each.day.isoformat())
        if each.is_worked and each.day.weekday() < 5:
            raise Refused("calendar.not_a_weekend", field="days", day=each.day.isoformat())
        seen.add(each.day)


def _put(book: Rulebook, years: Sequence[EnteredYear]) -> Rulebook:
    replaced = {each.year for each in years}
    texts = book.texts
    if OFFICE_CALENDAR not in book.texts_by_code:
        name = "Lịch nghỉ lễ, Tết do cơ quan nhập theo thông báo"
        texts = (*texts, LawText(OFFICE_CALENDAR, name, "Lịch nghỉ do cơ quan nhập", Certainty.OWN))
    holidays = [each for each in book.holidays if each.day.year not in replaced]
    holidays += [_holiday(day, year.notice) for year in years for day in year.days]
    calendars = [each for each in book.calendars if each.year not in replaced]
    calendars += [_calendar(year) for year in years]
    return replace(
        book,
        texts=texts,
        holidays=tuple(sorted(holidays, key=lambda each: each.day)),
        calendars=tuple(sorted(calendars, key=lambda each: each.year)),
    )


def _holiday(entered: EnteredDay, notice: str) -> Holiday:
    return Holiday(
        day=entered.day,
        name=entered.name,
        is_worked=entered.is_worked,
        source=Source(OFFICE_CALENDAR),
        certainty=Certainty.OWN,
        valid_from=entered.day,
        valid_to=entered.day,
        note=notice,
    )


def _calendar(entered: EnteredYear) -> CalendarYear:
    return CalendarYear(
        year=entered.year,
        is_announced=entered.is_announced,
        source=Source(OFFICE_CALENDAR),
        certainty=Certainty.OWN,
        valid_from=date(entered.year, 1, 1),
        valid_to=date(entered.year, 12, 31),
        note=entered.notice,
    )


def _is_own(year: CalendarYear) -> bool:
    return year.source.text == OFFICE_CALENDAR


def _entered(book: Rulebook, year: CalendarYear) -> EnteredYear:
    days = (EnteredDay(each.day, each.name, each.is_worked) for each in book.holidays if each.day.year == year.year)
    return _sorted(EnteredYear(year.year, tuple(days), year.is_announced, year.note))


def _sorted(entered: EnteredYear) -> EnteredYear:
    return replace(entered, days=tuple(sorted(entered.days, key=lambda each: each.day)))


def _free(version: str, taken: Iterable[str]) -> str:
    """ "1.3.0" → "1.3.0-lich.1", then "1.3.0-lich.2": never a number that the product may take for itself."""
    base = version.partition(OF_VERSION)[0]
    numbers = [re.fullmatch(rf"{re.escape(base + OF_VERSION)}(\d+)", each) for each in taken]
    return f"{base}{OF_VERSION}{max((int(each[1]) for each in numbers if each), default=0) + 1}"
