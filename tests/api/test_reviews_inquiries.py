"""Questions to units during appraisal, the limits that run meanwhile, and what a return says, over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.nominations.events import UnitRecorded
from services.chassis.clock import Clock
from services.chassis.ids import new_id
from services.office.access import Role
from services.office.working_days import add_working_days
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def _received(reviews: Reviews, office: Office) -> tuple[str, int]:
    """A case taken in today, with the unit known: its path and version."""
    event = office.submitted(CSTD_CO_SO)
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng Tổng hợp")
    await reviews.deliver(office, unit, office.rulebook(), event)
    path = f"/cases/{(await reviews.case_of(office, event.nomination_id))['case_id']}"
    return path, (await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today()))["version"]


async def _ask(reviews: Reviews, office: Office, path: str, version: int, **changed: Any) -> Any:
    question = {"unit_id": office.unit_id, "question": "Tỷ lệ đúng hạn năm 2026?", **changed}
    return await reviews.do(office.clerk, f"{path}/inquiries", version=version, **question)


def _yes() -> list[dict[str, str]]:
    return [{"code": "REPORT", "answer": "yes"}, {"code": "INITIATIVE", "answer": "yes"}]


async def test_a_required_answer_is_awaited_before_the_conclusion(reviews: Reviews) -> None:
    office = Office()
    path, version = await _received(reviews, office)

    asked = await _ask(reviews, office, path, version)
    waiting = await reviews.refuse(office.clerk, f"{path}/appraisal", version=version + 1, answers=_yes())
    mine = await reviews.get(office.head, "/inquiries")
    answered = await reviews.do(office.head, f"/inquiries/{asked['inquiry_id']}/answer", answer="98 %")
    state = await reviews.do(office.clerk, f"{path}/appraisal", version=version + 2, answers=_yes())

    assert asked["due_on"] == add_working_days(Clock().today(), 10, frozenset()).isoformat()
    assert waiting == (409, "inquiry.unanswered", None)
    assert [(each["question"], each["nominee_name"], each["is_overdue"]) for each in mine["items"]] == [
        ("Tỷ lệ đúng hạn năm 2026?", "Nguyễn Thị Hà", False)
    ]
    assert (answered["state"], answered["answer"], state["stage"]) == ("answered", "98 %", "appraised")
    detail = await reviews.get(office.clerk, path)
    assert [step["step"] for step in detail["timeline"]][1:] == ["received", "unit_asked", "unit_answered", "appraised"]
    assert [each["answer"] for each in detail["inquiries"]] == ["98 %"]
    assert (await reviews.get(office.head, "/inquiries"))["items"] == []
    assert len((await reviews.get(office.head, "/inquiries?settled=true"))["items"]) == 1


async def test_the_clerk_may_go_on_without_an_answer_and_says_why(reviews: Reviews) -> None:
    office = Office()
    path, version = await _received(reviews, office)
    asked = await _ask(reviews, office, path, version)

    closed = await reviews.do(office.clerk, f"/inquiries/{asked['inquiry_id']}/closing", reason="Đã có số liệu")
    late = await reviews.refuse(office.head, f"/inquiries/{asked['inquiry_id']}/answer", answer="98 %")
    state = await reviews.do(office.clerk, f"{path}/appraisal", version=version + 2, answers=_yes())

    assert (closed["state"], closed["answer"]) == ("closed", "Đã có số liệu")
    assert late == (409, "inquiry.state", None)
    assert state["stage"] == "appraised"


async def test_an_optional_question_holds_nothing_up(reviews: Reviews) -> None:
    office = Office()
    path, version = await _received(reviews, office)

    await _ask(reviews, office, path, version, is_required=False)
    state = await reviews.do(office.clerk, f"{path}/appraisal", version=version + 1, answers=_yes())

    assert state["stage"] == "appraised"


async def test_only_the_head_of_the_unit_that_was_asked_answers(reviews: Reviews) -> None:
    office = Office()
    path, version = await _received(reviews, office)
    asked = await _ask(reviews, office, path, version)
    answer = f"/inquiries/{asked['inquiry_id']}/answer"
    other = actor(office.office_id, new_id(), Role.UNIT_HEAD, unit_id=new_id())
    stranger = Office()

    assert await reviews.refuse(other, answer, answer="98 %") == (403, "forbidden", None)
    assert await reviews.refuse(office.clerk, answer, answer="98 %") == (403, "forbidden", None)
    assert (await reviews.refuse(stranger.head, answer, answer="98 %"))[0] == 404
    assert (await reviews.get(other, "/inquiries"))["items"] == []
    assert (
        await reviews.refuse(office.clerk, f"{path}/inquiries", version=version + 1, unit_id=new_id(), question="?")
    )[0] == 404


async def test_the_limits_of_appraisal_are_shown_and_passed_ones_warned_of(reviews: Reviews) -> None:
    office = Office()
    now = Clock().today()
    long_ago = now - timedelta(days=60)
    event = office.submitted(CSTD_CO_SO)
    await reviews.deliver(office, office.rulebook(), event)
    path = f"/cases/{(await reviews.case_of(office, event.nomination_id))['case_id']}"
    await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=long_ago, reason="Hồ sơ giấy")

    detail = await reviews.get(office.clerk, path)
    (line,) = (await reviews.get(office.clerk, "/cases?stage=received"))["items"]

    due = {code: add_working_days(long_ago, days, frozenset()) for code, days in (("TRA_LAI", 10), ("THAM_DINH", 20))}
    assert {each["code"]: date.fromisoformat(each["on"]) for each in detail["deadlines"]} == due
    assert all(each["is_overdue"] for each in detail["deadlines"])
    assert (line["due_on"], line["is_overdue"]) == (due["TRA_LAI"].isoformat(), True)


async def test_each_missing_item_is_returned_with_the_rule_that_asks_for_it(reviews: Reviews) -> None:
    office = Office()
    path, version = await _received(reviews, office)
    missing = ["Thiếu báo cáo thành tích", "Thiếu xác nhận sáng kiến", "Ảnh mờ"]

    odd = await reviews.refuse(office.clerk, f"{path}/return", version=version, missing=missing, grounds=["một"])
    await reviews.do(office.clerk, f"{path}/return", version=version, missing=missing, grounds=["", "", "Quy chế 12"])

    detail = await reviews.get(office.clerk, path)
    events = await reviews.events(detail["nomination_id"])
    grounds = ["Điều Đ35 NĐ 152/2025 (A)", "không rõ nguồn (chưa đối chiếu)", "Quy chế 12"]
    assert odd == (409, "return.ground_for_each", "grounds")
    assert (detail["missing"], detail["missing_grounds"]) == (missing, grounds)
    assert (events[-1][0], events[-1][1]["grounds"]) == ("NominationReturned", grounds)


async def test_a_withdrawal_may_be_refused_with_a_reason_and_asked_for_again(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    await reviews.deliver(office, event, office.withdrawal(event.nomination_id))
    path = f"/cases/{(await reviews.case_of(office, event.nomination_id))['case_id']}"

    refused = await reviews.do(office.clerk, f"{path}/withdrawal-refusal", version=2, reason="Hội đồng sắp họp")
    accepted_late = await reviews.refuse(office.clerk, f"{path}/withdrawal", version=3)
    await reviews.deliver(office, office.withdrawal(event.nomination_id))
    accepted = await reviews.do(office.clerk, f"{path}/withdrawal", version=4)

    assert (refused["stage"], accepted["stage"]) == ("submitted", "withdrawn")
    assert accepted_late == (409, "withdrawal.not_asked", None)
    events = await reviews.events(event.nomination_id)
    assert [name for name, _ in events] == ["WithdrawalRefused", "WithdrawalAccepted"]
    assert events[0][1]["reason"] == "Hội đồng sắp họp"
