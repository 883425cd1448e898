"""The copies and the chronicle in PostgreSQL: written a batch at a time, read as figures, lists for papers, the timeline.

Rows that are written are tuples in the order of the query's columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from contracts.catalog import EVENTS
from services.chassis.database import Transaction
from services.chassis.sql import Queries

queries = Queries(__file__)

Rows = Sequence[tuple[object, ...]]

CHRONICLED: Final = tuple(name for name, cls in EVENTS.items() if cls.topic != "register.v1")
"""Events that happen on a day, by name. The register's tell how it stands now; no report counts them."""


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


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which lines of the chronicle are read: both days belong to it, ``names`` and ``subject_id`` None = all.

    ``before`` is the day and event id of the last line read before.
    """

    first: date
    last: date
    names: list[str] | None
    subject_id: UUID | None
    before: tuple[date, UUID] | None
    limit: int


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


async def days_off(tx: Transaction, office_id: UUID) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays, and weekend days worked in exchange."""
    rows = await tx.fetch(queries.days_off, office_id)
    holidays = frozenset(row["day"] for row in rows if not row["is_worked"])
    return holidays, frozenset(row["day"] for row in rows if row["is_worked"])


async def take_snapshot(tx: Transaction) -> None:
    """First statement of a transaction whose reads must agree with one another; nothing can be written in it."""
    await tx.execute(queries.snapshot)


async def figures(tx: Transaction, office_id: UUID, first: date, last: date) -> dict[str, int]:
    """Figures by name, how often each event happened among them; both days belong to the period."""
    counted = {row["name"]: row["value"] for row in await tx.fetch(queries.figures, office_id, first, last)}
    return {f"events.{name}": 0 for name in CHRONICLED} | counted


async def award_names(tx: Transaction, office_id: UUID) -> dict[str, str]:
    """Code → name of every award that a nomination or the ledger names."""
    return {row["code"]: row["name"] for row in await tx.fetch(queries.award_names, office_id)}


async def movements(tx: Transaction, office_id: UUID, first: date, last: date) -> list[Movement]:
    """By the day they were launched."""
    rows = await tx.fetch(queries.movements, office_id, first, last)
    return [Movement(row["name"], row["theme"], row["scope"]) for row in rows]


async def timeline(tx: Transaction, office_id: UUID, excerpt: Excerpt) -> list[Happened]:
    """Newest first."""
    day, event_id = excerpt.before or (None, None)
    rows = await tx.fetch(
        queries.timeline,
        office_id,
        excerpt.first,
        excerpt.last,
        excerpt.names,
        excerpt.subject_id,
        day,
        event_id,
        excerpt.limit,
    )
    return [Happened(**dict(row)) for row in rows]


async def empty(tx: Transaction, group: str) -> int:
    """Forget every copy and what the group has received, except what a person discarded; return how many were forgotten.

    The inbox is locked first: batches under way end before, later ones start after. Every key begins anew: live events that
    arrive before older replayed ones wait for them.
    """
    await tx.execute(queries.lock_inbox)
    await tx.execute(queries.empty_readmodel)
    forgotten: int = await tx.fetchval(queries.forget_received, group)
    await tx.execute(queries.forget_heads, group)
    return forgotten


def _columns(rows: Rows) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
