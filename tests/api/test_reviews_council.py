"""The council over the HTTP API: declarations, quorum, impossible ballots, sheets, hands, the close."""

import asyncio
from typing import Any

import pytest

from services.chassis.ids import new_id
from services.office.access import Role
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def _planned(reviews: Reviews, office: Office, *events: Any) -> tuple[str, list[str], int]:
    """A planned meeting with everybody present: its path, its cases, its version."""
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    await reviews.council(office)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    path = f"/meetings/{meeting['meeting_id']}"
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    return path, case_ids, state["version"]


async def test_a_member_reads_a_case_only_after_declaring(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], _ = await _planned(reviews, office, office.submitted())
    member, other = office.members[:2]
    stranger = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER)

    before = await reviews.ask(member, "GET", f"/cases/{case_id}")
    await reviews.do(member, f"{path}/declarations")
    after = await reviews.ask(member, "GET", f"/cases/{case_id}")
    await reviews.do(
        other, f"{path}/declarations", conflicts=[{"case_id": case_id, "reason": "Vợ của người được đề nghị"}]
    )
    recused = await reviews.ask(other, "GET", f"/cases/{case_id}")
    outside = await reviews.ask(stranger, "GET", f"/cases/{case_id}")

    assert (before.status_code, before.json()["code"]) == (409, "declaration.missing")
    assert after.status_code == 200
    assert (recused.status_code, recused.json()["code"]) == (409, "declaration.recused")
    assert outside.status_code == 404
    assert [item["case_id"] for item in (await reviews.get(member, "/cases"))["items"]] == [case_id]
    assert (await reviews.get(stranger, "/cases"))["items"] == []


async def test_a_meeting_opens_with_a_quorum_and_declarations_only(reviews: Reviews) -> None:
    office = Office()
    path, _, version = await _planned(reviews, office, office.submitted())
    one = [office.members[0].person_id]

    alone = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=one)
    no_quorum = await reviews.ask(office.clerk, "POST", f"{path}/opening", {"version": alone["version"]})
    both = await reviews.do(
        office.clerk,
        f"{path}/attendance",
        "PUT",
        version=alone["version"],
        present=[member.person_id for member in office.members[:2]],
    )
    silent = await reviews.ask(office.clerk, "POST", f"{path}/opening", {"version": both["version"]})
    for member in office.members[:2]:
        await reviews.do(office.clerk, f"{path}/declarations", person_id=member.person_id)
    opened = await reviews.do(office.clerk, f"{path}/opening", version=both["version"])

    assert no_quorum.json()["code"] == "quorum.missing"
    assert no_quorum.json()["detail"] == {"present": 1, "needed": 2, "seats": 3}
    assert silent.json()["detail"] == {"members": ["Ủy viên 1", "Ủy viên 2"]}
    assert opened["stage"] == "open"


async def test_a_ballot_that_cannot_pass_is_not_opened(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _planned(reviews, office, office.submitted(CSTD_CO_SO))
    conflict = [{"case_id": case_id, "reason": "Cùng phòng, có mâu thuẫn lợi ích"}]
    await reviews.do(office.members[0], f"{path}/declarations", conflicts=conflict)
    for member in office.members[1:]:
        await reviews.do(member, f"{path}/declarations")

    answer = await reviews.ask(office.clerk, "POST", f"{path}/opening", {"version": version})

    assert (answer.status_code, answer.json()["code"]) == (409, "ballot.impossible")
    assert answer.json()["detail"]["cases"] == [
        {
            "case_id": case_id,
            "nominee": "Nguyễn Thị Hà",
            "seats": 3,
            "needed": 3,
            "voters": 2,
            "sentence": "Từ 80 % của 3 (tổng số thành viên): cần 3 phiếu. Bỏ phiếu được: 3 người dự, trừ 1 người tránh xung"
            " đột lợi ích = 2. Không thể đạt: 2 phiếu thuận tối đa, thiếu 1.",
            "source": "quy định của cơ quan (chưa đối chiếu)",
        }
    ]


async def test_ones_own_nomination_recuses_by_itself_and_stays_in_the_denominator(reviews: Reviews) -> None:
    office = Office(seats=5)
    own = office.submitted(LDTT, nominee_id=office.members[0].person_id)
    path, [case_id], version = await _planned(reviews, office, own)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    opened = await reviews.do(office.clerk, f"{path}/opening", version=version)
    sheet = {"method": "open", "choices": [{"case_id": case_id, "choice": "for"}]}

    refused = await reviews.refuse(office.members[0], f"{path}/sheets", **sheet)
    for member in office.members[1:4]:
        await reviews.do(member, f"{path}/sheets", **sheet)
    waiting = await reviews.refuse(office.clerk, f"{path}/closing", version=opened["version"])
    await reviews.do(office.clerk, f"{path}/closing", version=opened["version"], even_if_missing=True)

    assert refused == (409, "ballot.recused", "choices")
    assert waiting == (409, "ballot.waiting", "even_if_missing")
    decided = (await reviews.events(own.nomination_id))[-1][1]
    assert decided["recommended"] is True
    assert decided["vote"]["seats"] == 5
    assert decided["vote"]["recused"] == 1
    assert decided["vote"]["needed"] == 3
    assert decided["vote"]["in_favour"] == 3


async def test_a_member_hands_in_one_whole_sheet(reviews: Reviews) -> None:
    office = Office()
    path, case_ids, version = await _planned(
        reviews, office, office.submitted(CSTD_CO_SO), office.submitted(CSTD_CO_SO)
    )
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    choices = [{"case_id": case_id, "choice": "for"} for case_id in case_ids]
    early = await reviews.refuse(
        office.members[0], f"{path}/sheets", method="secret", award_code="CSTD_CO_SO", choices=choices
    )
    await reviews.do(office.clerk, f"{path}/opening", version=version)

    half = await reviews.refuse(
        office.members[0], f"{path}/sheets", method="secret", award_code="CSTD_CO_SO", choices=choices[:1]
    )
    openly = await reviews.refuse(office.members[0], f"{path}/sheets", method="open", choices=choices)
    answers = await asyncio.gather(
        *(
            reviews.ask(
                office.members[0],
                "POST",
                f"{path}/sheets",
                {"method": "secret", "award_code": "CSTD_CO_SO", "choices": choices},
            )
            for _ in range(3)
        )
    )
    hands = await reviews.refuse(
        office.clerk,
        f"{path}/cases/{case_ids[0]}/show-of-hands",
        "PUT",
        version=version + 1,
        in_favour=3,
        against=0,
        blank=0,
    )

    assert early == (409, "meeting.stage", None)
    assert half == (409, "ballot.incomplete", "choices")
    assert openly == (409, "ballot.nothing_to_vote", None)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"ballot.already_cast"}
    assert hands == (409, "ballot.is_secret", None)


async def test_an_open_meeting_shows_who_has_voted_and_never_how(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _planned(reviews, office, office.submitted(CSTD_CO_SO))
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    await reviews.do(office.clerk, f"{path}/opening", version=version)
    voter = office.members[0]
    await reviews.do(
        voter,
        f"{path}/sheets",
        method="secret",
        award_code="CSTD_CO_SO",
        choices=[{"case_id": case_id, "choice": "against"}],
    )

    shown = await reviews.get(office.clerk, path)
    minutes = await reviews.ask(office.clerk, "GET", f"{path}/minutes")

    assert [seat["voted_secret"] for seat in shown["seats"]] == [True, False, False]
    assert shown["sheets"] == {"open": 0, "secret": 1}
    assert (shown["agenda"][0]["vote"], shown["agenda"][0]["recommended"]) == (None, None)
    assert minutes.json()["code"] == "meeting.stage"
    told = await reviews.rows(
        "select action, detail::text as said from audit where office_id = $1 union all"
        " select 'idempotency', response::text from idempotency_keys where office_id = $1",
        office.office_id,
    )
    assert [row for row in told if "against" in row["said"]] == []


async def test_a_hold_during_the_meeting_postpones_the_case(reviews: Reviews) -> None:
    office = Office()
    kept, held = office.submitted(), office.submitted()
    meeting = await reviews.opened(
        office, [(await reviews.appraised(office, event))["case_id"] for event in (kept, held)]
    )
    path = f"/meetings/{meeting['meeting_id']}"
    agenda = (await reviews.get(office.clerk, path))["agenda"]
    for member in office.members:
        choices = [{"case_id": item["case_id"], "choice": "for"} for item in agenda]
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)

    await reviews.deliver(office, office.held(held.nomination_id))
    await reviews.do(office.clerk, f"{path}/closing", version=meeting["version"])

    shown = (await reviews.get(office.clerk, path))["agenda"]
    assert [(item["postponed"], item["recommended"]) for item in shown] == [(None, True), ("held", None)]
    assert (await reviews.case_of(office, held.nomination_id))["stage"] == "appraised"
    assert [name for name, _ in await reviews.events(held.nomination_id)] == ["CaseReceived"]


async def test_of_two_closes_at_once_one_concludes(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    meeting = await reviews.opened(office, [(await reviews.appraised(office, event))["case_id"]])
    path = f"/meetings/{meeting['meeting_id']}"
    case_id = (await reviews.case_of(office, event.nomination_id))["case_id"]
    counted = await reviews.do(
        office.clerk,
        f"{path}/cases/{case_id}/show-of-hands",
        "PUT",
        version=meeting["version"],
        in_favour=2,
        against=1,
        blank=0,
    )

    answers = await asyncio.gather(
        *(reviews.ask(office.clerk, "POST", f"{path}/closing", {"version": counted["version"]}) for _ in range(3))
    )
    late = await reviews.refuse(office.clerk, f"{path}/closing", version=counted["version"] + 1)

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert late == (409, "meeting.stage", None)
    assert [name for name, _ in await reviews.events(event.nomination_id)] == ["CaseReceived", "CouncilDecided"]


async def test_more_hands_than_voters_are_refused(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    case_id = (await reviews.appraised(office, event))["case_id"]
    meeting = await reviews.opened(office, [case_id])
    path = f"/meetings/{meeting['meeting_id']}/cases/{case_id}/show-of-hands"

    refused = await reviews.refuse(
        office.clerk, path, "PUT", version=meeting["version"], in_favour=3, against=1, blank=0
    )

    assert refused == (409, "ballot.too_many", "in_favour")


async def test_nobody_counts_the_hands_on_the_own_nomination(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(nominee_id=office.clerk.person_id)
    colleague = Office(office.office_id, office.unit_id)
    case_id = (await reviews.appraised(colleague, event))["case_id"]
    meeting = await reviews.opened(colleague, [case_id])
    path = f"/meetings/{meeting['meeting_id']}/cases/{case_id}/show-of-hands"
    count = {"version": meeting["version"], "in_favour": 3, "against": 0, "blank": 0}

    refused = await reviews.refuse(office.clerk, path, "PUT", **count)
    counted = await reviews.ask(colleague.clerk, "PUT", path, count)

    assert (refused, counted.status_code) == ((409, "own.case", None), 200)


async def test_a_changed_agenda_asks_for_declarations_again(reviews: Reviews) -> None:
    office = Office()
    path, [first, second], version = await _planned(reviews, office, office.submitted(), office.submitted())
    third = (await reviews.appraised(office, office.submitted()))["case_id"]
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")

    fewer = await reviews.do(office.clerk, f"{path}/agenda", "PUT", version=version, case_ids=[first])
    assert all(seat["declared"] for seat in (await reviews.get(office.clerk, path))["seats"])
    more = await reviews.do(office.clerk, f"{path}/agenda", "PUT", version=fewer["version"], case_ids=[first, third])

    shown = await reviews.get(office.clerk, path)
    assert [item["case_id"] for item in shown["agenda"]] == [first, third]
    assert not any(seat["declared"] for seat in shown["seats"])
    assert (await reviews.get(office.clerk, f"/cases/{second}"))["stage"] == "appraised"
    await reviews.do(office.clerk, f"{path}/cancellation", version=more["version"], reason="Hoãn phiên họp")
    assert (await reviews.get(office.clerk, f"/cases/{third}"))["stage"] == "appraised"


async def test_a_council_has_one_chair_and_nobody_twice(reviews: Reviews) -> None:
    office = Office()
    member = {"person_id": str(office.members[0].person_id), "name": "A", "position": "chair"}
    body = {"name": "Hội đồng", "valid_from": "2026-01-05"}

    assert await reviews.refuse(office.clerk, "/councils", **body, members=[member, member]) == (
        409,
        "council.member_twice",
        "members",
    )
    assert await reviews.refuse(office.clerk, "/councils", **body, members=[{**member, "position": "member"}]) == (
        409,
        "council.one_chair",
        "members",
    )
    assert await reviews.refuse(office.clerk, "/councils", **body, members=[{**member, "name": None}]) == (
        409,
        "person.unknown",
        "members",
    )
    assert await reviews.refuse(office.clerk, "/meetings", name="Họp", held_on=today(), case_ids=[new_id()]) == (
        409,
        "council.none",
        "council_id",
    )
