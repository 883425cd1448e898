"""A topic that somebody deletes while everything runs is made again by itself, and what is recorded goes on arriving."""

from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from services.chassis import metrics
from services.chassis.kafka import ensure_topics
from tests.support.running import eventually
from tests.support.workshop.workshop import Workshop

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


async def _change(workshop: Workshop) -> str:
    aggregate = uuid4()
    async with workshop.database.transaction() as tx:
        await workshop.change(tx, aggregate)
    return str(aggregate)


async def _delete(workshop: Workshop) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=workshop.kafka)
    await admin.start()
    try:
        await admin.delete_topics([workshop.topic])
    finally:
        await admin.close()


async def test_events_go_on_arriving_after_a_topic_was_deleted(workshop: Workshop) -> None:
    before = metrics.topics_made_again._value.get()
    async with workshop.relaying(), workshop.consuming():

        async def arrived(key: str) -> bool:
            return key in [applied for applied, _ in await workshop.effects()]

        first = await _change(workshop)
        await eventually(lambda: arrived(first), within=60)
        await _delete(workshop)
        later = [await _change(workshop) for _ in range(5)]
        for key in later:
            await eventually(lambda key=key: arrived(key), within=120)  # type: ignore[misc]

    assert sorted(await workshop.effects()) == sorted((key, 1) for key in (first, *later))
    assert metrics.topics_made_again._value.get() > before


async def test_what_is_missing_is_told_before_and_after_it_is_made(workshop: Workshop) -> None:
    told: list[list[str]] = []

    made = await ensure_topics(workshop.settings, [workshop.topic], lambda missing: told.append(list(missing)))
    again = await ensure_topics(workshop.settings, [workshop.topic], lambda missing: told.append(list(missing)))

    assert (made, again) == ([workshop.topic], [])
    assert told == [[workshop.topic], [], []]
