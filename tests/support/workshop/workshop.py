"""The smallest service on the chassis: it changes aggregates, tells of it, hears of it and applies the effect."""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg

from contracts.envelope import Event
from contracts.nominations.events import NominationHeld
from services.chassis.database import Database, Transaction
from services.chassis.inbox import Inbox
from services.chassis.kafka import Consumers
from services.chassis.migrate import migrate
from services.chassis.outbox import Outbox
from services.chassis.relay import Relay
from services.chassis.settings import Settings
from services.chassis.sql import Queries
from services.chassis.subscription import Received, Subscription

MIGRATIONS = Path(__file__).with_name("migrations")
queries = Queries(__file__)
OFFICE = UUID(int=7)


def event_on_topic(event: type[Event], topic: str) -> Any:
    """An event as published on a topic of the test's own, so that tests sharing a broker do not meet."""
    place = {"__annotations__": {"topic": ClassVar[str]}, "topic": topic, "__module__": __name__}
    return type(event.__name__, (event,), place)


def event_on(topic: str) -> Any:
    return event_on_topic(NominationHeld, topic)


@dataclass(frozen=True)
class WorkshopSubscription(Subscription):
    """Reads the test's own topic."""

    topic: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.topic,)


@dataclass(frozen=True)
class Parts:
    """The chassis classes under test; the planted bugs put their own in."""

    outbox: type[Outbox] = Outbox
    relay: type[Relay] = Relay
    inbox: type[Inbox] = Inbox
    consumers: type[Consumers] = Consumers


async def apply(tx: Transaction, batch: Sequence[Received]) -> None:
    await tx.execute(
        queries.apply,
        [item.id for item in batch],
        [item.attributes.subject for item in batch],
        [item.attributes.sequence for item in batch],
    )


@dataclass
class Workshop:
    """One database, one topic, and as many relays and consumers as a test wants."""

    database_url: str
    kafka: str
    keys: Path
    parts: Parts = field(default_factory=Parts)
    topic: str = field(default_factory=lambda: f"workshop-{uuid4().hex[:10]}.v1")
    prefix: str = ""

    def __post_init__(self) -> None:
        self.group = f"group-{self.topic}"
        self.database = Database(self.database_url, size=20)
        self.outbox = self.parts.outbox("/thidua/workshop")
        self.handlers: Mapping[type[Event], Any] = {NominationHeld: apply}

    @cached_property
    def settings(self) -> Settings:
        return Settings(
            database_url=self.database_url,
            http_port=0,
            public_keys=self.keys,
            kafka_bootstrap=self.kafka,
            kafka_prefix=self.prefix,
            topic_partitions=4,
            consumer_batch=40,
            session_seconds=6,
        )

    @cached_property
    def event(self) -> Any:
        return event_on(self.topic)

    async def change(self, tx: Transaction, aggregate_id: UUID) -> None:
        """What a command does: lock and change the aggregate, record the event last."""
        await tx.fetchval(queries.change, aggregate_id)
        event = self.event(office_id=OFFICE, nomination_id=aggregate_id, reason="kiểm tra", held_on=date(2026, 5, 4))
        await self.outbox.record(tx, event, at=datetime.now(UTC))

    async def write(self, aggregates: Sequence[UUID], changes: int, *, seed: int) -> None:
        """One writer: changes in transactions of random length, every fifth rolled back."""
        dice = random.Random(seed)
        for _ in range(changes):
            with contextlib.suppress(_RolledBack):
                async with self.database.transaction() as tx:
                    await self.change(tx, dice.choice(aggregates))
                    await asyncio.sleep(dice.choice((0, 0, 0.001, 0.004, 0.02)))
                    if dice.random() < 0.2:
                        raise _RolledBack
            await asyncio.sleep(0)

    @contextlib.asynccontextmanager
    async def relaying(self, batch: int = 50) -> AsyncIterator[Relay]:
        """A relay at work, stopped as a crash would stop it: without asking."""
        relay = self.parts.relay(self.database, self.settings.kafka_client, batch=batch, prefix=self.prefix)
        self.database.on_recorded(relay.wake)
        task = asyncio.create_task(relay.run())
        try:
            yield relay
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @contextlib.asynccontextmanager
    async def consuming(self) -> AsyncIterator[Inbox]:
        subscription = WorkshopSubscription(self.group, self.handlers, self.topic)
        inbox = self.parts.inbox(self.database, subscription)
        consumers = self.parts.consumers(self.settings, [(subscription, inbox)])
        task = asyncio.create_task(consumers.run([self.topic]))
        try:
            yield inbox
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await consumers.stop()

    async def run_until_killed_at(self, moment: str, *, role: str) -> int:
        """A ``relay`` or a ``consumer`` in a process of its own, armed to die at a crash point; return its exit code."""
        environment = os.environ | {"THIDUA_CRASH_AT": moment}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.workshop.process",
            role,
            self.database_url,
            self.kafka,
            str(self.keys),
            self.topic,
            env=environment,
        )
        return await asyncio.wait_for(process.wait(), timeout=120)

    async def changes(self) -> dict[str, int]:
        """Committed changes by key: what must have been published, no more and no less."""
        async with self.database.transaction() as tx:
            return {str(row["aggregate_id"]): row["changes"] for row in await tx.fetch(queries.changes)}

    async def effects(self) -> list[tuple[str, int]]:
        """(key, sequence) of every applied effect, in the order of application."""
        async with self.database.transaction() as tx:
            return [(row["key"], row["sequence"]) for row in await tx.fetch(queries.effects)]


async def add_workshop_tables(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await migrate(connection, [MIGRATIONS])
    await connection.execute("create sequence planted_sequence")
    await connection.close()


class _RolledBack(Exception):
    pass
