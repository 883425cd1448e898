"""Reads and writes meetings, agendas and votes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import Choice, CouncilId, MeetingId, MeetingStage, PersonId, RecusalKind, VoteMethod
from services.chassis.acting import Acting
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound
from services.reviews.copies.domain import VoteRule
from services.reviews.council import domain
from services.reviews.council.domain import FreshVerdict, Item, Meeting, Recusal, Votes

queries = Queries(__file__)
_CASE_COLUMNS = tuple(field.name for field in fields(domain.AgendaCase))


@dataclass(frozen=True, slots=True)
class Concluded:
    """An agenda item as a reader sees it, with the vote that was kept at the close."""

    item: Item
    vote: dict[str, object] | None
    recommended: bool | None
    presided_by: str | None = None
    presided_why: str | None = None
    counted_by_name: str | None = None


@dataclass(frozen=True, slots=True)
class SpecialCourse:
    """What minutes say of a meeting that did not go as called: held on another day, closed without all votes."""

    called_for: date | None
    other_day_reason: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class ReaderStanding:
    """How a person stands to a case that is on an agenda."""

    meeting_id: UUID
    is_pending: bool
    is_member: bool
    has_declared: bool
    is_recused: bool


async def add_meeting(tx: Transaction, office_id: UUID, meeting: Meeting) -> None:
    await tx.execute(
        queries.insert_meeting,
        meeting.meeting_id,
        office_id,
        meeting.council_id,
        meeting.name,
        meeting.held_on,
        meeting.place,
    )


async def list_meetings(tx: Transaction, office_id: UUID, limit: int) -> list[tuple[Meeting, int]]:
    """The latest first, each with the length of its agenda; attendance is left out."""
    rows = await tx.fetch(queries.meetings, office_id, limit)
    return [(_meeting(row, None), row["cases"]) for row in rows]


async def load_meeting(tx: Transaction, office_id: UUID, meeting_id: UUID) -> Meeting:
    return await _load_meeting(tx, queries.meeting, office_id, meeting_id)


async def lock_meeting(tx: Transaction, office_id: UUID, meeting_id: UUID) -> Meeting:
    """Nobody else changes the meeting or votes in it until the transaction ends."""
    return await _load_meeting(tx, queries.lock_meeting, office_id, meeting_id)


async def share_meeting(tx: Transaction, office_id: UUID, meeting_id: UUID) -> Meeting:
    """The meeting stays as it is until the transaction ends; others may vote meanwhile."""
    return await _load_meeting(tx, queries.share_meeting, office_id, meeting_id)


async def _load_meeting(tx: Transaction, query: str, office_id: UUID, meeting_id: UUID) -> Meeting:
    row = await tx.fetchrow(query, office_id, meeting_id)
    if row is None:
        raise NotFound("meeting", meeting_id)
    marked = await tx.fetch(queries.attendance, office_id, meeting_id)
    present = frozenset(PersonId(each["person_id"]) for each in marked if each["present"]) if marked else None
    return _meeting(row, present)


def _meeting(row: Row, present: frozenset[PersonId] | None) -> Meeting:
    return Meeting(
        meeting_id=MeetingId(row["meeting_id"]),
        council_id=CouncilId(row["council_id"]),
        version=row["version"],
        stage=MeetingStage(row["stage"]),
        name=row["name"],
        held_on=row["held_on"],
        place=row["place"],
        present=present,
    )


async def times_of(tx: Transaction, office_id: UUID, meeting_id: UUID) -> tuple[datetime | None, datetime | None]:
    """When the meeting was opened and closed."""
    row = await tx.fetchrow(queries.meeting, office_id, meeting_id)
    return row["opened_at"], row["closed_at"]


async def touch(tx: Transaction, office_id: UUID, meeting: Meeting) -> Meeting:
    return await _advance(tx, queries.touch_meeting, office_id, meeting)


async def open_(tx: Transaction, office_id: UUID, meeting: Meeting, at: datetime, today: date, why: str) -> Meeting:
    """``why`` it is held today and not on the day it was called for; empty where it is that day."""
    opened = replace(meeting, stage=MeetingStage.OPEN, held_on=today)
    return await _advance(tx, queries.open_meeting, office_id, opened, at, today, why)


async def keep_forced_close(
    tx: Transaction, office_id: UUID, meeting_id: UUID, missing: Mapping[PersonId, Sequence[UUID]], by: str
) -> None:
    """Who had still to vote on which cases, and who closed nevertheless."""
    for person_id, case_ids in missing.items():
        await tx.execute(queries.keep_missing_votes, office_id, meeting_id, person_id, list(case_ids))
    await tx.execute(queries.note_forced_close, office_id, meeting_id, by)


async def missing_votes(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[UUID, list[UUID]]:
    """By member the cases on which their votes were missing at the close."""
    return {
        row["person_id"]: list(row["case_ids"]) for row in await tx.fetch(queries.missing_votes, office_id, meeting_id)
    }


async def special_course(tx: Transaction, office_id: UUID, meeting_id: UUID) -> SpecialCourse:
    row = await tx.fetchrow(queries.special_course, office_id, meeting_id)
    return SpecialCourse(row["called_for"], row["other_day_reason"], row["closed_by"])


async def close(tx: Transaction, office_id: UUID, meeting: Meeting, at: datetime) -> Meeting:
    return await _advance(tx, queries.close_meeting, office_id, replace(meeting, stage=MeetingStage.CLOSED), at)


async def cancel(tx: Transaction, office_id: UUID, meeting: Meeting, reason: str) -> Meeting:
    cancelled = replace(meeting, stage=MeetingStage.CANCELLED)
    return await _advance(tx, queries.cancel_meeting, office_id, cancelled, reason)


async def _advance(tx: Transaction, query: str, office_id: UUID, meeting: Meeting, *args: object) -> Meeting:
    return replace(meeting, version=await tx.fetchval(query, office_id, meeting.meeting_id, *args))


async def mark_attendance(tx: Transaction, office_id: UUID, meeting_id: UUID, marks: Mapping[UUID, bool]) -> None:
    await tx.execute(queries.clear_attendance, office_id, meeting_id)
    await tx.execute(queries.mark_attendance, office_id, meeting_id, list(marks), list(marks.values()))


async def put_items(
    tx: Transaction, office_id: UUID, meeting_id: UUID, after: int, items: Sequence[tuple[domain.AgendaCase, VoteRule]]
) -> None:
    """Add lines behind the first ``after`` ones."""
    rows = [
        (
            case.case_id,
            case.nomination_id,
            case.award_code,
            case.award_name,
            case.nominee_kind,
            case.nominee_id,
            case.nominee_name,
            case.unit_name,
            case.unit_id,
            (VoteMethod.SECRET if rule.is_secret else VoteMethod.OPEN).value,
            rule.percent,
            rule.more_than,
            rule.source,
        )
        for case, rule in items
    ]
    await tx.execute(queries.put_items, office_id, meeting_id, after, *zip(*rows, strict=True))


async def take_items(tx: Transaction, office_id: UUID, meeting_id: UUID, case_ids: Sequence[UUID]) -> None:
    await tx.execute(queries.take_items, office_id, meeting_id, case_ids)


async def load_items(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Item]:
    return [concluded.item for concluded in await load_concluded(tx, office_id, meeting_id)]


async def load_concluded(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Concluded]:
    away: dict[UUID, set[PersonId]] = {}
    for case_id, person_id, _, _ in await list_recusals(tx, office_id, meeting_id):
        away.setdefault(case_id, set()).add(PersonId(person_id))
    return [
        Concluded(
            item=_item(row, frozenset(away.get(row["case_id"], ()))),
            vote=json.loads(row["vote"]) if row["vote"] else None,
            recommended=row["recommended"],
            presided_by=row["presided_by_name"],
            presided_why=row["presided_why"],
            counted_by_name=row["counted_by_name"],
        )
        for row in await tx.fetch(queries.items, office_id, meeting_id)
    ]


def _item(row: Row, recused: frozenset[PersonId]) -> Item:
    case = domain.AgendaCase(**{name: row[name] for name in _CASE_COLUMNS})
    rule = VoteRule(
        is_secret=row["method"] == VoteMethod.SECRET,
        percent=row["percent"],
        more_than=row["more_than"],
        source=row["threshold_source"],
    )
    hands = Votes(in_favour=row["hand_in_favour"], against=row["hand_against"], blank=row["hand_blank"])
    return Item(
        case=case,
        rule=rule,
        recused=recused,
        by_hand=None if row["hand_in_favour"] is None else hands,
        postponed=row["postponed"],
        counted_by=row["counted_by"],
        verdict=None if row["verdict"] is None else FreshVerdict(row["verdict"], row["verdict_changed"]),
    )


async def keep_verdicts(
    tx: Transaction, office_id: UUID, meeting_id: UUID, fresh: Mapping[UUID, FreshVerdict] | None
) -> None:
    """The verdicts at the opening; None where nominations could not be asked."""
    await tx.execute(queries.keep_judged, office_id, meeting_id, "unreachable" if fresh is None else "judged")
    if fresh:
        words = [verdict.word for verdict in fresh.values()]
        changed = [verdict.has_changed for verdict in fresh.values()]
        await tx.execute(queries.keep_verdicts, office_id, meeting_id, list(fresh), words, changed)


async def verdicts_at_opening(tx: Transaction, office_id: UUID, meeting_id: UUID) -> str | None:
    """Whether nominations judged the agenda when the meeting was opened; None before it was asked."""
    said: str | None = await tx.fetchval(queries.verdicts_at_opening, office_id, meeting_id)
    return said


async def postpone(tx: Transaction, office_id: UUID, meeting_id: UUID, case_ids: Sequence[UUID], why: str) -> None:
    await tx.execute(queries.postpone, office_id, meeting_id, case_ids, why)


async def keep_conclusions(
    tx: Transaction, office_id: UUID, meeting_id: UUID, votes: Mapping[UUID, tuple[Mapping[str, object], bool]]
) -> None:
    """Per case the vote as it is published and whether it recommends."""
    texts = [json.dumps(vote) for vote, _ in votes.values()]
    recommended = [passed for _, passed in votes.values()]
    await tx.execute(queries.keep_conclusions, office_id, meeting_id, list(votes), texts, recommended)


async def preside(
    tx: Transaction, office_id: UUID, meeting_id: UUID, leaders: Sequence[tuple[UUID, UUID, str, str]]
) -> None:
    """Per case who presides: person, name, why."""
    await tx.execute(queries.preside, office_id, meeting_id, *map(list, zip(*leaders, strict=True)))


async def count_instead(
    tx: Transaction, office_id: UUID, meeting_id: UUID, case_ids: Sequence[UUID], person_id: UUID, name: str
) -> None:
    await tx.execute(queries.count_instead, office_id, meeting_id, case_ids, person_id, name)


async def keep_hand_count(tx: Transaction, office_id: UUID, meeting_id: UUID, case_id: UUID, votes: Votes) -> None:
    await tx.execute(
        queries.keep_hand_count, office_id, meeting_id, case_id, votes.in_favour, votes.against, votes.blank
    )


async def declare(
    tx: Transaction, meeting_id: UUID, person_id: UUID, conflicts: Mapping[UUID, Recusal], acting: Acting
) -> None:
    """Replaces what the member declared before."""
    by = acting.by
    await tx.execute(queries.declare, by.office_id, meeting_id, person_id, acting.at, by.person_id)
    await tx.execute(queries.forget_recusals, by.office_id, meeting_id, person_id)
    await recuse(tx, meeting_id, person_id, conflicts, acting, after_opening=False)


async def recuse(
    tx: Transaction,
    meeting_id: UUID,
    person_id: UUID,
    conflicts: Mapping[UUID, Recusal],
    acting: Acting,
    after_opening: bool,
) -> None:
    await tx.execute(
        queries.recuse,
        acting.by.office_id,
        meeting_id,
        person_id,
        acting.at,
        after_opening,
        list(conflicts),
        [recusal.reason for recusal in conflicts.values()],
        [recusal.kind.value for recusal in conflicts.values()],
    )


async def forget_declarations(tx: Transaction, office_id: UUID, meeting_id: UUID) -> None:
    await tx.execute(queries.forget_declarations, office_id, meeting_id)


async def list_declared(tx: Transaction, office_id: UUID, meeting_id: UUID) -> frozenset[UUID]:
    return frozenset(row["person_id"] for row in await tx.fetch(queries.declarations, office_id, meeting_id))


async def list_recusals(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[tuple[UUID, UUID, Recusal, bool]]:
    """(case, person, recusal, whether only after the opening)"""
    rows = await tx.fetch(queries.recusals, office_id, meeting_id)
    return [
        (row["case_id"], row["person_id"], Recusal(RecusalKind(row["kind"]), row["reason"]), row["after_opening"])
        for row in rows
    ]


async def recused_from(tx: Transaction, office_id: UUID, person_id: UUID, case_ids: Sequence[UUID]) -> set[UUID]:
    """Of these cases those the person stayed away from, at any meeting."""
    return {row["case_id"] for row in await tx.fetch(queries.recused_from, office_id, person_id, case_ids)}


async def enrol(tx: Transaction, office_id: UUID, meeting_id: UUID, person_id: UUID) -> bool:
    """Put the member on the roll of the open sheet; False if the member is on it already."""
    return bool(await tx.fetchval(queries.enrol, office_id, meeting_id, VoteMethod.OPEN.value, person_id))


async def load_roll(tx: Transaction, office_id: UUID, meeting_id: UUID) -> frozenset[UUID]:
    """Who has handed in the open sheet."""
    return frozenset(row["person_id"] for row in await tx.fetch(queries.roll, office_id, meeting_id))


async def cast_openly(
    tx: Transaction, office_id: UUID, meeting_id: UUID, person_id: UUID, choices: Mapping[UUID, Choice]
) -> None:
    """An open vote is kept by name."""
    said = [choice.value for choice in choices.values()]
    await tx.execute(queries.cast_openly, office_id, meeting_id, person_id, list(choices), said)


async def count_open_votes(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[UUID, Votes]:
    """Votes by case, of open sheets handed in; asked only at the close."""
    counted: dict[UUID, dict[str, int]] = {}
    for row in await tx.fetch(queries.count_open_votes, office_id, meeting_id):
        counted.setdefault(row["case_id"], {})[row["choice"]] = row["votes"]
    order = Choice.FOR, Choice.AGAINST, Choice.BLANK
    return {case_id: Votes(*(said.get(choice, 0) for choice in order)) for case_id, said in counted.items()}


async def standing_of_reader(tx: Transaction, office_id: UUID, case_id: UUID, person_id: UUID) -> ReaderStanding | None:
    """None where the case is or was on no agenda."""
    row = await tx.fetchrow(queries.reader_standing, office_id, case_id, person_id)
    return ReaderStanding(**row) if row else None


async def cases_before(tx: Transaction, office_id: UUID, person_id: UUID) -> list[UUID]:
    """The cases a council member may see in a list."""
    return [row["case_id"] for row in await tx.fetch(queries.cases_before_member, office_id, person_id)]
