"""No path lets a person act on the own case: every changing route there is, tried by a nominee who holds every role.

A route added later is tried by itself: it refuses the nominee, or it is named below with its reason (ADR 0005), or this fails.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from contracts.nominations.events import Nominee, UnitRecorded
from contracts.words import NomineeKind
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from tests.api.sampling import Operation, operations
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, LDTT, RULEBOOK, Office, Reviews, today

pytestmark = pytest.mark.postgres

RULES = {**RULEBOOK, "councils": [{**RULEBOOK["councils"][0], "written_opinions_count": True}]}
"""Absent members may vote in writing."""
OWN = {"own.case", "own.collective", "own.counting"}
OTHERWISE = {
    "POST /v1/meetings/{meeting_id}/sheets": "ballot.recused",
    "POST /v1/meetings/{meeting_id}/rounds/{award_code}/teller-counts": "tellers.not_one",
}
"""Refused for the same reason in other words: the own row of a sheet is closed, a nominee is never named a teller."""
DECIDES_NOTHING = {
    "POST /v1/cases/{case_id}/handover": "the Chief steps aside, and says why",
    "POST /v1/councils": "is about no case",
    "PUT /v1/councils/{council_id}/members": "is about no case",
    "POST /v1/meetings": "calls the council; what it says of the case others vote, count and conclude",
    "PUT /v1/meetings/{meeting_id}/agenda": "an agenda brings a case before others or not yet",
    "PUT /v1/meetings/{meeting_id}/attendance": "says who is there",
    "POST /v1/meetings/{meeting_id}/opening": "opens the vote, in which the own row is closed",
    "POST /v1/meetings/{meeting_id}/cancellation": "no meeting, no conclusion",
    "PUT /v1/meetings/{meeting_id}/invitation": "says when and where",
    "PUT /v1/meetings/{meeting_id}/invitation/answer": "says whether one comes",
    "POST /v1/meetings/{meeting_id}/declarations": "steps aside; the own case is added by itself",
    "POST /v1/meetings/{meeting_id}/recusals": "steps aside",
    "POST /v1/parked/{parked_id}/{verb}": "is about messages",
}


@dataclass
class Scene:
    """A nominee with every role in the chair: one case published, asked about and objected to; one being voted on.

    The vote is by secret ballot on paper, with two tellers, and one member is absent: whatever may be entered of a vote
    could be entered now.
    """

    office: Office
    nominee: Actor
    listed: str
    before_council: str
    known: Mapping[str, Any]
    at_meeting: Mapping[str, Any]

    def asked(self, document: Mapping[str, Any]) -> list[Operation]:
        """Every changing route, about the case of the two that it can be about."""
        of_cases = {each.name: each for each in operations(document, self.known)}
        of_meetings = {each.name: _with_award(each) for each in operations(document, self.at_meeting)}
        return [
            of_meetings[name] if "/meetings" in name else each
            for name, each in of_cases.items()
            if each.method != "GET"
        ]


def _with_award(operation: Operation) -> Operation:
    """A sheet of a secret ballot says of which award."""
    if not isinstance(operation.body, dict) or "method" not in operation.body:
        return operation
    return replace(operation, body={**operation.body, "award_code": CSTD_CO_SO.code})


async def _scene(reviews: Reviews) -> Scene:
    office = Office(seats=9)
    nominee = actor(office.office_id, new_id(), *Role, unit_id=office.unit_id, name="Người được đề nghị")
    office.members[0] = nominee
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng TH")
    first, second = (office.submitted(award, nominee_id=nominee.person_id) for award in (LDTT, CSTD_CO_SO))
    await reviews.deliver(office, unit, office.rulebook(RULES), first, second)
    listed, inquiry = await _asked_about(reviews, office, first.nomination_id)
    case = await reviews.appraised(office, second)
    meeting = await _voting(reviews, office, case["case_id"])
    state = await reviews.do(office.clerk, "/candidates", closes_on=today(), cases=[listed])
    staff = actor(office.office_id, new_id(), Role.STAFF)
    objection = await reviews.do(staff, "/objections", case_id=listed["case_id"], text="Trùng thành tích")
    about = {"case_id": listed["case_id"], "version": state["cases"][0]["version"] + 1}
    known = {
        **about,
        "cases": [about],
        "inquiry_id": inquiry,
        "objection_id": objection["objection_id"],
        "unit_id": str(office.unit_id),
        "received_on": today(),
        "decided_on": today(),
        "submitted_on": today(),
        "declined_on": today(),
        "answered_on": today(),
        "meeting_id": meeting["meeting_id"],
    }
    at_meeting = {
        "meeting_id": meeting["meeting_id"],
        "version": meeting["version"],
        "case_id": case["case_id"],
        "case_ids": [case["case_id"]],
        "method": "secret",
        "award_code": CSTD_CO_SO.code,
        "choices": [{"case_id": case["case_id"], "choice": "for"}],
        "in_favour": 1,
        "against": 0,
        "blank": 0,
        "person_id": str(office.members[-1].person_id),
    }
    return Scene(office, nominee, listed["case_id"], case["case_id"], known, at_meeting)


async def _voting(reviews: Reviews, office: Office, case_id: str) -> dict[str, Any]:
    """An open meeting on the case, the last member absent, the ballot on paper and two tellers named."""
    await reviews.council(office)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[case_id])
    path = f"/meetings/{meeting['meeting_id']}"
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    present = [str(member.person_id) for member in office.members[:-1]]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    state = await reviews.do(
        office.clerk,
        f"{path}/rounds/{CSTD_CO_SO.code}/voiding",
        version=state["version"],
        reason="Bỏ phiếu giấy",
        tellers=present[1:3],
    )
    return {"meeting_id": meeting["meeting_id"], "version": state["version"]}


async def _asked_about(reviews: Reviews, office: Office, nomination_id: uuid.UUID) -> tuple[dict[str, Any], str]:
    """An appraised case with a question to its unit that is open still."""
    case_id = str((await reviews.case_of(office, nomination_id))["case_id"])
    path = f"/cases/{case_id}"
    state = await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
    asked = await reviews.do(
        office.clerk,
        f"{path}/inquiries",
        version=state["version"],
        unit_id=str(office.unit_id),
        question="Tỷ lệ?",
        is_required=False,
    )
    state = await reviews.do(
        office.clerk, f"{path}/appraisal", version=state["version"] + 1, answers=[{"code": "REPORT", "answer": "yes"}]
    )
    return {"case_id": case_id, "version": state["version"]}, asked["inquiry_id"]


async def _told(reviews: Reviews, who: Actor, operation: Operation) -> tuple[int, str]:
    answer = await reviews.client.request(
        operation.method,
        operation.url,
        params=dict(operation.params),
        json=operation.body,
        headers={**reviews.keys.headers(who, "reviews"), "Idempotency-Key": uuid.uuid4().hex},
    )
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


async def test_a_nominee_with_every_role_changes_nothing_of_the_own_case(reviews: Reviews) -> None:
    scene = await _scene(reviews)
    document = (await reviews.client.get("/openapi.json")).json()
    own = "select case_id, version, stage from cases where case_id = any($1::uuid[]) order by case_id"
    before = await reviews.rows(own, [scene.listed, scene.before_council])

    asked = scene.asked(document)
    told = {each.name: await _told(reviews, scene.nominee, each) for each in asked if each.name not in DECIDES_NOTHING}

    assert set(DECIDES_NOTHING) <= {each.name for each in asked}, "a route that is named is there"
    assert {name: answer for name, answer in told.items() if answer[1] not in {*OWN, OTHERWISE.get(name)}} == {}
    assert {status for status, _ in told.values()} == {409}
    assert await reviews.rows(own, [scene.listed, scene.before_council]) == before


async def test_whoever_is_not_concerned_is_not_told_that_it_is_the_own_case(reviews: Reviews) -> None:
    scene = await _scene(reviews)
    document = (await reviews.client.get("/openapi.json")).json()
    another = actor(scene.office.office_id, new_id(), *Role, unit_id=scene.office.unit_id)

    told = {each.name: await _told(reviews, another, each) for each in scene.asked(document)}

    assert {name for name, (_, code) in told.items() if code in OWN} == set()
    assert told["POST /v1/cases/{case_id}/return"] == (200, "")


@pytest.mark.parametrize("is_on", [True, False])
async def test_the_head_of_a_nominated_collective_keeps_away_as_the_office_chose(reviews: Reviews, is_on: bool) -> None:
    office = Office()
    head = actor(office.office_id, new_id(), Role.STANDING_UNIT, Role.UNIT_HEAD, unit_id=office.unit_id)
    unit = UnitRecorded(
        office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng TH", head_person_id=head.person_id
    )
    collective = Nominee(
        kind=NomineeKind.COLLECTIVE,
        nominee_id=office.unit_id,
        name="Phòng TH",
        unit_id=office.unit_id,
        unit_name="Phòng TH",
    )
    event = office.submitted().model_copy(update={"nominee": collective})
    policies = {"policies": [{"code": "TRANH_TAP_THE_CUA_MINH", "is_on": is_on, "valid_from": "2024-01-01"}]}
    await reviews.deliver(office, unit, office.rulebook(policies), event)
    case = await reviews.case_of(office, event.nomination_id)

    answer = await reviews.ask(
        head, "POST", f"/cases/{case['case_id']}/receipt", {"version": 1, "received_on": today()}
    )

    assert answer.json().get("code", "done") == ("own.collective" if is_on else "done")
