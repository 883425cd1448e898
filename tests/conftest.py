"""Fixtures all tests share: real engines, databases of their own with random names, keys."""

import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from deploy.local.engines import shared_engines
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.terminal import KafkaMissing
from services.chassis.migrate import migrate
from tests.support.people import Keys

SERVICES = Path(__file__).parent.parent / "services"

SLOW_FOLDERS = ("local", "deploy", "papers")
"""The embedded stack, the images and the rendered papers: part of `make test-all`, so that `make test` ends in minutes."""

MakeDatabase = Callable[[str], Awaitable[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Engines:
    """Addresses of the PostgreSQL (as superuser) and the Apache Kafka of this session."""

    admin_url: str
    kafka_found: str | None
    why_no_kafka: str = ""

    @property
    def kafka(self) -> str:
        """The bootstrap address; skips the test that asks where Apache Kafka cannot be had at all."""
        if self.kafka_found is None:
            pytest.skip(f"Apache Kafka cannot be had here: {self.why_no_kafka}")
        return self.kafka_found


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """PostgreSQL and Apache Kafka, started for the session or taken from the environment.

    THIDUA_REQUIRE_KAFKA (set in CI) makes a missing Kafka a failure instead of skips.
    """
    folder = tmp_path_factory.mktemp("engines")
    try:
        shared = shared_engines(folder / "both")
    except KafkaMissing as missing:
        if os.environ.get("THIDUA_REQUIRE_KAFKA"):
            raise
        postgres = Postgres(folder / "alone", Ports(folder / "ports.json"), log=folder / "postgres.log", fast=True)
        postgres.start()
        yield Engines(postgres.admin_url, None, str(missing))
        postgres.stop()
    else:
        yield Engines(shared.database_admin_url, shared.kafka_bootstrap)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
async def make_database(engines: Engines) -> AsyncIterator[MakeDatabase]:
    """``await make_database("nominations")`` → the URL of a new database with that service's schema; dropped at the end.

    An empty name gives the chassis' schema alone.
    """
    made: list[str] = []

    async def make(service: str) -> str:
        name = f"test_{service or 'chassis'}_{uuid.uuid4().hex[:12]}"
        admin = await asyncpg.connect(engines.admin_url)
        await admin.execute(f"create database {name}")
        await admin.close()
        made.append(name)
        url = urlunsplit(urlsplit(engines.admin_url)._replace(path=f"/{name}"))
        connection = await asyncpg.connect(url)
        await migrate(connection, [SERVICES / service / "migrations"] if service else [])
        await connection.close()
        return url

    yield make
    admin = await asyncpg.connect(engines.admin_url)
    for name in made:
        await admin.execute(f"drop database if exists {name} with (force)")
    await admin.close()
