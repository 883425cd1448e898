"""How readings of the law join into a verdict (ADR 19): what has not been compared is a mark and never a word."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import Certainty, Grade, Scope
from services.nominations.law.domain import Initiative
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
