"""Use cases of a meeting before the vote: plan and prepare it, or cancel it; what opening and closing it share."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from contracts.reviews.api.council import MarkAttendance, PlanMeeting
from contracts.words import MeetingId, MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, Rulebook
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.commands import written
from services.reviews.council.commands.case_life import CaseLife
from services.reviews.council.composition import store as composition
from services.reviews.council.domain import Council, Item, Meeting
from services.reviews.council.sittings import store as sittings


async def plan(tx: Transaction, cases: CaseLife, asked: PlanMeeting, acting: Acting) -> Meeting:
    """A new meeting with its agenda, of the council in force on its day or of the one named."""
    council = await _council(tx, asked, acting)
    meeting = Meeting(
        meeting_id=MeetingId(new_id()),
        council_id=council.council_id,
        version=1,
        stage=MeetingStage.PLANNED,
        name=asked.name,
        held_on=asked.held_on,
        place=asked.place,
        present=None,
    )
    await store.add_meeting(tx, acting.by.office_id, meeting)
    await _put_on(tx, cases, meeting, 0, asked.case_ids, acting)
    await audit(tx, acting.by, "meeting.plan", "meeting", meeting.meeting_id, at=acting.at, cases=len(asked.case_ids))
    return meeting


async def _council(tx: Transaction, asked: PlanMeeting, acting: Acting) -> Council:
    if asked.council_id is not None:
        named = await composition.load_council(tx, acting.by.office_id, asked.council_id, asked.held_on)
        domain.check_in_force(named, asked.held_on)
        return named
    council = domain.in_force(await composition.list_councils(tx, acting.by.office_id, asked.held_on), asked.held_on)
    if council is None:
        raise Refused("council.none", field="council_id")
    return council


async def _put_on(
    tx: Transaction, cases: CaseLife, meeting: Meeting, after: int, case_ids: Sequence[UUID], acting: Acting
) -> None:
    if len(set(case_ids)) < len(case_ids):
        raise Refused("agenda.case_twice", field="case_ids")
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    rulebooks: dict[str, Rulebook] = {}
    items = []
    for case, named in await cases.put_on(tx, meeting.meeting_id, case_ids, acting):
        if named not in rulebooks:
            rulebooks[named] = await copies.find_rulebook(tx, acting.by.office_id, named) or EMPTY
        rule = rulebooks[named].vote_rule(case.award_code, meeting.held_on)
        items.append((case, rule if council.working_rules.open_on_list else replace(rule, is_secret=True)))
    await store.put_items(tx, acting.by.office_id, meeting.meeting_id, after, items)


async def change_agenda(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, version: int, case_ids: Sequence[UUID], acting: Acting
) -> Meeting:
    """The whole agenda anew. Declarations are void once a case is added that the members had not seen.

    Opinions in writing were given on the agenda as it was: they are set aside.
    """
    meeting = await lock(tx, meeting_id, version, MeetingStage.PLANNED, acting)
    before = [item.case.case_id for item in await store.load_items(tx, acting.by.office_id, meeting_id)]
    left_out = [case_id for case_id in before if case_id not in case_ids]
    added = [case_id for case_id in case_ids if case_id not in before]
    # Both sides of a change are locked at once, in one order: two meetings may swap cases at the same time.
    await cases.obstacles(tx, meeting.meeting_id, [*left_out, *added], acting)
    await written.set_aside(tx, meeting_id, (), acting)
    if left_out:
        await cases.take_off(tx, meeting.meeting_id, left_out, "agenda_changed", acting)
        await store.take_items(tx, acting.by.office_id, meeting_id, left_out)
    if added:
        await _put_on(tx, cases, meeting, len(before), added, acting)
        await store.forget_declarations(tx, acting.by.office_id, meeting_id)
    await audit(
        tx, acting.by, "meeting.agenda", "meeting", meeting_id, at=acting.at, added=len(added), left_out=len(left_out)
    )
    return await store.touch(tx, acting.by.office_id, meeting)


async def mark_attendance(tx: Transaction, meeting_id: UUID, asked: MarkAttendance, acting: Acting) -> Meeting:
    """Who is there and why others are not; whom an absent member sent is present."""
    meeting = await lock(tx, meeting_id, asked.version, MeetingStage.PLANNED, acting)
    founded = await composition.load_council(tx, acting.by.office_id, meeting.council_id, meeting.held_on)
    sent = {each.member_id: each for each in asked.substitutes}
    domain.check_substitutes(founded, asked.present, {member: each.person_id for member, each in sent.items()})
    names = await copies.names_of(tx, acting.by.office_id, [each.person_id for each in sent.values()])
    if len(names) < len(sent):
        raise Refused("person.unknown", field="substitutes")
    substitutes = [
        sittings.Substitute(member_id=member, person_id=each.person_id, name=names[each.person_id], letter=each.letter)
        for member, each in sent.items()
    ]
    await sittings.keep_substitutes(tx, acting.by.office_id, meeting_id, substitutes)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    here = domain.check_attendance(council, [*asked.present, *(each.person_id for each in substitutes)])
    marks: dict[UUID, bool] = {member.person_id: member.person_id in here for member in council.members}
    await store.mark_attendance(tx, acting.by.office_id, meeting_id, marks)
    reasons = {each.person_id: each.reason for each in asked.reasons}
    await sittings.keep_absence_reasons(tx, acting.by.office_id, meeting_id, reasons)
    await audit(tx, acting.by, "meeting.attendance", "meeting", meeting_id, at=acting.at, present=len(here))
    return await store.touch(tx, acting.by.office_id, meeting)


async def cancel_meeting(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, version: int, reason: str, acting: Acting
) -> Meeting:
    """A meeting that will not be held: its cases wait for another one."""
    meeting = await lock(tx, meeting_id, version, MeetingStage.PLANNED, acting)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    await cases.take_off(tx, meeting.meeting_id, [item.case.case_id for item in items], "meeting_cancelled", acting)
    await audit(tx, acting.by, "meeting.cancel", "meeting", meeting_id, at=acting.at, reason=reason)
    return await store.cancel(tx, acting.by.office_id, meeting, reason)


async def lock(tx: Transaction, meeting_id: UUID, version: int, stage: MeetingStage, acting: Acting) -> Meeting:
    """The meeting as it was read, in this stage; it stays so until the transaction ends."""
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    domain.check_version(meeting, version)
    domain.require_stage(meeting, stage)
    return meeting


async def postpone_obstructed(
    tx: Transaction, cases: CaseLife, meeting: Meeting, items: Sequence[Item], acting: Acting
) -> None:
    """What is held or withdrawn is left for another meeting."""
    active = [item.case.case_id for item in items if item.postponed is None]
    by_reason: dict[str, list[UUID]] = {}
    for case_id, why in (await cases.obstacles(tx, meeting.meeting_id, active, acting)).items():
        by_reason.setdefault(why, []).append(case_id)
    for why, case_ids in by_reason.items():
        await postpone(tx, cases, meeting, case_ids, why, acting)


async def postpone(
    tx: Transaction, cases: CaseLife, meeting: Meeting, case_ids: Sequence[UUID], why: str, acting: Acting
) -> None:
    """Left for another meeting."""
    if case_ids:
        await store.postpone(tx, acting.by.office_id, meeting.meeting_id, case_ids, why)
        await cases.take_off(tx, meeting.meeting_id, case_ids, why, acting)
