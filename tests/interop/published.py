"""Every golden event recorded in a real outbox and published by the real relay, on topics of this test's own."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from contracts.catalog import PUBLISHERS, read
from contracts.envelope import Event
from services.chassis import kafka
from services.chassis.database import Database
from services.chassis.outbox import Outbox
from services.chassis.relay import Relay
from services.chassis.settings import Settings
from tests.support.goldens import Golden, read_goldens
from tests.support.running import eventually


@dataclass(frozen=True)
class Published:
    """What went out: golden events by the topic they are now on; ``topics`` maps the catalog's names to the test's."""

    kafka: str
    topics: dict[str, str]
    goldens: Sequence[Golden]


async def publish_goldens(settings: Settings) -> Published:
    """Record all of them in one database and wait until the relay has published the last."""
    prefix = f"interop-{uuid4().hex[:8]}"
    topics = {topic: f"{prefix}-{topic}" for topic in PUBLISHERS}
    goldens = read_goldens()
    await kafka.ensure_topics(settings, topics.values())
    database = Database(settings.database_url.get_secret_value())
    await database.open()
    relay = Relay(database, settings.kafka_client)
    database.on_recorded(relay.wake)
    leading = asyncio.create_task(relay.run())
    try:
        for golden in goldens:
            async with database.transaction() as tx:
                event = _on(topics[golden.event_class.topic], golden)
                attributes = golden.attributes
                await Outbox(attributes.source).record(tx, event, at=attributes.time, event_id=attributes.id)
        await eventually(lambda: _is_drained(database))
    finally:
        leading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leading
        await database.close()
    return Published(settings.kafka_bootstrap, topics, goldens)


def _on(topic: str, golden: Golden) -> Event:
    """The golden event as its class publishes it, but on another topic."""
    cls = golden.event_class
    namespace = {"__annotations__": {"topic": ClassVar[str]}, "topic": topic, "__module__": __name__}
    elsewhere: type[Event] = type(cls.__name__, (cls,), namespace)
    return elsewhere.model_validate(read(golden.attributes, golden.raw_body()).model_dump())


async def _is_drained(database: Database) -> bool:
    async with database.transaction() as tx:
        return bool(await tx.fetchval("select count(*) = 0 from outbox"))
