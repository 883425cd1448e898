"""What the reviews' events do to nominations and to the ledger: each once, in order, whatever arrives twice."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.envelope import Event
from contracts.reporting.events import UnitResultsRecorded
from contracts.reviews import events as reviews
from contracts.words import AwardGround, NominationState
from services.chassis.database import Database
from services.chassis.ids import derived_id, new_id
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.nominations.app import NEIGHBOURS
from services.nominations.dossiers import commands, store
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.office.access import Role
from tests.store.nominations_desk import CSTD_TINH, LDTT, NOW, TODAY, Desk, subscription
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres


@pytest.fixture
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    database = Database(await make_database("nominations"), size=20)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up()
    yield desk
    await database.close()


async def take(desk: Desk, *events: Event, group: str = "nominations.outcomes") -> list[Message]:
    messages = [desk.message(event) for event in events]
    await Inbox(desk.database, subscription(group), attempts=1).take(messages)
    return messages


def case_of(desk: Desk, nomination_id: UUID) -> dict[str, Any]:
    return {"office_id": desk.by.office_id, "nomination_id": nomination_id, "case_id": new_id()}


async def test_the_whole_way_from_receipt_to_the_ledger(desk: Desk) -> None:
    nomination_id = await desk.submitted()

    await take(desk, *desk.advised(nomination_id), desk.decided(nomination_id))

    found = await desk.nomination(nomination_id)
    award_id = derived_id("award", nomination_id)
    assert (found.state, found.version) == (NominationState.AWARDED, 6)
    assert found.council is not None and found.council["in_favour"] == 8
    assert found.outcome == {
        "decided_on": "2026-07-02",
        "decided_by": "Chánh Văn phòng Nguyễn Văn Mẫu",
        "decision_number": "12/QĐ-VPUBND",
        "award_id": str(award_id),
    }
    [entry] = await desk.ledger()
    # 0,3 × the base salary in force from 01/07/2026, rounded up to tens of thousands
    assert (entry.award_id, entry.money_vnd, entry.decided_by) == (award_id, 760_000, found.outcome["decided_by"])
    [told] = await desk.told("AwardRecorded")
    assert (told["award_id"], told["nomination_id"], told["money_vnd"]) == (str(award_id), str(nomination_id), 760_000)


async def test_a_decision_told_twice_enters_the_ledger_once(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    [*_, message] = await take(desk, *desk.advised(nomination_id), desk.decided(nomination_id))

    await Inbox(desk.database, subscription("nominations.outcomes")).take([message, message])
    await take(desk, desk.decided(nomination_id))  # the same fact under another id

    assert (len(await desk.ledger()), len(await desk.told("AwardRecorded"))) == (1, 1)


async def test_a_returned_nomination_is_mended_and_submitted_again(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    back = reviews.NominationReturned(
        **case_of(desk, nomination_id),
        revision=1,
        missing=("Thiếu biên bản",),
        note="Bổ sung",
        returned_on=TODAY,
        complete_by=date(2026, 7, 10),
    )
    await take(desk, back)
    returned = await desk.nomination(nomination_id)

    async with desk.database.transaction() as tx:
        papers = replace(returned.papers, summary="Đã bổ sung biên bản.")
        edited = await commands.edit(tx, nomination_id, returned.version, papers, desk.acting)
    async with desk.database.transaction() as tx:
        late = date(2026, 7, 9)  # after the round closed, before the day set for completion
        again = await commands.submit(tx, nomination_id, desk.acting_on(late), edited.version)

    assert (returned.state, returned.returned) == (
        NominationState.RETURNED,
        {"missing": ["Thiếu biên bản"], "note": "Bổ sung", "returned_on": "2026-06-15", "complete_by": "2026-07-10"},
    )
    assert (again.nomination.state, again.nomination.revision, again.nomination.returned) == (
        NominationState.SUBMITTED,
        2,
        None,
    )
    told = await desk.told("NominationSubmitted")
    assert [body["revision"] for body in told] == [1, 2]
    assert told[0]["dossier_sha256"] != told[1]["dossier_sha256"]
    async with desk.database.transaction() as tx:
        first = await store.dossier(tx, desk.by.office_id, nomination_id, 1)
        latest = await store.dossier(tx, desk.by.office_id, nomination_id, None)
    assert (first["sha256"], latest["sha256"]) == (told[0]["dossier_sha256"], told[1]["dossier_sha256"])


async def test_sent_up_and_declined_above(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    case = case_of(desk, nomination_id)
    kept = desk.decided(nomination_id)

    await take(
        desk,
        *desk.advised(nomination_id),
        reviews.ProposalSubmittedUpward(
            **case,
            award=LDTT,
            nominee=kept.nominee,
            letter_number="05/TTr-VPUBND",
            submitted_on=TODAY,
            authority="Chủ tịch UBND tỉnh",
        ),
    )
    sent_up = (await desk.nomination(nomination_id)).state
    refused = reviews.UpperAuthorityAnswered(
        **case,
        award=LDTT,
        ground=AwardGround.MERIT,
        nominee=kept.nominee,
        period_year=2026,
        granted=False,
        authority="Chủ tịch UBND tỉnh",
        answered_on=TODAY,
        reason="Chưa đủ sáng kiến",
    )
    await take(desk, refused)
    declined = await desk.nomination(nomination_id)

    assert (sent_up, declined.state) == (NominationState.PROPOSED_UPWARD, NominationState.DECLINED)
    assert declined.outcome is not None and declined.outcome["reason"] == "Chưa đủ sáng kiến"
    assert await desk.ledger() == []


async def test_no_award_for_a_nomination_that_was_withdrawn(desk: Desk) -> None:
    """The reviews never say both; should they, somebody has to look, and the ledger stays as it is."""
    nomination_id = await desk.submitted()
    async with desk.database.transaction() as tx:
        await commands.withdraw(tx, nomination_id, 3, "Xin rút", desk.acting)
    gone = reviews.WithdrawalAccepted(**case_of(desk, nomination_id), accepted_at=NOW, accepted_by=new_id())

    await take(desk, gone, gone, desk.decided(nomination_id))

    found = await desk.nomination(nomination_id)
    assert (found.state, found.version) == (NominationState.WITHDRAWN, 5)
    assert await desk.ledger() == []
    async with desk.database.transaction() as tx:
        parked = await tx.fetch("select key, reason from parked")
    assert [(row["key"], row["reason"]) for row in parked] == [(str(nomination_id), "contradiction")]


async def test_an_award_granted_from_above_enters_the_ledger_under_that_authority(desk: Desk) -> None:
    nomination_id = await desk.submitted(award=CSTD_TINH)
    sent_up = reviews.ProposalSubmittedUpward(
        **case_of(desk, nomination_id),
        award=CSTD_TINH,
        nominee=desk.decided(nomination_id).nominee,
        letter_number="05/TTr-VPUBND",
        submitted_on=TODAY,
        authority="Chủ tịch UBND tỉnh",
    )
    granted = reviews.UpperAuthorityAnswered(
        **case_of(desk, nomination_id),
        award=CSTD_TINH,
        ground=AwardGround.MERIT,
        nominee=desk.decided(nomination_id).nominee,
        period_year=2026,
        granted=True,
        authority="Chủ tịch UBND tỉnh",
        decision_number="901/QĐ-UBND",
        answered_on=date(2026, 6, 20),
    )

    await take(desk, *desk.advised(nomination_id), sent_up, granted)

    [entry] = await desk.ledger()
    assert (entry.award_code, entry.decided_by, entry.decision_number) == (
        "CSTD_TINH",
        "Chủ tịch UBND tỉnh",
        "901/QĐ-UBND",
    )
    assert entry.money_vnd == 7_020_000  # 3,0 × 2.340.000, the base salary before 01/07/2026


async def test_a_signed_award_without_a_money_rule_still_enters(desk: Desk) -> None:
    nomination_id = await desk.submitted()

    await take(desk, *desk.advised(nomination_id), desk.decided(nomination_id, decided_on=date(2001, 1, 1)))

    [entry] = await desk.ledger()
    assert (entry.money_vnd, entry.money_basis.startswith("chưa có quy định")) == (None, True)
    assert [body["money_vnd"] for body in await desk.told("AwardRecorded")] == [0]


async def test_events_of_other_offices_are_skipped_and_unknown_nominations_parked(desk: Desk) -> None:
    foreign = desk.decided(new_id(), office_id=uuid.uuid4())
    unknown = desk.decided(new_id())

    await take(desk, foreign, unknown)

    async with desk.database.transaction() as tx:
        parked = await tx.fetch("select key, reason from parked")
    assert [(row["key"], row["reason"]) for row in parked] == [(str(unknown.nomination_id), "contradiction")]


async def test_the_last_word_on_a_units_month_is_shown(desk: Desk) -> None:
    unit_id = desk.nominees["P0"].unit_id

    def result(month: int, completed: int) -> UnitResultsRecorded:
        return UnitResultsRecorded(
            office_id=desk.by.office_id,
            unit_id=unit_id,
            year=2026,
            month=month,
            assigned=10,
            completed=completed,
            on_time=completed,
        )

    await take(desk, result(1, 8), result(2, 10), result(1, 9), group="nominations.results")

    async with desk.database.transaction() as tx:
        found = await store.results_of_year(tx, desk.by.office_id, unit_id, 2026)
        none = await store.results_of_year(tx, desk.by.office_id, unit_id, 2025)
    assert (found is not None and dict(found), none) == (
        {"months": 2, "assigned": 20, "completed": 19, "on_time": 19},
        None,
    )


async def test_sixteen_writers_submit_sixteen_nominations_without_a_gap(make_database: MakeDatabase) -> None:
    database = Database(await make_database("nominations"), size=16)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=16)

    await asyncio.gather(*(desk.submitted(code) for code in desk.nominees))

    told = await desk.told("NominationSubmitted")
    assert (len(told), len({body["nomination_id"] for body in told})) == (16, 16)
    async with database.transaction() as tx:
        frozen = await tx.fetch("select nomination_id, sha256 from dossiers")
    assert {(str(row["nomination_id"]), row["sha256"]) for row in frozen} == {
        (body["nomination_id"], body["dossier_sha256"]) for body in told
    }
    await database.close()


async def test_a_frozen_dossier_cannot_be_changed_by_anyone(desk: Desk) -> None:
    await desk.submitted()

    with pytest.raises(asyncpg.RaiseError, match="dossiers is never changed"):
        async with desk.database.transaction() as tx:
            await tx.execute("update dossiers set content = '{}'")


async def test_what_begins_to_be_verified_after_the_submission_holds_it(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    matter = register.Matter("person", "P0", "Đơn tố cáo", TODAY)
    settled = register.Matter("person", "P0", "Đơn cũ", date(2025, 1, 1), date(2025, 2, 1))

    for rows in (register.Rows(matters=(settled,)), register.Rows(matters=(matter,)), register.Rows(matters=(matter,))):
        async with desk.database.transaction() as tx:
            await register_commands.write(tx, rows, NEIGHBOURS, desk.acting)

    found = await desk.nomination(nomination_id)
    assert found.hold == {"reason": "Đơn tố cáo", "held_on": "2026-06-15"}
    assert [body["reason"] for body in await desk.told("NominationHeld")] == ["Đơn tố cáo"]
