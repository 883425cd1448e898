"""Written opinions of absent members, over HTTP: from planning on, with a declaration, set aside where they no longer hold."""

from typing import Any

import pytest

from services.office.access import Actor
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres

RULES = {"written_opinions": True, "source": "Quy chế làm việc"}


async def _planned(reviews: Reviews, office: Office, *events: Any, **rules: bool) -> tuple[str, list[str], int]:
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    seats = [
        {"person_id": member.person_id, "name": member.name, "position": "member" if n else "chair"}
        for n, member in enumerate(office.members)
    ]
    await reviews.do(
        office.clerk, "/councils", name="Hội đồng", valid_from="2026-01-05", members=seats, rules={**RULES, **rules}
    )
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    return f"/meetings/{meeting['meeting_id']}", case_ids, meeting["version"]


def _written(by: Actor, version: int, *case_ids: str, **changed: object) -> dict[str, object]:
    choices = [{"case_id": case_id, "choice": "for"} for case_id in case_ids]
    whole: dict[str, object] = {
        "person_id": by.person_id,
        "paper": "07/YK",
        "method": "open",
        "version": version,
        "choices": choices,
        "declares_no_conflict": True,
    }
    return {**whole, **changed}


async def _open(reviews: Reviews, office: Office, path: str, version: int, present: list[Actor]) -> Any:
    people = [member.person_id for member in present]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=people)
    for member in present:
        await reviews.do(member, f"{path}/declarations")
    return await reviews.do(office.clerk, f"{path}/opening", version=state["version"])


async def test_an_opinion_that_comes_before_the_meeting_counts_and_its_declaration_is_minuted(reviews: Reviews) -> None:
    office = Office(seats=4)
    path, [case_id], version = await _planned(reviews, office, office.submitted(LDTT))
    away = office.members[3]

    silent = await reviews.refuse(
        office.clerk, f"{path}/written-votes", **_written(away, version, case_id, declares_no_conflict=False)
    )
    state = await reviews.do(office.clerk, f"{path}/written-votes", **_written(away, version, case_id))
    opened = await _open(reviews, office, path, state["version"], office.members[:3])
    for member in office.members[:3]:
        await reviews.do(member, f"{path}/sheets", method="open", choices=[{"case_id": case_id, "choice": "for"}])
    await reviews.do(office.clerk, f"{path}/closing", version=opened["version"])

    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert silent == (409, "written.no_declaration", "declares_no_conflict")
    assert minutes["items"][0]["vote"]["in_favour"] == 4
    assert minutes["items"][0]["vote"]["written"]["in_favour"] == 1
    assert (away.name, True) in [(each["name"], each["on_paper"]) for each in minutes["declarations"]]


async def test_whoever_comes_after_all_votes_in_the_room_and_not_in_writing(reviews: Reviews) -> None:
    office = Office(seats=4)
    path, [case_id], version = await _planned(reviews, office, office.submitted(LDTT))
    state = await reviews.do(office.clerk, f"{path}/written-votes", **_written(office.members[3], version, case_id))
    opened = await _open(reviews, office, path, state["version"], office.members)
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", method="open", choices=[{"case_id": case_id, "choice": "against"}])
    await reviews.do(office.clerk, f"{path}/closing", version=opened["version"])

    minutes = await reviews.get(office.clerk, f"{path}/minutes")

    vote = minutes["items"][0]["vote"]
    assert (vote["in_favour"], vote["against"], vote["written"]["in_favour"]) == (0, 4, 0)
    assert minutes["written"] == []


async def test_an_opinion_on_another_agenda_is_set_aside(reviews: Reviews) -> None:
    office = Office(seats=4)
    path, case_ids, version = await _planned(reviews, office, office.submitted(LDTT), office.submitted(LDTT))
    state = await reviews.do(office.clerk, f"{path}/written-votes", **_written(office.members[3], version, *case_ids))

    state = await reviews.do(office.clerk, f"{path}/agenda", "PUT", version=state["version"], case_ids=case_ids[:1])

    assert (await reviews.get(office.clerk, path))["written"] == []
    again = await reviews.do(
        office.clerk, f"{path}/written-votes", **_written(office.members[3], state["version"], case_ids[0])
    )
    assert again["stage"] == "planned"


async def test_the_own_unit_and_the_own_case_stay_closed_to_a_written_opinion(reviews: Reviews) -> None:
    office = Office(seats=5)
    away = office.members[4]
    await reviews.deliver(office, office.person(away, office.unit_id))
    own = office.submitted(LDTT, nominee_id=away.person_id, unit_id=office.chief.person_id)
    other = office.submitted(LDTT, unit_id=office.chief.person_id)
    path, case_ids, version = await _planned(reviews, office, own, office.submitted(LDTT), other, own_unit_recuses=True)

    whole = await reviews.refuse(office.clerk, f"{path}/written-votes", **_written(away, version, *case_ids))
    unit = await reviews.refuse(office.clerk, f"{path}/written-votes", **_written(away, version, *case_ids[1:]))
    await reviews.do(office.clerk, f"{path}/written-votes", **_written(away, version, case_ids[2]))

    assert (whole[1], unit[1]) == ("ballot.incomplete", "ballot.incomplete")


async def test_a_secret_award_takes_written_opinions_before_the_meeting_too(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id], version = await _planned(reviews, office, office.submitted(CSTD_CO_SO))
    body = _written(office.members[4], version, case_id, method="secret", award_code="CSTD_CO_SO")

    await reviews.do(office.clerk, f"{path}/written-votes", **body)

    assert [each["choice"] for each in (await reviews.get(office.clerk, path))["written"]] == [None]
