"""The scheduler: looks every second for steps whose day has come, and announces each of them once.

Any number may run at once and the clock may jump: the locked period row and the unique reminder row decide, not the scheduler.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from prometheus_client import Gauge

from contracts.envelope import Event
from contracts.reporting.events import ReportDue, ReportOverdue
from contracts.words import PeriodState, ReminderStep
from services.chassis.clock import Clock
from services.chassis.database import Database, Transaction, Unavailable
from services.chassis.ids import derived_id
from services.chassis.outbox import Outbox
from services.chassis.runtime import Runtime
from services.reporting.obligations import commands, store
from services.reporting.obligations.domain import ladder as domain
from services.reporting.obligations.domain.ladder import Outcome
from services.reporting.obligations.store import Obligation, Period

log = logging.getLogger(__name__)

PAGE = 100
RULES_AHEAD = timedelta(days=31)
"""Rules make the dates of the next year this long before it starts."""

obligations_gauge = Gauge("thidua_obligations", "Periods of reporting obligations by state", ["state"])


def remind(poll_seconds: float) -> Callable[[Runtime], Awaitable[None]]:
    """The background job that looks for due steps for ever, every so many seconds; an outage is waited out."""

    async def run(runtime: Runtime) -> None:
        while True:
            try:
                await tick(runtime.database, runtime.outbox, runtime.clock)
            except Unavailable as outage:
                log.warning("scheduler waits", extra={"reason": str(outage)})
            await asyncio.sleep(poll_seconds)

    return run


async def tick(database: Database, outbox: Outbox, clock: Clock) -> int:
    """Tell everything that is due now, each period in a transaction of its own; return how many events were recorded."""
    told = 0
    await _make_dates(database, clock.today())
    while True:
        today = clock.today()
        async with database.transaction() as tx:
            waiting = await store.waiting_periods(tx, today, PAGE)
        for office_id, obligation_id, period in waiting:
            async with database.transaction() as tx:
                told += await tell(tx, outbox, office_id, obligation_id, period, today=clock.today(), at=clock.now())
        if len(waiting) < PAGE:
            break
    async with database.transaction() as tx:
        counts = await store.count_states(tx, clock.today())
    for state in PeriodState:
        obligations_gauge.labels(state).set(counts.get(state, 0))
    return told


async def tell(
    tx: Transaction, outbox: Outbox, office_id: UUID, obligation_id: UUID, period: str, *, today: date, at: datetime
) -> int:
    """Fire the step that is due on one period and skip those it overtakes; then say once that the report is overdue."""
    locked = await store.lock_period(tx, office_id, obligation_id, period)
    of = await store.obligation(tx, office_id, obligation_id)
    if locked.submitted_on is not None or not of.active:
        await store.save_next_on(tx, of, period, None)
        return 0
    ladder = locked.ladder(of.steps)
    decision = domain.due_steps(ladder, locked.outcomes.keys(), today)
    events: list[tuple[Event, UUID]] = []
    for step in decision.skip:
        await store.deal(tx, locked, step, Outcome.SKIPPED, on=today, at=at, event_id=None)
    if decision.fire is not None:
        event_id = derived_id("ReportDue", obligation_id, period, decision.fire)
        if await store.deal(tx, locked, decision.fire, Outcome.FIRED, on=today, at=at, event_id=event_id):
            events.append((_report_due(of, locked, decision.fire, today), event_id))
    overdue = domain.is_overdue(ladder, today)
    if overdue and await store.save_overdue(tx, of, period, today):
        events.append((_report_overdue(of, locked), derived_id("ReportOverdue", obligation_id, period)))
    dealt_with = locked.outcomes.keys() | {*decision.skip, *([decision.fire] if decision.fire else [])}
    told_overdue = overdue or locked.overdue_on is not None
    await store.save_next_on(tx, of, period, domain.next_on(ladder, dealt_with, overdue_told=told_overdue))
    for event, event_id in events:
        await outbox.record(tx, event, at=at, event_id=event_id)
    return len(events)


async def _make_dates(database: Database, today: date) -> None:
    year = (today + RULES_AHEAD).year
    while True:
        async with database.transaction() as tx:
            behind = await store.rules_behind(tx, year, PAGE)
            for office_id, obligation_id in behind:
                await commands.make_dates(tx, office_id, obligation_id, year)
        if len(behind) < PAGE:
            return


def _report_due(of: Obligation, period: Period, step: ReminderStep, today: date) -> ReportDue:
    return ReportDue(
        office_id=of.office_id,
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        recipient=of.recipient,
        responsible_unit_id=of.responsible_unit_id,
        period=period.period,
        step=ReminderStep(step),
        due_on=period.due_on,
        fired_on=today,
    )


def _report_overdue(of: Obligation, period: Period) -> ReportOverdue:
    return ReportOverdue(
        office_id=of.office_id,
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        period=period.period,
        due_on=period.due_on,
    )
