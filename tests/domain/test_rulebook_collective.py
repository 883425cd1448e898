"""Titles of a unit, both sides of every rule: E07, E08."""

import pytest

from contracts.words import Grade
from tests.domain.rulebook_facts import MET, NOT_MET, STATEMENTS, TO_VERIFY, in_year, line, members, unit, verdict, word


@pytest.mark.parametrize("award", ["TT_LDTT", "TT_LDXS"])
def test_a_unit_that_meets_every_rule_is_eligible(award: str) -> None:
    assert verdict(award, unit()).overall is MET


@pytest.mark.parametrize(
    ("award", "code", "grade", "expected"),
    [
        ("TT_LDTT", "E07-XEP-LOAI", Grade.GOOD, MET),
        ("TT_LDTT", "E07-XEP-LOAI", Grade.COMPLETED, NOT_MET),
        ("TT_LDXS", "E08-XEP-LOAI", Grade.EXCELLENT, MET),
        ("TT_LDXS", "E08-XEP-LOAI", Grade.GOOD, NOT_MET),
        ("TT_LDXS", "E08-XEP-LOAI", None, TO_VERIFY),
    ],
)
def test_a_unit_s_grade(award: str, code: str, grade: Grade | None, expected: object) -> None:
    assert word(award, unit(grade=grade), code) is expected


@pytest.mark.parametrize(
    ("total", "advanced", "pending", "expected"),
    [
        (10, 7, 0, MET),
        (10, 6, 0, NOT_MET),
        (10, 6, 1, TO_VERIFY),
        (10, 5, 1, NOT_MET),
        (13, 9, 0, NOT_MET),
        (13, 10, 0, MET),
        (1, 1, 0, MET),
    ],
)
@pytest.mark.parametrize(("award", "code"), [("TT_LDTT", "E07-TY-LE"), ("TT_LDXS", "E08-TY-LE")])
def test_seven_in_ten_are_advanced_workers(
    award: str, code: str, total: int, advanced: int, pending: int, expected: object
) -> None:
    counts = members(members=total, ldtt=advanced, ldtt_pending=pending)

    assert word(award, unit(counts), code) is expected


def test_a_share_just_short_is_shown_short() -> None:
    result = line("TT_LDTT", unit(members(members=13, ldtt=9)), "E07-TY-LE")

    assert result.sentence == "9/13 = 69,2 % đạt Lao động tiên tiến; cần ít nhất 70 % (10 người)."
    assert result.would_meet == "Thêm 1 người đạt Lao động tiên tiến"


def test_an_advanced_unit_has_nobody_disciplined_with_a_warning_or_more() -> None:
    assert word("TT_LDTT", unit(), "E07-KY-LUAT") is MET
    assert word("TT_LDTT", unit(members(disciplined_canh_cao_or_more=1)), "E07-KY-LUAT") is NOT_MET


def test_for_an_excellent_unit_a_discipline_is_only_a_warning() -> None:
    judged = verdict("TT_LDXS", unit(members(disciplined_canh_cao_or_more=1)))

    assert [r.verdict for r in judged.results if r.code == "E08-KY-LUAT"] == [NOT_MET]
    assert judged.overall is MET
    assert judged.count(NOT_MET) == 0


@pytest.mark.parametrize(
    ("completed", "ungraded", "expected"), [(10, 0, MET), (9, 0, NOT_MET), (9, 1, TO_VERIFY), (8, 1, NOT_MET)]
)
def test_everybody_in_an_excellent_unit_completed(completed: int, ungraded: int, expected: object) -> None:
    counts = members(completed=completed, ungraded=ungraded)

    assert word("TT_LDXS", unit(counts), "E08-HOAN-THANH") is expected


@pytest.mark.parametrize(("soldiers", "pending", "expected"), [(1, 0, MET), (0, 0, NOT_MET), (0, 2, TO_VERIFY)])
def test_an_excellent_unit_has_an_emulation_soldier(soldiers: int, pending: int, expected: object) -> None:
    counts = members(cstd_co_so=soldiers, cstd_co_so_pending=pending)

    assert word("TT_LDXS", unit(counts), "E08-CSTD") is expected


@pytest.mark.parametrize(
    ("award", "code", "statement"),
    [
        ("TT_LDTT", "E07-PHONG-TRAO", "phong_trao"),
        ("TT_LDTT", "E07-DOAN-KET", "doan_ket"),
        ("TT_LDXS", "E08-PHONG-TRAO", "phong_trao"),
        ("TT_LDXS", "E08-DOAN-KET", "doan_ket"),
    ],
)
def test_movements_and_unity_wait_for_the_unit_s_word(award: str, code: str, statement: str) -> None:
    assert word(award, unit(statements=STATEMENTS - {statement}), code) is TO_VERIFY
    assert word(award, unit(), code) is MET


def test_unknown_members_are_to_be_verified_and_nobody_is_no_unit() -> None:
    assert word("TT_LDTT", in_year(unit(), 2026, members=None), "E07-TY-LE") is TO_VERIFY
    assert word("TT_LDTT", unit(members(members=0, ldtt=0, completed=0)), "E07-TY-LE") is NOT_MET
