"""Units' monthly results in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.reporting.progress.domain import MonthResults

queries = Queries(__file__)


async def lock_version(tx: Transaction, office_id: UUID, of: MonthResults) -> int:
    """The version stored for the month, locked; 0 where there is none."""
    return await tx.fetchval(queries.lock_results, office_id, of.unit_id, of.year, of.month) or 0


async def insert(tx: Transaction, office_id: UUID, new: MonthResults, by: UUID, at: datetime) -> bool:
    """False where the month is recorded already."""
    return bool(await tx.fetchval(queries.insert_results, *_values(office_id, new, by, at)))


async def correct(tx: Transaction, office_id: UUID, new: MonthResults, by: UUID, at: datetime) -> int:
    """Returns the new version."""
    version: int = await tx.fetchval(queries.correct_results, *_values(office_id, new, by, at))
    return version


async def of_year(tx: Transaction, office_id: UUID, year: int, unit_id: UUID | None) -> Sequence[Row]:
    """Rows with the columns of `UnitResults`, by month."""
    return await tx.fetch(queries.results_of_year, office_id, year, unit_id)


def _values(office_id: UUID, new: MonthResults, by: UUID, at: datetime) -> tuple[object, ...]:
    return office_id, new.unit_id, new.year, new.month, new.assigned, new.completed, new.on_time, at, by
