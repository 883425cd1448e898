"""Reads and writes objections; whoever changes one holds the lock of its case."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from contracts.words import CaseId, ObjectionId, ObjectionState
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound
from services.reviews.cases.domain import Objection

queries = Queries(__file__)
_COLUMNS = tuple(field.name for field in fields(Objection))


async def add(tx: Transaction, office_id: UUID, objection: Objection) -> None:
    await tx.execute(
        queries.add_objection,
        objection.objection_id,
        office_id,
        objection.case_id,
        objection.state.value,
        objection.text,
        objection.raised_at,
        objection.raised_by,
        objection.raised_by_name,
    )


async def save(tx: Transaction, office_id: UUID, objection: Objection, answered_by: UUID | None) -> None:
    await tx.execute(
        queries.save_objection,
        office_id,
        objection.objection_id,
        objection.state.value,
        objection.verification,
        objection.answer,
        objection.answered_at,
        answered_by,
        objection.answered_by_name,
    )


async def case_of(tx: Transaction, office_id: UUID, objection_id: UUID) -> UUID:
    """The case objected to; raises `NotFound`."""
    case_id: UUID | None = await tx.fetchval(queries.case_of_objection, office_id, objection_id)
    if case_id is None:
        raise NotFound("objection", objection_id)
    return case_id


async def of_case(tx: Transaction, office_id: UUID, case_id: UUID) -> list[Objection]:
    return [_objection(row) for row in await tx.fetch(queries.objections_of_case, office_id, case_id)]


async def unanswered(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The objections to each of these cases that wait for an answer."""
    waiting: dict[UUID, tuple[UUID, ...]] = {}
    for row in await tx.fetch(queries.unanswered, office_id, case_ids):
        waiting[row["case_id"]] = (*waiting.get(row["case_id"], ()), row["objection_id"])
    return waiting


async def listed(tx: Transaction, office_id: UUID, raised_by: UUID | None) -> list[Objection]:
    """Every objection, or those one person raised."""
    return [_objection(row) for row in await tx.fetch(queries.list_objections, office_id, raised_by)]


async def of_cases(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> list[Objection]:
    return [_objection(row) for row in await tx.fetch(queries.objections_of_cases, office_id, case_ids)]


def _objection(row: Row) -> Objection:
    values = {name: row[name] for name in _COLUMNS}
    return Objection(
        **{
            **values,
            "objection_id": ObjectionId(row["objection_id"]),
            "case_id": CaseId(row["case_id"]),
            "state": ObjectionState(row["state"]),
        }
    )
