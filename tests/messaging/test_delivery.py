"""Every committed event once, in the order of its key, whatever is interrupted: on PostgreSQL and Apache Kafka."""

import asyncio
import signal
from collections import Counter
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions

from services.chassis.kafka import ensure_topics
from tests.support.engines import MakeDatabase
from tests.support.running import eventually
from tests.support.workshop.reading import first_appearances, read_topic
from tests.support.workshop.workshop import Workshop, add_workshop_tables

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


async def _outbox_is_empty(workshop: Workshop) -> bool:
    async with workshop.database.transaction() as tx:
        return bool(await tx.fetchval("select not exists (select from outbox)"))


async def _published_in_order(workshop: Workshop) -> None:
    """What a stranger reads from the topic is exactly what was committed, each key counting 1, 2, 3, …"""
    await eventually(lambda: _outbox_is_empty(workshop))
    committed = await workshop.changes()

    order = first_appearances(await read_topic(workshop.kafka, workshop.topic))

    assert order == {key: list(range(1, count + 1)) for key, count in committed.items()}


async def test_sixteen_writers_with_rollbacks_leave_no_gap_no_swap_and_nothing_invented(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    aggregates = [uuid4() for _ in range(6)]

    async with workshop.relaying():
        await asyncio.gather(*(workshop.write(aggregates, 40, seed=seed) for seed in range(16)))
        await _published_in_order(workshop)


async def test_two_relays_of_one_service_do_not_overtake_each_other(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    aggregates = [uuid4() for _ in range(2)]

    async with workshop.relaying(), workshop.relaying():
        await asyncio.gather(*(workshop.write(aggregates, 60, seed=seed) for seed in range(12)))
        await _published_in_order(workshop)


async def test_a_relay_killed_between_any_two_of_its_steps_loses_nothing(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    await asyncio.gather(*(workshop.write([uuid4(), uuid4()], 60, seed=seed) for seed in range(4)))

    for moment in ("relay.claimed:2", "relay.published:2", "relay.journaled:2", "relay.committed:2"):
        died = await workshop.run_until_killed_at(moment, role="relay")
        assert died == -signal.SIGKILL, moment

    async with workshop.relaying():
        await _published_in_order(workshop)


async def _effects_are_exactly_what_was_committed(workshop: Workshop) -> None:
    committed = await workshop.changes()
    total = sum(committed.values())

    async def all_there() -> bool:
        return len(await workshop.effects()) >= total

    await eventually(all_there)
    effects = await workshop.effects()

    assert Counter(effects) == Counter(
        (key, number) for key, count in committed.items() for number in range(1, count + 1)
    )
    for key in committed:
        assert [number for place, number in effects if place == key] == sorted(
            number for place, number in effects if place == key
        )


async def test_a_consumer_killed_at_any_moment_applies_each_effect_once_and_in_order(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    aggregates = [uuid4() for _ in range(5)]
    async with workshop.relaying():
        await asyncio.gather(*(workshop.write(aggregates, 120, seed=seed) for seed in range(6)))
        await eventually(lambda: _outbox_is_empty(workshop))

    for moment in ("effects.applied:3", "effects.committed:2"):
        died = await workshop.run_until_killed_at(moment, role="consumer")
        assert died == -signal.SIGKILL, moment

    async with workshop.consuming():
        await _effects_are_exactly_what_was_committed(workshop)


async def test_two_installations_with_prefixes_of_their_own_share_a_kafka_and_do_not_meet(
    workshop: Workshop, make_database: MakeDatabase
) -> None:
    """Same topic, same consumer group: one without a prefix, one with."""
    url = await make_database("")
    await add_workshop_tables(url)
    neighbour = Workshop(url, workshop.kafka, workshop.keys, topic=workshop.topic, prefix="neighbour.")
    await neighbour.database.open()
    both = (workshop, neighbour)
    for each in both:
        await ensure_topics(each.settings, [each.topic])
        await each.write([uuid4(), uuid4()], 20, seed=3)

    async with workshop.relaying(), workshop.consuming(), neighbour.relaying(), neighbour.consuming():
        for each in both:
            await _effects_are_exactly_what_was_committed(each)
    ours, theirs = [{each.event_id for each in await read_topic(w.kafka, w.prefix + w.topic)} for w in both]
    async with neighbour.database.transaction() as tx:
        named = {
            row["topic"] for row in await tx.fetch("select topic from inbox_heads union select topic from journal")
        }
    await neighbour.database.close()

    assert len(ours) == sum((await workshop.changes()).values())
    assert theirs and not ours & theirs
    assert named == {neighbour.topic}, "a prefix is the broker's business: no table knows it"


async def test_an_event_published_twice_takes_effect_once(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    async with workshop.relaying():
        await workshop.write([uuid4(), uuid4()], 30, seed=1)
        await eventually(lambda: _outbox_is_empty(workshop))
    async with workshop.database.transaction() as tx:  # as after a crash between the acknowledgement and the commit
        await tx.execute(
            "insert into outbox (event_id, topic, key, sequence, type, source, time, body)"
            " select event_id, topic, key, sequence, type, source, time, body from journal order by position"
        )
        await tx.execute("delete from journal")

    async with workshop.relaying(), workshop.consuming():
        await eventually(lambda: _outbox_is_empty(workshop))
        await _effects_are_exactly_what_was_committed(workshop)
        await asyncio.sleep(1)
        await _effects_are_exactly_what_was_committed(workshop)


async def test_a_topic_whose_partitions_are_raised_while_a_consumer_is_behind_keeps_the_order_of_its_keys(
    workshop: Workshop,
) -> None:
    """From then on most keys go to another partition, and the consumer reads old and new ones in any order."""
    await ensure_topics(workshop.settings, [workshop.topic])
    aggregates = [uuid4() for _ in range(10)]
    async with workshop.relaying():
        await workshop.write(aggregates, 200, seed=5)
        await eventually(lambda: _outbox_is_empty(workshop))
    admin = AIOKafkaAdminClient(bootstrap_servers=workshop.kafka)
    await admin.start()
    await admin.create_partitions({workshop.topic: NewPartitions(9)})
    await admin.close()

    async with workshop.relaying():
        await workshop.write(aggregates, 200, seed=6)
        await eventually(lambda: _outbox_is_empty(workshop))
    async with workshop.consuming():
        await _effects_are_exactly_what_was_committed(workshop)
