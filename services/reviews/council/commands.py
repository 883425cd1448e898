"""Use cases of the council: found it, plan and prepare a meeting, close it with a conclusion on every case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from contracts.api.objections import Objection
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, QuorumRule, Rulebook
from services.reviews.council import domain, recusing, store, voting
from services.reviews.council.ballot_box import rounds, written
from services.reviews.council.ballot_box import store as box_store
from services.reviews.council.ballot_box.sealing import SealedBoxes
from services.reviews.council.domain import (
    AgendaCase,
    Conclusion,
    Council,
    CouncilId,
    FreshVerdict,
    Item,
    Meeting,
    MeetingId,
    MeetingStage,
    Member,
    PersonId,
)
from services.reviews.council.domain.sheets import sheet_of
from services.reviews.council.sittings import store as sittings

Named = tuple[UUID, str | None, domain.Position]
"""A member as a decision lists one: person, name where it is given, position."""


class CaseLife(Protocol):
    """What the council asks of the cases, which decide their own fate; wired in app.py."""

    async def put_on(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], by: Actor, at: datetime
    ) -> Sequence[tuple[AgendaCase, str]]:
        """Bring appraised cases before a meeting, each with the rulebook version it names; refuses any not ready."""

    async def take_off(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], why: str, by: Actor, at: datetime
    ) -> None:
        """Back to ``appraised``; cases that have left the meeting by themselves stay where they are."""

    async def obstacles(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], by: Actor
    ) -> Mapping[UUID, str]:
        """Lock the cases and say which of them the council may not decide now, and why (a hold, a withdrawal)."""

    async def judge_afresh(self, case_ids: Sequence[UUID], by: Actor) -> Mapping[UUID, FreshVerdict] | None:
        """Verdicts as of now, asked before a transaction; None where none can be had."""

    async def objections(
        self, tx: Transaction, case_ids: Sequence[UUID], until: datetime, by: Actor
    ) -> Sequence[Objection]:
        """What had been objected to the cases by then, as it stood then."""

    async def advise(self, tx: Transaction, conclusions: Sequence[Conclusion], by: Actor, at: datetime) -> None:
        """Take the council's advice and record CouncilDecided for each."""


async def found(
    tx: Transaction,
    name: str,
    decision_number: str | None,
    valid_from: date,
    quorum: QuorumRule | None,
    members: Sequence[Named],
    by: Actor,
    at: datetime,
    valid_to: date | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Council:
    """Keep a council as its decision lists it.

    Args:
        rules: what its own working rules change of the rulebook's, in the form `WorkingRules.changed_by` reads.
    """
    if valid_to is not None and valid_to < valid_from:
        raise Refused("dates_reversed", field="valid_to", first=valid_from.isoformat(), last=valid_to.isoformat())
    rulebook = await copies.find_newest_rulebook(tx, by.office_id) or EMPTY
    override = dict(rules or {})
    if quorum is not None:
        override |= {"quorum_numerator": quorum.numerator, "quorum_denominator": quorum.denominator}
    working = rulebook.working_rules(valid_from).changed_by(override)
    council = Council(
        CouncilId(new_id()), name, decision_number, valid_from, working.quorum, await _named(tx, members, by), working,
        valid_to,
    )  # fmt: skip
    domain.check_council(council.members)
    await store.add_council(tx, by.office_id, council, override)
    await audit(tx, by, "council.found", "council", council.council_id, at=at, seats=council.seats)
    return council


async def _named(tx: Transaction, members: Sequence[Named], by: Actor) -> tuple[Member, ...]:
    """Names not given come from the register's copy."""
    known = await copies.names_of(tx, by.office_id, [person for person, given, _ in members if given is None])
    unknown = [str(person) for person, given, _ in members if given is None and person not in known]
    if unknown:
        raise Refused("person.unknown", field="members", people=unknown)
    return tuple(Member(PersonId(person), given or known[person], position) for person, given, position in members)


async def change_members(
    tx: Transaction, council_id: UUID, version: int, members: Sequence[Named], from_day: date,
    decision_number: str | None, by: Actor, at: datetime,
) -> Council:  # fmt: skip
    """The members anew from a day on (kiện toàn); meetings opened before keep theirs."""
    council = await store.load_council(tx, by.office_id, council_id, from_day)
    if council.version != version:
        raise Refused("stale", field="version", current=council.version)
    earliest = await store.last_change_of_members(tx, by.office_id, council_id) + timedelta(days=1)
    if from_day < earliest or (council.valid_to is not None and from_day > council.valid_to):
        raise Refused("council.composition_order", field="from_day", from_day=earliest.isoformat())
    seated = await _named(tx, members, by)
    domain.check_council(seated)
    await store.replace_members(tx, by.office_id, council, seated, from_day, decision_number)
    await audit(tx, by, "council.change_members", "council", council_id, at=at, seats=len(seated), from_day=from_day)
    return await store.load_council(tx, by.office_id, council_id, from_day)


def in_force(councils: Sequence[Council], today: date) -> Council | None:
    """The newest council whose day has come and has not passed; ``councils`` newest first."""
    newest = next((council for council in councils if council.valid_from <= today), None)
    return newest if newest is None or newest.valid_to is None or today <= newest.valid_to else None


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
        council = in_force(await store.list_councils(tx, by.office_id, held_on), held_on)
        if council is None:
            raise Refused("council.none", field="council_id")
    else:
        council = await store.load_council(tx, by.office_id, council_id, held_on)
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
    tx: Transaction,
    cases: CaseLife,
    meeting_id: UUID,
    version: int,
    case_ids: Sequence[UUID],
    by: Actor,
    at: datetime,
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
    founded = await store.load_council(tx, by.office_id, meeting.council_id, meeting.held_on)
    sent = substitutes or {}
    domain.check_substitutes(founded, present, {member: person for member, (person, _) in sent.items()})
    known = await copies.names_of(tx, by.office_id, [person for person, _ in sent.values()])
    if len(known) < len(sent):
        raise Refused("person.unknown", field="substitutes")
    await sittings.keep_substitutes(
        tx, by.office_id, meeting_id,
        [sittings.Substitute(member, person, known[person], letter) for member, (person, letter) in sent.items()],
    )  # fmt: skip
    council = await sittings.council_at(tx, by.office_id, meeting)
    here = domain.check_attendance(council, [*present, *(person for person, _ in sent.values())])
    marks: dict[UUID, bool] = {member.person_id: member.person_id in here for member in council.members}
    await store.mark_attendance(tx, by.office_id, meeting_id, marks)
    await sittings.keep_absence_reasons(tx, by.office_id, meeting_id, reasons or {})
    await audit(tx, by, "meeting.attendance", "meeting", meeting_id, at=at, present=len(here))
    return await store.touch(tx, by.office_id, meeting)


async def close_meeting(
    tx: Transaction,
    cases: CaseLife,
    boxes: SealedBoxes,
    meeting_id: UUID,
    version: int,
    postponed: Sequence[UUID],
    even_if_missing: bool,
    by: Actor,
    at: datetime,
    places: Mapping[str, int] | None = None,
) -> Meeting:
    """Count, conclude every case that is not postponed, and hand the advice to the cases; a second close is refused.

    Args:
        places: per award how many may be recommended, where the working rules take from the top.
    """
    meeting = await lock(tx, meeting_id, version, MeetingStage.OPEN, by)
    council = await sittings.council_at(tx, by.office_id, meeting)
    items = await store.load_items(tx, by.office_id, meeting_id)
    strange = set(postponed) - {item.case.case_id for item in items}
    if strange:
        raise Refused("agenda.not_on_it", field="postponed", cases=sorted(map(str, strange)))
    await postpone_obstructed(tx, cases, meeting, items, by, at)
    await postpone(tx, cases, meeting, postponed, "by_the_council", by, at)
    active = [item for item in await store.load_items(tx, by.office_id, meeting_id) if item.postponed is None]
    domain.check_concluder(active, by.person_id)
    # A tie at the last place refuses the close, so places ask for every sheet: else they would tell a running tally.
    awaited = [item for item in active if not even_if_missing or item.case.award_code in (places or {})]
    if awaited:
        on_screen = await rounds.on_screen(tx, meeting, awaited, by)
        domain.check_all_voted(council, meeting, on_screen, await voting.rolls(tx, by.office_id, meeting_id))
    conclusions = await _conclude(tx, boxes, council, meeting, active, places or {}, by)
    await store.close(tx, by.office_id, meeting, at)
    votes: dict[UUID, tuple[Mapping[str, Any], bool]] = {
        each.case.case_id: (domain.figures(each), each.recommended) for each in conclusions
    }
    await store.keep_conclusions(tx, by.office_id, meeting_id, votes)
    await audit(tx, by, "meeting.close", "meeting", meeting_id, at=at, concluded=len(conclusions))
    await cases.advise(tx, conclusions, by, at)
    return await store.load_meeting(tx, by.office_id, meeting_id)


async def _conclude(
    tx: Transaction,
    boxes: SealedBoxes,
    council: Council,
    meeting: Meeting,
    items: Sequence[Item],
    places: Mapping[str, int],
    by: Actor,
) -> list[Conclusion]:
    counted = await store.count_open_votes(tx, by.office_id, meeting.meeting_id)
    counted |= await rounds.count_all(tx, boxes, meeting, items, by)
    in_writing = await written.count(tx, by.office_id, meeting.meeting_id)
    chair = next((each.person_id for each in council.members if each.position is domain.Position.CHAIR), None)
    of_chair = await sittings.open_votes_of(tx, by.office_id, meeting.meeting_id, chair) if chair else {}
    conclusions = []
    silent = []
    for item in items:
        votes = item.by_hand or counted.get(item.case.case_id)
        if votes is None or votes.cast == 0:
            silent.append(str(item.case.case_id))
        else:
            apart = in_writing.get(item.case.case_id, domain.NO_VOTES)
            chair_in_favour = of_chair.get(item.case.case_id) == domain.Choice.FOR
            conclusions.append(domain.conclude_item(council, meeting, item, votes, apart, chair_in_favour))
    if silent:
        raise Refused("ballot.missing", field="postponed", cases=silent)
    nominees = [item.case.nominee_id for item in items]
    preferred = await copies.preferred_among_equals(tx, by.office_id, nominees) if places else frozenset()
    chair_for = {case_id for case_id, choice in of_chair.items() if choice == domain.Choice.FOR}
    return domain.within_places(conclusions, places, domain.Merit(council.working_rules, preferred, chair_for))


async def recuse_late(
    tx: Transaction, cases: CaseLife, meeting_id: UUID, case_id: UUID, person_id: UUID, recusal: domain.Recusal,
    by: Actor, at: datetime,
) -> Meeting:  # fmt: skip
    """A member sees a conflict only in the meeting; a ballot that cannot pass any more is left for another one."""
    meeting = await store.lock_meeting(tx, by.office_id, meeting_id)
    rolls = await voting.rolls(tx, by.office_id, meeting_id)
    on_paper = {
        each.case_id
        for each in await box_store.load_written(tx, by.office_id, meeting_id)
        if each.person_id == person_id
    }

    def has_voted(item: Item) -> bool:
        return person_id in rolls.get(sheet_of(item), frozenset()) or item.case.case_id in on_paper

    council, item = await recusing.recuse_late(tx, meeting, case_id, person_id, recusal, has_voted, by, at)
    if domain.impossible(council, [item], meeting.present):
        await postpone(tx, cases, meeting, [case_id], "impossible", by, at)
    else:
        await recusing.preside(tx, meeting, council, [item], by)
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
