"""What the reviews API refuses, and how it says so."""

import asyncio
import uuid
from datetime import timedelta
from uuid import UUID

import pytest

from services.chassis.clock import Clock
from services.chassis.ids import new_id
from services.office.access import Role
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def _case(reviews: Reviews, office: Office, **changed: UUID) -> str:
    event = office.submitted(**changed)
    await reviews.deliver(office, event)
    return str((await reviews.case_of(office, event.nomination_id))["case_id"])


async def test_nobody_comes_in_without_a_token(reviews: Reviews) -> None:
    answer = await reviews.client.get("/v1/cases")

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


async def test_each_role_may_do_only_its_part(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    staff = actor(office.office_id, new_id(), Role.STAFF)

    refused = {
        "staff reads": (await reviews.ask(staff, "GET", f"/cases/{case}")).status_code,
        "head receives": await reviews.refuse(office.head, f"/cases/{case}/receipt", version=1, received_on=today()),
        "clerk signs": await reviews.refuse(
            office.clerk, "/decisions", decided_on=today(), cases=[{"case_id": case, "version": 1}]
        ),
        "chief convenes": await reviews.refuse(office.chief, "/meetings", name="Họp", held_on=today(), case_ids=[case]),
    }

    forbidden = (403, "forbidden", None)
    assert refused == {
        "staff reads": 403,
        "head receives": forbidden,
        "clerk signs": forbidden,
        "chief convenes": forbidden,
    }


async def test_another_office_does_not_know_that_the_case_exists(reviews: Reviews) -> None:
    case, stranger = await _case(reviews, Office()), Office()

    assert (await reviews.ask(stranger.clerk, "GET", f"/cases/{case}")).status_code == 404
    assert (await reviews.refuse(stranger.clerk, f"/cases/{case}/receipt", version=1, received_on=today()))[0] == 404
    assert (await reviews.get(stranger.clerk, "/cases"))["items"] == []


async def test_a_field_that_is_not_as_it_must_be_is_named(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    path = f"/cases/{case}"

    assert await reviews.refuse(office.clerk, f"{path}/receipt", version=2**40, received_on=today()) == (
        422,
        "invalid",
        "version",
    )
    assert await reviews.refuse(office.clerk, f"{path}/receipt", version=1, received_on="0001-01-01") == (
        422,
        "invalid",
        "received_on",
    )
    assert await reviews.refuse(office.clerk, f"{path}/return", version=1, missing=["a\x00b"]) == (
        422,
        "invalid",
        "missing.0",
    )
    assert await reviews.refuse(office.clerk, f"{path}/return", version=1, missing=["ok", "đủ"], colour="red") == (
        422,
        "invalid",
        "colour",
    )
    assert (await reviews.ask(office.clerk, "GET", "/cases?q=%00")).status_code == 422


async def test_a_stale_version_is_refused(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    await reviews.do(office.clerk, f"/cases/{case}/receipt", version=1, received_on=today())

    assert await reviews.refuse(office.clerk, f"/cases/{case}/return", version=1, missing=["Thiếu giấy"]) == (
        409,
        "stale",
        "version",
    )


async def test_of_two_changes_at_once_one_wins_and_the_other_is_told(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    body = {"version": 1, "received_on": today()}

    answers = await asyncio.gather(
        *(reviews.ask(office.clerk, "POST", f"/cases/{case}/receipt", body) for _ in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"stale"}
    rows = await reviews.rows("select step from case_steps where case_id = $1", UUID(case))
    assert [row["step"] for row in rows] == ["received"]


async def test_a_repetition_with_the_same_key_gets_the_first_answer(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    key = uuid.uuid4().hex
    body = {"version": 1, "received_on": today()}

    first = await reviews.ask(office.clerk, "POST", f"/cases/{case}/receipt", body, key=key)
    again = await reviews.ask(office.clerk, "POST", f"/cases/{case}/receipt", body, key=key)
    other = await reviews.ask(
        office.clerk, "POST", f"/cases/{case}/return", {"version": 2, "missing": ["Thiếu"]}, key=key
    )

    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.reused")
    rows = await reviews.rows(
        "select 1 from outbox where type like '%CaseReceived%' and body like $1", b"%" + case.encode() + b"%"
    )
    assert len(rows) == 1


async def test_receipt_on_another_day_needs_a_reason_and_never_lies_ahead(reviews: Reviews) -> None:
    office = Office()
    case = await _case(reviews, office)
    path, now = f"/cases/{case}/receipt", Clock().today()
    yesterday, tomorrow = now - timedelta(days=1), now + timedelta(days=1)

    assert await reviews.refuse(office.clerk, path, version=1, received_on=tomorrow) == (
        409,
        "received_on.future",
        "received_on",
    )
    assert await reviews.refuse(office.clerk, path, version=1, received_on=yesterday) == (
        409,
        "received_on.needs_reason",
        "reason",
    )
    state = await reviews.do(office.clerk, path, version=1, received_on=yesterday, reason="Văn thư nhận hôm trước")
    assert state["stage"] == "received"


async def test_an_appraisal_answers_every_item_and_meets_the_required_ones(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO)
    await reviews.deliver(office, event)
    case = (await reviews.case_of(office, event.nomination_id))["case_id"]
    path = f"/cases/{case}/appraisal"
    await reviews.do(office.clerk, f"/cases/{case}/receipt", version=1, received_on=today())

    async def refused(**answers: str) -> str:
        listed = [{"code": code, "answer": answer} for code, answer in answers.items()]
        return (await reviews.refuse(office.clerk, path, version=2, answers=listed))[1]

    assert await refused(REPORT="yes", INITIATIVE="yes") == "rulebook.not_arrived"
    await reviews.deliver(office, office.rulebook())
    assert await refused(REPORT="yes") == "checklist.unanswered"
    assert await refused(REPORT="no", INITIATIVE="yes") == "checklist.not_met"
    assert await refused(REPORT="na", INITIATIVE="yes") == "checklist.not_met"
    assert await refused(REPORT="yes", INITIATIVE="yes", OTHER="yes") == "checklist.unknown_item"
    state = await reviews.do(
        office.clerk,
        path,
        version=2,
        answers=[
            {"code": "REPORT", "answer": "na", "note": "Đã nộp năm trước"},
            {"code": "INITIATIVE", "answer": "no"},
        ],
    )
    assert state["stage"] == "appraised"


async def test_nobody_appraises_or_signs_the_own_nomination(reviews: Reviews) -> None:
    office = Office()
    mine, chiefs = (
        office.submitted(nominee_id=office.clerk.person_id),
        office.submitted(nominee_id=office.chief.person_id),
    )
    await reviews.deliver(office, office.rulebook(), mine)
    case = (await reviews.case_of(office, mine.nomination_id))["case_id"]
    another = actor(office.office_id, new_id(), Role.STANDING_UNIT)
    receiving = await reviews.refuse(office.clerk, f"/cases/{case}/receipt", version=1, received_on=today())
    await reviews.do(another, f"/cases/{case}/receipt", version=1, received_on=today())

    appraising = await reviews.refuse(
        office.clerk, f"/cases/{case}/appraisal", version=2, answers=[{"code": "REPORT", "answer": "yes"}]
    )
    state = await reviews.advised(office, chiefs)
    signing = await reviews.refuse(
        office.chief,
        "/decisions",
        decided_on=today(),
        cases=[{"case_id": state["case_id"], "version": state["version"]}],
    )

    assert receiving == (409, "own.case", None)
    assert appraising == (409, "own.case", None)
    assert signing == (409, "own.case", None)


async def test_a_held_case_is_neither_put_on_an_agenda_nor_signed(reviews: Reviews) -> None:
    office = Office()
    waiting, advised = office.submitted(), office.submitted()
    state = await reviews.appraised(office, waiting)
    decided = await reviews.advised(office, advised)
    await reviews.deliver(office, office.held(waiting.nomination_id), office.held(advised.nomination_id))
    listed = [{"case_id": decided["case_id"], "version": decided["version"] + 1}]

    council = await reviews.refuse(office.clerk, "/meetings", name="Họp", held_on=today(), case_ids=[state["case_id"]])
    signing = await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=listed)
    await reviews.deliver(office, office.released(advised.nomination_id))
    listed[0]["version"] += 1
    released = await reviews.do(office.chief, "/decisions", decided_on=today(), cases=listed)

    assert council == (409, "case.held", None)
    assert signing == (409, "case.held", None)
    assert released["cases"][0]["stage"] == "decided"


async def test_a_decision_needs_the_councils_advice_and_a_day_that_can_be(reviews: Reviews) -> None:
    office = Office()
    unadvised = await reviews.appraised(office, office.submitted())
    advised = await reviews.advised(office, office.submitted())
    listed = [{"case_id": advised["case_id"], "version": advised["version"]}]
    yesterday = Clock().today() - timedelta(days=1)

    assert await reviews.refuse(
        office.chief,
        "/decisions",
        decided_on=today(),
        cases=[{"case_id": unadvised["case_id"], "version": unadvised["version"]}],
    ) == (409, "case.stage", None)
    assert await reviews.refuse(office.chief, "/decisions", decided_on=yesterday, cases=listed) == (
        409,
        "paper.before_council",
        "decided_on",
    )
    assert await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=[*listed, *listed]) == (
        409,
        "cases.listed_twice",
        "cases",
    )
    assert await reviews.refuse(
        office.chief, "/proposals", submitted_on=today(), cases=listed, authority="Chủ tịch UBND tỉnh"
    ) == (409, "award.decided_here", None)


async def test_lists_filter_search_and_turn_pages(reviews: Reviews) -> None:
    office = Office()
    names = ["Nguyễn Thị Hà", "Trần Đức Đạt", "Lê Văn Hà"]
    await reviews.deliver(office, *[office.submitted(name=name, award=LDTT) for name in names])
    await reviews.deliver(office, office.submitted(name="Phạm Hải", unit_id=new_id(), award=CSTD_CO_SO))

    async def listed(query: str, who: object = office.clerk) -> list[str]:
        page = await reviews.get(who, f"/cases?{query}")  # type: ignore[arg-type]
        return [item["nominee"]["name"] for item in page["items"]]

    assert await listed("") == [*names, "Phạm Hải"]
    assert await listed("q=ha") == ["Nguyễn Thị Hà", "Lê Văn Hà", "Phạm Hải"]
    assert await listed("q=%C4%91%E1%BA%A1t") == ["Trần Đức Đạt"]
    assert await listed("award=CSTD_CO_SO") == ["Phạm Hải"]
    assert await listed("stage=received") == []
    assert await listed("", office.head) == names
    first = await reviews.get(office.clerk, "/cases?limit=3")
    assert await listed(f"limit=3&after={first['next']}") == ["Phạm Hải"]
    assert first["counts"]["submitted"] == 4
