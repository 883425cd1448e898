"""Verdicts, answers and marks of cases: added, never changed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.words import GoingOn, VerdictMoment, VerdictWord
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.reviews.cases.domain import Case
from services.reviews.cases.verdicts.domain import CaseVerdict, Difference, Pair, Reason

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person said to a difference."""

    case_id: UUID
    record_digest: str
    verdict_digest: str
    record_id: UUID
    verdict_id: UUID
    reason: str
    answered_at: datetime
    answered_by: UUID
    answered_by_name: str


async def keep(tx: Transaction, office_id: UUID, verdicts: Sequence[CaseVerdict]) -> None:
    """Each with its case; a second verdict of record for one revision breaks the unique index."""
    columns = zip(*(_columns(verdict) for verdict in verdicts), strict=True)
    await tx.execute(queries.keep_verdicts, office_id, *(list(column) for column in columns))


def _columns(verdict: CaseVerdict) -> tuple[object, ...]:
    differences = [asdict(each) for each in verdict.differences]
    return (
        verdict.case_id,
        verdict.verdict_id,
        verdict.revision,
        verdict.moment.value,
        verdict.law_day,
        verdict.judged_at,
        verdict.rulebook_version,
        verdict.overall.value,
        verdict.digest,
        _json(verdict.summary),
        _json(list(verdict.criteria)),
        verdict.compared_with,
        _json(differences),
    )


async def records_of(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, CaseVerdict]:
    """By case, the verdict of record at the case's present revision."""
    rows = await tx.fetch(queries.records_of, office_id, list(case_ids))
    return {row["case_id"]: _verdict(row) for row in rows}


async def verdicts_of(tx: Transaction, office_id: UUID, case_id: UUID) -> list[CaseVerdict]:
    """All of one case, the oldest first."""
    return [_verdict(row) for row in await tx.fetch(queries.verdicts_of, office_id, case_id)]


async def freshest_of(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, CaseVerdict]:
    """By case, the last verdict asked after receipt at the case's present revision."""
    rows = await tx.fetch(queries.freshest_of, office_id, list(case_ids))
    return {row["case_id"]: _verdict(row) for row in rows}


async def marked_since(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> set[UUID]:
    """Cases about which something came up that no verdict has looked at yet."""
    return {row["case_id"] for row in await tx.fetch(queries.marked_since, office_id, list(case_ids))}


async def keep_answer(tx: Transaction, office_id: UUID, answer: GivenAnswer) -> bool:
    """False where just this pair is answered already."""
    added = await tx.fetchval(
        queries.keep_answer,
        office_id,
        answer.case_id,
        answer.record_digest,
        answer.verdict_digest,
        answer.record_id,
        answer.verdict_id,
        answer.reason,
        answer.answered_at,
        answer.answered_by,
        answer.answered_by_name,
    )
    return added is not None


async def answers_of(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> list[GivenAnswer]:
    return [GivenAnswer(**row) for row in await tx.fetch(queries.answers_of, office_id, list(case_ids))]


async def answered_pairs(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, set[Pair]]:
    """By case, the pairs somebody has answered for."""
    pairs: dict[UUID, set[Pair]] = {case_id: set() for case_id in case_ids}
    for answer in await answers_of(tx, office_id, case_ids):
        pairs[answer.case_id].add((answer.record_digest, answer.verdict_digest))
    return pairs


async def keep_reason(tx: Transaction, case: Case, reason: Reason) -> None:
    await tx.execute(
        queries.keep_reason,
        case.office_id,
        case.case_id,
        case.revision,
        reason.moment.value,
        reason.overall.value,
        reason.reason,
        reason.given_at,
        reason.given_by_name,
    )


async def reasons_of(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, list[Reason]]:
    """By case, why somebody went on, the earlier first."""
    found: dict[UUID, list[Reason]] = {case_id: [] for case_id in case_ids}
    for row in await tx.fetch(queries.reasons_of, office_id, list(case_ids)):
        reason = Reason(
            moment=GoingOn(row["moment"]),
            overall=VerdictWord(row["overall"]),
            reason=row["reason"],
            given_at=row["given_at"],
            given_by_name=row["given_by_name"],
        )
        found[row["case_id"]].append(reason)
    return found


async def mark_cases(tx: Transaction, columns: Sequence[Sequence[object]]) -> Sequence[Row]:
    """Columns: office, nominee, unit, the nomination that is decided by it, when, why; answers the cases marked."""
    return await tx.fetch(queries.mark_cases, *columns)


async def judge_again(tx: Transaction, office_id: UUID, case_id: UUID) -> str | None:
    reason: str | None = await tx.fetchval(queries.judge_again, office_id, case_id)
    return reason


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _verdict(row: Row) -> CaseVerdict:
    values: dict[str, Any] = dict(row)
    return CaseVerdict(
        **{
            **values,
            "moment": VerdictMoment(row["moment"]),
            "overall": VerdictWord(row["overall"]),
            "summary": json.loads(row["summary"]),
            "criteria": tuple(json.loads(row["criteria"])),
            "differences": tuple(Difference(**each) for each in json.loads(row["differences"])),
        }
    )
