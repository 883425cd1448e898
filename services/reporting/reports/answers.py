"""Figures as the API shows them and papers print them."""

from datetime import date
from uuid import UUID

from services.chassis.database import Transaction
from services.reporting.readmodel import store as readmodel
from services.reporting.reports import domain


async def figures(tx: Transaction, office_id: UUID, first: date, last: date) -> dict[str, int]:
    """Every figure of a period by name; both days belong to it. Stages are as of now, whatever the period."""
    return domain.complete(await readmodel.figures(tx, office_id, first, last))
