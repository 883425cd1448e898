"""Giấy khen (Đ75) and bằng khen of the province (Đ74), both sides of every standard."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, Grade, Scope
from services.nominations.law.domain import Achievement, Facts, Initiative
from tests.domain.rulebook_facts import (
    MET,
    NOT_MET,
    PERSON,
    RULEBOOK,
    STATEMENTS,
    TO_VERIFY,
    in_year,
    line,
    members,
    person,
    unit,
    verdict,
    word,
)


def deed(
    ground: AwardGround, scope: Scope = Scope.BASE, on: date = date(2026, 4, 2), name: str = "Việc", proved: bool = True
) -> Achievement:
    return Achievement(name, on, ground, scope, proved)


def plain(kind: str, *deeds: Achievement) -> Facts:
    """A good nominee with nothing but these deeds: no streak, no initiative."""
    if kind == PERSON:
        facts = person(achievements=deeds, initiatives=())
        for year in (2024, 2025, 2026):
            facts = in_year(facts, year, grade=Grade.GOOD, awards=frozenset({"LDTT"}))
        return facts
    return in_year(unit(members(), Grade.GOOD, achievements=deeds), 2025, grade=Grade.GOOD)


KINDS = pytest.mark.parametrize("kind", ["person", "collective"])


@KINDS
@pytest.mark.parametrize("award", ["GIAY_KHEN", "BANG_KHEN_TINH"])
def test_who_meets_every_rule_is_eligible(award: str, kind: str) -> None:
    assert verdict(award, person() if kind == PERSON else unit()).overall is MET


@KINDS
@pytest.mark.parametrize(
    ("deeds", "expected"),
    [
        ((deed(AwardGround.MOVEMENT),), MET),
        ((deed(AwardGround.SUDDEN),), MET),
        ((deed(AwardGround.MERIT, name="Một"), deed(AwardGround.MERIT, name="Hai")), MET),
        ((deed(AwardGround.MERIT),), NOT_MET),
        ((deed(AwardGround.MOVEMENT, proved=False),), TO_VERIFY),
        ((deed(AwardGround.MOVEMENT, on=date(2025, 12, 31)),), NOT_MET),
        ((), NOT_MET),
    ],
)
def test_a_letter_of_commendation_rests_on_one_of_three_standards(
    kind: str, deeds: tuple[Achievement, ...], expected: object
) -> None:
    assert word("GIAY_KHEN", plain(kind, *deeds), "D75-THANH-TICH") is expected


@KINDS
def test_a_letter_of_commendation_needs_a_good_year(kind: str) -> None:
    facts = plain(kind, deed(AwardGround.SUDDEN))

    assert word("GIAY_KHEN", facts, "D75-XEP-LOAI") is MET
    assert word("GIAY_KHEN", in_year(facts, 2026, grade=Grade.COMPLETED), "D75-XEP-LOAI") is NOT_MET


@pytest.mark.parametrize("award", ["GIAY_KHEN", "BANG_KHEN_TINH"])
def test_setting_an_example_waits_for_the_unit_s_word(award: str) -> None:
    code = "D75-GUONG-MAU" if award == "GIAY_KHEN" else "D74-GUONG-MAU"

    assert word(award, person(), code) is MET
    assert word(award, person(statements=STATEMENTS - {"guong_mau"}), code) is TO_VERIFY


def test_only_a_unit_is_asked_for_unity() -> None:
    assert word("GIAY_KHEN", unit(), "D75-DOAN-KET") is MET
    assert word("GIAY_KHEN", unit(statements=STATEMENTS - {"doan_ket"}), "D75-DOAN-KET") is TO_VERIFY
    assert "D75-DOAN-KET" not in [result.code for result in verdict("GIAY_KHEN", person()).results]


@pytest.mark.parametrize(
    ("kind", "deeds", "expected"),
    [
        ("person", (deed(AwardGround.MOVEMENT, Scope.PROVINCE),), MET),
        ("person", (deed(AwardGround.MOVEMENT, Scope.BASE),), NOT_MET),
        ("person", (deed(AwardGround.SUDDEN, Scope.PROVINCE),), MET),
        ("person", (deed(AwardGround.SERVICE),), MET),
        ("person", (), NOT_MET),
        ("collective", (deed(AwardGround.MOVEMENT),), MET),
        ("collective", (deed(AwardGround.SUDDEN, Scope.PROVINCE),), MET),
        ("collective", (deed(AwardGround.SERVICE),), MET),
        ("collective", (deed(AwardGround.MERIT, Scope.PROVINCE),), NOT_MET),
    ],
)
def test_a_provincial_certificate_rests_on_a_deed(kind: str, deeds: tuple[Achievement, ...], expected: object) -> None:
    assert word("BANG_KHEN_TINH", plain(kind, *deeds), "D74-TIEU-CHUAN") is expected


def test_or_on_two_titles_in_a_row() -> None:
    one = in_year(plain("person"), 2026, awards=frozenset({"CSTD_CO_SO"}))

    assert word("BANG_KHEN_TINH", one, "D74-TIEU-CHUAN") is NOT_MET
    assert word("BANG_KHEN_TINH", in_year(one, 2025, awards=frozenset({"CSTD_CO_SO"})), "D74-TIEU-CHUAN") is MET


def test_or_on_two_excellent_years_with_two_initiatives() -> None:
    excellent = in_year(in_year(plain("person"), 2026, grade=Grade.EXCELLENT), 2025, grade=Grade.EXCELLENT)
    first = Initiative("Một", 2025, Scope.BASE, date(2025, 6, 1))
    second = Initiative("Hai", 2026, Scope.BASE, date(2026, 6, 1))

    assert word("BANG_KHEN_TINH", replace(excellent, initiatives=(first,)), "D74-TIEU-CHUAN") is NOT_MET
    assert word("BANG_KHEN_TINH", replace(excellent, initiatives=(first, second)), "D74-TIEU-CHUAN") is MET


def test_or_for_a_unit_on_two_excellent_years_or_titles() -> None:
    mixed = in_year(in_year(plain("collective"), 2026, grade=Grade.EXCELLENT), 2025, awards=frozenset({"TT_LDXS"}))

    assert word("BANG_KHEN_TINH", mixed, "D74-TIEU-CHUAN") is MET
    assert word("BANG_KHEN_TINH", in_year(mixed, 2025, awards=frozenset()), "D74-TIEU-CHUAN") is NOT_MET
    assert word("BANG_KHEN_TINH", in_year(mixed, 2026, grade=None), "D74-TIEU-CHUAN") is TO_VERIFY


@pytest.mark.parametrize(("award", "code"), [("GIAY_KHEN", "D75-DOAN-KET"), ("BANG_KHEN_TINH", "D74-DOAN-KET")])
def test_a_collective_is_commended_when_it_is_united(award: str, code: str) -> None:
    statements = STATEMENTS - {"doan_ket"}

    assert word(award, unit(), code) is MET
    assert verdict(award, unit(statements=statements)).overall is TO_VERIFY
    assert verdict(award, unit(statements=statements, denied=frozenset({"doan_ket"}))).overall is NOT_MET
    assert code not in [result.code for result in verdict(award, person()).results]


def test_what_a_unit_says_is_confirmed_denied_or_not_said() -> None:
    for rule in RULEBOOK.criteria:
        if rule.check.name == "unit_states":
            kind = rule.nominees[0]
            facts = person() if kind is PERSON else unit()
            award = next(a.code for a in RULEBOOK.awards if rule.code in a.criteria and kind in a.nominees)
            silent = replace(facts, statements=STATEMENTS - {rule.check.statement})
            denied = replace(silent, denied=frozenset({f"{rule.check.statement}"}))

            assert [word(award, each, rule.code) for each in (facts, silent, denied)] == [MET, TO_VERIFY, NOT_MET]


@pytest.mark.parametrize(("award", "code"), [("GIAY_KHEN", "D75-THANH-TICH"), ("BANG_KHEN_TINH", "D74-TIEU-CHUAN")])
def test_a_worker_has_a_ground_of_his_own_that_nobody_has_compared(award: str, code: str) -> None:
    """Luật 06/2022 Đ74, Đ75: less reach is asked of workers. It opens the way, and settles nothing."""
    deed = Achievement("Giữ xe an toàn 100.000 km", date(2026, 5, 1), AwardGround.MERIT)
    plainly = replace(person(achievements=(deed,), initiatives=()), years=())
    worker = replace(plainly, is_worker=True)
    idea = Initiative("Tiết kiệm nhiên liệu", 2026, Scope.BASE, date(2026, 6, 1))

    assert word(award, plainly, code) is NOT_MET
    assert word(award, replace(plainly, is_worker=False), code) is NOT_MET
    assert word(award, worker, code) is TO_VERIFY
    assert "chưa đối chiếu" in line(award, worker, code).sentence
    assert word(award, replace(worker, achievements=(), initiatives=(idea,)), code) is TO_VERIFY
    assert word(award, replace(worker, achievements=()), code) is NOT_MET
    assert word(award, person(is_worker=True), code) is MET
