"""What other subjects may read from the copies."""

from datetime import date
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries

queries = Queries(__file__)


async def days_off(tx: Transaction, office_id: UUID) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays, and weekend days worked in exchange."""
    rows = await tx.fetch(queries.days_off, office_id)
    holidays = frozenset(row["day"] for row in rows if not row["is_worked"])
    return holidays, frozenset(row["day"] for row in rows if row["is_worked"])
