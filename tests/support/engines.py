"""One PostgreSQL and one Apache Kafka for all workers of a test run, kept by a process of their own while anybody uses them."""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deploy.local.engines import shared_engines
from deploy.local.kafka_logins import admit_services
from deploy.local.kafka_probe import Login
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.terminal import KafkaMissing
from services.chassis import rights
from services.chassis.rights import user_of

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "services"
NO_ENGINES = "THIDUA_NO_ENGINES"
"""Set by `make test-fast`: a test that asks for an engine fails there, so that none slips in."""
REQUIRE_KAFKA = "THIDUA_REQUIRE_KAFKA"
"""Set in CI: a missing Kafka is a failure there instead of skips."""
START_SECONDS = 180.0

MakeDatabase = Callable[[str], Awaitable[str]]


@dataclass(frozen=True)
class Engines:
    """Addresses of the PostgreSQL (as superuser) and the Apache Kafka of this run.

    Tests' own tools use the door of Kafka where nobody signs in; services sign in, each with its own rights.

    Every worker puts a prefix of its own before topics and consumer groups: services of two workers would otherwise share
    groups and take each other's events.
    """

    admin_url: str
    kafka_address: str | None
    kafka_guarded: str | None = None
    kafka_admin: tuple[str, str] | None = None
    why_no_kafka: str = ""
    prefix: str = ""
    templates: dict[str, str] = field(default_factory=dict)
    """Databases to copy from, by service; see `tests.support.databases`."""

    @property
    def kafka(self) -> str:
        """The bootstrap address; skips the test that asks where Apache Kafka cannot be had at all."""
        if self.kafka_address is None:
            pytest.skip(f"Apache Kafka cannot be had here: {self.why_no_kafka}")
        return self.kafka_address

    def kafka_settings(self, service: str) -> dict[str, Any]:
        """What a service is told of Kafka: where to sign in, and as whom."""
        if self.kafka_guarded is None:
            return {"kafka_bootstrap": self.kafka, "kafka_prefix": self.prefix}
        return {
            "kafka_bootstrap": self.kafka_guarded,
            "kafka_prefix": self.prefix,
            "kafka_user": user_of(self.prefix, service),
            "kafka_password": self.password_of(service),
        }

    def password_of(self, service: str) -> str:
        """The same for all that share a prefix."""
        return f"{service} of {self.prefix}"

    def topic(self, name: str) -> str:
        """What a service's topic is called on this worker's Kafka."""
        return self.prefix + name


@contextmanager
def engines_of_this_run(folder: Path, prefix: str) -> Iterator[Engines]:
    """The engines over ``folder``: the first worker to ask has them started, they end when the last has left."""
    if os.environ.get(NO_ENGINES):
        raise AssertionError("a test of `make test-fast` asks for PostgreSQL or Kafka; mark it or move it")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "users").open("w") as users, (folder / "starting").open("w") as starting:
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(starting, fcntl.LOCK_EX)
        addresses = folder / "addresses.json"
        if not addresses.exists():
            _start_keeper(folder, addresses)
        fcntl.flock(starting, fcntl.LOCK_UN)
        found = Engines(**json.loads(addresses.read_text()), prefix=prefix)
        if found.kafka_guarded is not None and found.kafka_admin is not None:
            passwords = {service: found.password_of(service) for service in rights.SERVICES}
            admit_services(found.kafka_guarded, Login(*found.kafka_admin), passwords, prefix)
        yield found


def _start_keeper(folder: Path, addresses: Path) -> None:
    with (folder / "keeper.log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.support.engines", str(folder)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not addresses.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the engines did not start:\n{(folder / 'keeper.log').read_text()[-3000:]}")
        time.sleep(0.05)


def keep(folder: Path) -> None:
    """Start the engines, tell where they are, and stop them when no worker holds the lock on ``users`` any longer."""
    postgres = None
    try:
        shared = shared_engines(folder / "both")
        found: dict[str, Any] = {
            "admin_url": shared.database_admin_url,
            "kafka_address": shared.kafka_bootstrap,
            "kafka_guarded": shared.kafka_guarded,
            "kafka_admin": shared.kafka_admin,
        }
    except KafkaMissing as missing:
        if os.environ.get(REQUIRE_KAFKA):
            raise
        postgres = Postgres(folder / "alone", Ports(folder / "ports.json"), log=folder / "postgres.log", fast=True)
        postgres.start()
        found = {"admin_url": postgres.admin_url, "kafka_address": None, "why_no_kafka": str(missing)}
    written = folder / "addresses.part"
    written.write_text(json.dumps(found))
    written.rename(folder / "addresses.json")
    with (folder / "users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
    if postgres is not None:
        postgres.stop()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
