"""At every named line between "row written" and "offset committed" the process is killed, restarted, and nothing is lost or doubled."""

import asyncio
import signal
from collections import Counter
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from services.chassis.crash import CrashPoint
from tests.faults.process import WorkshopProcess
from tests.support.client import open_client
from tests.support.running import eventually
from tests.support.workshop.reading import first_appearances, read_topic

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.postgres]

AGGREGATES = [uuid4() for _ in range(3)]
REQUESTS = [(AGGREGATES[number % 3], f"request-{number:04d}") for number in range(24)]

IN_FLOW = (
    CrashPoint.OUTBOX_RECORDED,
    CrashPoint.REQUEST_COMMITTED,
    CrashPoint.RELAY_CLAIMED,
    CrashPoint.RELAY_PUBLISHED,
    CrashPoint.RELAY_JOURNALED,
    CrashPoint.RELAY_COMMITTED,
    CrashPoint.INBOX_INSERTED,
    CrashPoint.EFFECTS_APPLIED,
    CrashPoint.EFFECTS_COMMITTED,
    CrashPoint.OFFSET_COMMITTED,
)
PAUSES = {f"{CrashPoint.OFFSET_COMMITTED}:3": 0.1}
"""Offsets are committed at most five times a second: requests come over seconds, so that there is a third time."""
ELSEWHERE = {CrashPoint.MIGRATING, CrashPoint.STOPPING, CrashPoint.PARKED, CrashPoint.RELEASED}


def test_every_crash_point_is_tried() -> None:
    assert set(IN_FLOW) | ELSEWHERE == set(CrashPoint)


async def _ask_all(service: WorkshopProcess, already: set[str], pause: float = 0.0) -> set[str]:
    """Send what has not been answered yet; return the keys answered in all."""
    async with open_client() as client:
        for aggregate, key in REQUESTS:
            await asyncio.sleep(pause)
            if key not in already and await service.change(client, aggregate, key):
                already = already | {key}
    return already


async def _effects(database_url: str) -> list[tuple[str, int]]:
    connection = await asyncpg.connect(database_url)
    try:
        return [tuple(row) for row in await connection.fetch("select key, sequence from effects order by place")]
    finally:
        await connection.close()


async def _nothing_is_lost_or_doubled(service: WorkshopProcess) -> None:
    expected = Counter(str(aggregate) for aggregate, _ in REQUESTS)

    async def all_there() -> bool:
        return len(await _effects(service.database_url)) >= len(REQUESTS)

    await eventually(all_there)
    effects = await _effects(service.database_url)
    published = first_appearances(await read_topic(service.kafka, service.topic))
    connection = await asyncpg.connect(service.database_url)
    waiting = await connection.fetchval("select count(*) from outbox")
    changes = dict(await connection.fetch("select aggregate_id::text, changes from aggregates"))
    await connection.close()

    assert changes == expected
    assert published == {key: list(range(1, count + 1)) for key, count in expected.items()}
    assert {key: [n for k, n in effects if k == key] for key in expected} == published
    assert waiting == 0


@pytest.mark.parametrize("point", [f"{point}{nth}" for point in IN_FLOW for nth in ("", ":3")])
async def test_killed_in_the_flow_and_started_again(point: str, service: WorkshopProcess) -> None:
    assert await service.command("migrate") == 0
    await service.start(crash_at=point)
    answered = await _ask_all(service, set(), pause=PAUSES.get(point, 0.0))
    assert await service.wait_dead() == -signal.SIGKILL

    await service.start()
    answered = await _ask_all(service, answered)

    assert answered == {key for _, key in REQUESTS}
    await _nothing_is_lost_or_doubled(service)


async def test_killed_in_a_migration_and_started_again(service: WorkshopProcess) -> None:
    assert await service.command("migrate", crash_at=CrashPoint.MIGRATING) == -signal.SIGKILL

    assert await service.command("migrate") == 0
    await service.start()

    assert len(await _ask_all(service, set())) == len(REQUESTS)
    await _nothing_is_lost_or_doubled(service)


async def test_killed_in_shutdown_and_started_again(service: WorkshopProcess) -> None:
    assert await service.command("migrate") == 0
    await service.start(crash_at=CrashPoint.STOPPING)
    asking = asyncio.create_task(_ask_all(service, set()))
    await asyncio.sleep(0.2)
    assert await service.stop() == -signal.SIGKILL
    answered = await asking

    await service.start()

    assert len(await _ask_all(service, answered)) == len(REQUESTS)
    await _nothing_is_lost_or_doubled(service)


async def _parked(database_url: str) -> list[tuple[int, str]]:
    connection = await asyncpg.connect(database_url)
    try:
        return [tuple(row) for row in await connection.fetch("select parked_id, state from parked order by parked_id")]
    finally:
        await connection.close()


async def test_killed_while_parking_and_while_releasing(service: WorkshopProcess) -> None:
    assert await service.command("migrate") == 0
    await service.start(crash_at=CrashPoint.PARKED)
    producer = AIOKafkaProducer(bootstrap_servers=service.kafka)
    await producer.start()
    await eventually(lambda: _topic_exists(producer, service.topic))
    await producer.send_and_wait(service.topic, b"{", key=str(UUID(int=1)).encode())
    await producer.stop()
    assert await service.wait_dead() == -signal.SIGKILL
    assert await _parked(service.database_url) == []

    await service.start()
    answered = await _ask_all(service, set())

    async def one_parked() -> bool:
        return len(await _parked(service.database_url)) == 1

    await eventually(one_parked)
    [(parked_id, state)] = await _parked(service.database_url)
    killed = await service.command("parked", "discard", str(parked_id), crash_at=CrashPoint.RELEASED)
    after_the_crash = await _parked(service.database_url)
    done = await service.command("parked", "discard", str(parked_id))

    assert (state, killed, after_the_crash, done) == ("parked", -signal.SIGKILL, [(parked_id, "parked")], 0)
    assert await _parked(service.database_url) == [(parked_id, "discarded")]
    assert answered == {key for _, key in REQUESTS}
    await _nothing_is_lost_or_doubled(service)


async def _topic_exists(producer: AIOKafkaProducer, topic: str) -> bool:
    await producer.client.force_metadata_update()
    return topic in producer.client.cluster.topics()
