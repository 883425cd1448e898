"""What other subjects may read from the copies: figures, lists for papers, the timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that runs in a period; ``scope`` holds letters, digits and underscores only."""

    name: str
    theme: str | None
    scope: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the chronicle."""

    event_id: UUID
    name: str
    occurred_on: date
    happened_at: datetime
    subject_id: UUID
    label: str
    award_code: str | None


async def days_off(tx: Transaction, office_id: UUID) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays, and weekend days worked in exchange."""
    rows = await tx.fetch(queries.days_off, office_id)
    holidays = frozenset(row["day"] for row in rows if not row["is_worked"])
    return holidays, frozenset(row["day"] for row in rows if row["is_worked"])


async def take_snapshot(tx: Transaction) -> None:
    """First statement of a transaction whose reads must agree with one another; nothing can be written in it."""
    await tx.execute(queries.snapshot)


async def figures(tx: Transaction, office_id: UUID, first: date, last: date) -> dict[str, int]:
    """The figures that are not zero, by name; both days belong to the period."""
    return {row["name"]: row["value"] for row in await tx.fetch(queries.figures, office_id, first, last)}


async def award_names(tx: Transaction, office_id: UUID) -> dict[str, str]:
    """Code → name of every award that a nomination or the ledger names."""
    return {row["code"]: row["name"] for row in await tx.fetch(queries.award_names, office_id)}


async def movements(tx: Transaction, office_id: UUID, first: date, last: date) -> list[Movement]:
    """By the day they were launched."""
    rows = await tx.fetch(queries.movements, office_id, first, last)
    return [Movement(row["name"], row["theme"], row["scope"]) for row in rows]


async def timeline(
    tx: Transaction,
    office_id: UUID,
    first: date,
    last: date,
    *,
    names: list[str] | None,
    subject_id: UUID | None,
    before: tuple[date, UUID] | None,
    limit: int,
) -> list[Happened]:
    """Newest first; ``names`` None = all."""
    day, event_id = before or (None, None)
    rows = await tx.fetch(queries.timeline, office_id, first, last, names, subject_id, day, event_id, limit)
    return [Happened(**dict(row)) for row in rows]
