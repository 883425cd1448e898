"""Reads and writes cases, what was concluded on them, and the papers that were signed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from contracts.words import AwardLevel, CaseStage, VerdictWord
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.names import search_key, search_patterns
from services.office.refusal import NotFound, Refused
from services.reviews.cases.domain import Award, Case, Nominee

queries = Queries(__file__)
_COLUMNS = tuple(field.name for field in fields(Case) if field.name not in ("award", "nominee"))


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader may see in lists: everything, or one unit's cases and some more by id."""

    sees_all: bool
    unit_id: UUID | None = None
    case_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    stage: str | None = None
    award: str | None = None
    unit_id: UUID | None = None
    text: str = ""
    overall: str | None = None

    @property
    def patterns(self) -> list[str]:
        return search_patterns(self.text)


class Submission(NamedTuple):
    """A first submission as the SQL type ``submission`` takes it: the same names in the same order (a test compares them).

    An array of such rows costs a third of an array a column (ADR 0008), and a tuple is what asyncpg makes a row of.
    """

    case_id: UUID
    office_id: UUID
    nomination_id: UUID
    revision: int
    award_code: str
    award_name: str
    award_kind: str
    award_level: str
    ground: str
    nominee_kind: str
    nominee_id: UUID
    nominee_name: str
    nominee_search_key: str
    unit_id: UUID
    unit_name: str
    period_year: int
    round_id: UUID
    rulebook_version: str
    verdict: str
    dossier_sha256: str
    submitted_at: datetime
    submitted_by: UUID


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases, and how many of them the Chief left to a deputy."""

    cases: int
    handed_over: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the submission said about the dossier itself."""

    verdict: Mapping[str, object]
    dossier_sha256: str
    submitted_by: UUID
    first_submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Return:
    """What a unit is asked to complete; ``grounds`` says for each missing item which rule asks for it."""

    missing: Sequence[str]
    grounds: Sequence[str]
    note: str
    returned_on: date
    complete_by: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed decision or letter."""

    paper_id: UUID
    kind: str
    number: int
    paper_number: str
    dated: date
    signer_id: UUID
    signer_name: str
    signer_title: str
    authority: str | None = None


async def open_cases(tx: Transaction, submissions: Sequence[Submission]) -> set[UUID]:
    """Insert first submissions; return the ids of the cases that are new."""
    return {row["case_id"] for row in await tx.fetch(queries.open_cases, submissions)}


async def reopen_case(tx: Transaction, case: Case, dossier: Dossier) -> None:
    await tx.execute(
        queries.reopen_case,
        case.office_id,
        case.case_id,
        case.revision,
        case.version,
        case.stage.value,
        case.award.code,
        case.award.name,
        case.award.kind,
        case.award.level.value,
        case.ground,
        case.nominee.name,
        search_key(case.nominee.name),
        case.nominee.unit_id,
        case.nominee.unit_name,
        case.period_year,
        case.round_id,
        case.rulebook_version,
        json.dumps(dossier.verdict),
        dossier.dossier_sha256,
        case.submitted_at,
        dossier.submitted_by,
    )


async def save_case(tx: Transaction, case: Case) -> None:
    await tx.execute(
        queries.save_case,
        case.office_id,
        case.case_id,
        case.version,
        case.stage.value,
        case.received_on,
        case.hold_reason,
        case.withdrawal_reason,
        case.meeting_id,
        case.advised_on,
        case.recommended,
        case.published_on,
        case.listed_on,
        case.listed_until,
        case.objection_hold,
        case.simplified,
        case.handed_over_by,
    )


async def lock_cases(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> list[Case]:
    """All of them, in the order asked for; raises `NotFound` for the first that is not there."""
    return _in_order(case_ids, await tx.fetch(queries.lock_cases, office_id, case_ids))


async def lock_case(tx: Transaction, office_id: UUID, case_id: UUID) -> Case:
    return (await lock_cases(tx, office_id, [case_id]))[0]


async def lock_nomination(tx: Transaction, office_id: UUID, nomination_id: UUID) -> Case | None:
    """The case of a nomination; None while its submission has not arrived."""
    row = await tx.fetchrow(queries.lock_nomination, office_id, nomination_id)
    return _case(row) if row else None


async def case_of_nomination(tx: Transaction, office_id: UUID, nomination_id: UUID) -> UUID | None:
    """None while its submission has not arrived."""
    case_id: UUID | None = await tx.fetchval(queries.case_of_nomination, office_id, nomination_id)
    return case_id


async def load_cases(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> list[Case]:
    return _in_order(case_ids, await tx.fetch(queries.cases_by_id, office_id, case_ids))


def _in_order(case_ids: Sequence[UUID], rows: Sequence[Row]) -> list[Case]:
    by_id = {row["case_id"]: _case(row) for row in rows}
    for case_id in case_ids:
        if case_id not in by_id:
            raise NotFound("case", case_id)
    return [by_id[case_id] for case_id in case_ids]


async def list_cases(
    tx: Transaction, office_id: UUID, reader: Reader, wanted: Filter, after: UUID | None, limit: int
) -> list[Case]:
    """Oldest first, behind ``after``."""
    rows = await tx.fetch(
        queries.list_cases,
        office_id,
        wanted.stage,
        wanted.award,
        wanted.unit_id,
        wanted.patterns,
        after,
        reader.sees_all,
        reader.unit_id,
        reader.case_ids,
        limit,
        wanted.overall,
    )
    return [_case(row) for row in rows]


async def count_cases(tx: Transaction, office_id: UUID, reader: Reader, wanted: Filter) -> dict[CaseStage, Count]:
    """Cases by stage that the reader may see; the filter's own stage is left out of account."""
    rows = await tx.fetch(
        queries.count_cases,
        office_id,
        wanted.award,
        wanted.unit_id,
        wanted.patterns,
        reader.sees_all,
        reader.unit_id,
        reader.case_ids,
        wanted.overall,
    )
    return {CaseStage(row["stage"]): Count(row["cases"], row["handed_over"]) for row in rows}


async def count_by_stage(tx: Transaction) -> dict[str, int]:
    return {row["stage"]: row["cases"] for row in await tx.fetch(queries.count_by_stage)}


async def submitted_words(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, VerdictWord]:
    """By case, the verdict's word as it was shown at submission."""
    rows = await tx.fetch(queries.submitted_words, office_id, list(case_ids))
    return {row["case_id"]: VerdictWord(row["overall"]) for row in rows}


async def load_dossier(tx: Transaction, office_id: UUID, case_id: UUID) -> Dossier:
    row = await tx.fetchrow(queries.dossier_of, office_id, case_id)
    return Dossier(**{**row, "verdict": json.loads(row["verdict"])})


async def add_step(
    tx: Transaction, case: Case, at: datetime, step: str, by: UUID | None, by_name: str, detail: Mapping[str, object]
) -> None:
    """One line of the case's timeline."""
    text = json.dumps(detail, default=str, ensure_ascii=False)
    await tx.execute(queries.add_step, case.office_id, case.case_id, at, step, by, by_name, text)


async def steps(tx: Transaction, office_id: UUID, case_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.steps, office_id, case_id)


async def keep_appraisal(
    tx: Transaction, case: Case, answers: Sequence[Mapping[str, str]], note: str, at: datetime, by: UUID, by_name: str
) -> None:
    text = json.dumps(answers, ensure_ascii=False)
    await tx.execute(queries.keep_appraisal, case.office_id, case.case_id, case.revision, text, note, at, by, by_name)


async def appraisal(tx: Transaction, case: Case) -> Row | None:
    """The appraisal of the case's present revision."""
    return await tx.fetchrow(queries.appraisal, case.office_id, case.case_id, case.revision)


async def keep_return(tx: Transaction, case: Case, returned: Return) -> None:
    await tx.execute(
        queries.keep_return,
        case.office_id,
        case.case_id,
        case.revision,
        returned.missing,
        returned.note,
        returned.returned_on,
        returned.complete_by,
        returned.grounds,
    )


async def last_return(tx: Transaction, case: Case) -> Return | None:
    row = await tx.fetchrow(queries.last_return, case.office_id, case.case_id)
    return Return(**row) if row else None


async def keep_advice(
    tx: Transaction, case: Case, meeting_name: str, vote: Mapping[str, object], threshold_source: str
) -> None:
    """A second advice on one case breaks the primary key."""
    await tx.execute(
        queries.keep_advice,
        case.office_id,
        case.case_id,
        case.meeting_id,
        meeting_name,
        case.advised_on,
        json.dumps(vote),
        case.recommended,
        threshold_source,
    )


async def advices_of(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """By case, what the council advised."""
    return {row["case_id"]: row for row in await tx.fetch(queries.advices_of, office_id, case_ids)}


async def keep_outcome(tx: Transaction, case: Case, on: date, reason: str, decision_number: str | None) -> None:
    await tx.execute(queries.keep_outcome, case.office_id, case.case_id, case.stage.value, on, reason, decision_number)


async def outcome(tx: Transaction, case: Case) -> Row | None:
    return await tx.fetchrow(queries.outcome, case.office_id, case.case_id)


async def candidates(tx: Transaction, office_id: UUID, today: date) -> list[Case]:
    """The public list as it stands today."""
    return [_case(row) for row in await tx.fetch(queries.candidates, office_id, today)]


async def next_number(tx: Transaction, office_id: UUID, kind: str, year: int) -> int:
    number: int = await tx.fetchval(queries.next_number, office_id, kind, year)
    return number


async def lock_numbers(tx: Transaction, office_id: UUID, kind: str, year: int) -> None:
    """Until the transaction ends nobody else takes a number of this kind and year."""
    await tx.execute(queries.lock_numbers, f"{office_id} {kind} {year}")


async def add_paper(tx: Transaction, office_id: UUID, paper: Paper, case_ids: Sequence[UUID]) -> None:
    """Keep a signed paper with its cases; raises `Refused` where its number is taken."""
    added = await tx.fetchval(
        queries.add_paper,
        office_id,
        paper.paper_id,
        paper.kind,
        paper.dated.year,
        paper.number,
        paper.paper_number,
        paper.dated,
        paper.signer_id,
        paper.signer_name,
        paper.signer_title,
        paper.authority,
    )
    if not added:
        raise Refused("paper.number_taken", field="number", number=paper.number, year=paper.dated.year)
    await tx.execute(queries.add_paper_cases, office_id, paper.paper_id, case_ids)


async def load_paper(tx: Transaction, office_id: UUID, paper_id: UUID) -> tuple[Paper, list[UUID]]:
    row = await tx.fetchrow(queries.paper, office_id, paper_id)
    if row is None:
        raise NotFound("paper", paper_id)
    return Paper(**row), [each["case_id"] for each in await tx.fetch(queries.cases_of_paper, office_id, paper_id)]


async def paper_of(tx: Transaction, case: Case) -> Paper | None:
    row = await tx.fetchrow(queries.paper_of_case, case.office_id, case.case_id)
    return Paper(**row) if row else None


def _case(row: Row) -> Case:
    values = {name: row[name] for name in _COLUMNS}
    award = Award(
        code=row["award_code"], name=row["award_name"], kind=row["award_kind"], level=AwardLevel(row["award_level"])
    )
    nominee = Nominee(
        kind=row["nominee_kind"],
        nominee_id=row["nominee_id"],
        name=row["nominee_name"],
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
    )
    return Case(**{**values, "stage": CaseStage(row["stage"])}, award=award, nominee=nominee)
