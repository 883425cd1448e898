"""No path tells a person concerned who objected: every reading route there is, asked by those concerned with every role.

A route added later is asked by itself. What is looked for is who objected, by name and by id, and who signed a letter.
"""

import pytest

from contracts.nominations.events import UnitRecorded
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from tests.api.own_case import OBJECTOR, Scene, own_case_scene
from tests.api.sampling import operations
from tests.support.people import actor
from tests.support.reviewing import Reviews, today

pytestmark = pytest.mark.postgres

EVERY_ROLE = set(Role) - {Role.SERVICE}
"""What a person can hold at once."""
LETTER_WRITER = "Bà Viết Thư"
CONCERNED = ("the nominee", "the head of the unit that proposed", "its head by the register", "who stayed away")


async def _objected(reviews: Reviews, scene: Scene) -> Actor:
    """The case before the council is published too; somebody objects to it, and a letter about it is recorded."""
    clerk = scene.office.clerk
    case = await reviews.get(clerk, f"/cases/{scene.before_council}")
    about = {"case_id": case["case_id"], "version": case["version"]}
    await reviews.do(clerk, "/candidates", closes_on=today(), cases=[about])
    objector = actor(scene.office.office_id, new_id(), Role.STAFF, name=OBJECTOR)
    await reviews.do(objector, "/objections", case_id=scene.before_council, text="Chưa đúng")
    await reviews.do(clerk, "/objections", case_id=scene.before_council, text="Theo thư", letter_from=LETTER_WRITER)
    return objector


async def _reader(reviews: Reviews, scene: Scene, concerned: str) -> Actor:
    """Somebody with every role, whom the case concerns in this way."""
    office = scene.office
    reader = actor(office.office_id, new_id(), *EVERY_ROLE, name="Người đọc")
    if concerned == "the nominee":
        return actor(office.office_id, scene.nominee.person_id, *EVERY_ROLE)
    if concerned == "the head of the unit that proposed":
        return actor(office.office_id, new_id(), *EVERY_ROLE, unit_id=office.unit_id)
    if concerned == "its head by the register":
        head = UnitRecorded(
            office_id=office.office_id,
            unit_id=office.unit_id,
            code="TH",
            name="Phòng TH",
            head_person_id=reader.person_id,
        )
        await reviews.deliver(office, head)
    if concerned == "who stayed away":
        member = office.members[3]
        meeting = scene.at_meeting["meeting_id"]
        await reviews.do(
            member,
            f"/meetings/{meeting}/recusals",
            case_id=scene.before_council,
            reason="Là người thân",
            kind="relative",
        )
        return actor(office.office_id, member.person_id, *EVERY_ROLE)
    return reader


async def _read(reviews: Reviews, scene: Scene, reader: Actor) -> dict[str, str]:
    """Every reading route, about each of the two cases: what was answered with 200, as text."""
    document = (await reviews.client.get("/openapi.json")).json()
    known = {**scene.known, **scene.at_meeting}
    told = {}
    for case_id in (scene.listed, scene.before_council):
        for operation in operations(document, {**known, "case_id": case_id}):
            if operation.method == "GET":
                answer = await reviews.client.get(
                    operation.url, params=dict(operation.params), headers=reviews.keys.headers(reader, "reviews")
                )
                if answer.is_success:
                    told[f"{operation.name} {case_id}"] = answer.text
    return told


@pytest.mark.parametrize("concerned", CONCERNED)
async def test_whoever_a_case_concerns_is_told_nowhere_who_objected(reviews: Reviews, concerned: str) -> None:
    scene = await own_case_scene(reviews)
    objector = await _objected(reviews, scene)
    reader = await _reader(reviews, scene, concerned)

    told = await _read(reviews, scene, reader)

    assert len(told) >= 15, "the sweep reads something"
    about = {"who stayed away": [scene.before_council]}.get(concerned, [scene.listed, scene.before_council])
    secrets = (LETTER_WRITER, str(objector.person_id))
    assert {name for name, text in told.items() if any(secret in text for secret in secrets)} == set()
    named = {
        name
        for name, text in told.items()
        if OBJECTOR in text and any(name.endswith(case_id) for case_id in about) and "/objections" not in name
    }
    assert named == set()
    listed = await reviews.get(reader, "/objections")
    names = {each["raised_by_name"] for each in listed["items"] if each["case_id"] in about}
    assert names == {None}


async def test_who_answers_an_objection_and_is_not_concerned_is_told_who_objected(reviews: Reviews) -> None:
    scene = await own_case_scene(reviews)
    await _objected(reviews, scene)

    seen = await reviews.get(scene.office.clerk, f"/cases/{scene.before_council}")

    assert {each["raised_by_name"] for each in seen["objections"]} == {OBJECTOR, LETTER_WRITER}


async def test_a_leader_who_answers_no_objection_is_not_told_who_objected(reviews: Reviews) -> None:
    scene = await own_case_scene(reviews)
    await _objected(reviews, scene)
    chief = actor(scene.office.office_id, new_id(), Role.CHIEF)

    seen = await reviews.get(chief, f"/cases/{scene.before_council}")

    assert {each["raised_by_name"] for each in seen["objections"]} == {None}
