"""Obligations, their periods and reminders in PostgreSQL."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from contracts.words import Periodicity, ReminderStep
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound
from services.reporting.obligations.domain.calendar import DueRule
from services.reporting.obligations.domain.ladder import Outcome
from services.reporting.obligations.domain.obligation import Dealt, Obligation, Period, Sent

queries = Queries(__file__)


async def insert_obligation(tx: Transaction, new: Obligation, at: datetime) -> None:
    await tx.execute(
        queries.insert_obligation,
        new.obligation_id,
        new.office_id,
        new.kind,
        new.title,
        new.recipient,
        new.responsible_unit_id,
        new.periodicity,
        new.steps,
        new.note,
        _rules_json(new.rules),
        new.rules_year,
        at,
    )


async def obligation(tx: Transaction, office_id: UUID, obligation_id: UUID) -> Obligation:
    """Raises `NotFound`, also for another office's."""
    row = await tx.fetchrow(queries.obligation, office_id, obligation_id)
    if row is None:
        raise NotFound("obligation", obligation_id)
    return _obligation(row)


async def lock_obligation(tx: Transaction, office_id: UUID, obligation_id: UUID) -> Obligation:
    """As `obligation`, locked against other edits; lock it before its periods."""
    row = await tx.fetchrow(queries.lock_obligation, office_id, obligation_id)
    if row is None:
        raise NotFound("obligation", obligation_id)
    return _obligation(row)


async def obligations(tx: Transaction, office_id: UUID, year: int | None) -> list[Obligation]:
    """Those with a period in the year, or all."""
    rows = await tx.fetch(queries.obligations, office_id, None if year is None else str(year))
    return [_obligation(row) for row in rows]


async def kinds_of_year(tx: Transaction, office_id: UUID, year: int) -> frozenset[str]:
    return frozenset(row["kind"] for row in await tx.fetch(queries.kinds_of_year, office_id, str(year)))


async def lock_defaults(tx: Transaction, office_id: UUID) -> None:
    await tx.execute(queries.lock_defaults, str(office_id))


async def save_obligation(tx: Transaction, changed: Obligation) -> None:
    """Save every editable property; the stored version goes up by one."""
    await tx.execute(
        queries.save_obligation,
        changed.office_id,
        changed.obligation_id,
        changed.title,
        changed.recipient,
        changed.responsible_unit_id,
        changed.steps,
        changed.note,
        _rules_json(changed.rules),
        changed.active,
    )


async def insert_period(tx: Transaction, of: Obligation, period: str, due_on: date, next_on: date | None) -> bool:
    """False where the period exists already; it is left as it is."""
    return bool(await tx.fetchval(queries.insert_period, of.obligation_id, period, of.office_id, due_on, next_on))


async def lock_period(tx: Transaction, office_id: UUID, obligation_id: UUID, period: str) -> Period:
    """One period with its reminders, locked; raises `NotFound`."""
    row = await tx.fetchrow(queries.lock_period, office_id, obligation_id, period)
    if row is None:
        raise NotFound("period", period)
    return (await _with_reminders(tx, [row]))[0]


async def lock_periods(tx: Transaction, of: Obligation) -> list[Period]:
    rows = await tx.fetch(queries.lock_periods, of.office_id, of.obligation_id)
    return await _with_reminders(tx, rows)


async def periods(
    tx: Transaction, office_id: UUID, obligation_ids: Sequence[UUID], year: int | None
) -> dict[UUID, list[Period]]:
    """Periods by obligation, by due date."""
    rows = await tx.fetch(queries.periods, office_id, obligation_ids, None if year is None else str(year))
    by_obligation: dict[UUID, list[Period]] = defaultdict(list)
    for period in await _with_reminders(tx, rows):
        by_obligation[period.obligation_id].append(period)
    return by_obligation


async def deal(
    tx: Transaction,
    period: Period,
    step: ReminderStep,
    outcome: Outcome,
    *,
    on: date,
    at: datetime,
    event_id: UUID | None,
) -> bool:
    """The unique row of a step; False where it is there already."""
    args = (period.obligation_id, period.period, step, outcome, on, at, event_id)
    return bool(await tx.fetchval(queries.insert_reminder, *args))


async def forget_skipped(tx: Transaction, period: Period, steps: Iterable[ReminderStep]) -> None:
    """Arm skipped steps again; fired ones stay."""
    await tx.execute(queries.forget_skipped, period.obligation_id, period.period, list(steps))


async def save_due_on(tx: Transaction, of: Obligation, period: str, due_on: date) -> None:
    await tx.execute(queries.save_due_on, of.office_id, of.obligation_id, period, due_on)


async def save_next_on(tx: Transaction, of: Obligation, period: str, next_on: date | None) -> None:
    await tx.execute(queries.save_next_on, of.office_id, of.obligation_id, period, next_on)


async def save_overdue(tx: Transaction, of: Obligation, period: str, on: date) -> bool:
    """False where the period was announced as overdue already."""
    return bool(await tx.fetchval(queries.save_overdue, of.office_id, of.obligation_id, period, on))


async def save_submission(tx: Transaction, of: Obligation, period: str, sent: Sent) -> None:
    await tx.execute(
        queries.save_submission, of.office_id, of.obligation_id, period, sent.on, sent.paper_number, sent.report_id
    )


async def forget_submission(tx: Transaction, of: Obligation, period: str) -> None:
    await tx.execute(queries.forget_submission, of.office_id, of.obligation_id, period)


async def waiting_periods(tx: Transaction, today: date, limit: int) -> list[tuple[UUID, UUID, str]]:
    """(office, obligation, period) of every period, in any office, that still needs a reminder."""
    rows = await tx.fetch(queries.waiting_periods, today, limit)
    return [(row["office_id"], row["obligation_id"], row["period"]) for row in rows]


async def rules_behind(tx: Transaction, year: int, limit: int) -> list[tuple[UUID, UUID]]:
    """(office, obligation) whose rules have made no dates for the year yet."""
    return [(row["office_id"], row["obligation_id"]) for row in await tx.fetch(queries.rules_behind, year, limit)]


async def save_rules_year(tx: Transaction, of: Obligation, year: int) -> None:
    await tx.execute(queries.save_rules_year, of.office_id, of.obligation_id, year)


async def count_states(tx: Transaction, today: date) -> dict[str, int]:
    """Periods of active obligations by state, over all offices."""
    return {row["state"]: row["periods"] for row in await tx.fetch(queries.count_states, today)}


async def _with_reminders(tx: Transaction, rows: Sequence[Row]) -> list[Period]:
    dealt: dict[tuple[UUID, str], list[Dealt]] = defaultdict(list)
    for row in await tx.fetch(queries.reminders, list({row["obligation_id"] for row in rows})):
        place = row["obligation_id"], row["period"]
        dealt[place].append(Dealt(ReminderStep(row["step"]), Outcome(row["outcome"]), row["dealt_on"]))
    return [
        Period(
            obligation_id=row["obligation_id"],
            period=row["period"],
            due_on=row["due_on"],
            version=row["version"],
            overdue_on=row["overdue_on"],
            submitted_on=row["submitted_on"],
            paper_number=row["paper_number"],
            report_id=row["report_id"],
            dealt=tuple(dealt[row["obligation_id"], row["period"]]),
        )
        for row in rows
    ]


def _rules_json(rules: Sequence[DueRule]) -> str:
    return json.dumps([asdict(rule) for rule in rules])


def _obligation(row: Row) -> Obligation:
    return Obligation(
        obligation_id=row["obligation_id"],
        office_id=row["office_id"],
        kind=row["kind"],
        title=row["title"],
        recipient=row["recipient"],
        responsible_unit_id=row["responsible_unit_id"],
        periodicity=Periodicity(row["periodicity"]),
        steps=tuple(ReminderStep(step) for step in row["steps"]),
        note=row["note"],
        rules=tuple(DueRule(**rule) for rule in json.loads(row["rules"])),
        rules_year=row["rules_year"],
        active=row["active"],
        version=row["version"],
    )
