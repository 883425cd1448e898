"""The verdict of record at receipt and the fresh one before a signature, over the API; nominations stands at the network's edge."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.nominations.events import AwardAnnulled, AwardRecorded, Nominee
from contracts.words import AwardGround, NomineeKind
from services.chassis.clock import Clock
from services.chassis.ids import new_id
from tests.support.judging import GRADE, NAMES, STREAK
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


def listed(*states: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"case_id": state["case_id"], "version": state["version"]} for state in states]


async def refusal(reviews: Reviews, office: Office, path: str, **body: object) -> tuple[str, Any]:
    answer = await reviews.ask(office.chief, "POST", path, {**body})
    assert answer.status_code == 409, answer.text
    return answer.json()["code"], answer.json()["detail"]


async def test_receipt_keeps_the_verdict_of_record_by_the_law_of_its_day(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    await reviews.deliver(office, event)
    case = await reviews.case_of(office, event.nomination_id)
    reviews.judging.say(event.nomination_id, E05="to_verify")
    earlier = Clock().today() - timedelta(days=60)

    taken = await reviews.do(
        office.clerk, f"/cases/{case['case_id']}/receipt", version=1, received_on=earlier, reason="Nhận bản giấy"
    )

    seen = (await reviews.get(office.clerk, f"/cases/{case['case_id']}"))["verdicts"]
    (record,) = seen["items"]
    assert (taken["overall"], taken["differs"]) == ("to_verify", True)
    assert (record["moment"], record["law_day"], record["overall"]) == ("receipt", earlier.isoformat(), "to_verify")
    assert record["summary"] == {"overall": "to_verify", "met": 1, "not_met": 0, "to_verify": 1, "held": 0}
    assert [(each["code"], each["verdict"]) for each in record["criteria"]] == [(GRADE, "met"), (STREAK, "to_verify")]
    assert record["differences"] == [{"code": STREAK, "name": NAMES[STREAK], "before": "met", "now": "to_verify"}]
    assert (seen["open_difference"], seen["judge_again"]) == (None, None)


async def test_without_a_verdict_nothing_is_received_and_nothing_is_kept(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    await reviews.deliver(office, event)
    case = await reviews.case_of(office, event.nomination_id)
    path, body = f"/cases/{case['case_id']}/receipt", {"version": 1, "received_on": today()}
    reviews.judging.is_away = True

    try:
        refused = await reviews.ask(office.clerk, "POST", path, body, key="receive-once")
    finally:
        reviews.judging.is_away = False
    events = await reviews.events(event.nomination_id)
    kept = await reviews.rows("select 1 from case_verdicts where case_id = $1", case["case_id"])
    stage = (await reviews.case_of(office, event.nomination_id))["stage"]
    again = await reviews.ask(office.clerk, "POST", path, body, key="receive-once")
    repeated = await reviews.ask(office.clerk, "POST", path, body, key="receive-once")

    assert (refused.status_code, refused.json()["code"]) == (409, "verdict.unreachable")
    assert (stage, events, kept) == ("submitted", [], [])
    assert (again.status_code, again.json()["stage"], repeated.json()) == (200, "received", again.json())
    asked = [each for _, each in reviews.judging.asked if each.nomination_id == event.nomination_id]
    assert len(asked) == 1, "a repetition has its answer already"


async def test_what_is_not_met_may_be_received_and_is_shown_but_not_concluded(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    reviews.judging.say(event.nomination_id, E03="not_met")
    await reviews.deliver(office, office.rulebook(), event)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/cases/{case['case_id']}"
    state = await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
    seen = await reviews.get(office.clerk, path)
    answers = [{"code": item["code"], "answer": "yes"} for item in seen["checklist"]]

    refused = await reviews.refuse(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers)

    act = next(each for each in seen["acts"] if each["name"] == "appraise")
    assert (seen["overall"], act["why_not"]["code"]) == ("not_met", "appraisal.not_met")
    assert refused[:2] == (409, "appraisal.not_met")


async def test_what_became_not_met_after_the_conclusion_is_not_signed_without_an_answer(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    state = await reviews.advised(office, event)
    reviews.judging.say(event.nomination_id, E03="not_met")

    code, detail = await refusal(reviews, office, "/decisions", decided_on=today(), cases=_plain(state))

    assert (code, detail["cases"][0]["before"], detail["cases"][0]["now"]) == ("verdict.differs", "met", "not_met")


def _plain(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"case_id": str(state["case_id"]), "version": state["version"]}]


async def test_a_difference_stops_the_signature_until_a_person_answers_for_just_that_pair(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO, name="Trần Thị Lệ")
    state = await reviews.advised(office, event)
    path = f"/cases/{state['case_id']}"
    reviews.judging.say(event.nomination_id, E05="not_met")

    code, detail = await refusal(reviews, office, "/decisions", decided_on=today(), cases=_plain(state))
    stopped = (await reviews.get(office.clerk, path))["verdicts"]["open_difference"]
    pair = {"record_id": stopped["record_id"], "verdict_id": stopped["verdict_id"]}
    silent = await reviews.refuse(office.clerk, f"{path}/verdict-answers", **pair, reason="  ")
    by_chief = await reviews.refuse(office.chief, f"{path}/verdict-answers", **pair, reason="Đồng ý")
    await reviews.do(office.clerk, f"{path}/verdict-answers", **pair, reason="Đã đối chiếu quyết định năm 2024.")
    answered = (await reviews.get(office.clerk, path))["verdicts"]
    reviews.judging.say(event.nomination_id, E05="not_met", E03="to_verify")
    other, _ = await refusal(reviews, office, "/decisions", decided_on=today(), cases=_plain(state))
    outdated = await reviews.refuse(office.clerk, f"{path}/verdict-answers", **pair, reason="Như trên")
    reviews.judging.say(event.nomination_id, E05="not_met")
    signed = await reviews.do(office.chief, "/decisions", decided_on=today(), cases=listed(state))

    changed = {"code": STREAK, "name": NAMES[STREAK], "before": "met", "now": "not_met"}
    assert (code, detail["cases"]) == (
        "verdict.differs",
        [
            {
                "case_id": str(state["case_id"]),
                "nominee": "Trần Thị Lệ",
                "award": CSTD_CO_SO.name,
                "before": "met",
                "now": "not_met",
                "differences": [changed],
            }
        ],
    )
    assert (stopped["differences"], stopped["may_be_answered"]) == ([changed], True)
    assert (silent[0], by_chief[:2]) == (422, (403, "forbidden"))
    assert answered["open_difference"] is None
    assert [(each["reason"], each["answered_by_name"]) for each in answered["answers"]] == [
        ("Đã đối chiếu quyết định năm 2024.", office.clerk.name)
    ]
    assert (other, outdated[:2]) == ("verdict.differs", (409, "verdict.outdated"))
    assert signed["cases"][0]["stage"] == "decided"
    detail = await reviews.get(office.clerk, path)
    steps = [step["step"] for step in detail["timeline"]]
    assert steps[-2:] == ["difference_answered", "decided"]
    audited = await reviews.rows(
        "select action from audit where subject_id = $1 and action like 'case.%differ%'", str(state["case_id"])
    )
    assert [row["action"] for row in audited] == ["case.difference_answered"]


async def test_a_held_verdict_stops_whatever_is_answered(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_TINH)
    state = await reviews.advised(office, event)
    reviews.judging.say(event.nomination_id, E03="held")
    body = {"submitted_on": today(), "cases": _plain(state), "authority": "Chủ tịch UBND tỉnh"}

    code, _ = await refusal(reviews, office, "/proposals", **body)
    stopped = (await reviews.get(office.clerk, f"/cases/{state['case_id']}"))["verdicts"]["open_difference"]
    answered = await reviews.refuse(
        office.clerk,
        f"/cases/{state['case_id']}/verdict-answers",
        record_id=stopped["record_id"],
        verdict_id=stopped["verdict_id"],
        reason="Không sao",
    )
    reviews.judging.say(event.nomination_id)
    sent = await reviews.do(office.chief, "/proposals", **body)

    assert (code, stopped["may_be_answered"]) == ("verdict.held", False)
    assert answered[:2] == (409, "verdict.held_not_answered")
    assert sent["cases"][0]["stage"] == "sent_up"


async def test_one_paper_names_every_case_that_stops_it_and_signs_none(reviews: Reviews) -> None:
    office = Office()
    events = [office.submitted(name=f"Người {n}") for n in range(3)]
    states = [await reviews.appraised(office, event) for event in events]
    meeting = await reviews.opened(office, [state["case_id"] for state in states])
    version = meeting["version"]
    for state in states:
        path = f"/meetings/{meeting['meeting_id']}/cases/{state['case_id']}/show-of-hands"
        hands = await reviews.do(office.clerk, path, "PUT", version=version, in_favour=3, against=0, blank=0)
        version = hands["version"]
    await reviews.do(office.clerk, f"/meetings/{meeting['meeting_id']}/closing", version=version)
    cases = [await reviews.case_of(office, event.nomination_id) for event in events]
    for event in events[1:]:
        reviews.judging.say(event.nomination_id, E03="to_verify")

    body = {"decided_on": today(), "cases": [{**each, "case_id": str(each["case_id"])} for each in listed(*cases)]}
    code, detail = await refusal(reviews, office, "/decisions", **body)

    assert (code, [each["nominee"] for each in detail["cases"]]) == ("verdict.differs", ["Người 1", "Người 2"])
    assert {(await reviews.case_of(office, event.nomination_id))["stage"] for event in events} == {"advised"}


async def test_an_award_recorded_or_annulled_asks_for_a_new_verdict(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_TINH, name="Lê Văn Chín")
    state = await reviews.appraised(office, event)
    path = f"/cases/{state['case_id']}"
    award = AwardRecorded(
        office_id=office.office_id,
        award_id=new_id(),
        nomination_id=new_id(),
        award=LDTT,
        ground=AwardGround.MERIT,
        nominee=Nominee(
            kind=NomineeKind.PERSON,
            nominee_id=event.nominee.nominee_id,
            name="Lê Văn Chín",
            unit_id=office.unit_id,
            unit_name="Phòng Tổng hợp",
        ),
        period_year=2026,
        decision_number="12/QĐ-VPUBND",
        decided_on=date(2026, 11, 2),
        decided_by="Chánh Văn phòng",
        money_vnd=760_000,
    )

    async def why() -> str | None:
        found: str | None = (await reviews.get(office.clerk, path))["verdicts"]["judge_again"]
        return found

    async def asked() -> list[str | None]:
        listed = [each["verdict_question"] for each in (await reviews.get(office.clerk, "/cases"))["items"]]
        assert listed == [(await reviews.get(office.clerk, path))["verdict_question"]]
        return listed

    unasked = await asked()
    await reviews.deliver(office, award)
    recorded = await why()
    marked = await asked()
    judged = await reviews.do(office.clerk, f"{path}/verdicts")
    settled = await asked()
    annulment = AwardAnnulled(
        office_id=office.office_id,
        award_id=award.award_id,
        reason="Kê khai sai",
        decision_number="3/QĐ-UBND",
        annulled_on=date(2026, 11, 9),
    )
    await reviews.deliver(office, annulment)
    annulled = await why()

    assert recorded == "Vào sổ khen thưởng: Lao động tiên tiến năm 2026 – Lê Văn Chín"
    assert [each["moment"] for each in judged["items"]] == ["receipt", "rejudged"]
    assert judged["judge_again"] is None
    assert (unasked, marked, settled) == ([None], ["judge_again"], [None])
    assert annulled == "Hủy khen thưởng: Lao động tiên tiến năm 2026, 3/QĐ-UBND"


async def test_a_collectives_case_is_marked_by_the_awards_of_its_people_and_no_stranger_is(reviews: Reviews) -> None:
    office = Office()
    collective = office.submitted()
    collective = collective.model_copy(
        update={
            "nominee": Nominee(
                kind=NomineeKind.COLLECTIVE,
                nominee_id=office.unit_id,
                name="Phòng Tổng hợp",
                unit_id=office.unit_id,
                unit_name="Phòng Tổng hợp",
            )
        }
    )
    colleague = office.submitted(name="Đồng nghiệp")
    unit_case = await reviews.appraised(office, collective)
    other_case = await reviews.appraised(office, colleague)
    award = AwardRecorded(
        office_id=office.office_id,
        award_id=new_id(),
        award=LDTT,
        ground=AwardGround.MERIT,
        nominee=Nominee(
            kind=NomineeKind.PERSON, nominee_id=new_id(), name="Ai đó", unit_id=office.unit_id, unit_name="Phòng"
        ),
        period_year=2026,
        decision_number="1/QĐ",
        decided_on=date(2026, 11, 2),
        decided_by="Chánh Văn phòng",
        money_vnd=0,
    )

    await reviews.deliver(office, award)

    marks = await reviews.rows("select case_id from case_verdict_marks where office_id = $1", office.office_id)
    assert [row["case_id"] for row in marks] == [_id(unit_case)]
    assert _id(other_case) not in {row["case_id"] for row in marks}


def _id(state: dict[str, Any]) -> Any:
    return UUID(str(state["case_id"]))


async def test_a_case_received_before_verdicts_were_kept_gets_its_record_when_asked(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    state = await reviews.appraised(office, event)
    await reviews.without_record(state["case_id"])

    found = await reviews.do(office.clerk, f"/cases/{state['case_id']}/verdicts")

    assert [(each["moment"], each["law_day"]) for each in found["items"]] == [("receipt", today())]


async def test_kept_verdicts_answers_and_marks_are_never_changed(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    state = await reviews.appraised(office, event)
    async with reviews.database.transaction() as tx:
        await tx.execute(
            "insert into case_verdict_marks (office_id, case_id, marked_at, reason) values ($1, $2, $3, 'x')",
            office.office_id,
            _id(state),
            datetime.now(UTC),
        )
        await tx.execute(
            "insert into case_verdict_answers (case_id, record_digest, verdict_digest, office_id, record_id, verdict_id,"
            " reason, answered_at, answered_by, answered_by_name) values ($1, 'a', 'b', $2, $3, $3, 'x', $4, $3, 'y')",
            _id(state),
            office.office_id,
            new_id(),
            datetime.now(UTC),
        )

    for table in ("case_verdicts", "case_verdict_answers", "case_verdict_marks"):
        for change in (f"update {table} set office_id = office_id", f"delete from {table}"):
            with pytest.raises(asyncpg.RaiseError, match="never changed"):
                async with reviews.database.transaction() as tx:
                    await tx.execute(f"{change} where case_id = $1", _id(state))
