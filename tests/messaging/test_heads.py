"""A group compares its heads with the publisher's: a last event that was lost is seen without another of its key, and comes again."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete

from contracts.heads import KeyWanted, ReplayIn
from services.chassis import metrics
from services.chassis.asking import AskedHeads
from services.chassis.comparing import BEGINNING, Comparison, OwnHeads
from services.chassis.inbox import Inbox
from services.chassis.kafka import ensure_topics
from services.chassis.runtime import Runtime, Service, assemble
from services.chassis.serve import create_app
from tests.support.people import Keys
from tests.support.running import eventually, running
from tests.support.workshop.workshop import MIGRATIONS, Workshop, WorkshopSubscription

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


@pytest.fixture
async def runtime(workshop: Workshop) -> Any:
    """The workshop as a service that publishes its topic and listens to it."""
    await ensure_topics(workshop.settings, [workshop.topic])
    settings = workshop.settings.model_copy(update={"compare_seconds": 1.0, "compare_all_seconds": 1.0})
    subscription = WorkshopSubscription(workshop.group, workshop.handlers, workshop.topic)
    service = Service(settings, "workshop", "The smallest service", MIGRATIONS, [], [subscription], [workshop.topic])
    runtime = assemble(service)
    await runtime.database.open()
    yield runtime
    await runtime.database.close()


async def compare(runtime: Runtime, workshop: Workshop, inbox: Inbox) -> int:
    """In how many keys the group is behind."""
    publisher = OwnHeads(runtime.database, runtime.settings)
    comparison = Comparison(runtime, workshop.group, workshop.topic, publisher)
    found: list[int] = []

    async def compared() -> bool:
        missing = await comparison.run(inbox)
        found.extend([] if missing is None else [missing])
        return missing is not None

    await eventually(compared, every=0.3)
    return found[-1]


async def publish(workshop: Workshop, aggregates: list[Any], changes: int, seed: int = 1) -> None:
    async with workshop.relaying():
        await workshop.write(aggregates, changes, seed=seed)

        async def is_out() -> bool:
            async with workshop.database.transaction() as tx:
                return bool(await tx.fetchval("select not exists (select from outbox)"))

        await eventually(is_out)


async def all_applied(workshop: Workshop) -> None:
    committed = await workshop.changes()

    async def there() -> bool:
        return len(await workshop.effects()) >= sum(committed.values())

    await eventually(there)
    effects = await workshop.effects()
    assert Counter(effects) == Counter((key, n) for key, count in committed.items() for n in range(1, count + 1))
    assert all(
        [n for k, n in effects if k == key] == list(range(1, count + 1)) for key, count in committed.items() if count
    )


async def delete_all_records(workshop: Workshop) -> None:
    consumer = AIOKafkaConsumer(workshop.topic, bootstrap_servers=workshop.kafka)
    admin = AIOKafkaAdminClient(bootstrap_servers=workshop.kafka)
    await consumer.start()
    await admin.start()
    ends = await consumer.end_offsets(list(consumer.assignment()))
    await admin.delete_records({partition: RecordsToDelete(before_offset=end) for partition, end in ends.items()})
    await admin.close()
    await consumer.stop()


async def test_records_deleted_before_they_were_read_are_missed_and_come_again(
    workshop: Workshop, runtime: Runtime
) -> None:
    aggregates = [uuid4() for _ in range(6)]
    await publish(workshop, aggregates, 60)
    await delete_all_records(workshop)
    asked = metrics.keys_asked_again.labels(workshop.group, workshop.topic)._value.get()

    async with workshop.consuming() as inbox:
        behind = await compare(runtime, workshop, inbox)
        await all_applied(workshop)
        well = await compare(runtime, workshop, inbox)

    changed = sum(count > 0 for count in (await workshop.changes()).values())
    assert (behind, well) == (changed, 0)
    assert metrics.keys_asked_again.labels(workshop.group, workshop.topic)._value.get() - asked == changed


async def test_what_a_stranger_read_in_the_groups_name_is_missed_and_comes_again(
    workshop: Workshop, runtime: Runtime
) -> None:
    aggregates = [uuid4() for _ in range(4)]
    async with workshop.consuming():
        await publish(workshop, aggregates, 20)
        await all_applied(workshop)
    await publish(workshop, aggregates[:2], 10, seed=2)
    stranger = AIOKafkaConsumer(
        workshop.topic, bootstrap_servers=workshop.kafka, group_id=workshop.group, auto_offset_reset="earliest"
    )
    await stranger.start()

    async def read() -> bool:
        await stranger.getmany(timeout_ms=200)
        ends = await stranger.end_offsets(list(stranger.assignment()))
        return all([await stranger.position(each) >= end for each, end in ends.items()])

    await eventually(read)
    await stranger.commit()
    await stranger.stop()

    async with workshop.consuming() as inbox:
        behind = await compare(runtime, workshop, inbox)
        await all_applied(workshop)

    assert 1 <= behind <= 2


async def test_what_lies_in_the_outbox_or_is_parked_is_not_missed(workshop: Workshop, runtime: Runtime) -> None:
    aggregates = [uuid4() for _ in range(3)]
    async with workshop.consuming() as inbox:
        await publish(workshop, aggregates, 20)
        await all_applied(workshop)
        await workshop.write(aggregates, 10, seed=3)  # nobody relays
        in_outbox = await compare(runtime, workshop, inbox)
        async with workshop.database.transaction() as tx:
            await tx.execute("update inbox_heads set sequence = sequence - 1, held = true")
            await tx.execute(
                'insert into parked (consumer_group, topic, key, partition, "offset", headers, body_sha256, state, reason, error)'
                " select consumer_group, topic, key, 0, row_number() over (), '{}', '', 'parked', 'handler-failed', '' from inbox_heads"
            )
        parked = await compare(runtime, workshop, inbox)

    assert (in_outbox, parked) == (0, 0)


async def test_what_no_journal_has_any_longer_is_given_up_with_the_reason(workshop: Workshop, runtime: Runtime) -> None:
    one = uuid4()
    await publish(workshop, [one], 8)
    last = (await workshop.changes())[str(one)]
    await delete_all_records(workshop)
    async with workshop.database.transaction() as tx:
        await tx.execute("delete from journal where sequence <= 2")

    async with workshop.consuming() as inbox:
        behind = await compare(runtime, workshop, inbox)

        async def there() -> bool:
            return len(await workshop.effects()) == last - 2

        await eventually(there)
        well = await compare(runtime, workshop, inbox)

    async with workshop.database.transaction() as tx:
        skips = [tuple(row) for row in await tx.fetch("select first, last, reason from inbox_skips")]
    assert (behind, well) == (1, 0)
    assert skips == [(1, 2, "the publisher's journal no longer has it")]
    assert [number for _, number in await workshop.effects()] == list(range(3, last + 1))


async def test_of_two_copies_of_a_service_one_compares(workshop: Workshop, runtime: Runtime) -> None:
    slow = runtime.settings.model_copy(update={"compare_seconds": 600.0})
    service = Service(slow, "workshop", "", MIGRATIONS, [], runtime.service.subscriptions, [workshop.topic])
    other = assemble(service)
    await other.database.open()
    publisher = OwnHeads(other.database, slow)
    comparison = Comparison(other, workshop.group, workshop.topic, publisher)
    async with workshop.consuming() as inbox:
        answers = [await comparison.run(inbox), await comparison.run(inbox)]
    await other.database.close()

    assert answers == [0, None]


async def test_a_publisher_that_is_another_service_is_asked_over_http_with_a_token(
    workshop: Workshop, runtime: Runtime, keys: Keys
) -> None:
    await publish(workshop, [uuid4(), uuid4()], 20)
    publishes = Service(workshop.settings, "nominations", "The publisher", MIGRATIONS, topics=[workshop.topic])
    async with running(create_app(publishes)) as url:
        told = workshop.settings.model_copy(update={"nominations_url": url, "private_key": keys.private("reviews")})
        listens = assemble(Service(told, "reviews", "The listener", MIGRATIONS))
        async with AskedHeads.open(listens) as asked:
            other = asked.of("nominations")
            assert other is not None
            own = OwnHeads(runtime.database, runtime.settings)
            days = await other.days(workshop.topic, BEGINNING)
            buckets = await other.buckets(workshop.topic, days[0].day)
            keys_ = await other.keys(workshop.topic, days[0].day, buckets[0].bucket)
            wanted = [KeyWanted(topic=workshop.topic, key=keys_[0].key, after=0)]
            replayed = await other.replay(ReplayIn(group=workshop.group, keys=wanted))

            assert (days, buckets) == (
                await own.days(workshop.topic, BEGINNING),
                await own.buckets(workshop.topic, days[0].day),
            )
            assert (replayed.published, replayed.gone) == (keys_[0].sequence, [])
