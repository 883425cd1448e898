"""The council under attack, over HTTP: twice, too late, for somebody else, all at once, and whatever might tell a tally."""

import asyncio
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.chassis.clock import OFFICE_ZONE
from services.chassis.ids import new_id
from services.office.access import Actor
from services.reviews.council.ballot_box.commands.rounds import ORPHAN_SECONDS, erase_settled
from services.reviews.council.ballot_box.store.keys import KeyFolder
from tests.support.engines import MakeDatabase
from tests.support.people import Keys
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office, Reviews, running_reviews, today

pytestmark = pytest.mark.postgres

AWARD = CSTD_CO_SO.code


async def _planned(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    members = [
        {"person_id": member.person_id, "name": member.name, "position": "member" if n else "chair"}
        for n, member in enumerate(office.members)
    ]
    body: dict[str, object] = {"name": "Hội đồng", "valid_from": "2026-01-05", "members": members, **council}
    await reviews.do(office.clerk, "/councils", **body)
    return await _meeting(reviews, office, case_ids)


async def _meeting(reviews: Reviews, office: Office, case_ids: list[str]) -> tuple[str, list[str], int]:
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    return f"/meetings/{meeting['meeting_id']}", case_ids, meeting["version"]


async def _opening(reviews: Reviews, office: Office, path: str, version: int) -> int:
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    opened: int = (await reviews.do(office.clerk, f"{path}/opening", version=state["version"]))["version"]
    return opened


async def _opened(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    path, case_ids, version = await _planned(reviews, office, *events, **council)
    return path, case_ids, await _opening(reviews, office, path, version)


def _sheet(*case_ids: str, choice: str = "for", award: str | None = AWARD) -> dict[str, Any]:
    choices = [{"case_id": case_id, "choice": choice} for case_id in case_ids]
    return {"method": "secret" if award else "open", "award_code": award, "choices": choices}


@pytest.mark.parametrize("event", [CSTD_CO_SO, LDTT], ids=["secret", "open"])
async def test_one_member_at_twenty_screens_votes_once(reviews: Reviews, event: Any) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(event))
    award = AWARD if event is CSTD_CO_SO else None
    sheets = [_sheet(case_id, choice="for" if n % 2 else "against", award=award) for n in range(20)]

    answers = await asyncio.gather(
        *(reviews.ask(office.members[0], "POST", f"{path}/sheets", sheet) for sheet in sheets)
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"ballot.already_cast"}
    for member in office.members[1:]:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id, award=award))
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    vote = (await reviews.get(office.clerk, path))["agenda"][0]["vote"]
    assert vote["in_favour"] + vote["against"] + vote["blank"] == 3


async def test_many_close_at_once_and_the_cases_are_concluded_once(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO)
    path, [case_id], version = await _opened(reviews, office, event)
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id))

    answers = await asyncio.gather(
        *(reviews.ask(office.clerk, "POST", f"{path}/closing", {"version": version}) for _ in range(10))
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    decided = [name for name, _ in await reviews.events(event.nomination_id) if name == "CouncilDecided"]
    assert len(decided) == 1


async def test_nothing_tells_how_an_open_vote_stands(reviews: Reviews) -> None:
    """Two votes that differ only in what was chosen look the same to everybody, byte for byte, until the close."""
    told = []
    for choice in ("for", "against"):
        office = Office(seats=5)
        path, [case_id], _ = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
        cast = [
            await reviews.ask(member, "POST", f"{path}/sheets", _sheet(case_id, choice=choice))
            for member in office.members[:4]
        ]
        looks = [
            await reviews.ask(who, "GET", place)
            for who in (office.clerk, office.members[0], office.chief)
            for place in (path, "/meetings", f"/cases/{case_id}", f"{path}/minutes")
        ]
        told.append([(answer.status_code, len(answer.content), sorted(answer.headers)) for answer in [*cast, *looks]])
        closing = await reviews.ask(office.clerk, "POST", f"{path}/closing", {"version": 99})
        told[-1].append((closing.status_code, len(closing.content), sorted(closing.headers)))
        assert not any(choice in answer.text.replace("format", "") for answer in cast)

    assert told[0] == told[1]


async def test_places_are_no_way_to_ask_for_the_tally_while_somebody_has_still_to_vote(reviews: Reviews) -> None:
    office = Office(seats=5)
    rules = {"over_quota_from_top": True, "source": "Quy chế 12/QC-HĐ"}
    events = [office.submitted(CSTD_CO_SO) for _ in range(2)]
    told = []
    path, case_ids, version = await _opened(reviews, office, *events, rules=rules)
    for member in office.members[:4]:
        await reviews.do(member, f"{path}/sheets", **_sheet(*case_ids))

    for even_if_missing in (False, True):
        body = {"version": version, "places": {AWARD: 1}, "even_if_missing": even_if_missing}
        told.append(await reviews.refuse(office.clerk, f"{path}/closing", **body))

    assert [code for _, code, _ in told] == ["ballot.waiting"] * 2
    await reviews.do(office.members[4], f"{path}/sheets", **_sheet(*case_ids))
    tie = await reviews.refuse(office.clerk, f"{path}/closing", version=version, places={AWARD: 1})
    assert tie[1] == "places.tie"


async def test_two_meetings_swap_their_cases_at_the_same_time(reviews: Reviews) -> None:
    office = Office()
    first = await _planned(reviews, office, *(office.submitted(LDTT) for _ in range(4)))
    case_ids = [(await reviews.appraised(office, office.submitted(LDTT)))["case_id"] for _ in range(4)]
    second = await _meeting(reviews, office, case_ids)

    answers = await asyncio.gather(
        *(
            reviews.ask(office.clerk, "PUT", f"{path}/agenda", {"version": version, "case_ids": wanted})
            for path, version, wanted in (
                (first[0], first[2], [*first[1][:1], *second[1][1:]]),
                (second[0], second[2], [*second[1][:1], *first[1][1:]]),
            )
            for _ in range(5)
        )
    )

    assert {answer.status_code for answer in answers} <= {200, 409}
    rows = await reviews.rows(
        "select count(*)::int as twice from (select case_id from agenda_items where office_id = $1"
        " group by case_id having count(*) > 1) as t",
        office.office_id,
    )
    assert rows == [{"twice": 0}]


async def test_a_close_postpones_cases_of_its_own_agenda_only(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(LDTT))
    _, [other], _ = await _meeting(
        reviews, office, [(await reviews.appraised(office, office.submitted(LDTT)))["case_id"]]
    )
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id, award=None))

    refused = await reviews.refuse(office.clerk, f"{path}/closing", version=version, postponed=[other])

    assert refused == (409, "agenda.not_on_it", "postponed")


async def test_a_teller_who_has_to_stay_away_after_all_counts_no_more(reviews: Reviews) -> None:
    office = Office(seats=9)
    path, [case_id, other], version = await _opened(reviews, office, *(office.submitted(CSTD_CO_SO) for _ in range(2)))
    tellers = office.members[1:3]
    void = {"version": version, "reason": "Mất mạng", "tellers": [each.person_id for each in tellers]}
    await reviews.do(office.clerk, f"{path}/rounds/{AWARD}/voiding", **void)
    await reviews.do(tellers[0], f"{path}/recusals", case_id=case_id, reason="Em họ", kind="relative")
    counted = [{"case_id": each, "in_favour": 8, "against": 0, "blank": 0} for each in (case_id, other)]

    answers = [
        await reviews.ask(by, "POST", f"{path}/rounds/{AWARD}/teller-counts", {"counts": counted}) for by in tellers
    ]

    assert [answer.status_code for answer in answers] == [409, 200]
    assert answers[0].json()["code"] == "tellers.candidate"


async def test_one_person_is_not_two_tellers_and_others_are_none(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    tellers = office.members[1:3]
    void = {"version": version, "reason": "Mất mạng", "tellers": [each.person_id for each in tellers]}
    await reviews.do(office.clerk, f"{path}/rounds/{AWARD}/voiding", **void)
    body = {"counts": [{"case_id": case_id, "in_favour": 5, "against": 0, "blank": 0}]}

    async def count(by: Actor) -> str:
        answer = await reviews.ask(by, "POST", f"{path}/rounds/{AWARD}/teller-counts", body)
        return "counted" if answer.is_success else answer.json()["code"]

    told = await asyncio.gather(*(count(tellers[0]) for _ in range(5)))

    assert sorted(told) == ["counted", *["tellers.waiting"] * 4]
    assert [await count(office.members[0]), await count(office.clerk)] == ["tellers.not_one", "forbidden"]
    closing = await reviews.refuse(office.clerk, f"{path}/closing", version=version + 1)
    assert closing[1] == "tellers.missing"


async def test_after_the_close_nothing_of_the_vote_can_be_changed(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id))
    version = (await reviews.do(office.clerk, f"{path}/closing", version=version))["version"]

    codes = {
        (await reviews.refuse(who, f"{path}/{what}", verb, **body))[1]
        for who, verb, what, body in (
            (office.members[0], "POST", "sheets", _sheet(case_id)),
            (office.clerk, "POST", f"rounds/{AWARD}/voiding", {"version": version, "reason": "Đổi ý"}),
            (office.clerk, "POST", "closing", {"version": version}),
            (office.clerk, "PUT", "attendance", {"version": version, "present": []}),
            (office.clerk, "PUT", "agenda", {"version": version, "case_ids": [case_id]}),
            (office.members[0], "POST", "declarations", {}),
            (office.members[0], "POST", "recusals", {"case_id": case_id, "reason": "Muộn"}),
        )
    }

    assert codes == {"meeting.stage"}


@pytest.mark.parametrize("what", ["held", "withdrawal"])
async def test_a_hold_or_a_withdrawal_at_the_close_comes_before_or_after_it_never_between(
    reviews: Reviews, what: str
) -> None:
    for pause in (0.0, 0.004, 0.008, 0.03):
        office = Office()
        event, beside = office.submitted(LDTT), office.submitted(LDTT)
        path, case_ids, version = await _opened(reviews, office, event, beside)
        for member in office.members:
            await reviews.do(member, f"{path}/sheets", **_sheet(*case_ids, award=None))

        if what == "withdrawal":
            await reviews.deliver(office, office.withdrawal(event.nomination_id))
        case, asked = f"/cases/{case_ids[0]}", await reviews.case_of(office, event.nomination_id)

        async def arrive(
            office: Office = office, event: Any = event, pause: float = pause, case: str = case, asked: Any = asked
        ) -> None:
            await asyncio.sleep(pause)
            if what == "held":
                await reviews.deliver(office, office.held(event.nomination_id))
            else:
                answer = await reviews.ask(office.clerk, "POST", f"{case}/withdrawal", {"version": asked["version"]})
                assert answer.status_code in (200, 409), answer.text

        closing, _ = await asyncio.gather(
            reviews.ask(office.clerk, "POST", f"{path}/closing", {"version": version}), arrive()
        )

        assert closing.status_code == 200, closing.text
        names = [name for name, _ in await reviews.events(event.nomination_id)]
        items = {item["case_id"]: item for item in (await reviews.get(office.clerk, path))["agenda"]}
        stage = (await reviews.case_of(office, event.nomination_id))["stage"]
        was_first = items[case_ids[0]]["postponed"] is not None
        assert ("CouncilDecided" in names) is not was_first
        assert (items[case_ids[0]]["recommended"] is None) is was_first
        assert stage == ("advised" if not was_first else "appraised" if what == "held" else "withdrawn")
        assert items[case_ids[1]]["recommended"] is True


@pytest.mark.parametrize("seats", [1, 2])
async def test_the_smallest_councils_work(reviews: Reviews, seats: int) -> None:
    office = Office(seats=seats)
    event = office.submitted(CSTD_CO_SO)
    path, [case_id], version = await _opened(reviews, office, event)
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id))

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    vote = (await reviews.get(office.clerk, f"{path}/minutes"))["items"][0]["vote"]
    assert (vote["in_favour"], vote["needed"], vote["denominator"]) == (seats, seats, seats)


async def test_a_council_alone_with_the_own_case_cannot_vote(reviews: Reviews) -> None:
    office = Office(seats=1)
    path, _, version = await _planned(
        reviews, office, office.submitted(CSTD_CO_SO, nominee_id=office.members[0].person_id)
    )
    present = [office.members[0].person_id]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    await reviews.do(office.members[0], f"{path}/declarations")

    refused = await reviews.refuse(office.clerk, f"{path}/opening", version=state["version"])

    assert refused[1] == "ballot.impossible"


@pytest.mark.parametrize(("seats", "status"), [(0, 422), (99, 200), (100, 422), (1000, 422)])
async def test_a_council_has_one_to_ninety_nine_seats(reviews: Reviews, seats: int, status: int) -> None:
    office = Office()
    members = [
        {"person_id": str(new_id()), "name": f"Ủy viên {n}", "position": "member" if n else "chair"}
        for n in range(seats)
    ]

    answer = await reviews.ask(
        office.clerk, "POST", "/councils", {"name": "Hội đồng", "valid_from": "2026-01-05", "members": members}
    )

    assert answer.status_code == status


async def test_all_abstain_and_nobody_is_recommended(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id, choice="blank"))

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    [item] = (await reviews.get(office.clerk, path))["agenda"]
    assert (item["vote"]["blank"], item["recommended"]) == (3, False)


async def test_members_changed_in_mid_vote_change_nothing_in_it(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(CSTD_CO_SO))
    council = (await reviews.get(office.clerk, "/councils"))["items"][0]
    stranger = Office().members[0]
    await reviews.do(
        office.clerk,
        f"/councils/{council['council_id']}/members",
        "PUT",
        version=council["version"],
        from_day=today(),
        members=[{"person_id": stranger.person_id, "name": "Mới", "position": "chair"}],
    )

    for member in office.members:
        await reviews.do(member, f"{path}/sheets", **_sheet(case_id))
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    vote = (await reviews.get(office.clerk, path))["agenda"][0]["vote"]
    assert (vote["in_favour"], vote["seats"]) == (3, 3)


async def test_a_key_without_a_round_is_erased_after_a_day(reviews: Reviews) -> None:
    keys, young, old = KeyFolder(reviews.ballot_keys), new_id(), new_id()
    for round_id in (young, old):
        keys.keep(round_id, bytes(32))
    written = (reviews.ballot_keys / f"{old}.key").stat().st_mtime - ORPHAN_SECONDS - 60
    os.utime(reviews.ballot_keys / f"{old}.key", (written, written))

    await erase_settled(reviews.database, keys)

    assert young in keys.held()
    assert old not in keys.held()
    keys.erase(young)


async def test_a_meeting_over_midnight_keeps_the_day_it_was_opened_on(
    make_database: MakeDatabase, keys: Keys, tmp_path: Path
) -> None:
    """Midnight in Việt Nam, which is no midnight in UTC; the council is in force on that one day only."""
    clock, day = tmp_path / "clock", date.fromisoformat(today())
    clock.write_text(datetime.combine(day, time(23, 59), OFFICE_ZONE).isoformat())
    async with running_reviews(await make_database("reviews"), keys, clock_file=clock) as reviews:
        office = Office()
        event = office.submitted(CSTD_CO_SO)
        path, [case_id], version = await _opened(reviews, office, event, valid_from=today(), valid_to=today())
        await reviews.do(office.members[0], f"{path}/sheets", **_sheet(case_id))
        clock.write_text(datetime.combine(day + timedelta(days=1), time(0, 1), OFFICE_ZONE).isoformat())
        for member in office.members[1:]:
            await reviews.do(member, f"{path}/sheets", **_sheet(case_id))
        await reviews.do(office.clerk, f"{path}/closing", version=version)

        minutes = await reviews.get(office.clerk, f"{path}/minutes")
        decided = (await reviews.events(event.nomination_id))[-1][1]

        assert (minutes["held_on"], decided["decided_on"]) == (today(), today())
        opened, closed = (datetime.fromisoformat(minutes[each]) for each in ("opened_at", "closed_at"))
        assert closed.astimezone(OFFICE_ZONE).date() - opened.astimezone(OFFICE_ZONE).date() == timedelta(days=1)
