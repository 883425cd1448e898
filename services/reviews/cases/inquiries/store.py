"""Reads and writes questions to units; whoever changes one holds the lock of its case."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from contracts.words import CaseId, InquiryId, InquiryState
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound
from services.reviews.cases.domain import Inquiry

queries = Queries(__file__)
_COLUMNS = tuple(field.name for field in fields(Inquiry))


async def add(tx: Transaction, office_id: UUID, inquiry: Inquiry) -> None:
    await tx.execute(
        queries.add_inquiry,
        inquiry.inquiry_id,
        office_id,
        inquiry.case_id,
        inquiry.state.value,
        inquiry.unit_id,
        inquiry.unit_name,
        inquiry.question,
        inquiry.is_required,
        inquiry.asked_on,
        inquiry.due_on,
        inquiry.due_source,
        inquiry.asked_by,
        inquiry.asked_by_name,
    )


async def settle(tx: Transaction, office_id: UUID, inquiry: Inquiry, by: UUID) -> None:
    await tx.execute(
        queries.settle_inquiry,
        office_id,
        inquiry.inquiry_id,
        inquiry.state.value,
        inquiry.answer,
        inquiry.settled_at,
        by,
        inquiry.settled_by_name,
    )


async def case_of(tx: Transaction, office_id: UUID, inquiry_id: UUID) -> UUID:
    """The case asked about; raises `NotFound`."""
    case_id: UUID | None = await tx.fetchval(queries.case_of_inquiry, office_id, inquiry_id)
    if case_id is None:
        raise NotFound("inquiry", inquiry_id)
    return case_id


async def of_case(tx: Transaction, office_id: UUID, case_id: UUID) -> list[Inquiry]:
    return (await of_cases(tx, office_id, [case_id])).get(case_id, [])


async def of_cases(tx: Transaction, office_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, list[Inquiry]]:
    """By case, in the order asked; whoever changes one holds the lock of its case."""
    asked: dict[UUID, list[Inquiry]] = {}
    for row in await tx.fetch(queries.inquiries_of_cases, office_id, case_ids):
        asked.setdefault(row["case_id"], []).append(_inquiry(row))
    return asked


async def listed(tx: Transaction, office_id: UUID, unit_id: UUID | None, settled_too: bool) -> list[Inquiry]:
    """What one unit, or every unit, is asked."""
    rows = await tx.fetch(queries.list_inquiries, office_id, unit_id, settled_too)
    return [_inquiry(row) for row in rows]


def _inquiry(row: Row) -> Inquiry:
    values = {name: row[name] for name in _COLUMNS}
    return Inquiry(
        **{
            **values,
            "inquiry_id": InquiryId(row["inquiry_id"]),
            "case_id": CaseId(row["case_id"]),
            "state": InquiryState(row["state"]),
        }
    )
