"""The scheduler: looks every second for steps whose day has come, and announces each of them once.

Any number may run at once and the clock may jump: the locked period row and the unique reminder row decide, not the scheduler.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from prometheus_client import Gauge

from contracts.words import PeriodState
from services.chassis.clock import Clock
from services.chassis.database import Database, Unavailable
from services.chassis.outbox import Outbox
from services.chassis.runtime import Runtime
from services.reporting.obligations import commands, store

log = logging.getLogger(__name__)

PAGE = 100
RULES_AHEAD = timedelta(days=31)
"""Rules make the dates of the next year this long before it starts."""

obligations_gauge = Gauge("thidua_obligations", "Periods of reporting obligations by state", ["state"])


def remind(poll_seconds: float) -> Callable[[Runtime], Awaitable[None]]:
    """The background job that looks for due steps every so many seconds."""
    return lambda runtime: run(runtime.database, runtime.outbox, runtime.clock, poll_seconds)


async def run(database: Database, outbox: Outbox, clock: Clock, poll_seconds: float) -> None:
    """For ever; an outage is waited out."""
    while True:
        try:
            await tick(database, outbox, clock)
        except Unavailable as outage:
            log.warning("scheduler waits", extra={"reason": str(outage)})
        await asyncio.sleep(poll_seconds)


async def tick(database: Database, outbox: Outbox, clock: Clock) -> int:
    """Tell everything that is due now, each period in a transaction of its own; return how many events were recorded."""
    recorded = 0
    await _make_dates(database, clock.today())
    while True:
        today = clock.today()
        async with database.transaction() as tx:
            waiting = await store.waiting_periods(tx, today, PAGE)
        for office_id, obligation_id, period in waiting:
            async with database.transaction() as tx:
                recorded += await commands.remind(
                    tx, outbox, office_id, obligation_id, period, today=clock.today(), at=clock.now()
                )
        if len(waiting) < PAGE:
            break
    async with database.transaction() as tx:
        counts = await store.count_states(tx, clock.today())
    for state in PeriodState:
        obligations_gauge.labels(state).set(counts.get(state, 0))
    return recorded


async def _make_dates(database: Database, today: date) -> None:
    year = (today + RULES_AHEAD).year
    while True:
        async with database.transaction() as tx:
            behind = await store.rules_behind(tx, year, PAGE)
            for office_id, obligation_id in behind:
                await commands.make_dates(tx, office_id, obligation_id, year)
        if len(behind) < PAGE:
            return
