"""Reads and writes who sits in a meeting: seats, substitutes, attendance in detail, invitations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from contracts.words import CouncilPosition, MeetingStage, PersonId
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.reviews.copies.domain import TWO_THIRDS, WorkingRules
from services.reviews.council.composition import store as composition
from services.reviews.council.domain import Council, Meeting, Member

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Substitute:
    """Whom an absent member sent, and the paper (giấy cử) that says so."""

    member_id: UUID
    person_id: UUID
    name: str
    letter: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """Giấy mời; ``invited_at`` None while it has not been sent."""

    starts_at: time | None
    invited_at: datetime | None
    invitation_note: str
    papers: tuple[str, ...]
    guests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    person_id: UUID
    seen_at: datetime
    answer: str | None
    reason: str


async def council_at(tx: Transaction, office_id: UUID, meeting: Meeting, on: date | None = None) -> Council:
    """The council as it sits in this meeting: as kept at the opening; before, as on the meeting's day with substitutes.

    Args:
        on: the day a planned meeting is opened on, where that is not the day it was planned for.
    """
    council = await composition.load_council(tx, office_id, meeting.council_id, on or meeting.held_on)
    if meeting.stage in (MeetingStage.PLANNED, MeetingStage.CANCELLED):
        sent = {each.member_id: each for each in await list_substitutes(tx, office_id, meeting.meeting_id)}
        return replace(council, members=tuple(_seated(member, sent) for member in council.members))
    members = tuple(
        Member(**{**row, "position": CouncilPosition(row["position"])})
        for row in await tx.fetch(queries.seats, office_id, meeting.meeting_id)
    )
    kept_rules = await tx.fetchval(queries.rules, office_id, meeting.meeting_id)
    rules = WorkingRules(TWO_THIRDS).changed_by(json.loads(kept_rules)) if kept_rules else council.working_rules
    return replace(council, members=members, rules=rules, quorum=rules.quorum)


def _seated(member: Member, sent: Mapping[UUID, Substitute]) -> Member:
    """The seat with whoever sits in it; a substitute does not lead, whoever sent them."""
    substitute = sent.get(member.person_id)
    if substitute is None:
        return member
    return Member(PersonId(substitute.person_id), substitute.name, CouncilPosition.MEMBER, member.person_id)


async def keep_seats(tx: Transaction, office_id: UUID, meeting: Meeting, council: Council) -> None:
    """What the meeting is opened with stays its own, whatever becomes of the council and its rules."""
    await tx.execute(
        queries.keep_seats,
        office_id,
        meeting.meeting_id,
        [member.person_id for member in council.members],
        [member.name for member in council.members],
        [member.position.value for member in council.members],
        [member.stands_in_for for member in council.members],
    )
    rules = json.dumps(council.working_rules.as_override(), ensure_ascii=False)
    await tx.execute(queries.keep_rules, office_id, meeting.meeting_id, rules)


async def list_substitutes(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Substitute]:
    return [Substitute(**row) for row in await tx.fetch(queries.substitutes, office_id, meeting_id)]


async def keep_substitutes(tx: Transaction, office_id: UUID, meeting_id: UUID, sent: Sequence[Substitute]) -> None:
    """All of them anew."""
    await tx.execute(queries.forget_substitutes, office_id, meeting_id)
    await tx.execute(
        queries.add_substitutes,
        office_id,
        meeting_id,
        [each.member_id for each in sent],
        [each.person_id for each in sent],
        [each.name for each in sent],
        [each.letter for each in sent],
    )


async def absence_reasons(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[UUID, str]:
    return {row["person_id"]: row["reason"] for row in await tx.fetch(queries.absence_reasons, office_id, meeting_id)}


async def keep_absence_reasons(tx: Transaction, office_id: UUID, meeting_id: UUID, reasons: Mapping[UUID, str]) -> None:
    await tx.execute(queries.keep_absence_reasons, office_id, meeting_id, list(reasons), list(reasons.values()))


async def invite(tx: Transaction, office_id: UUID, meeting_id: UUID, invitation: Invitation) -> int:
    """The meeting's new version."""
    version: int = await tx.fetchval(
        queries.invite,
        office_id,
        meeting_id,
        invitation.starts_at,
        invitation.invited_at,
        invitation.invitation_note,
        invitation.papers,
        invitation.guests,
    )
    return version


async def load_invitation(tx: Transaction, office_id: UUID, meeting_id: UUID) -> Invitation:
    row = await tx.fetchrow(queries.invitation, office_id, meeting_id)
    return Invitation(**{**row, "papers": tuple(row["papers"]), "guests": tuple(row["guests"])})


async def answer_invitation(tx: Transaction, meeting_id: UUID, answer: str | None, reason: str, acting: Acting) -> None:
    """``answer`` None: only seen."""
    by = acting.by
    await tx.execute(queries.answer_invitation, by.office_id, meeting_id, by.person_id, acting.at, answer, reason)


async def list_answers(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Answered]:
    return [Answered(**row) for row in await tx.fetch(queries.invitation_answers, office_id, meeting_id)]


async def list_declarations(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[tuple[UUID, datetime, UUID]]:
    """(member, when, entered by)"""
    rows = await tx.fetch(queries.declarations, office_id, meeting_id)
    return [(row["person_id"], row["declared_at"], row["declared_by"]) for row in rows]


async def list_dissent(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[tuple[UUID, UUID, str]]:
    """(case, member, choice) of open votes by name that were not in favour."""
    rows = await tx.fetch(queries.dissent, office_id, meeting_id)
    return [(row["case_id"], row["person_id"], row["choice"]) for row in rows]


async def meetings_of(tx: Transaction, office_id: UUID, person_id: UUID) -> frozenset[UUID]:
    return frozenset(row["meeting_id"] for row in await tx.fetch(queries.meetings_of, office_id, person_id))


async def open_votes_of(tx: Transaction, office_id: UUID, meeting_id: UUID, person_id: UUID) -> dict[UUID, str]:
    """What one member voted by name, case by case."""
    rows = await tx.fetch(queries.open_votes_of, office_id, meeting_id, person_id)
    return {row["case_id"]: row["choice"] for row in rows}
