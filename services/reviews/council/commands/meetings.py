"""Use cases of a meeting before the vote: plan and prepare it, or cancel it; what opening and closing it share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import MeetingId, MeetingStage
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, Rulebook
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.commands import written
from services.reviews.council.commands.case_life import CaseLife
from services.reviews.council.composition import store as composition
from services.reviews.council.composition.commands import in_force
from services.reviews.council.domain import Item, Meeting
from services.reviews.council.sittings import store as sittings


async def plan(
    tx: Transaction,
    cases: CaseLife,
    council_id: UUID | None,
    name: str,
    held_on: date,
    place: str,
    case_ids: Sequence[UUID],
    by: Actor,
    at: datetime,
    today: date,
) -> Meeting:
    """A new meeting with its agenda."""
    if council_id is None:
        council = in_force(await composition.list_councils(tx, by.office_id, held_on), held_on)
        if council is None:
            raise Refused("council.none", field="council_id")
    else:
        council = await composition.load_council(tx, by.office_id, council_id, held_on)
        domain.check_in_force(council, held_on)
    meeting = Meeting(
        MeetingId(new_id()), council.council_id, 1, MeetingStage.PLANNED, name, held_on, place, present=None
    )
    await store.add_meeting(tx, by.office_id, meeting)
    await _put_on(tx, cases, meeting, 0, case_ids, by, at)
    await audit(tx, by, "meeting.plan", "meeting", meeting.meeting_id, at=at, cases=len(case_ids))
    return meeting


async def _put_on(
    tx: Transaction, cases: CaseLife, meeting: Meeting, after: int, case_ids: Sequence[UUID], by: Actor, at: datetime
) -> None:
    if len(set(case_ids)) < len(case_ids):
        raise Refused("agenda.case_twice", field="case_ids")
    council = await sittings.council_at(tx, by.office_id, meeting)
    rulebooks: dict[str, Rulebook] = {}
    items = []
    for case, named in await cases.put_on(tx, meeting.meeting_id, case_ids, by, at):
        if named not in rulebooks:
            rulebooks[named] = await copies.find_rulebook(tx, by.office_id, named) or EMPTY
        rule = rulebooks[named].vote_rule(case.award_code, meeting.held_on)
        items.append((case, rule if council.working_rules.open_on_list else replace(rule, is_secret=True)))
    await store.put_items(tx, by.office_id, meeting.meeting_id, after, items)


async def change_agenda(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, version: int, case_ids: Sequence[UUID], by: Actor, at: datetime
) -> Meeting:
    """The whole agenda anew. What members declared counts no more once a case is added that they had not seen.

    Opinions in writing were given on the agenda as it was: they are set aside.
    """
    meeting = await lock(tx, meeting_id, version, MeetingStage.PLANNED, by)
    before = [item.case.case_id for item in await store.load_items(tx, by.office_id, meeting_id)]
    left_out = [case_id for case_id in before if case_id not in case_ids]
    added = [case_id for case_id in case_ids if case_id not in before]
    # Both sides of a change are locked at once, in one order: two meetings may swap cases at the same time.
    await cases.obstacles(tx, meeting.meeting_id, [*left_out, *added], by)
    await written.set_aside(tx, meeting_id, (), by, at)
    if left_out:
        await cases.take_off(tx, meeting.meeting_id, left_out, "agenda_changed", by, at)
        await store.take_items(tx, by.office_id, meeting_id, left_out)
    if added:
        await _put_on(tx, cases, meeting, len(before), added, by, at)
        await store.forget_declarations(tx, by.office_id, meeting_id)
    await audit(tx, by, "meeting.agenda", "meeting", meeting_id, at=at, added=len(added), left_out=len(left_out))
    return await store.touch(tx, by.office_id, meeting)


async def mark_attendance(
    tx: Transaction,
    meeting_id: UUID,
    version: int,
    present: Sequence[UUID],
    by: Actor,
    at: datetime,
    reasons: Mapping[UUID, str] | None = None,
    substitutes: Mapping[UUID, tuple[UUID, str]] | None = None,
) -> Meeting:
    """Who is there and why others are not.

    Args:
        substitutes: per absent member whom they sent, and the paper that says so; they are present.
    """
    meeting = await lock(tx, meeting_id, version, MeetingStage.PLANNED, by)
    founded = await composition.load_council(tx, by.office_id, meeting.council_id, meeting.held_on)
    sent = substitutes or {}
    domain.check_substitutes(founded, present, {member: person for member, (person, _) in sent.items()})
    known = await copies.names_of(tx, by.office_id, [person for person, _ in sent.values()])
    if len(known) < len(sent):
        raise Refused("person.unknown", field="substitutes")
    await sittings.keep_substitutes(
        tx,
        by.office_id,
        meeting_id,
        [sittings.Substitute(member, person, known[person], letter) for member, (person, letter) in sent.items()],
    )
    council = await sittings.council_at(tx, by.office_id, meeting)
    here = domain.check_attendance(council, [*present, *(person for person, _ in sent.values())])
    marks: dict[UUID, bool] = {member.person_id: member.person_id in here for member in council.members}
    await store.mark_attendance(tx, by.office_id, meeting_id, marks)
    await sittings.keep_absence_reasons(tx, by.office_id, meeting_id, reasons or {})
    await audit(tx, by, "meeting.attendance", "meeting", meeting_id, at=at, present=len(here))
    return await store.touch(tx, by.office_id, meeting)


async def cancel_meeting(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, version: int, reason: str, by: Actor, at: datetime
) -> Meeting:
    """A meeting that will not be held: its cases wait for another one."""
    meeting = await lock(tx, meeting_id, version, MeetingStage.PLANNED, by)
    items = await store.load_items(tx, by.office_id, meeting_id)
    await cases.take_off(tx, meeting.meeting_id, [item.case.case_id for item in items], "meeting_cancelled", by, at)
    await audit(tx, by, "meeting.cancel", "meeting", meeting_id, at=at, reason=reason)
    return await store.cancel(tx, by.office_id, meeting, reason)


async def lock(tx: Transaction, meeting_id: UUID, version: int, stage: MeetingStage, by: Actor) -> Meeting:
    """The meeting as it was read, in this stage; it stays so until the transaction ends."""
    meeting = await store.lock_meeting(tx, by.office_id, meeting_id)
    domain.check_version(meeting, version)
    domain.require_stage(meeting, stage)
    return meeting


async def postpone_obstructed(
    tx: Transaction, cases: CaseLife, meeting: Meeting, items: Sequence[Item], by: Actor, at: datetime
) -> None:
    """What is held or withdrawn is left for another meeting."""
    active = [item.case.case_id for item in items if item.postponed is None]
    by_reason: dict[str, list[UUID]] = {}
    for case_id, why in (await cases.obstacles(tx, meeting.meeting_id, active, by)).items():
        by_reason.setdefault(why, []).append(case_id)
    for why, case_ids in by_reason.items():
        await postpone(tx, cases, meeting, case_ids, why, by, at)


async def postpone(
    tx: Transaction, cases: CaseLife, meeting: Meeting, case_ids: Sequence[UUID], why: str, by: Actor, at: datetime
) -> None:
    """Left for another meeting."""
    if case_ids:
        await store.postpone(tx, by.office_id, meeting.meeting_id, case_ids, why)
        await cases.take_off(tx, meeting.meeting_id, case_ids, why, by, at)
