"""The shipped batch consumer, Kafka to commit, against the database's own limit for the same effects."""

import asyncio
import contextlib
from collections.abc import Sequence
from time import perf_counter

from aiokafka import AIOKafkaProducer

from contracts.nominations.events import NominationSubmitted
from services.chassis.database import Database
from services.chassis.inbox import Inbox, queries
from services.chassis.kafka import Consumers
from services.chassis.serve import spare_start_up
from services.chassis.subscription import Batch
from services.reviews.cases import events, store
from tests.bench.ground import Ground, Packed, pack
from tests.support.workshop.workshop import WorkshopSubscription

EVENTS = 20_000
BATCH = 1000


async def measure(ground: Ground) -> tuple[float, float]:
    """(events/s from Kafka to committed cases, events/s of the same statements fed from memory)."""
    topic = await ground.topic()
    await publish(ground, topic, pack(EVENTS))
    spare_start_up()
    async with ground.database("reviews") as (database, url):
        consumed = await consume(ground, database, url, topic, EVENTS)
    async with ground.database("reviews") as (database, _):
        limit = await _limit(database, pack(EVENTS))
    return consumed, limit


async def publish(ground: Ground, topic: str, packed: Sequence[Packed]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=ground.kafka, enable_idempotence=True, max_batch_size=256 * 1024)
    await producer.start()
    for item in packed:
        await producer.send(topic, item.body, key=item.attributes.subject.encode(), headers=item.attributes.headers())
    await producer.flush()
    await producer.stop()


class CountingInbox(Inbox):
    """Counts what is committed, so that nobody has to ask the database meanwhile."""

    taken = 0

    async def apply(self, batch: Batch) -> None:
        await super().apply(batch)
        self.taken += len(batch.messages)


async def consume(ground: Ground, database: Database, url: str, topic: str, expected: int) -> float:
    """Events a second between the first batch seen committed and the last: joining the group is not counted."""
    subscription = WorkshopSubscription(f"bench-{topic}", {NominationSubmitted: events.open_cases}, topic)
    inbox = CountingInbox(database, subscription)
    consumers = Consumers(ground.settings(url, consumer_batch=BATCH), [(subscription, inbox)])
    task = asyncio.create_task(consumers.run([topic]))
    first_count, first_at = 0, 0.0
    while inbox.taken < expected:
        await asyncio.sleep(0.005)
        if inbox.taken and not first_count:
            first_count, first_at = inbox.taken, perf_counter()
    rate = (expected - first_count) / (perf_counter() - first_at)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await consumers.stop()
    async with database.transaction() as tx:
        assert await tx.fetchval("select count(*) from cases") == expected
    return rate


async def _limit(database: Database, packed: Sequence[Packed]) -> float:
    """The statements of the inbox and of the effects with arrays made beforehand, one commit a batch."""
    prepared = []
    for first in range(0, EVENTS, BATCH):
        part = packed[first : first + BATCH]
        prepared.append(
            (
                [item.attributes.id for item in part],
                [item.attributes.type for item in part],
                ["t.v1"] * len(part),
                [item.attributes.subject for item in part],
                [1] * len(part),
                [item.attributes.time.date() for item in part],
                [events._submission(item.event) for item in part],
            )
        )
    started = perf_counter()
    for ids, types, topics, keys, sequences, days, rows in prepared:
        async with database.transaction() as tx:
            await tx.fetch(queries.receive, "bench", ids, types, topics, keys, sequences, sequences, days)
            await store.open_cases(tx, rows)
    return len(packed) / (perf_counter() - started)
