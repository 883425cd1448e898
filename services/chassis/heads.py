"""The publisher's side of a comparison: how far each key has been published, by day and bucket, and single keys replayed."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from aiokafka import AIOKafkaProducer

from contracts.heads import Bucket, DayOfHeads, Gone, Head, KeyWanted, Replayed, ReplayIn
from services.chassis.database import Database, Transaction
from services.chassis.kafka import ensure_topics
from services.chassis.relay import attributes_of
from services.chassis.rights import replay_topic
from services.chassis.settings import Settings
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

POSITIONS: Final = 50_000
"""So much of the journal is looked through by one statement; it has no index by key (ADR 9)."""


async def days(tx: Transaction, topic: str, since: date) -> list[DayOfHeads]:
    """How many keys had their last event on each day, and one figure for where they all stand."""
    return [DayOfHeads.model_validate(dict(row)) for row in await tx.fetch(queries.head_days, topic, since)]


async def buckets(tx: Transaction, topic: str, day: date) -> list[Bucket]:
    """The same for the 256 buckets of one day."""
    return [Bucket.model_validate(dict(row)) for row in await tx.fetch(queries.head_buckets, topic, day)]


async def keys(tx: Transaction, topic: str, day: date, bucket: int) -> list[Head]:
    """Each key of one bucket."""
    return [Head.model_validate(dict(row)) for row in await tx.fetch(queries.head_keys, topic, day, bucket)]


async def replay_keys(database: Database, settings: Settings, wanted: ReplayIn) -> Replayed:
    """Publish what the journal has of some keys again, for the one group that misses it.

    Returns how many events that were, and the numbers the journal no longer has.
    """
    await ensure_topics(settings, sorted({replay_topic(key.topic, wanted.group) for key in wanted.keys}))
    after = {(key.topic, key.key): key.after for key in wanted.keys}
    async with database.transaction() as tx:  # before the journal is read: what is published meanwhile is not gone
        heads = await tx.fetch(queries.published_sequences, [topic for topic, _ in after], [key for _, key in after])
        ends = await tx.fetchrow(queries.journal_ends)
    oldest: dict[tuple[str, str], int] = {}
    producer = AIOKafkaProducer(**settings.kafka_client, enable_idempotence=True, max_request_size=2 * 1024 * 1024)
    await producer.start()
    count, position = 0, ends["first"] - 1
    try:
        while position < ends["last"]:
            async with database.transaction() as tx:
                rows = await tx.fetch(
                    queries.replay_keys,
                    [topic for topic, _ in after],
                    [key for _, key in after],
                    list(after.values()),
                    position,
                    position + POSITIONS,
                )
            for row in rows:
                oldest.setdefault((row["topic"], row["key"]), row["sequence"])
                topic = settings.kafka_prefix + replay_topic(row["topic"], wanted.group)
                await producer.send(topic, row["body"], key=row["key"].encode(), headers=attributes_of(row).headers())
            count += len(rows)
            position += POSITIONS
        await producer.flush()
    finally:
        await producer.stop()
    gone = _gone(wanted.keys, oldest, {(row["topic"], row["key"]): row["sequence"] for row in heads})
    log.warning("keys replayed", extra={"group": wanted.group, "keys": len(after), "events": count, "gone": len(gone)})
    return Replayed(published=count, gone=gone)


def _gone(
    wanted: Sequence[KeyWanted], oldest: Mapping[tuple[str, str], int], heads: Mapping[tuple[str, str], int]
) -> list[Gone]:
    """Numbers that the journal no longer has: up to the first that was found, or up to the head."""
    gone = []
    for key in wanted:
        place = key.topic, key.key
        through = oldest[place] - 1 if place in oldest else heads.get(place, 0)
        if through > key.after:
            gone.append(Gone(topic=key.topic, key=key.key, through=through))
    return gone
