"""Nominations and their frozen dossiers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.words import AwardGround, NominationState, Scope
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.achievements.domain import Deed
from services.nominations.dossiers.domain import Award, DeclaredPaper, Nomination, Nominee, Papers, Round
from services.office.names import search_key, search_patterns
from services.office.refusal import NotFound

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Locked:
    """A nomination locked for change, with the version of the rulebook its office works by."""

    nomination: Nomination
    rulebook_version: str | None
    rulebook_sha256: str | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a submission freezes: the dossier's checksum and exact text, the verdict in it, and the files it names."""

    sha256: str
    content: str
    attachment_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What an actor may see: everything, or the own unit's and the own nominations."""

    limited: bool
    unit_id: UUID | None
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResults:
    """What a unit was asked and did in one month."""

    unit_id: UUID
    year: int
    month: int
    assigned: int
    completed: int
    on_time: int


async def round_of(tx: Transaction, office_id: UUID, round_id: UUID) -> tuple[Round, int]:
    """The round and the year it is for."""
    row = await tx.fetchrow(queries.round_for_nomination, office_id, round_id)
    if row is None:
        raise NotFound("round", round_id)
    round_ = Round(
        round_id=row["round_id"],
        name=row["name"],
        opened_on=row["opened_on"],
        submit_by=row["submit_by"],
        awards=frozenset(row["awards"]),
    )
    return round_, row["period_year"]


async def insert(tx: Transaction, nomination: Nomination, at: datetime) -> bool:
    """False where the same nominee, award, period and round has a nomination already."""
    award, nominee, papers = nomination.award, nomination.nominee, nomination.papers
    made = await tx.fetchval(
        queries.insert_nomination,
        nomination.nomination_id,
        nomination.office_id,
        award.code,
        award.name,
        award.kind,
        award.level,
        papers.ground,
        nominee.kind,
        nominee.nominee_id,
        nominee.name,
        search_key(f"{nominee.name} {nominee.unit_name}"),
        nominee.unit_id,
        nominee.unit_name,
        nomination.period_year,
        nomination.round.round_id,
        papers.summary,
        _json(papers.achievements),
        list(papers.statements),
        _json(papers.attachments),
        nomination.created_by,
        at,
    )
    return made is not None


async def lock(tx: Transaction, office_id: UUID, nomination_id: UUID) -> Locked:
    row = await tx.fetchrow(queries.lock_nomination, office_id, nomination_id)
    if row is None:
        raise NotFound("nomination", nomination_id)
    return Locked(_nomination(row), row["rulebook_version"], row["rulebook_sha256"])


async def load_many(tx: Transaction, office_id: UUID, nomination_ids: Sequence[UUID]) -> dict[UUID, Nomination]:
    """Those that are there, by id."""
    rows = await tx.fetch(queries.nominations_by_id, office_id, list(nomination_ids))
    return {row["nomination_id"]: _nomination(row) for row in rows}


async def get(tx: Transaction, office_id: UUID, nomination_id: UUID) -> tuple[Nomination, Row]:
    """The nomination, and the row for what is only shown; its ``content`` is what the last submission froze."""
    row = await tx.fetchrow(queries.nomination, office_id, nomination_id)
    if row is None:
        raise NotFound("nomination", nomination_id)
    return _nomination(row), row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which nominations are looked for; ``text`` is typed by a person, with or without dấu."""

    state: str | None = None
    unit_id: UUID | None = None
    round_id: UUID | None = None
    award_code: str | None = None
    created_by: UUID | None = None
    nominee_id: UUID | None = None
    text: str = ""


async def search(
    tx: Transaction, office_id: UUID, seen: Seen, wanted: Wanted, *, limit: int, offset: int
) -> Sequence[Row]:
    """Rows with ``total``."""
    return await tx.fetch(
        queries.nominations,
        office_id,
        wanted.state,
        wanted.unit_id,
        wanted.round_id,
        wanted.award_code,
        wanted.created_by,
        wanted.nominee_id,
        search_patterns(wanted.text),
        seen.limited,
        seen.unit_id,
        seen.person_id,
        limit,
        offset,
    )


async def save(tx: Transaction, nomination: Nomination, at: datetime) -> None:
    """The row is locked, so its version was read under the lock."""
    papers = nomination.papers
    await tx.execute(
        queries.save_nomination,
        nomination.office_id,
        nomination.nomination_id,
        nomination.version,
        nomination.state,
        nomination.revision,
        papers.ground,
        papers.summary,
        _json(papers.achievements),
        list(papers.statements),
        _json(papers.attachments),
        nomination.submitted_at,
        nomination.overall,
        nomination.dossier_sha256,
        _maybe(nomination.hold),
        _maybe(nomination.returned),
        _maybe(nomination.council),
        _maybe(nomination.outcome),
        _maybe(nomination.withdrawal),
        at,
    )


async def save_submitted(tx: Transaction, nomination: Nomination, frozen: Frozen, at: datetime, by: UUID) -> None:
    """The nomination and its frozen dossier in one statement."""
    nominee = nomination.nominee
    await tx.execute(
        queries.save_submitted,
        nomination.office_id,
        nomination.nomination_id,
        nomination.version,
        nomination.revision,
        frozen.sha256,
        frozen.content,
        nomination.overall,
        at,
        by,
        nominee.name,
        nominee.unit_id,
        nominee.unit_name,
        list(nomination.papers.statements),
        list(frozen.attachment_ids),
    )


async def dossier(tx: Transaction, office_id: UUID, nomination_id: UUID, revision: int | None) -> Row:
    row = await tx.fetchrow(queries.dossier, office_id, nomination_id, revision)
    if row is None:
        raise NotFound("dossier", nomination_id)
    return row


async def open_nominations_of(tx: Transaction, office_id: UUID, nominee_ids: Sequence[UUID]) -> list[UUID]:
    """What is under review of these nominees."""
    rows = await tx.fetch(queries.open_nominations_of, office_id, list(nominee_ids))
    return [row["nomination_id"] for row in rows]


async def keep_results(tx: Transaction, office_id: UUID, results: MonthResults) -> None:
    await tx.execute(
        queries.keep_results,
        office_id,
        results.unit_id,
        results.year,
        results.month,
        results.assigned,
        results.completed,
        results.on_time,
    )


async def results_of_year(tx: Transaction, office_id: UUID, unit_id: UUID, year: int) -> Row | None:
    """A unit's figures summed over the months that were reported; None where none was."""
    return await tx.fetchrow(queries.results_of_year, office_id, unit_id, year)


async def count_by_state(tx: Transaction) -> dict[str, int]:
    return {row["state"]: row["nominations"] for row in await tx.fetch(queries.count_by_state)}


def _json(rows: Sequence[Deed] | Sequence[DeclaredPaper]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str)


def _maybe(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _nomination(row: Row) -> Nomination:
    def parsed(name: str) -> dict[str, Any] | None:
        return json.loads(row[name]) if row[name] else None

    return Nomination(
        nomination_id=row["nomination_id"],
        office_id=row["office_id"],
        award=Award(code=row["award_code"], name=row["award_name"], kind=row["award_kind"], level=row["award_level"]),
        nominee=Nominee(
            kind=row["nominee_kind"],
            nominee_id=row["nominee_id"],
            name=row["nominee_name"],
            unit_id=row["unit_id"],
            unit_name=row["unit_name"],
        ),
        period_year=row["period_year"],
        round=Round(
            round_id=row["round_id"],
            name=row["round_name"],
            opened_on=row["opened_on"],
            submit_by=row["submit_by"],
            awards=frozenset(row["round_awards"]),
        ),
        papers=Papers(
            ground=AwardGround(row["ground"]),
            summary=row["summary"],
            achievements=tuple(_deed(deed) for deed in json.loads(row["achievements"])),
            statements=tuple(row["statements"]),
            attachments=tuple(DeclaredPaper(**paper) for paper in json.loads(row["attachments"])),
        ),
        created_by=row["created_by"],
        version=row["version"],
        state=NominationState(row["state"]),
        revision=row["revision"],
        submitted_at=row["submitted_at"],
        overall=row["overall"],
        dossier_sha256=row["dossier_sha256"],
        hold=parsed("hold"),
        returned=parsed("returned"),
        council=parsed("council"),
        outcome=parsed("outcome"),
        withdrawal=parsed("withdrawal"),
    )


async def proposals_of(tx: Transaction, office_id: UUID, nominee_ids: Iterable[UUID]) -> Sequence[Row]:
    """What nominees are proposed for, or were before the decision."""
    return await tx.fetch(queries.proposals_of, office_id, list(nominee_ids))


async def proposed_in_year(
    tx: Transaction, office_id: UUID, year: int, award_codes: Iterable[str]
) -> set[tuple[str, UUID]]:
    """(award, nominee) of what is open for a year."""
    rows = await tx.fetch(queries.proposed_in_year, office_id, year, list(award_codes))
    return {(row["award_code"], row["nominee_id"]) for row in rows}


async def nominations_resting(
    tx: Transaction, office_id: UUID, nominee_id: UUID, year: int, units: Sequence[UUID]
) -> Sequence[Row]:
    """Open nominations that may rest on an award of a nominee for a year."""
    return await tx.fetch(queries.nominations_resting, office_id, nominee_id, year, list(units))


async def pending_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID], year: int) -> Sequence[Row]:
    """Proposals for these people that nobody has decided yet."""
    return await tx.fetch(queries.pending_of_people, office_id, list(person_ids), year)


def _deed(values: Mapping[str, Any]) -> Deed:
    achievement_id, initiative_id = values.get("achievement_id"), values.get("initiative_id")
    return Deed(
        name=values["name"],
        achieved_on=date.fromisoformat(values["achieved_on"]),
        ground=AwardGround(values["ground"]),
        scope=Scope(values["scope"]),
        is_confirmed=values["is_confirmed"],
        achievement_id=UUID(achievement_id) if achievement_id else None,
        initiative_id=UUID(initiative_id) if initiative_id else None,
    )
