"""With PostgreSQL or Kafka away the service stays up, says so, accepts nothing it cannot keep, and catches up by itself."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.engines import Engines
from tests.faults.process import WorkshopProcess
from tests.support.client import open_client
from tests.support.people import Keys
from tests.support.running import eventually
from tests.support.workshop.reading import first_appearances, read_topic

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.postgres]


@pytest.fixture(scope="module")
def own_engines(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Engines]:
    """Engines that this module may stop, apart from those the session shares."""
    with Engines(tmp_path_factory.mktemp("outages"), fast=True, is_open=True) as engines:
        yield engines


@pytest.fixture
async def service(own_engines: Engines, keys: Keys) -> AsyncIterator[WorkshopProcess]:
    name = f"outage_{uuid4().hex[:10]}"
    url = await asyncio.to_thread(own_engines.postgres.ensure_database, name)
    service = WorkshopProcess(url, own_engines.kafka.open_bootstrap, keys)
    assert await service.command("migrate") == 0
    yield service
    await service.kill()


async def _ready(service: WorkshopProcess) -> tuple[int, dict[str, str]]:
    async with open_client() as client:
        answer = await client.get(f"{service.url}/readyz", timeout=15)
    return answer.status_code, answer.json()


async def _metric_is_down(service: WorkshopProcess, dependency: str) -> bool:
    async with open_client() as client:
        text = (await client.get(f"{service.url}/metrics", timeout=15)).text
    return re.search(rf'^thidua_dependency_up{{dependency="{dependency}"}} 0\.0$', text, re.MULTILINE) is not None


async def _all_effects(service: WorkshopProcess, count: int) -> None:
    async def there() -> bool:
        connection = await asyncpg.connect(service.database_url)
        try:
            return bool(await connection.fetchval("select count(*) from effects") >= count)
        finally:
            await connection.close()

    await eventually(there)
    connection = await asyncpg.connect(service.database_url)
    effects = await connection.fetch("select key, sequence, count(*) as times from effects group by 1, 2 order by 1, 2")
    await connection.close()
    order = first_appearances(await read_topic(service.kafka, service.topic))
    assert [(row["key"], row["sequence"], row["times"]) for row in effects] == [
        (key, number, 1) for key in sorted(str(key) for key in order) for number in order[key]
    ]
    assert sum(len(numbers) for numbers in order.values()) == count


async def test_kafka_away_and_back(service: WorkshopProcess, own_engines: Engines) -> None:
    await service.start()
    aggregate = uuid4()
    async with open_client() as client:
        assert await service.change(client, aggregate, "before-0001")
        await _all_effects(service, 1)
        await asyncio.to_thread(own_engines.kafka.kill)
        try:
            await eventually(lambda: _says_down(service, "kafka"))
            accepted = [await service.change(client, aggregate, f"during-{number:04d}") for number in range(5)]
            await asyncio.sleep(20)  # longer than a send may take
            accepted.append(await service.change(client, aggregate, "during-9999"))
            down = await _ready(service)
            await eventually(lambda: _metric_is_down(service, "kafka"))
        finally:
            await asyncio.to_thread(own_engines.kafka.start)

    assert (down[0], down[1]["kafka"][:4]) == (503, "down")
    assert accepted == [True] * 6
    assert service.process is not None and service.process.returncode is None
    await _all_effects(service, 7)
    await eventually(lambda: _is_ready(service))


async def test_postgres_away_and_back(service: WorkshopProcess, own_engines: Engines) -> None:
    await service.start()
    aggregate = uuid4()
    async with open_client() as client:
        assert await service.change(client, aggregate, "before-0001")
        await _all_effects(service, 1)
        await asyncio.to_thread(own_engines.postgres.kill)
        try:
            await eventually(lambda: _says_down(service, "postgres"))
            accepted = [await service.change(client, aggregate, "during-0001")]
            headers = service.keys.headers(service.actor, "workshop") | {"Idempotency-Key": "during-0002"}
            refusal = await client.post(f"{service.url}/v1/changes/{aggregate}", headers=headers, timeout=30)
            down = await _ready(service)
            await eventually(lambda: _metric_is_down(service, "postgres"))
        finally:
            await asyncio.to_thread(own_engines.postgres.start)
        await eventually(lambda: _is_ready(service))
        again = await service.change(client, aggregate, "during-0001")

    assert (down[0], down[1]["postgres"][:4]) == (503, "down")
    assert accepted == [False]
    assert (refusal.status_code, refusal.headers["content-type"]) == (503, "application/problem+json")
    assert again
    assert service.process is not None and service.process.returncode is None
    await _all_effects(service, 2)


async def test_started_while_both_are_away(service: WorkshopProcess, own_engines: Engines) -> None:
    await asyncio.to_thread(own_engines.kafka.stop)
    await asyncio.to_thread(own_engines.postgres.stop)
    try:
        await service.start()
        down = await _ready(service)
    finally:
        await asyncio.to_thread(own_engines.postgres.start)
        await asyncio.to_thread(own_engines.kafka.start)

    await eventually(lambda: _is_ready(service))
    async with open_client() as client:
        assert await service.change(client, uuid4(), "after-0001")
    assert down[0] == 503
    await _all_effects(service, 1)


async def _says_down(service: WorkshopProcess, dependency: str) -> bool:
    status, body = await _ready(service)
    return status == 503 and str(body[dependency]).startswith("down")


async def _is_ready(service: WorkshopProcess) -> bool:
    return (await _ready(service))[0] == 200
