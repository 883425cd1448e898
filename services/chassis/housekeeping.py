"""Housekeeping: next month's journal partition before it is needed, and forgetting what retention says."""

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

INBOX_GRACE = timedelta(days=7)
"""Inbox rows outlive the journal, so that a replayed event is still known."""
IDEMPOTENCY_KEPT = timedelta(days=30)
PARTITIONS_LOCK = 0x6A6F7572


async def keep_house(runtime: Runtime) -> None:
    """Once an hour, for ever."""
    while True:
        try:
            async with runtime.database.transaction() as tx:
                now = datetime.now(UTC)
                await make_partitions(tx, now)
                await _drop_old_partitions(tx, now - timedelta(days=runtime.settings.journal_days))
                await tx.execute(
                    queries.forget_inbox, now - timedelta(days=runtime.settings.journal_days) - INBOX_GRACE
                )
                await tx.execute(queries.forget_idempotency_keys, now - IDEMPOTENCY_KEPT)
        except Unavailable as error:
            log.warning("housekeeping waits", extra={"reason": str(error)})
            await asyncio.sleep(30)
        else:
            await asyncio.sleep(3600)


async def make_partitions(tx: Any, now: datetime) -> None:
    """Journal partitions of this and the next month (recorded_at is the database's clock); idempotent, in a transaction."""
    await tx.execute(queries.lock_partitions, PARTITIONS_LOCK)
    month = now.date().replace(day=1)
    existing = {row["name"] for row in await tx.fetch(queries.journal_partitions)}
    for first in (month, _next(month)):
        name = f"journal_{first:%Y_%m}"
        if name not in existing:
            await _make_partition(
                tx, name, f"'{first.isoformat()} 00:00:00+00'", f"'{_next(first).isoformat()} 00:00:00+00'"
            )


async def _make_partition(tx: Any, name: str, first: str, end: str) -> None:
    """A month with what was journaled before it had a partition: rows left in the default one would forbid attaching it."""
    columns = (
        "position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at, published_at"
    )
    await tx.execute(queries.lock_default_partition)
    await tx.execute(f"create table {name} (like journal including defaults)")
    await tx.execute(
        f"with moved as (delete from journal_default where recorded_at >= {first} and recorded_at < {end} "  # noqa: S608
        f"returning {columns}) insert into {name} ({columns}) select {columns} from moved"
    )
    await tx.execute(f"alter table journal attach partition {name} for values from ({first}) to ({end})")


async def _drop_old_partitions(tx: Any, before: datetime) -> None:
    for row in await tx.fetch(queries.journal_partitions):
        _, _, stamp = row["name"].partition("journal_")
        if stamp != "default" and _next(date(int(stamp[:4]), int(stamp[5:]), 1)) <= before.date():
            await tx.execute(f"drop table {row['name']}")
            log.info("journal month dropped", extra={"partition": row["name"]})


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
