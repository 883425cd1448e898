"""No path lets a person act on the own case: every changing route there is, tried by a nominee who holds every role.

A route added later is tried by itself: it refuses the nominee, or it is named below with its reason (ADR 0005), or this fails.
"""

import uuid

import pytest

from contracts.nominations.events import Nominee, UnitRecorded
from contracts.words import NomineeKind
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from tests.api.own_case import own_case_scene
from tests.api.sampling import Operation
from tests.support.people import actor
from tests.support.reviewing import Office, Reviews, today

pytestmark = pytest.mark.postgres

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
    "POST /v1/heads/replays": "is about messages",
    "POST /v1/parked/{parked_id}/skip": "is about messages",
    "POST /v1/parked/{parked_id}/{verb}": "is about messages",
}


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
    scene = await own_case_scene(reviews)
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
    scene = await own_case_scene(reviews)
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
