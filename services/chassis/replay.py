"""Replay: the journal published again, to a topic that only the group being rebuilt reads, never to the public one."""

import logging
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer

from services.chassis.kafka import ensure_topics
from services.chassis.relay import attributes_of
from services.chassis.rights import replay_topic
from services.chassis.runtime import Runtime
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

PAGE = 1000


async def replay(runtime: Runtime, group: str, topics: Sequence[str]) -> int:
    """Publish everything this service's journal holds of some topics, in order, for one consumer group. Returns 0."""
    await ensure_topics(runtime.settings, [replay_topic(topic, group) for topic in topics])
    prefix = runtime.settings.kafka_prefix
    await runtime.database.open()
    producer = AIOKafkaProducer(
        **runtime.settings.kafka_client, enable_idempotence=True, max_request_size=2 * 1024 * 1024
    )
    await producer.start()
    count = position = 0
    try:
        while True:
            async with runtime.database.transaction() as tx:
                rows = await tx.fetch(queries.replay_page, list(topics), position, PAGE)
            if not rows:
                break
            for row in rows:
                headers = attributes_of(row).headers()
                topic = prefix + replay_topic(row["topic"], group)
                await producer.send(topic, row["body"], key=row["key"].encode(), headers=headers)
            await producer.flush()
            position, count = rows[-1]["position"], count + len(rows)
            log.info("replayed", extra={"events": count, "group": group})
    finally:
        await producer.stop()
        await runtime.database.close()
    return 0
