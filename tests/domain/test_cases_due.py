"""Limits that run for a case, counted in working days or as days of a year, by the rulebook it names."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.words import AwardLevel, CaseStage
from services.nominations.law.files.loader import as_json, load
from services.reviews.cases import domain
from services.reviews.cases.domain import Award, Case, Due
from services.reviews.copies.domain import EMPTY, OWN
from tests.domain.cases import book, new_case

SHIPPED = book(as_json(load()))
TET = {"holidays": [{"day": "2026-02-17", "name": "Tết"}, {"day": "2026-02-28", "name": "làm bù", "is_worked": True}]}


def upward(code: str = "CSTD_TINH", level: AwardLevel = AwardLevel.PROVINCE, **changed: Any) -> Case:
    return new_case(CaseStage.ADVISED, award=Award(code, code, "title", level), **changed)


def test_appraisal_and_return_run_from_the_day_of_receipt_in_working_days() -> None:
    received = new_case(CaseStage.RECEIVED, received_on=date(2026, 11, 2))

    assert domain.dues(received, EMPTY, date(2026, 11, 2)) == [
        Due("TRA_LAI", "Trả lại hồ sơ không đủ điều kiện", date(2026, 11, 16), OWN),
        Due("THAM_DINH", "Thẩm định hồ sơ", date(2026, 11, 30), OWN),
    ]
    shipped = [due.on for due in domain.dues(received, SHIPPED, date(2026, 11, 2))]
    assert shipped == [date(2026, 11, 16), date(2026, 12, 1)], "24/11 is a holiday"
    assert domain.dues(new_case(CaseStage.APPRAISED, received_on=date(2026, 11, 2)), EMPTY, date(2026, 11, 3)) == []


def test_holidays_do_not_count_and_days_worked_in_exchange_do() -> None:
    received = new_case(CaseStage.RECEIVED, received_on=date(2026, 2, 13))

    assert [due.on for due in domain.dues(received, book(TET), date(2026, 2, 13))] == [
        date(2026, 2, 28),
        date(2026, 3, 13),
    ]
    assert [due.on for due in domain.dues(received, EMPTY, date(2026, 2, 13))] == [date(2026, 2, 27), date(2026, 3, 13)]


@pytest.mark.parametrize(
    ("case", "counted_from", "last"),
    [
        (upward(), None, date(2026, 12, 9)),
        (upward("CSTD_TOAN_QUOC", AwardLevel.STATE), date(2025, 3, 1), date(2026, 12, 31)),
        (upward("CSTD_TOAN_QUOC", AwardLevel.STATE), date(2026, 1, 20), date(2027, 12, 31)),
        (upward("CO_THI_DUA_CHINH_PHU", AwardLevel.STATE), None, date(2027, 6, 30)),
    ],
)
def test_what_goes_up_has_its_day_of_the_year(case: Case, counted_from: date | None, last: date) -> None:
    (due,) = domain.dues(case, SHIPPED, date(2026, 12, 1), counted_from)

    assert due.on == last


def test_an_award_of_the_office_and_a_sudden_one_have_no_day_to_be_sent_by() -> None:
    assert domain.dues(new_case(CaseStage.ADVISED), SHIPPED, date(2026, 12, 1)) == []
    assert domain.dues(upward("BANG_KHEN_TINH", ground="sudden"), SHIPPED, date(2026, 12, 1)) == []
    assert domain.dues(replace(upward(), stage=CaseStage.SENT_UP), SHIPPED, date(2026, 12, 1)) == []


def test_the_public_list_lasts_as_long_as_the_law_or_else_the_office_asks() -> None:
    on = date(2026, 12, 1)
    ten = {
        "deadlines": [
            {
                "code": "CONG_KHAI_CAP_TINH",
                "working_days": 10,
                "awards": ["CSTD_TOAN_QUOC"],
                "valid_from": "2025-07-01",
            },
            {"code": "CONG_KHAI", "working_days": 3, "valid_from": "2025-07-01"},
        ]
    }

    assert domain.listing_days(upward("CSTD_TOAN_QUOC", AwardLevel.STATE), book(ten), on) == 10
    assert domain.listing_days(upward(), book(ten), on) == 3
    assert domain.listing_days(new_case(), SHIPPED, on) == 0
    assert domain.listing_days(new_case(), EMPTY, on) == 0


def test_the_shipped_choices_are_off_where_nobody_has_checked_the_law() -> None:
    on = date(2026, 12, 1)
    simplified = SHIPPED.policy("THU_TUC_DON_GIAN", "GIAY_KHEN", "sudden", on)

    assert (simplified.is_on, "chưa đối chiếu" in simplified.source) == (False, True)
    assert SHIPPED.policy("KY_THAY", "LDTT", "merit", on).is_on
    assert SHIPPED.policy("TRANH_TAP_THE_CUA_MINH", "TT_LDTT", "merit", on).is_on
    assert not SHIPPED.policy("GOP_Y_KHONG_TEN", "LDTT", "merit", on).is_on


def test_a_choice_holds_for_the_awards_and_grounds_it_names() -> None:
    on = date(2026, 12, 1)
    chosen = book(
        {"policies": [{"code": "THU_TUC_DON_GIAN", "is_on": True, "awards": ["GIAY_KHEN"], "grounds": ["sudden"]}]}
    )

    assert chosen.policy("THU_TUC_DON_GIAN", "GIAY_KHEN", "sudden", on).is_on
    assert not chosen.policy("THU_TUC_DON_GIAN", "GIAY_KHEN", "merit", on).is_on
    assert not chosen.policy("THU_TUC_DON_GIAN", "LDTT", "sudden", on).is_on
    assert not EMPTY.policy("THU_TUC_DON_GIAN", "GIAY_KHEN", "sudden", on).is_on


def test_limits_that_nobody_can_keep_are_passed_over() -> None:
    odd = book({"deadlines": [{"code": "THAM_DINH", "month_day": "13-45"}, {"code": "THAM_DINH", "working_days": -1}]})
    limit = odd.limit("THAM_DINH", "LDTT", date(2026, 12, 1))

    assert limit is not None and limit.working_days == 20


def test_a_list_nobody_asks_for_may_close_the_same_sunday() -> None:
    sunday = date(2026, 11, 22)
    three = book({"deadlines": [{"code": "CONG_KHAI", "working_days": 3}]})

    assert domain.list_closes_at_the_earliest(new_case(CaseStage.ADVISED), EMPTY, sunday) == sunday
    assert domain.list_closes_at_the_earliest(new_case(CaseStage.ADVISED), three, sunday) == date(2026, 11, 25)
