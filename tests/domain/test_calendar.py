"""A year's days off as an office enters them: in the place of what the rulebook had, under a version of its own, never lost."""

import json
from dataclasses import replace
from datetime import date

import pytest

from contracts.words import Certainty
from services.nominations.law.domain import announced_years, days_off, days_worked
from services.nominations.law.domain.calendar import EnteredDay, EnteredYear, keep_own_years, with_year
from services.nominations.law.domain.validation import complaints
from services.nominations.law.files import loader, writer
from services.office.refusal import Refused
from services.office.working_days import calendar_warning
from tests.domain.rulebook_facts import RULEBOOK
from tests.support.source import ROOT

TET = tuple(EnteredDay(date(2027, 2, number), "Tết Nguyên đán") for number in (4, 5, 8, 9, 10))
ENTERED = EnteredYear(
    2027, (*TET, EnteredDay(date(2027, 2, 13), "Làm bù", is_worked=True)), is_announced=True, notice="Thông báo số 1"
)


def test_entered_days_stand_in_the_place_of_the_year_s() -> None:
    book = with_year(RULEBOOK, ENTERED, [RULEBOOK.version])

    assert list(complaints(book)) == []
    assert {day for day in days_off(book) if day.year == 2027} == {each.day for each in TET}
    assert date(2027, 2, 13) in days_worked(book)
    assert {day for day in days_off(book) if day.year != 2027} == {
        day for day in days_off(RULEBOOK) if day.year != 2027
    }
    assert announced_years(book) == announced_years(RULEBOOK) | {2027}
    assert (book.version, RULEBOOK.awards) == (f"{RULEBOOK.version}-lich.1", book.awards)
    assert loader.parse(writer.files_of(book)) == book
    assert loader.from_json(loader.as_json(book)) == book


def test_the_same_days_again_are_no_news_and_others_are_a_next_version() -> None:
    book = with_year(RULEBOOK, ENTERED, [RULEBOOK.version])
    fewer = replace(ENTERED, days=TET[1:])

    assert with_year(book, ENTERED, [RULEBOOK.version, book.version]) is book
    assert with_year(book, fewer, [RULEBOOK.version, book.version]).version == f"{RULEBOOK.version}-lich.2"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (EnteredDay(date(2028, 1, 3), "Tết"), "calendar.other_year"),
        (EnteredDay(date(2027, 2, 4), "Tết"), "calendar.day_twice"),
        (EnteredDay(date(2027, 2, 11), "Làm bù", is_worked=True), "calendar.not_a_weekend"),
    ],
)
def test_a_day_that_cannot_be_is_refused(day: EnteredDay, code: str) -> None:
    with pytest.raises(Refused, match=code):
        with_year(RULEBOOK, replace(ENTERED, days=(*ENTERED.days, day)), [])


def test_rules_published_later_keep_what_the_office_entered() -> None:
    before = with_year(RULEBOOK, ENTERED, [RULEBOOK.version])
    later = replace(RULEBOOK, version="9.0.0")
    known = replace(later, calendars=tuple(replace(each, is_announced=True) for each in later.calendars))

    kept = keep_own_years(later, before, [])

    assert (days_off(kept), days_worked(kept)) == (days_off(before), days_worked(before))
    assert kept.version == "9.0.0-lich.1"
    assert keep_own_years(RULEBOOK, before, [RULEBOOK.version, before.version]) is before
    assert keep_own_years(known, before, []) is known  # the product knows the year in full by now
    assert keep_own_years(later, None, []) is later


def test_a_book_from_before_it_said_so_knows_the_years_it_lists_in_full() -> None:
    published = json.loads((ROOT / "tests" / "domain" / "rulebook-1.0.0.json").read_text(encoding="utf-8"))
    older = loader.from_json(published)

    assert {each.day.year for each in older.holidays} == {2026, 2027}
    assert announced_years(older) == {2026}
    assert calendar_warning(date(2026, 12, 1), date(2026, 12, 31), announced_years(older)) == ""
    assert "2027" in calendar_warning(date(2026, 12, 31), date(2027, 1, 4), announced_years(older))


def test_of_a_year_that_is_not_announced_only_weekdays_are_listed_as_closed() -> None:
    """Whatever is listed for a weekday is closed under every plan; a swap nobody has announced is not in the book."""
    for each in RULEBOOK.holidays:
        assert (each.day.weekday() >= 5) is each.is_worked
        assert each.certainty is Certainty.C
    assert not any(each.is_worked for each in RULEBOOK.holidays if each.day.year not in announced_years(RULEBOOK))
