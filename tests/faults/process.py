"""The workshop service as a child process: started, armed to crash, asked, stopped and started again."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx

from services.office.access import Role
from tests.support.client import open_client
from tests.support.people import Keys, actor
from tests.support.workshop.workshop import OFFICE


@dataclass
class WorkshopProcess:
    """One database, one topic, one port; at most one process at a time."""

    database_url: str
    kafka: str
    keys: Keys
    topic: str = field(default_factory=lambda: f"workshop-{uuid4().hex[:10]}.v1")
    process: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.actor = actor(OFFICE, uuid4(), Role.UNIT_HEAD)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _environment(self, crash_at: str | None) -> dict[str, str]:
        environment = os.environ | {
            "THIDUA_DATABASE_URL": self.database_url,
            "THIDUA_KAFKA_BOOTSTRAP": self.kafka,
            "THIDUA_HTTP_PORT": str(self.port),
            "THIDUA_PUBLIC_KEYS": str(self.keys.public),
            "THIDUA_SESSION_SECONDS": "6",
            "THIDUA_CONSUMER_BATCH": "7",
            "THIDUA_RELAY_BATCH": "7",
            "THIDUA_TOPIC_PARTITIONS": "2",
            "WORKSHOP_TOPIC": self.topic,
        }
        return environment | ({"THIDUA_CRASH_AT": crash_at} if crash_at else {})

    async def command(self, *words: str, crash_at: str | None = None) -> int:
        """Run a command of the service to its end and return its exit code."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.workshop_service",
            *words,
            env=self._environment(crash_at),
            stdout=asyncio.subprocess.DEVNULL,
        )
        return await asyncio.wait_for(process.wait(), timeout=120)

    async def start(self, crash_at: str | None = None) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.workshop_service",
            "serve",
            env=self._environment(crash_at),
            stdout=asyncio.subprocess.DEVNULL,
        )
        async with open_client() as client:
            for _ in range(2400):
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"{self.url}/livez")).status_code == 200:
                        return
                if self.process.returncode is not None:
                    return
                await asyncio.sleep(0.05)
        raise AssertionError("the service did not start")

    async def wait_dead(self, within: float = 120) -> int:
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), timeout=within)

    async def stop(self) -> int:
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return await self.wait_dead()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def change(self, client: httpx.AsyncClient, aggregate: UUID, key: str) -> bool:
        """Ask for one change; whether it was answered with 200. A lost answer is asked for again with the same key."""
        headers = self.keys.headers(self.actor, "workshop") | {"Idempotency-Key": key}
        try:
            answer = await client.post(f"{self.url}/v1/changes/{aggregate}", headers=headers, timeout=20)
        except httpx.TransportError:
            return False
        return answer.status_code == 200
