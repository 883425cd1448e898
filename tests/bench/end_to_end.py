"""From outbox rows in one service to committed effects in the next, three ways, on the same broker and databases.

Ours: the shipped relay and batch consumer. (a) the shipped relay, and a FastStream handler that takes one message and opens
one transaction. (b) the ``faststream-outbox`` package as relay, tuned as its documentation allows, and our batch consumer.
The relay and the consumer are two processes, as two services are.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Sequence
from itertools import count
from time import perf_counter, process_time
from typing import Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage, KafkaResponse
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from contracts.nominations.events import NominationSubmitted
from services.chassis.database import Database
from services.chassis.inbox import queries
from services.chassis.kafka import Consumers
from services.chassis.relay import Relay
from services.chassis.serve import spare_start_up
from services.chassis.subscription import Batch
from services.reviews.cases import events, store
from tests.bench.consumer import CountingInbox
from tests.bench.ground import Cost, Ground, Packed, busy_seconds, fill_outbox, pack
from tests.support.workshop.workshop import WorkshopSubscription

EVENTS, ONE_BY_ONE = 10_000, 1_000
"""Ours and the package have the same backlog to clear; one by one it would take half a minute."""
FIRST = 12


async def measure(ground: Ground) -> tuple[Cost, Cost, Cost]:
    """(ours, one-by-one handlers, faststream-outbox as relay)."""
    ours = await _relayed(ground, "in-batches", EVENTS)
    return ours, await _relayed(ground, "one-by-one", ONE_BY_ONE), await _package(ground)


@contextlib.asynccontextmanager
async def _running(job: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Consumer:
    """A consumer in a process of its own, which says how far it has come: nobody has to ask the database meanwhile."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        self._lines = process.stdout

    async def reaches(self, number: int) -> float:
        """Return once the effects of so many events are committed: the CPU seconds it has worked until then."""
        while True:
            taken, worked = (await asyncio.wait_for(self._lines.readline(), timeout=120)).split()
            if int(taken) >= number:
                return float(worked)


@contextlib.asynccontextmanager
async def _consumer(way: str, ground: Ground, url: str, topic: str) -> AsyncIterator[Consumer]:
    """One that has its partitions: joining is start-up, not work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.end_to_end", way, ground.kafka, url, topic, stdout=asyncio.subprocess.PIPE
    )
    consumer = Consumer(process)
    try:
        await consumer.reaches(0)
        yield consumer
    finally:
        process.terminate()
        await process.wait()


class Stopwatch:
    """What clearing the backlog costs, from when it is made."""

    def __init__(self, consumer_worked: float) -> None:
        spare_start_up()
        self._consumer = consumer_worked
        self._started, self._here, self._machine = perf_counter(), process_time(), busy_seconds()

    def stop(self, events: int, consumer_worked: float) -> Cost:
        seconds = perf_counter() - self._started
        relay, consumer = process_time() - self._here, consumer_worked - self._consumer
        return Cost(events, seconds, relay, consumer, busy_seconds() - self._machine)


async def _relayed(ground: Ground, way: str, number: int) -> Cost:
    """Through the shipped relay to one way of consuming."""
    topic = await ground.topic()
    async with (
        ground.database("nominations") as (source, _),
        ground.database("reviews") as (_, url),
        _consumer(way, ground, url, topic) as consumer,
    ):
        relay = Relay(source, {"bootstrap_servers": ground.kafka})
        async with _running(relay.run()):
            await fill_outbox(source, topic, pack(FIRST))
            worked = await consumer.reaches(FIRST)
            await fill_outbox(source, topic, pack(number))
            watch = Stopwatch(worked)
            relay.wake()
            return watch.stop(number, await consumer.reaches(FIRST + number))


async def _package(ground: Ground) -> Cost:
    topic = await ground.topic()
    async with ground.database("nominations") as (_, source_url), ground.database("reviews") as (_, url):
        engine = create_async_engine(source_url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=20)
        metadata = MetaData()
        table = make_outbox_table(metadata, table_name="package_outbox")
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        outbox = OutboxBroker(engine, outbox_table=table, logger=None)
        kafka = KafkaBroker(ground.kafka, logger=None, enable_idempotence=True, acks="all")
        publisher = kafka.publisher(topic)

        @publisher
        @outbox.subscriber(
            "submissions",
            max_workers=16,
            fetch_batch_size=500,
            min_fetch_interval=0.01,
            max_fetch_interval=0.1,
            terminal_flush_batch_size=100,
        )
        async def relay(body: dict[str, Any]) -> KafkaResponse:
            return KafkaResponse(body["event"], headers=body["headers"], key=body["key"].encode())

        await kafka.connect()
        async with _consumer("in-batches", ground, url, topic) as consumer:
            await outbox.start()
            await _enqueue(outbox, engine, pack(FIRST))
            worked = await consumer.reaches(FIRST)
            await _enqueue(outbox, engine, pack(EVENTS))
            watch = Stopwatch(worked)
            cost = watch.stop(EVENTS, await consumer.reaches(FIRST + EVENTS))
            await outbox.stop()
        await kafka.stop()
        await engine.dispose()
        return cost


async def _enqueue(outbox: OutboxBroker, engine: Any, packed: Sequence[Packed]) -> None:
    async with engine.begin() as connection:
        for item in packed:
            headers = {name: value.decode() for name, value in item.attributes.headers()}
            body = {"event": json.loads(item.body), "headers": headers, "key": item.attributes.subject}
            await outbox.publish(body, queue="submissions", session=connection)


def _tell(taken: int) -> None:
    print(taken, process_time(), flush=True)


class TellingInbox(CountingInbox):
    """Tells how many messages it has taken, a line each batch."""

    async def apply(self, batch: Batch) -> None:
        await super().apply(batch)
        _tell(self.taken)


async def _in_batches(kafka: str, url: str, topic: str) -> None:
    """The shipped consumer, inbox and effects."""
    database = Database(url)
    await database.open()
    subscription = WorkshopSubscription(f"bench-{topic}", {NominationSubmitted: events.open_cases}, topic)
    consumers = Consumers(Ground("", kafka).settings(url), [(subscription, TellingInbox(database, subscription))])
    running = asyncio.create_task(consumers.run([topic]))
    while consumers._broker is None or not _has_partitions(consumers._broker):
        await asyncio.sleep(0.05)
    spare_start_up()
    _tell(0)
    await running


async def _in_turn(kafka: str, url: str, topic: str) -> None:
    """The same effects with a FastStream handler that takes one message and opens one transaction."""
    database = Database(url)
    await database.open()
    broker = KafkaBroker(kafka, logger=None, apply_types=False)
    group = f"bench-{topic}"
    handled = count(1)

    async def raw(message: KafkaMessage) -> KafkaMessage:
        return message

    @broker.subscriber(topic, group_id=group, auto_offset_reset="earliest", ack_policy=AckPolicy.MANUAL, decoder=raw)
    async def handle(message: KafkaMessage) -> None:
        headers = {name: value.decode() for name, value in message.raw_message.headers}
        event = NominationSubmitted.model_validate_json(message.raw_message.value)
        async with database.transaction() as tx:
            if await tx.fetchval(queries.receive_one, group, headers["ce_id"], headers["ce_type"]):
                await store.open_cases(tx, [events._submission(event)])
        await message.ack()
        _tell(next(handled))

    await broker.start()
    while not _has_partitions(broker):
        await asyncio.sleep(0.05)
    spare_start_up()
    _tell(0)
    await asyncio.Event().wait()


def _has_partitions(broker: KafkaBroker) -> bool:
    consumers = [getattr(subscriber, "consumer", None) for subscriber in broker.subscribers]
    return bool(consumers) and all(consumer is not None and consumer.assignment() for consumer in consumers)


WAYS = {"in-batches": _in_batches, "one-by-one": _in_turn}

if __name__ == "__main__":
    asyncio.run(WAYS[sys.argv[1]](*sys.argv[2:5]))
