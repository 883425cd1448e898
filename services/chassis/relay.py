"""The relay: one leader per service database publishes the outbox in order and moves what Kafka acknowledged to the journal.

The leader's advisory lock and its rows are on one connection, without ``skip locked``: a displaced leader may repeat an
event, never overtake one. Measured alternatives (id watermarks, two relays) lose or reorder events; see architecture section 5.
"""

import asyncio
import contextlib
import logging
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from contracts.envelope import Attributes
from services.chassis import metrics
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import OUTAGES, Database, Row, Transaction
from services.chassis.partitions import partition_of
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

LEADER_LOCK: Final = 0x72656C61
SAFETY_POLL_SECONDS: Final = 0.5
"""A commit wakes the relay in process; this poll is for rows of another process or a lost wake."""
SEND_SECONDS: Final = 15.0
WATCH_SECONDS: Final = 5.0
HUNG_SECONDS: Final = 120.0
"""Idempotent batches never expire in aiokafka; a relay that neither moves nor fails this long ends the process."""


def attributes_of(row: Row) -> Attributes:
    """The CloudEvents attributes of an outbox or journal row."""
    return Attributes(
        id=row["event_id"],
        source=row["source"],
        type=row["type"],
        subject=row["key"],
        time=row["time"],
        sequence=row["sequence"],
        traceparent=row["traceparent"],
    )


class Relay:
    """Publishes this database's outbox while it leads; waits to lead while another process does.

    Args:
        kafka: where Kafka is and as whom to sign in (`Settings.kafka_client`).
    """

    def __init__(self, database: Database, kafka: Mapping[str, Any], *, batch: int = 1000, prefix: str = "") -> None:
        self._database = database
        self._kafka = kafka
        self._prefix = prefix
        self._batch = batch
        self._woken = asyncio.Event()
        self._steps = 0
        self._producer: AIOKafkaProducer | None = None

    def wake(self) -> None:
        """There is something to publish."""
        self._woken.set()

    async def run(self) -> None:
        """Lead and publish until cancelled; an outage of PostgreSQL or Kafka is waited out, nobody has to step in."""
        watchdog = asyncio.create_task(self._watch())
        pause = 0.2
        try:
            while True:
                started = monotonic()
                try:
                    await self._lead()
                except (*OUTAGES, KafkaError) as error:
                    log.warning("relay waits", extra={"reason": repr(error), "seconds": pause})
                finally:
                    metrics.relay_leader.set(0)
                    await self._drop_producer()
                pause = 0.2 if monotonic() - started > 10 else min(pause * 2, 5.0)
                self._steps += 1
                await asyncio.sleep(pause)
        finally:
            watchdog.cancel()

    async def _lead(self) -> None:
        connection = await self._database.connect()
        try:
            while not await connection.fetchval(queries.try_lead, LEADER_LOCK):
                self._steps += 1
                await asyncio.sleep(1.0)
            producer = await self._start_producer()
            metrics.relay_leader.set(1)
            while True:
                self._woken.clear()
                while await self.drain(connection, producer):
                    pass
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), SAFETY_POLL_SECONDS)
        finally:
            with contextlib.suppress(*OUTAGES):
                await connection.close(timeout=2)

    async def drain(self, connection: Any, producer: AIOKafkaProducer) -> int:
        """Publish one batch and journal it in one transaction; return how many events it held."""
        async with connection.transaction():
            rows = await connection.fetch(queries.claim_outbox, self._batch)
            if rows:
                crash_point(CrashPoint.RELAY_CLAIMED)
                await self._publish(producer, rows)
                crash_point(CrashPoint.RELAY_PUBLISHED)
                await connection.execute(queries.journal_published, [row["position"] for row in rows])
                crash_point(CrashPoint.RELAY_JOURNALED)
        self._steps += 1
        if rows:
            crash_point(CrashPoint.RELAY_COMMITTED)
        return len(rows)

    async def _publish(self, producer: AIOKafkaProducer, rows: Sequence[Row]) -> None:
        """Send in order, each with its key; returns when Kafka has acknowledged every one (acks=all, idempotent)."""
        async with asyncio.timeout(SEND_SECONDS):
            topics = {row["topic"]: self._prefix + row["topic"] for row in rows}
            partitions = {topic: len(await producer.partitions_for(topic)) for topic in topics.values()}
            sent = [await _send(producer, row, topics[row["topic"]], partitions) for row in rows]
            await _acknowledged(sent)
        now = rows[0]["recorded_at"].now(rows[0]["recorded_at"].tzinfo)
        for (topic, type_), count in Counter((row["topic"], row["type"]) for row in rows).items():
            metrics.published.labels(topic, type_).inc(count)
        for row in rows:
            metrics.relay_seconds.observe((now - row["recorded_at"]).total_seconds())

    async def _start_producer(self) -> AIOKafkaProducer:
        self._producer = AIOKafkaProducer(
            **self._kafka,
            enable_idempotence=True,
            acks="all",
            max_batch_size=256 * 1024,
            max_request_size=2 * 1024 * 1024,
            request_timeout_ms=10_000,
        )
        await self._producer.start()
        return self._producer

    async def _drop_producer(self) -> None:
        """Let go of the producer without waiting for what it could not send: those rows are still in the outbox."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with contextlib.suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(producer.stop(), timeout=3)

    async def _watch(self) -> None:
        """Count looks at a relay that has not taken a step; looks, not seconds, so that a paused process is not a hung one."""
        seen, looks = -1, 0
        while looks * WATCH_SECONDS < HUNG_SECONDS:
            await asyncio.sleep(WATCH_SECONDS)
            looks = looks + 1 if self._steps == seen else 0
            seen = self._steps
        log.critical("relay hung; ending the process so that it is started anew")
        os._exit(70)


async def _send(
    producer: AIOKafkaProducer, row: Row, topic: str, partitions: Mapping[str, int]
) -> asyncio.Future[object]:
    key = row["key"].encode()
    sent: asyncio.Future[object] = await producer.send(
        topic, row["body"], key, partition_of(key, partitions[topic]), headers=attributes_of(row).headers()
    )
    return sent


async def _acknowledged(sent: Sequence[asyncio.Future[object]]) -> None:
    """Wait one after the other: most have come with the first, and a callback on each would cost more than the wait."""
    try:
        for each in sent:
            await each
    except BaseException:
        for each in sent:
            each.add_done_callback(lambda done: done.cancelled() or done.exception())  # the first failure tells for all
        raise


async def measure_backlog(tx: Transaction) -> None:
    """Refresh the outbox gauges."""
    row = await tx.fetchrow(queries.outbox_backlog)
    metrics.outbox_pending.set(row["pending"])
    metrics.outbox_oldest.set(row["oldest_seconds"])
