"""The copies and the chronicle in PostgreSQL; rows are tuples in the order of the query's columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries

queries = Queries(__file__)

Rows = Sequence[tuple[object, ...]]


async def write_chronicle(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.write_chronicle, *_columns(rows))


async def save_nominations(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_nominations, *_columns(rows))


async def save_holds(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_holds, *_columns(rows))


async def save_cases(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_cases, *_columns(rows))


async def save_units(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_units, *_columns(rows))


async def save_people(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_people, *_columns(rows))


async def save_movements(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_movements, *_columns(rows))


async def save_rounds(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_rounds, *_columns(rows))


async def save_awards(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_awards, *_columns(rows))


async def save_revaluations(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_revaluations, *_columns(rows))


async def save_reports(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_reports, *_columns(rows))


async def save_results(tx: Transaction, rows: Rows) -> None:
    await tx.execute(queries.save_results, *_columns(rows))


async def save_rulebook(
    tx: Transaction, office_id: UUID, version: str, sequence: int, days_off: Mapping[date, bool]
) -> None:
    """The newest rulebook's days off replace all others."""
    if await tx.fetchval(queries.save_rulebook, office_id, version, sequence):
        await tx.execute(queries.forget_days_off, office_id)
        await tx.execute(queries.save_days_off, office_id, list(days_off), list(days_off.values()))


def _columns(rows: Rows) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
