"""Commit in one service → effect committed in the next, at 200 events a second, split by stage.

The writer with its relay and the consumer are processes of their own, as the services are.
"""

import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from time import time
from typing import Any

from contracts.nominations.events import NominationSubmitted
from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.chassis.kafka import Consumers
from services.chassis.outbox import Outbox
from services.chassis.parking import Message
from services.chassis.relay import Relay
from services.chassis.subscription import Batch
from services.reviews.cases import events
from tests.bench.ground import Ground, submission
from tests.support.workshop.workshop import WorkshopSubscription, event_on_topic

RATE = 200
SECONDS = 15
STAGES = (
    "commit → claimed by the relay",
    "claimed → acknowledged by Kafka",
    "acknowledged → read",
    "read → effect committed",
)


class _TimedRelay(Relay):
    """The shipped relay with a stopwatch around its sends."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.times: dict[str, tuple[float, float]] = {}

    async def _publish(self, producer: Any, rows: Sequence[Any]) -> None:
        claimed = time()
        await super()._publish(producer, rows)
        acknowledged = time()
        self.times.update((row["key"], (claimed, acknowledged)) for row in rows)


class _TimedInbox(Inbox):
    """The shipped inbox with a stopwatch from the start of reading a batch to its commit."""

    times: dict[str, tuple[float, float]] = {}  # noqa: RUF012 - one per process

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._read_at: dict[str, float] = {}

    async def read(self, messages: Sequence[Message]) -> Batch:
        now = time()
        self._read_at.update((message.key or "", now) for message in messages)
        return await super().read(messages)

    async def apply(self, batch: Batch) -> None:
        await super().apply(batch)
        now = time()
        self.times.update((message.key or "", (self._read_at[message.key or ""], now)) for message in batch.messages)


async def measure(ground: Ground) -> dict[str, dict[str, float]]:
    """Milliseconds p50 and p99, in all and by stage."""
    topic = await ground.topic()
    async with ground.database("nominations") as (source, _), ground.database("reviews") as (_, url):
        with tempfile.TemporaryDirectory() as folder:
            heard = Path(folder) / "heard.json"
            consumer = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.latency", ground.kafka, url, topic, str(heard), str(RATE * SECONDS)
            )
            await asyncio.sleep(4)  # the consumer starts and joins its group
            committed, relayed = await _write(ground, source, topic)
            await asyncio.wait_for(consumer.wait(), timeout=60)
            consumed = json.loads(heard.read_text())
    warm = [key for key, _ in sorted(committed.items(), key=lambda pair: pair[1])][RATE:]
    spans = [(committed[key], *relayed[key], *consumed[key]) for key in warm]
    figures = {"commit → effect": _quantiles([span[-1] - span[0] for span in spans])}
    for number, stage in enumerate(STAGES):
        figures[stage] = _quantiles([span[number + 1] - span[number] for span in spans])
    return figures


async def _write(
    ground: Ground, source: Database, topic: str
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    relay = _TimedRelay(source, {"bootstrap_servers": ground.kafka})
    source.on_recorded(relay.wake)
    outbox = Outbox("/thidua/nominations")
    event_class = event_on_topic(NominationSubmitted, topic)
    committed: dict[str, float] = {}
    task = asyncio.create_task(relay.run())
    await asyncio.sleep(1)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, begin + number / RATE - loop.time()))
        event = event_class.model_validate(submission(number).model_dump())
        async with source.transaction() as tx:
            await outbox.record(tx, event, at=event.submitted_at)
        committed[event.key()] = time()
    while len(relay.times) < len(committed):
        await asyncio.sleep(0.05)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return committed, relay.times


def _quantiles(seconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100)
    return {"p50_ms": round(cuts[49] * 1000, 2), "p99_ms": round(cuts[98] * 1000, 2)}


async def _consume(kafka: str, url: str, topic: str, heard: str, expected: str) -> None:
    ground = Ground("", kafka)
    database = Database(url)
    await database.open()
    subscription = WorkshopSubscription(f"bench-{topic}", {NominationSubmitted: events.open_cases}, topic)
    consumers = Consumers(ground.settings(url), [(subscription, _TimedInbox(database, subscription))])
    task = asyncio.create_task(consumers.run([topic]))
    while len(_TimedInbox.times) < int(expected):
        await asyncio.sleep(0.1)
    Path(heard).write_text(json.dumps(_TimedInbox.times))
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await consumers.stop()
    await database.close()


if __name__ == "__main__":
    asyncio.run(_consume(*sys.argv[1:6]))
