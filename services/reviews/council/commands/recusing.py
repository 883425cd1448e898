"""Use cases of recusal: declare conflicts before the meeting, see one during it, take over another's counting."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.words import MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.access import TABLE as ROLES
from services.office.access import Action
from services.office.refusal import NotFound, Refused
from services.reviews.copies import store as copies
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.store import rounds as box_store
from services.reviews.council.commands import voting
from services.reviews.council.commands.case_life import CaseLife
from services.reviews.council.commands.meetings import postpone
from services.reviews.council.domain import Council, Item, Meeting, Recusal
from services.reviews.council.domain.sheets import sheet_of
from services.reviews.council.sittings import store as sittings


async def declare(
    tx: Transaction, meeting_id: UUID, person_id: UUID, conflicts: Mapping[UUID, Recusal], acting: Acting
) -> Meeting:
    """A member's conflicts of interest on this agenda; one's own nomination is added by itself, as is the own unit's
    where the office's rule says so.
    """
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    domain.require_stage(meeting, MeetingStage.PLANNED)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    member = next((each for each in council.members if each.person_id == person_id), None)
    if member is None:
        raise Refused("council.not_a_member", field="person_id")
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    units = await copies.units_of(tx, acting.by.office_id, [person_id])
    away = domain.recusals_of(member, units.get(person_id), items, conflicts, council.working_rules)
    await store.declare(tx, meeting_id, person_id, away, acting)
    await audit(
        tx, acting.by, "meeting.declare", "meeting", meeting_id, at=acting.at, person_id=person_id, conflicts=len(away)
    )
    return meeting


async def recuse_late(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, case_id: UUID, person_id: UUID, recusal: Recusal, acting: Acting
) -> Meeting:
    """A member sees a conflict only in the meeting: the row closes and it is minuted.

    A ballot that cannot pass any more is left for another meeting.
    """
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    rolls = await voting.rolls(tx, acting.by.office_id, meeting_id)
    in_writing = await box_store.load_written(tx, acting.by.office_id, meeting_id)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    found = await _item(tx, acting.by.office_id, meeting_id, case_id)
    has_voted = (found is not None and person_id in rolls.get(sheet_of(found), frozenset())) or any(
        (each.person_id, each.case_id) == (person_id, case_id) for each in in_writing
    )
    item = domain.check_late(meeting, council, found, person_id, has_voted)
    await store.recuse(tx, meeting_id, person_id, {item.case.case_id: recusal}, acting, after_opening=True)
    await audit(
        tx, acting.by, "meeting.recuse", "case", case_id, at=acting.at, meeting_id=meeting_id, person_id=person_id
    )
    recused = await _item(tx, acting.by.office_id, meeting_id, case_id) or item
    if domain.impossible(council, [recused], meeting.present):
        await postpone(tx, cases, meeting, [case_id], "impossible", acting)
    else:
        await preside(tx, meeting, council, [recused], acting)
    return await store.touch(tx, acting.by.office_id, meeting)


async def _item(tx: Transaction, office_id: UUID, meeting_id: UUID, case_id: UUID) -> Item | None:
    items = await store.load_items(tx, office_id, meeting_id)
    return next((item for item in items if item.case.case_id == case_id), None)


async def preside(tx: Transaction, meeting: Meeting, council: Council, items: Sequence[Item], acting: Acting) -> None:
    """Keep who presides over each of the items."""
    leaders = [
        (item.case.case_id, leading.member.person_id, leading.member.name, leading.why.value)
        for item in items
        if (leading := domain.presiding(council, item, meeting.present or frozenset())) is not None
    ]
    if leaders:
        await store.preside(tx, acting.by.office_id, meeting.meeting_id, leaders)


async def count_instead(tx: Transaction, meeting_id: UUID, case_ids: Sequence[UUID], acting: Acting) -> Meeting:
    """Take over counting and concluding cases that are the clerk's or the secretary's own: a member, or another clerk."""
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    wanted = [
        item
        for item in await store.load_items(tx, acting.by.office_id, meeting_id)
        if item.case.case_id in set(case_ids)
    ]
    if len(wanted) < len(set(case_ids)):
        raise Refused("agenda.not_on_it", field="case_ids")
    if not council.has(acting.by.person_id) and acting.by.roles.isdisjoint(ROLES[Action.CONVENE]):
        raise NotFound("meeting", meeting_id)
    domain.check_counts_instead(meeting, council, wanted, acting.by.person_id)
    await store.count_instead(tx, acting.by.office_id, meeting_id, case_ids, acting.by.person_id, acting.by.name)
    await audit(tx, acting.by, "meeting.count_instead", "meeting", meeting_id, at=acting.at, cases=len(wanted))
    return await store.touch(tx, acting.by.office_id, meeting)
