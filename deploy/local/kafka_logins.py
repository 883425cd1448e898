"""Who may do what on the embedded broker: one principal per service at every start, and readers for other systems on demand."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError

from deploy.local.databases import Passwords
from deploy.local.kafka import ADMIN
from deploy.local.kafka_probe import Login
from deploy.local.ports import HOST, Ports
from deploy.local.terminal import Trouble
from services.chassis import granting


def client_of(bootstrap: str, login: Login) -> dict[str, Any]:
    """What a client is given to sign in by PLAIN."""
    return {
        "bootstrap_servers": bootstrap,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": login.user,
        "sasl_plain_password": login.password,
    }


def admit_services(bootstrap: str, admin: Login, passwords: Mapping[str, str], prefix: str = "") -> None:
    """The services may sign in, each with what the catalog lets it do; done again, it changes nothing but their salt.

    Raises Trouble where the broker refuses.
    """

    async def admit() -> None:
        async with granting.administrator(client_of(bootstrap, admin)) as administrator:
            await granting.set_up_services(administrator, prefix, passwords)

    _run(admit())


def admit_reader(root: Path, name: str, topics: Sequence[str]) -> dict[str, Any]:
    """A principal that may only read on the broker that runs over this folder, with a new password: what it has to be told.

    Raises Trouble with the reason where there can be none.
    """
    port = Ports(root / "ports.json").known("kafka")
    file = root / "kafka.secrets.json"
    if port is None or not file.exists():
        raise Trouble(f"Không có Kafka nào của Thidua ở {root}. Chạy make run trước.")
    bootstrap, admin = f"{HOST}:{port}", Login(ADMIN, Passwords(file).of(ADMIN))

    async def admit() -> dict[str, Any]:
        async with granting.administrator(client_of(bootstrap, admin)) as administrator:
            return await granting.set_up_reader(administrator, "", name, topics)

    return {"bootstrap": bootstrap, **_run(admit())}


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own, because the caller may already be inside an event loop."""
    try:
        with ThreadPoolExecutor(max_workers=1) as worker:
            return worker.submit(asyncio.run, work).result()
    except (KafkaError, ValueError, OSError) as error:
        raise Trouble(f"Kafka chưa nhận quyền truy cập: {error}") from error
