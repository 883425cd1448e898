"""Entries of the ledger as pure rules: money on the day of the decision, annulment once; and rows of the register."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AnnulmentGround, NomineeKind
from services.nominations.awards import domain
from services.nominations.awards.domain import Annulment, Award, Checked, Held, Worth
from services.nominations.law.domain import Span
from services.nominations.law.files.loader import load
from services.nominations.record.domain import Asked, facts_from
from services.nominations.register import domain as register
from services.nominations.register.domain import Known, Rows
from services.office.refusal import Refused

AWARD = Award(
    award_id=uuid.uuid4(),
    award_code="LDTT",
    award_name="Lao động tiên tiến",
    kind="title",
    level="office",
    ground="merit",
    nominee_kind="person",
    nominee_id=uuid.uuid4(),
    nominee_name="Nguyễn Thị Ánh",
    unit_id=uuid.uuid4(),
    unit_name="Phòng Tổng hợp",
    period_year=2026,
    decision_number="12/QĐ-VPUBND",
    decided_on=date(2026, 12, 20),
    decided_by="Chánh Văn phòng",
    money_vnd=760_000,
    money_basis="",
)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("award", "kind", "decided_on", "worth"),
    [
        ("LDTT", "person", date(2026, 6, 30), Worth(710_000, "0,3 × 2.340.000 đồng")),
        ("LDTT", "person", date(2026, 7, 1), Worth(760_000, "0,3 × 2.530.000 đồng")),
        ("CSTD_CO_SO", "person", date(2026, 12, 20), Worth(2_530_000, "1 × 2.530.000 đồng")),
        ("TT_LDXS", "collective", date(2026, 12, 20), Worth(3_800_000, "1,5 × 2.530.000 đồng")),
    ],
)
def test_money_is_that_of_the_day_of_the_decision(award: str, kind: str, decided_on: date, worth: Worth) -> None:
    found = domain.worth(load(), award, kind, decided_on)

    assert (found.amount, found.basis.replace(",0 ×", " ×")) == (worth.amount, worth.basis)


def test_an_award_without_a_money_rule_has_no_sum_rather_than_none_at_all() -> None:
    found = domain.worth(load(), "LDTT", "person", date(1990, 1, 1))

    assert (found.amount, found.basis[:17]) == (None, "chưa có quy định ")


CHIEF = frozenset({"Chánh Văn phòng"})
SIGNED = Annulment(
    ground=AnnulmentGround.FALSE_DECLARATION,
    reason="Kê khai sai",
    decision_number="9/QĐ-VPUBND",
    annulled_on=date(2027, 1, 5),
)
TODAY = date(2027, 2, 1)


def test_an_award_is_annulled_once_and_not_before_it_was_given() -> None:
    annulled = domain.annul(AWARD, 1, SIGNED, CHIEF, TODAY)

    assert annulled == replace(AWARD, annulled_on=date(2027, 1, 5), annulled_reason="Kê khai sai", version=2)
    assert code_of(lambda: domain.annul(annulled, 2, SIGNED, CHIEF, TODAY)) == "award.annulled"
    assert code_of(lambda: domain.annul(AWARD, 2, SIGNED, CHIEF, TODAY)) == "stale"
    for days, refusal in (
        ({"annulled_on": date(2026, 12, 19)}, "dates_reversed"),
        ({"received_on": date(2027, 1, 4)}, "dates_reversed"),
        ({"annulled_on": date(2027, 2, 2)}, "paper.future"),
        ({"received_on": date(2027, 2, 2)}, "paper.future"),
    ):
        signed = replace(SIGNED, **days)
        assert code_of(lambda signed=signed: domain.annul(AWARD, 1, signed, CHIEF, TODAY)) == refusal


@pytest.mark.parametrize(
    ("level", "authority", "refusal"),
    [
        ("office", "", None),
        ("office", "chanh van phong", None),
        ("office", "Chủ tịch UBND tỉnh", "annulment.not_competent"),
        ("province", "", "annulment.needs_authority"),
        ("province", "Chánh Văn phòng", "annulment.not_competent"),
        ("province", "Chủ tịch UBND tỉnh", None),
    ],
)
def test_whoever_decided_annuls(level: str, authority: str, refusal: str | None) -> None:
    decider = "Chánh Văn phòng" if level == "office" else "Chủ tịch UBND tỉnh"
    award, signed = replace(AWARD, level=level, decided_by=decider), replace(SIGNED, authority=authority)

    if refusal is None:
        assert domain.annul(award, 1, signed, CHIEF, TODAY).annulled_on == SIGNED.annulled_on
    else:
        assert code_of(lambda: domain.annul(award, 1, signed, CHIEF, TODAY)) == refusal


def test_object_and_money_are_due_back_in_fifteen_working_days() -> None:
    assert domain.return_by(load(), date(2026, 8, 3)) == date(2026, 8, 22)  # a Saturday worked for 31 August
    assert domain.return_by(load(), date(2030, 8, 5)) == date(
        2030, 8, 26
    )  # no entry in the rulebook: the decree's days


def past(**changes: object) -> register.PastAward:
    values = {
        "nominee_kind": "person",
        "nominee_code": "P1",
        "award_code": "LDTT",
        "ground": "merit",
        "period_year": 2025,
        "decision_number": "1/QĐ",
        "decided_on": date(2025, 12, 20),
        "decided_by": "Chánh Văn phòng",
        **changes,
    }
    return register.PastAward(**values)  # type: ignore[arg-type]


def held(number: str = "1/QĐ", annulled: bool = False) -> Held:
    return Held("person", "P1", "LDTT", 2025, number, annulled)


@pytest.mark.parametrize(
    ("award", "field", "rule"),
    [
        (past(award_code="DANH_HIEU_LA"), "award_code", "award_unknown"),
        (past(award_code="TT_LDTT"), "nominee_kind", "award_not_for_nominee"),
        (past(level="province"), "level", "level_differs"),
        (past(decided_on=date(2027, 2, 2)), "decided_on", "in_future"),
    ],
)
def test_a_bad_past_award_is_told_at_its_field(award: register.PastAward, field: str, rule: str) -> None:
    found = domain.check_past(load(), [past(decision_number="0/QĐ", period_year=2024), award], [], TODAY)

    assert [(problem.place, problem.field, problem.rule) for problem in found.problems] == [(1, field, rule)]


def test_a_title_stands_once_for_a_year_and_the_same_decision_twice_is_no_problem() -> None:
    other, again = past(decision_number="2/QĐ"), past()

    beside = domain.check_past(load(), [other], [held()], TODAY)
    twice = domain.check_past(load(), [again, other], [], TODAY)
    same = domain.check_past(load(), [again], [held()], TODAY)
    annulled = domain.check_past(load(), [other], [held(annulled=True)], TODAY)
    fine = domain.check_past(load(), [past(level="office", signer="Nguyễn Văn Mẫu")], [], TODAY)

    assert [(p.place, p.rule) for p in beside.problems + twice.problems] == [(0, "title_twice"), (1, "title_twice")]
    assert (same, annulled.problems, fine) == (Checked((), 1), (), Checked((), 0))


def test_rows_may_name_each_other_and_what_is_known() -> None:
    rows = Rows(
        units=(register.Unit("A", "Phòng A", "phong", head_code="P1", successor_code="B"),),
        people=(register.Person("P1", "Ánh", "nu", 1990, "cong_chuc", "A", date(2020, 1, 1)),),
        years=(register.Year("collective", "B", 2025, "hoan_thanh"), register.Year("person", "P2", 2025, "hoan_thanh")),
    )

    assert register.problems(rows, Known(frozenset({"B"}), frozenset({"P2"}))) == ()
    assert [(p.sheet, p.row, p.column, p.rule) for p in register.problems(rows, Known(frozenset(), frozenset()))] == [
        ("units", 1, "successor_code", "unknown_unit"),
        ("years", 1, "code", "unknown_unit"),
        ("years", 2, "code", "unknown_person"),
    ]


def test_a_maternity_leave_over_new_year_counts_in_both_years() -> None:
    asked = Asked(
        NomineeKind.PERSON,
        (date(2015, 1, 1), None),
        leaves=[{"from": "2025-10-01", "to": "2026-03-31"}],
        proposed=[
            {"year": 2026, "award": "LDTT", "state": "submitted"},
            {"year": 2026, "award": "CSTD_CO_SO", "state": "draft"},
        ],
        awards=[{"year": 2025, "award": "LDTT"}],
    )

    years = {each.year: each for each in facts_from(asked).years}

    assert years[2025].maternity_leave == Span(date(2025, 10, 1), date(2025, 12, 31))
    assert years[2026].maternity_leave == Span(date(2026, 1, 1), date(2026, 3, 31))
    assert (years[2025].awards, years[2026].pending) == (frozenset({"LDTT"}), frozenset({"LDTT"}))
