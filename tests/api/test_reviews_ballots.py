"""Secret ballots over the HTTP API: one sheet per award, sealed boxes, lost keys, paper and written votes."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import new_id
from services.office.access import Actor
from services.reviews.council.ballot_box.commands.rounds import erase_settled
from services.reviews.council.ballot_box.store.keys import KeyFolder
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres

AWARD = "CSTD_CO_SO"


async def _opened(
    reviews: Reviews, office: Office, *events: Any, absent: int = 0, rules: dict[str, Any] | None = None
) -> tuple[str, list[str], int]:
    """An open meeting: its path, its cases, its version; the last ``absent`` members are not there."""
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    seats = [
        {"person_id": member.person_id, "name": member.name, "position": "member" if n else "chair"}
        for n, member in enumerate(office.members)
    ]
    await reviews.do(office.clerk, "/councils", name="Hội đồng", valid_from="2026-01-05", members=seats, rules=rules)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    path = f"/meetings/{meeting['meeting_id']}"
    here = office.members[: len(office.members) - absent]
    present = [member.person_id for member in here]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    for member in here:
        await reviews.do(member, f"{path}/declarations")
    opened = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    return path, case_ids, opened["version"]


def _sheet(*marks: tuple[str, str], award: str = AWARD) -> dict[str, Any]:
    choices = [{"case_id": case_id, "choice": choice} for case_id, choice in marks]
    return {"method": "secret", "award_code": award, "choices": choices}


async def _vote(reviews: Reviews, member: Actor, path: str, *marks: tuple[str, str], award: str = AWARD) -> None:
    await reviews.do(member, f"{path}/sheets", **_sheet(*marks, award=award))


def _held(reviews: Reviews) -> set[str]:
    return {each.stem for each in reviews.ballot_keys.iterdir()} if reviews.ballot_keys.exists() else set()


async def _rounds(reviews: Reviews, path: str) -> list[dict[str, Any]]:
    return await reviews.rows(
        "select round_id::text, award_code, number, stage, box from ballot_rounds where meeting_id = $1::text::uuid"
        " order by award_code, number",
        path.rpartition("/")[2],
    )


async def test_each_award_has_its_own_sheet_and_the_own_row_is_closed(reviews: Reviews) -> None:
    office = Office(seats=9)
    me, *others = office.members
    path, [own, theirs, province], version = await _opened(
        reviews,
        office,
        office.submitted(CSTD_CO_SO, nominee_id=me.person_id),
        office.submitted(CSTD_CO_SO),
        office.submitted(CSTD_TINH),
    )

    closed = await reviews.refuse(me, f"{path}/sheets", **_sheet((own, "for"), (theirs, "for")))
    mixed = await reviews.refuse(
        others[0], f"{path}/sheets", **_sheet((own, "for"), (theirs, "for"), (province, "for"))
    )
    unnamed = await reviews.refuse(
        others[0], f"{path}/sheets", method="secret", choices=[{"case_id": own, "choice": "for"}]
    )
    await _vote(reviews, me, path, (theirs, "against"))
    for member in others:
        await _vote(reviews, member, path, (own, "for"), (theirs, "for"))
    half = (await reviews.get(office.clerk, path))["seats"][0]
    for member in office.members:
        await _vote(reviews, member, path, (province, "for"), award="CSTD_TINH")
    shown = await reviews.get(office.clerk, path)
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    assert [closed, mixed, unnamed] == [
        (409, "ballot.recused", "choices"),
        (409, "ballot.incomplete", "choices"),
        (409, "ballot.which_award", "award_code"),
    ]
    assert (half["voted_awards"], half["voted_secret"]) == ([AWARD], False)
    assert [(each["award_code"], each["sheets"], each["stage"]) for each in shown["rounds"]] == [
        (AWARD, 9, "open"),
        ("CSTD_TINH", 9, "open"),
    ]
    votes = [item["vote"] for item in (await reviews.get(office.clerk, path))["agenda"]]
    assert [(each["in_favour"], each["against"], each["recused"]) for each in votes] == [
        (8, 0, 1),
        (8, 1, 0),
        (9, 0, 0),
    ]


async def test_members_who_vote_at_the_same_time_are_all_counted(reviews: Reviews) -> None:
    office = Office(seats=9)
    path, [one, other], version = await _opened(
        reviews, office, office.submitted(CSTD_CO_SO), office.submitted(CSTD_CO_SO)
    )
    choices = ["for"] * 5 + ["against"] * 3 + ["blank"]

    await asyncio.gather(
        *(
            _vote(reviews, member, path, (one, choice), (other, "for"))
            for member, choice in zip(office.members, choices, strict=True)
        )
    )
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    votes = [item["vote"] for item in (await reviews.get(office.clerk, path))["agenda"]]
    assert [(each["in_favour"], each["against"], each["blank"]) for each in votes] == [(5, 3, 1), (9, 0, 0)]


async def test_whoever_votes_twice_is_told_so_even_when_the_box_is_full(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], _ = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    for member in office.members:
        await _vote(reviews, member, path, (case_id, "for"))

    again = await reviews.refuse(office.members[0], f"{path}/sheets", **_sheet((case_id, "against")))

    assert again == (409, "ballot.already_cast", None)


async def test_a_sheet_leaves_nothing_but_the_roll_and_a_box_of_the_same_length(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], _ = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    counted = {"idempotency_keys": "office_id", "audit": "office_id", "outbox": None}

    async def rows() -> dict[str, int]:
        found = {}
        for table, column in counted.items():
            where = f" where {column} = '{office.office_id}'" if column else ""
            found[table] = (await reviews.rows(f"select count(*)::int as rows from {table}{where}"))[0]["rows"]
        return found

    before, [empty] = await rows(), await _rounds(reviews, path)
    await _vote(reviews, office.members[0], path, (case_id, "against"))
    after, [one] = await rows(), await _rounds(reviews, path)
    again = await reviews.refuse(office.members[0], f"{path}/sheets", **_sheet((case_id, "for")))

    assert after == before
    assert len(empty["box"]) == len(one["box"])
    assert empty["box"] != one["box"]
    assert again == (409, "ballot.already_cast", None)
    columns = await reviews.rows(
        "select column_name as name from information_schema.columns where table_name = 'ballot_roll'"
    )
    assert {each["name"] for each in columns} == {"round_id", "person_id", "office_id"}


async def test_the_key_lives_from_the_opening_to_the_close(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    [open_round] = await _rounds(reviews, path)
    assert open_round["round_id"] in _held(reviews)
    for member in office.members:
        await _vote(reviews, member, path, (case_id, "for"))

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    [closed] = await _rounds(reviews, path)
    assert (closed["stage"], closed["box"]) == ("counted", None)
    assert open_round["round_id"] not in _held(reviews)


async def test_a_key_left_behind_by_a_crash_after_the_count_is_erased(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    other, _, _ = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    for member in office.members:
        await _vote(reviews, member, path, (case_id, "for"))
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    [counted], [still_open] = await _rounds(reviews, path), await _rounds(reviews, other)
    keys = KeyFolder(reviews.ballot_keys)
    keys.keep(UUID(counted["round_id"]), b"k" * 32)
    unknown = new_id()
    keys.keep(unknown, b"l" * 32)

    await erase_settled(reviews.database, keys)

    held = _held(reviews)
    assert counted["round_id"] not in held
    assert {still_open["round_id"], str(unknown)} <= held


async def test_with_its_key_lost_a_round_is_void_and_voted_again(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    await _vote(reviews, office.members[0], path, (case_id, "against"))
    [lost] = await _rounds(reviews, path)
    (reviews.ballot_keys / f"{lost['round_id']}.key").unlink()

    voting = await reviews.refuse(office.members[1], f"{path}/sheets", **_sheet((case_id, "for")))
    closing = await reviews.refuse(office.clerk, f"{path}/closing", version=version, even_if_missing=True)
    voided = await reviews.do(
        office.clerk, f"{path}/rounds/{AWARD}/voiding", version=version, reason="Máy chủ mất điện"
    )
    for member in office.members:
        await _vote(reviews, member, path, (case_id, "for"))
    await reviews.do(office.clerk, f"{path}/closing", version=voided["version"])

    assert [voting, closing] == [(409, "ballot.key_lost", None)] * 2
    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert [(each["number"], each["stage"], each["sheets"], each["void_reason"]) for each in minutes["rounds"]] == [
        (1, "void", 0, "Máy chủ mất điện"),
        (2, "counted", 3, None),
    ]
    assert minutes["items"][0]["vote"]["in_favour"] == 3
    audited = await reviews.rows(
        "select detail from audit where office_id = $1 and action = 'ballot.void'", office.office_id
    )
    assert '"sheets": 1' in audited[0]["detail"]
    assert {each["round_id"] for each in await _rounds(reviews, path)}.isdisjoint(_held(reviews))


async def test_a_box_put_back_by_hand_is_noticed(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    [empty] = await _rounds(reviews, path)
    await _vote(reviews, office.members[0], path, (case_id, "against"))
    await reviews.rows(
        "update ballot_rounds set box = $2 where round_id = $1::text::uuid returning 1", empty["round_id"], empty["box"]
    )

    closing = await reviews.refuse(office.clerk, f"{path}/closing", version=version, even_if_missing=True)

    assert closing == (409, "ballot.box_damaged", None)


async def test_a_rolled_back_sheet_leaves_neither_box_nor_roll_changed(reviews: Reviews) -> None:
    """The one transaction of a sheet is cut at its last step, the box not being what the roll says: nothing of it stays."""
    office = Office()
    path, [case_id], _ = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    await reviews.rows(
        "insert into ballot_roll (round_id, person_id, office_id)"
        " select round_id, $2, office_id from ballot_rounds where meeting_id = $1::text::uuid returning 1",
        path.rpartition("/")[2],
        office.members[1].person_id,
    )
    [before] = await _rounds(reviews, path)

    refused = await reviews.refuse(office.members[0], f"{path}/sheets", **_sheet((case_id, "for")))

    [after] = await _rounds(reviews, path)
    roll = (await reviews.get(office.clerk, path))["seats"]
    assert refused[1] == "ballot.box_damaged"
    assert before == after
    assert [seat["voted_awards"] for seat in roll] == [[], [AWARD], []]


async def _paper(reviews: Reviews, office: Office) -> tuple[str, str, int, list[Actor]]:
    """A round on paper: path, case, version and its two tellers."""
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    tellers = office.members[1:3]
    void = {"version": version, "reason": "Mất mạng", "tellers": [str(each.person_id) for each in tellers]}
    state = await reviews.do(office.clerk, f"{path}/rounds/{AWARD}/voiding", **void)
    return path, case_id, state["version"], tellers


def _count(case_id: str, in_favour: int, against: int) -> dict[str, Any]:
    return {"counts": [{"case_id": case_id, "in_favour": in_favour, "against": against, "blank": 0}]}


async def test_two_tellers_count_apart_and_must_agree(reviews: Reviews) -> None:
    office = Office()
    path, case_id, version, (first, second) = await _paper(reviews, office)
    counts = f"{path}/rounds/{AWARD}/teller-counts"

    on_screen = await reviews.refuse(office.members[0], f"{path}/sheets", **_sheet((case_id, "for")))
    stranger = await reviews.refuse(office.members[0], counts, **_count(case_id, 3, 0))
    too_many = await reviews.refuse(first, counts, **_count(case_id, 3, 1))
    one = await reviews.do(first, counts, **_count(case_id, 3, 0))
    twice = await reviews.refuse(first, counts, **_count(case_id, 2, 1))
    seen = (await reviews.get(second, path))["rounds"][-1]["count"]
    early = await reviews.refuse(office.clerk, f"{path}/closing", version=version)
    both = await reviews.do(second, counts, **_count(case_id, 2, 1))
    differ = await reviews.refuse(office.clerk, f"{path}/closing", version=version)
    hidden = (await reviews.get(office.members[0], path))["rounds"][-1]["count"]
    await reviews.do(second, counts, **_count(case_id, 3, 0))
    agreed = await reviews.do(first, counts, **_count(case_id, 3, 0))
    late = await reviews.refuse(first, counts, **_count(case_id, 2, 1))
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    assert on_screen == (409, "ballot.on_paper", None)
    assert stranger == (409, "tellers.not_one", None)
    assert too_many == (409, "ballot.too_many", "counts")
    assert (one["agreed"], one["counts"], twice[1], early[1]) == (None, [], "tellers.waiting", "tellers.missing")
    assert (seen["entered"], seen["counts"]) == ([str(first.person_id)], [])
    assert both["agreed"] is False
    assert {each["counts"][0]["in_favour"] for each in both["counts"]} == {2, 3}
    assert (hidden["agreed"], hidden["counts"]) == (False, [])
    assert differ == (409, "tellers.differ", None)
    assert (agreed["attempt"], agreed["agreed"], agreed["counts"], late[1]) == (2, True, [], "tellers.agreed")
    vote = (await reviews.get(office.clerk, path))["agenda"][0]["vote"]
    assert (vote["in_favour"], vote["against"]) == (3, 0)


async def test_nobody_counts_a_sheet_with_the_own_name_on_it(reviews: Reviews) -> None:
    office = Office(seats=9)
    own = office.submitted(CSTD_CO_SO, nominee_id=office.members[0].person_id)
    path, _, version = await _opened(reviews, office, own)
    people = [str(member.person_id) for member in office.members]
    voiding = f"{path}/rounds/{AWARD}/voiding"

    async def named(*tellers: str) -> str:
        return (await reviews.refuse(office.clerk, voiding, version=version, reason="Giấy", tellers=tellers))[1]

    assert await named(*people[:2]) == "tellers.candidate"
    assert await named(people[1]) == "tellers.two"
    assert await named(people[1], people[1]) == "tellers.two"
    assert await named(people[1], str(office.clerk.person_id)) == "tellers.not_present"


async def test_written_opinions_count_apart_by_name_and_only_of_the_absent(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id], version = await _opened(
        reviews,
        office,
        office.submitted(CSTD_CO_SO),
        absent=1,
        rules={"written_opinions": True, "source": "Quy chế làm việc"},
    )
    away = office.members[-1]
    written = {
        "person_id": str(away.person_id),
        "paper": "07/YK",
        **_sheet((case_id, "for")),
        "version": version,
        "declares_no_conflict": True,
    }

    present = await reviews.refuse(
        office.clerk, f"{path}/written-votes", **{**written, "person_id": str(office.members[0].person_id)}
    )
    state = await reviews.do(office.clerk, f"{path}/written-votes", **written)
    twice = await reviews.refuse(office.clerk, f"{path}/written-votes", **{**written, "version": state["version"]})
    voting = await reviews.refuse(away, f"{path}/sheets", **_sheet((case_id, "for")))
    meanwhile = (await reviews.get(office.clerk, path))["written"]
    for member, choice in zip(office.members[:4], ["for", "for", "for", "against"], strict=True):
        await _vote(reviews, member, path, (case_id, choice))
    await reviews.do(office.clerk, f"{path}/closing", version=state["version"])

    assert [present[1], twice[1], voting[1]] == ["written.present", "written.already", "ballot.absent"]
    assert [(each["paper"], each["choice"]) for each in meanwhile] == [("07/YK", None)]
    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    vote = minutes["items"][0]["vote"]
    assert (vote["in_favour"], vote["against"], vote["needed"]) == (4, 1, 4)
    assert vote["written"] == {"in_favour": 1, "against": 0, "blank": 0}
    assert minutes["items"][0]["recommended"] is True
    assert [(each["name"], each["choice"]) for each in minutes["written"]] == [("Ủy viên 5", "for")]


async def test_without_a_rule_for_them_written_opinions_are_refused(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id], version = await _opened(reviews, office, office.submitted(LDTT), absent=1)
    written = {
        "person_id": str(office.members[-1].person_id),
        "paper": "07/YK",
        "method": "open",
        "version": version,
        "choices": [{"case_id": case_id, "choice": "for"}],
    }

    assert await reviews.refuse(office.clerk, f"{path}/written-votes", **written) == (409, "written.not_allowed", None)


async def test_whoever_stands_on_the_sheet_does_not_void_it(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO, nominee_id=office.clerk.person_id)
    colleague = actor(office.office_id, office.head.person_id, *office.clerk.roles)
    mine, office.clerk = office.clerk, colleague
    path, _, version = await _opened(reviews, office, event)

    refused = await reviews.refuse(mine, f"{path}/rounds/{AWARD}/voiding", version=version, reason="Xin bỏ phiếu lại")

    assert refused == (409, "own.case", None)
