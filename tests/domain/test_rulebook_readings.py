"""How readings of the law join into a verdict (ADR 19): what has not been compared is a mark and never a word."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import Certainty, Grade, Scope
from services.nominations.law.domain import Facts, Initiative, Rulebook, judge
from tests.domain.rulebook_facts import (
    AFTER_AMENDMENT,
    MET,
    NOT_MET,
    RULEBOOK,
    TO_VERIFY,
    in_year,
    line,
    person,
    verdict,
)
from tests.domain.test_rulebook_laws import JUDGED, LAWS, cases
from tests.support.examples import examples

BEFORE, FROM = date(2026, 9, 30), date(2026, 10, 1)


@pytest.mark.parametrize("grade", [Grade.COMPLETED, Grade.NOT_COMPLETED])
def test_a_grade_that_no_known_reading_takes_is_refused_after_the_amendment(grade: Grade) -> None:
    judged = verdict("LDTT", in_year(person(), 2026, grade=grade), AFTER_AMENDMENT)

    assert judged.overall is NOT_MET


def test_readings_that_agree_give_their_word() -> None:
    found = line("CSTD_CO_SO", in_year(person(initiatives=()), 2026, grade=Grade.GOOD), "E04", AFTER_AMENDMENT)

    assert [reading.word for reading in found.readings] == [NOT_MET, NOT_MET]
    assert found.verdict is NOT_MET


def test_readings_that_differ_are_to_be_verified() -> None:
    idea = (Initiative("Mới", 2026, Scope.BASE, date(2026, 6, 1)),)
    found = line("CSTD_CO_SO", in_year(person(initiatives=idea), 2026, grade=Grade.GOOD), "E04", AFTER_AMENDMENT)

    assert [reading.word for reading in found.readings] == [MET, NOT_MET]
    assert found.verdict is TO_VERIFY


@settings(LAWS, max_examples=examples(100))
@given(cases, JUDGED, st.integers(0, 400))
def test_an_uncompared_text_never_changes_a_word(case: tuple[str, Facts], on: date, before: int) -> None:
    """The same book with every entry uncompared from some day on says the same, criterion by criterion."""
    award, facts = case
    sure, unsure = (_from(RULEBOOK, day) for day in (date(2030, 1, 1), date(2025, 1, 1)))

    words = [
        [(each.code, each.verdict) for each in judge(book, award, facts, 2026, on).results if each.code != "E22"]
        for book in (sure, unsure)
    ]

    assert words[0] == words[1]


def _from(book: Rulebook, day: date) -> Rulebook:
    return replace(
        book,
        criteria=tuple(replace(rule, recheck_from=day, recheck_text="LUAT-06-2026") for rule in book.criteria),
        transitions=(),
    )


def test_every_entry_of_an_amended_law_is_uncompared_from_the_day_of_the_amendment() -> None:
    entries = [
        entry
        for group in (RULEBOOK.awards, RULEBOOK.criteria, RULEBOOK.papers, RULEBOOK.check_items, RULEBOOK.votes)
        for entry in group  # type: ignore[attr-defined]
        if entry.source.text == "LUAT-06-2022"
    ]

    assert entries
    assert [entry for entry in entries if entry.certainty_on(FROM) in (Certainty.A, Certainty.B)] == []


def test_what_the_last_known_decree_refuses_is_refused_after_its_day_too() -> None:
    open_term = in_year(person(), 2026, disciplines=())
    papers_missing = replace(open_term, missing_papers=("Biên bản",))

    found = line("LDTT", papers_missing, "E15", date(2027, 3, 5))

    assert found.verdict is NOT_MET
