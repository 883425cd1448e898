"""The variables docker-compose.yml gives Kafka make a working broker, by the very program that reads them in Kafka's image."""

import asyncio
import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from deploy.local.jars import default_cache, kafka_jars
from deploy.local.java import find_java
from deploy.local.kafka_logins import client_of
from deploy.local.kafka_probe import Login
from services.chassis import granting, rights
from tests.deploy.conftest import PASSWORDS
from tests.support.tools import SERVICES, free_ports, run

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

# The image's own log settings; the program insists on finding them.
LOGGING = """
Configuration:
  Appenders:
    Console: {name: STDOUT}
  Loggers:
    Root: {level: WARN, AppenderRef: [{ref: STDOUT}]}
    Logger: []
"""


def moved_here(variables: dict[str, str], data: Path) -> dict[str, str]:
    """The same variables with this machine's address, free ports and folder for the container's."""
    broker, controller = free_ports(2)
    moves = {
        "kafka:9092": f"127.0.0.1:{broker}",
        "kafka:9093": f"127.0.0.1:{controller}",
        "://:9092": f"://127.0.0.1:{broker}",
        "://:9093": f"://127.0.0.1:{controller}",
        "/var/lib/kafka/data": str(data),
    }
    moved = dict(variables)
    for old, new in moves.items():
        moved = {name: value.replace(old, new) for name, value in moved.items()}
    return moved


async def test_a_broker_starts_with_them_and_keeps_a_one_megabyte_body(project: dict[str, Any], tmp_path: Path) -> None:
    java = find_java().program
    classpath = f"{kafka_jars(default_cache(tmp_path), print)}/*"
    defaults, mounted, final, data = (tmp_path / name for name in ("defaults", "mounted", "final", "data"))
    for folder in (defaults, mounted, final, data):
        folder.mkdir()
    (defaults / "server.properties").touch()
    for name in ("log4j2.yaml", "tools-log4j2.yaml"):
        (defaults / name).write_text(LOGGING)
    variables = moved_here(project["services"]["kafka"]["environment"], data)
    heap = variables["KAFKA_HEAP_OPTS"].split()
    address = variables["KAFKA_ADVERTISED_LISTENERS"].removeprefix("CLIENTS://")
    client = client_of(address, Login("admin", PASSWORDS["THIDUA_KAFKA_ADMIN_PASSWORD"]))
    body = b"x" * 1_048_576

    setup: list[str | Path] = [
        java,
        "-cp",
        classpath,
        "kafka.docker.KafkaDockerWrapper",
        "setup",
        "--default-configs-dir",
        defaults,
    ]
    run(*setup, "--mounted-configs-dir", mounted, "--final-configs-dir", final, env=variables)
    with broker(java, *heap, "-cp", classpath, "kafka.Kafka", str(final / "server.properties"), folder=tmp_path):
        received = await send_and_receive(client, body)
        async with granting.administrator(client) as admin:
            await granting.set_up_services(admin, "", {service: f"of-{service}" for service in SERVICES})
            given = {each for service in SERVICES for each in await granting._rights_of(admin, service)}
        unnamed = await is_let_in({"bootstrap_servers": address})

    assert received == body
    assert (given, unnamed) == (rights.of_services(), False)


async def is_let_in(client: dict[str, Any]) -> bool:
    try:
        async with granting.administrator(client) as admin:
            await admin.list_topics()
    except KafkaError:
        return False
    return True


@contextlib.contextmanager
def broker(*command: str | Path, folder: Path) -> Iterator[None]:
    with (
        (folder / "kafka.log").open("wb") as log,
        subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, cwd=folder) as process,
    ):
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


async def send_and_receive(client: dict[str, Any], body: bytes) -> bytes | None:
    """Through a topic made for it, a producer and a consumer group, which needs the broker's internal topics too."""
    admin = await first_answer(client)
    await admin.create_topics([NewTopic("check.v1", 1, 1)])
    await admin.close()
    producer = AIOKafkaProducer(**client, enable_idempotence=True, max_request_size=2_000_000)
    consumer = AIOKafkaConsumer("check.v1", **client, group_id="check", auto_offset_reset="earliest")
    await producer.start()
    await consumer.start()
    try:
        await producer.send_and_wait("check.v1", body, key=b"key")
        message = await asyncio.wait_for(consumer.getone(), 30)
        await consumer.commit()
        return bytes(message.value) if message.value is not None else None
    finally:
        await consumer.stop()
        await producer.stop()


async def first_answer(client: dict[str, Any]) -> AIOKafkaAdminClient:
    for _ in range(60):
        admin = AIOKafkaAdminClient(**client)
        try:
            await admin.start()
            return admin
        except KafkaError:
            await admin.close()
            await asyncio.sleep(1)
    raise AssertionError("no broker after a minute")
