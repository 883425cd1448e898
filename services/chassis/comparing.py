"""The group's side: its heads compared with the publisher's, by day, by bucket, by key; what it misses is asked for again.

A group knows of a gap by what comes after it. Of a key's last event, lost on its way, nothing comes after: only the publisher knows.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from contracts.catalog import PUBLISHERS
from contracts.heads import Bucket, DayOfHeads, Gone, Head, KeyWanted, Replayed, ReplayIn
from services.chassis import heads, metrics
from services.chassis.asking import AskedHeads
from services.chassis.database import Database, Transaction, Unavailable
from services.chassis.inbox import Inbox
from services.chassis.runtime import Runtime
from services.chassis.settings import Settings
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

RECENT: Final = timedelta(days=1)
BEGINNING: Final = date(1970, 1, 1)
CATCH_UP_SECONDS: Final = 30.0
MOST_KEYS: Final = 500
"""So many keys are asked for at a time; the next comparison finds the others."""
GONE: Final = "the publisher's journal no longer has it"
COMPARISON: Final = "comparison with the publisher"


class Publisher(Protocol):
    """Who knows how far each key of a topic has been published."""

    async def days(self, topic: str, since: date) -> Sequence[DayOfHeads]: ...

    async def buckets(self, topic: str, day: date) -> Sequence[Bucket]: ...

    async def keys(self, topic: str, day: date, bucket: int) -> Sequence[Head]: ...

    async def replay(self, wanted: ReplayIn) -> Replayed: ...


@dataclass(frozen=True)
class OwnHeads:
    """This service is the publisher itself."""

    database: Database
    settings: Settings

    async def days(self, topic: str, since: date) -> Sequence[DayOfHeads]:
        async with self.database.transaction() as tx:
            return await heads.days(tx, topic, since)

    async def buckets(self, topic: str, day: date) -> Sequence[Bucket]:
        async with self.database.transaction() as tx:
            return await heads.buckets(tx, topic, day)

    async def keys(self, topic: str, day: date, bucket: int) -> Sequence[Head]:
        async with self.database.transaction() as tx:
            return await heads.keys(tx, topic, day, bucket)

    async def replay(self, wanted: ReplayIn) -> Replayed:
        return await heads.replay_keys(self.database, self.settings, wanted)


async def compare_for_ever(runtime: Runtime) -> None:
    """Every group with the publisher of each of its topics, until cancelled; what is away is asked again next time."""
    settings = runtime.settings
    if settings.preview or not runtime.inboxes:
        return
    async with AskedHeads.open(runtime) as asked:
        while True:
            await asyncio.sleep(settings.compare_seconds / 2)
            for subscription, inbox in runtime.inboxes:
                for topic in subscription.topics:
                    publisher = _publisher(runtime, topic, asked)
                    if publisher is None:
                        continue
                    comparison = Comparison(runtime, subscription.group, topic, publisher)
                    try:
                        await comparison.run(inbox)
                    except (Unavailable, KafkaError, httpx.HTTPError, OSError, TimeoutError) as error:
                        said = {"group": subscription.group, "topic": topic, "reason": repr(error)}
                        log.warning("heads not compared", extra=said)


def _publisher(runtime: Runtime, topic: str, asked: AskedHeads) -> Publisher | None:
    if topic in runtime.service.topics:
        return OwnHeads(runtime.database, runtime.settings)
    return asked.of(PUBLISHERS[topic]) if topic in PUBLISHERS else None


@dataclass(frozen=True)
class Comparison:
    """One group and one topic."""

    runtime: Runtime
    group: str
    topic: str
    publisher: Publisher

    async def run(self, inbox: Inbox) -> int | None:
        """Compare, and ask for what is missing; return in how many keys the group was behind, None if another copy compares.

        The publisher is asked first, and the group's heads are read once it has taken all that was on the topic then: what it
        lacks then has been lost.
        """
        settings = self.runtime.settings
        async with self.runtime.database.transaction() as tx:
            whole = await tx.fetchval(
                queries.begin_comparison, self.group, self.topic, settings.compare_seconds, settings.compare_all_seconds
            )
        if whole is None:
            return None
        since = BEGINNING if whole else self.runtime.clock.now().date() - RECENT
        theirs = await self.publisher.days(self.topic, since)
        if not await has_caught_up(settings, self.group, self.topic):
            log.info("group has not caught up; heads not compared", extra={"group": self.group, "topic": self.topic})
            return None
        missing = await self._missing(theirs, since)
        if missing:
            await self._heal(inbox, missing)
        async with self.runtime.database.transaction() as tx:
            await tx.execute(queries.end_comparison, self.group, self.topic, len(missing), whole)
        return len(missing)

    async def _missing(self, theirs: Sequence[DayOfHeads], since: date) -> list[KeyWanted]:
        async with self.runtime.database.transaction() as tx:
            ours = {
                row["day"]: (row["keys"], row["digest"])
                for row in await tx.fetch(queries.inbox_days, self.group, self.topic, since)
            }
        missing: list[KeyWanted] = []
        for day in theirs:
            if ours.get(day.day) != (day.keys, day.digest):
                missing += await self._missing_of_day(day.day)
            if len(missing) >= MOST_KEYS:
                break
        return missing

    async def _missing_of_day(self, day: date) -> list[KeyWanted]:
        theirs = await self.publisher.buckets(self.topic, day)
        async with self.runtime.database.transaction() as tx:
            ours = {
                row["bucket"]: (row["keys"], row["digest"])
                for row in await tx.fetch(queries.inbox_buckets, self.group, self.topic, day)
            }
        missing: list[KeyWanted] = []
        for bucket in theirs:
            if ours.get(bucket.bucket) != (bucket.keys, bucket.digest):
                missing += await self._missing_keys(day, await self.publisher.keys(self.topic, day, bucket.bucket))
            if len(missing) >= MOST_KEYS:
                break
        return missing

    async def _missing_keys(self, day: date, theirs: Sequence[Head]) -> list[KeyWanted]:
        """Keys in which the group is behind. What is parked waits for a person: a replay would only put more behind it."""
        async with self.runtime.database.transaction() as tx:
            rows = await tx.fetch(queries.inbox_sequences, self.group, self.topic, [head.key for head in theirs])
            ours = {row["key"]: row for row in rows}
            await self._agree_on_day(tx, day, theirs, ours)
        missing = []
        for head in theirs:
            row = ours.get(head.key)
            after = row["sequence"] if row is not None else 0
            if after < head.sequence and not (row is not None and row["is_blocked"]):
                missing.append(KeyWanted(topic=self.topic, key=head.key, after=after))
        return missing

    async def _agree_on_day(
        self, tx: Transaction, day: date, theirs: Iterable[Head], ours: Mapping[str, Mapping[str, object]]
    ) -> None:
        """A head that a number given up has moved does not know the day of its event; it is told, so that the figures agree."""
        same = [head.key for head in theirs if head.key in ours and ours[head.key]["sequence"] == head.sequence]
        other = [key for key in same if ours[key]["day"] != day]
        if other:
            await tx.execute(queries.set_days, self.group, self.topic, other, day)

    async def _heal(self, inbox: Inbox, missing: Sequence[KeyWanted]) -> None:
        keys = [key.key for key in missing[:5]]
        log.error(
            "group is behind its publisher",
            extra={"group": self.group, "topic": self.topic, "keys": len(missing), "first": keys},
        )
        metrics.keys_asked_again.labels(self.group, self.topic).inc(len(missing))
        replayed = await self.publisher.replay(ReplayIn(group=self.group, keys=list(missing[:MOST_KEYS])))
        for gone in replayed.gone:
            await self._give_up(inbox, gone)

    async def _give_up(self, inbox: Inbox, gone: Gone) -> None:
        log.error("events can no longer be had", extra={"group": self.group, "place": (gone.topic, gone.key)})
        await inbox.give_up((gone.topic, gone.key), gone.through, COMPARISON, GONE)


async def show_comparisons(tx: Transaction) -> None:
    """Refresh the gauges, the same in every copy of the service."""
    for row in await tx.fetch(queries.comparisons):
        metrics.keys_missing.labels(row["consumer_group"], row["topic"]).set(row["missing"])
        if row["compared_at"] is not None:
            metrics.heads_compared_at.labels(row["consumer_group"], row["topic"]).set(row["compared_at"])


async def has_caught_up(settings: Settings, group: str, topic: str) -> bool:
    """Whether a group takes, within `CATCH_UP_SECONDS`, all that is on a topic now; what was deleted unread counts as taken."""
    async with _looking(settings, settings.kafka_prefix + topic) as (consumer, admin):
        partitions = list(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        begins = await consumer.beginning_offsets(partitions)
        deadline = asyncio.get_running_loop().time() + CATCH_UP_SECONDS
        while True:
            committed = await admin.list_consumer_group_offsets(settings.kafka_prefix + group)
            if all(_taken(committed, each, begins) >= ends[each] for each in partitions):
                return True
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.25)


def _taken(
    committed: Mapping[TopicPartition, object], partition: TopicPartition, begins: Mapping[TopicPartition, int]
) -> int:
    offset: int = getattr(committed.get(partition), "offset", -1)
    return max(offset, begins[partition])


@asynccontextmanager
async def _looking(settings: Settings, topic: str) -> AsyncIterator[tuple[AIOKafkaConsumer, AIOKafkaAdminClient]]:
    consumer = AIOKafkaConsumer(topic, **settings.kafka_client)
    admin = AIOKafkaAdminClient(**settings.kafka_client, request_timeout_ms=10_000)
    try:
        await consumer.start()
        await admin.start()
        yield consumer, admin
    finally:
        await admin.close()
        await consumer.stop()
