"""Concluding "đủ điều kiện" where a verdict does not say met: held is refused, what is open takes a reason, and all see it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from contracts.nominations.api.verdicts import ReasonToGoOn
from contracts.nominations.events import AwardRecorded, Nominee
from contracts.words import AwardGround, GoingOn, NomineeKind, VerdictWord
from services.chassis.clock import Clock
from services.chassis.ids import new_id
from tests.support.reviewing import LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres

REASON = "Đã đối chiếu bản giấy, đơn vị bổ sung quyết định sau"


async def received(reviews: Reviews, office: Office, **words: str) -> tuple[UUID, dict[str, Any], list[dict[str, str]]]:
    """A received case whose verdict of record reads so; its id, its state and a checklist answered with yes."""
    event = office.submitted()
    await reviews.deliver(office, office.rulebook(), event)
    if words:
        reviews.judging.say(event.nomination_id, **words)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/cases/{case['case_id']}"
    state = await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
    detail = await reviews.get(office.clerk, path)
    answers = [{"code": item["code"], "answer": "yes"} for item in detail["checklist"]]
    return event.nomination_id, state, answers


def another_award(office: Office, nominee_id: UUID) -> AwardRecorded:
    """Something that a verdict may rest on."""
    nominee = Nominee(
        kind=NomineeKind.PERSON, nominee_id=nominee_id, name="Ai đó", unit_id=office.unit_id, unit_name="Phòng"
    )
    return AwardRecorded(
        office_id=office.office_id,
        award_id=new_id(),
        nomination_id=new_id(),
        award=LDTT,
        ground=AwardGround.MERIT,
        nominee=nominee,
        period_year=2026,
        decision_number="12/QĐ-VPUBND",
        decided_on=date(2026, 11, 2),
        decided_by="Chánh Văn phòng",
        money_vnd=760_000,
    )


async def test_a_held_case_is_not_concluded(reviews: Reviews) -> None:
    office = Office()
    nomination_id, state, answers = await received(reviews, office)
    await reviews.deliver(office, office.held(nomination_id))
    path = f"/cases/{state['case_id']}"
    version = (await reviews.get(office.clerk, path))["version"]

    refused = await reviews.refuse(
        office.clerk, f"{path}/appraisal", version=version, answers=answers, reason="Vẫn kết luận"
    )

    assert refused[:2] == (409, "case.held")


async def test_a_case_that_was_let_go_since_is_judged_again_and_concluded(reviews: Reviews) -> None:
    office = Office()
    nomination_id, state, answers = await received(reviews, office, E03="held")
    path = f"/cases/{state['case_id']}"
    reviews.judging.say(nomination_id, E03="met")

    acts = {each["name"]: each["why_not"] for each in (await reviews.get(office.clerk, path))["acts"]}
    concluded = await reviews.do(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers)

    assert acts["appraise"] is None
    assert concluded["stage"] == "appraised"


async def test_what_is_to_be_verified_takes_a_reason_that_everybody_after_reads(reviews: Reviews) -> None:
    office = Office()
    _, state, answers = await received(reviews, office, E03="to_verify")
    path = f"/cases/{state['case_id']}"
    before = await reviews.get(office.clerk, path)

    refused = await reviews.refuse(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers)
    await reviews.do(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers, reason=REASON)

    after = await reviews.get(office.chief, path)
    (line,) = [
        each for each in (await reviews.get(office.chief, "/cases"))["items"] if each["case_id"] == state["case_id"]
    ]
    assert refused == (409, "appraisal.needs_reason", "reason")
    assert (before["overall"], before["needs_reason"], after["needs_reason"]) == ("to_verify", True, False)
    assert [(each["moment"], each["overall"], each["reason"]) for each in after["reasons"]] == [
        ("appraisal", "to_verify", REASON)
    ]
    assert line["reasons"] == after["reasons"]


async def test_a_refusal_by_a_rule_that_is_sure_is_not_concluded(reviews: Reviews) -> None:
    office = Office()
    _, state, answers = await received(reviews, office, E03="not_met")
    path = f"/cases/{state['case_id']}"

    refused = await reviews.refuse(
        office.clerk, f"{path}/appraisal", version=state["version"], answers=answers, reason=REASON
    )

    assert refused[:2] == (409, "appraisal.not_met")


async def test_a_refusal_by_uncompared_rules_takes_a_reason_that_answers_for_it_at_the_signature(
    reviews: Reviews,
) -> None:
    office = Office()
    nomination_id = office.submitted().nomination_id
    reviews.judging.uncompared.add("E03")
    try:
        nomination_id, state, answers = await received(reviews, office, E03="not_met")
        path = f"/cases/{state['case_id']}"
        refused = await reviews.refuse(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers)
        await reviews.do(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers, reason=REASON)
        await reviews.do(office.clerk, f"{path}/verdicts")
    finally:
        reviews.judging.uncompared.clear()

    seen = await reviews.get(office.clerk, path)
    assert refused == (409, "appraisal.needs_reason", "reason")
    assert (seen["verdicts"]["open_difference"], seen["verdicts"]["answers"][0]["reason"]) == (None, REASON)
    assert nomination_id


async def test_the_reason_of_the_submission_stands_with_the_case(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    wrote = ReasonToGoOn(
        moment=GoingOn.SUBMISSION,
        overall=VerdictWord.NOT_MET,
        reason="Chờ hướng dẫn luật mới",
        given_at=Clock().now(),
        given_by_name="Trưởng phòng",
    )
    reviews.judging.went_on[event.nomination_id] = wrote
    await reviews.deliver(office, office.rulebook(), event)
    case = await reviews.case_of(office, event.nomination_id)

    await reviews.do(office.clerk, f"/cases/{case['case_id']}/receipt", version=1, received_on=today())

    seen = await reviews.get(office.chief, f"/cases/{case['case_id']}")
    assert [(each["moment"], each["reason"], each["given_by_name"]) for each in seen["reasons"]] == [
        ("submission", "Chờ hướng dẫn luật mới", "Trưởng phòng")
    ]


async def test_what_came_up_since_receipt_is_judged_before_the_conclusion(reviews: Reviews) -> None:
    office = Office()
    nomination_id, state, answers = await received(reviews, office)
    reviews.judging.say(nomination_id, E05="to_verify")
    nominee_id, _ = office.proposed[nomination_id]
    await reviews.deliver(office, another_award(office, nominee_id))

    refused = await reviews.refuse(
        office.clerk, f"/cases/{state['case_id']}/appraisal", version=state["version"], answers=answers
    )

    seen = await reviews.get(office.clerk, f"/cases/{state['case_id']}")
    assert refused == (409, "appraisal.needs_reason", "reason")
    assert (seen["overall"], seen["verdicts"]["judge_again"]) == ("to_verify", None)


async def test_the_queue_shows_and_finds_by_verdict(reviews: Reviews) -> None:
    office = Office()
    _, met, _ = await received(reviews, office)
    _, unclear, _ = await received(reviews, office, E03="to_verify")
    _, refused, _ = await received(reviews, office, E03="not_met")
    nomination_id, held, _ = await received(reviews, office)
    await reviews.deliver(office, office.held(nomination_id))

    everything = await reviews.get(office.clerk, "/cases?stage=received")
    found = {
        word: [each["case_id"] for each in (await reviews.get(office.clerk, f"/cases?overall={word}"))["items"]]
        for word in ("met", "to_verify", "not_met", "held")
    }

    shown = {each["case_id"]: each["overall"] for each in everything["items"]}
    expected = {"met": met, "to_verify": unclear, "not_met": refused, "held": held}
    assert shown == {state["case_id"]: word for word, state in expected.items()}
    assert found == {word: [state["case_id"]] for word, state in expected.items()}
    counted = await reviews.get(office.clerk, "/cases?overall=held")
    assert counted["counts"]["received"] == 1


async def test_a_member_reads_the_reason_only_after_declaring_no_conflict(reviews: Reviews) -> None:
    office = Office()
    _, state, answers = await received(reviews, office, E03="to_verify")
    path = f"/cases/{state['case_id']}"
    await reviews.do(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers, reason=REASON)
    await reviews.council(office)
    planned = await reviews.do(
        office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[state["case_id"]]
    )
    member = office.members[1]

    async def read() -> list[str]:
        (line,) = (await reviews.get(member, "/cases"))["items"]
        return [each["reason"] for each in line["reasons"]]

    before = await read()
    at_the_meeting = f"/meetings/{planned['meeting_id']}"
    present = [str(each.person_id) for each in office.members]
    await reviews.do(office.clerk, f"{at_the_meeting}/attendance", "PUT", version=planned["version"], present=present)
    await reviews.do(member, f"{at_the_meeting}/declarations")
    after = await read()

    assert (before, after) == ([], [REASON])
    assert [each["reason"] for each in (await reviews.get(member, path))["reasons"]] == [REASON]
