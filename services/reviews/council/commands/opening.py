"""Use cases of the opening: ask for fresh verdicts on the agenda, then open the vote on what may be voted on."""

from collections.abc import Mapping
from uuid import UUID

from contracts.reviews.api.council import OpenMeeting
from contracts.words import MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Database, Transaction
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.commands import rounds, written
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.commands import recusing
from services.reviews.council.commands.case_life import CaseLife
from services.reviews.council.commands.meetings import lock, postpone, postpone_obstructed
from services.reviews.council.domain import FreshVerdict, Meeting
from services.reviews.council.sittings import store as sittings

Fresh = Mapping[UUID, FreshVerdict] | None
"""By case; None where nominations could not be asked, and the council has the verdicts of record."""


async def judge_agenda(database: Database, cases: CaseLife, meeting_id: UUID, version: int, acting: Acting) -> Fresh:
    """Before the transaction that opens; nothing is asked where the opening itself will be refused or is a repetition."""
    async with database.transaction() as tx:
        meeting = await store.load_meeting(tx, acting.by.office_id, meeting_id)
        if meeting.stage is not MeetingStage.PLANNED or meeting.version != version:
            return {}
        on_agenda = [item.case.case_id for item in await store.load_items(tx, acting.by.office_id, meeting_id)]
    return await cases.judge_afresh(on_agenda, acting)


async def open_meeting(
    tx: Transaction,
    cases: CaseLife,
    boxes: SealedBoxes,
    meeting_id: UUID,
    asked: OpenMeeting,
    acting: Acting,
    fresh: Fresh,
) -> Meeting:
    """Open the vote; cases held meanwhile are postponed first, then nothing on the agenda changes any more.

    A fresh verdict that is held postpones its case. Any other is put before the members and into the minutes, as is
    that nominations could not be asked; neither keeps a council that has come together from meeting.

    Refused (``meeting.other_day``) on another day than the meeting was called for, unless the reason is given.
    """
    meeting = await lock(tx, meeting_id, asked.version, MeetingStage.PLANNED, acting)
    is_other_day = meeting.held_on != acting.today
    council = await sittings.council_at(tx, acting.by.office_id, meeting, acting.today)
    domain.check_in_force(council, acting.today)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    await postpone_obstructed(tx, cases, meeting, items, acting)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    held = [
        item.case.case_id
        for item in items
        if item.postponed is None and (verdict := (fresh or {}).get(item.case.case_id)) and verdict.is_held
    ]
    await postpone(tx, cases, meeting, held, "held", acting)
    await store.keep_verdicts(tx, acting.by.office_id, meeting_id, fresh)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    declared = await store.list_declared(tx, acting.by.office_id, meeting_id)
    domain.check_opening(council, meeting, items, declared)
    domain.check_day(meeting, acting.today, asked.other_day_reason)
    absent = [each.person_id for each in council.members if each.person_id not in (meeting.present or ())]
    await written.set_aside(tx, meeting_id, absent, acting)
    why = asked.other_day_reason if is_other_day else ""
    opened = await store.open_(tx, acting.by.office_id, meeting, acting.at, acting.today, why)
    await sittings.keep_seats(tx, acting.by.office_id, opened, council)
    await recusing.preside(tx, opened, council, items, acting)
    await rounds.open_all(tx, boxes, council, opened, items, acting)
    judged = None if fresh is None else len(fresh)
    await audit(tx, acting.by, "meeting.open", "meeting", meeting_id, at=acting.at, judged=judged, other_day=why)
    return opened
