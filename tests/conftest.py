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


@pytest.fixture(scope="session")
async def templates(engines: Engines) -> AsyncIterator[MakeDatabase]:
    """A migrated database per service to copy from: copying takes a tenth of migrating anew."""
    made: dict[str, str] = {}

    async def template_of(service: str) -> str:
        if service not in made:
            name = f"template_{service or 'chassis'}_{uuid.uuid4().hex[:12]}"
            await _as_superuser(engines, f"create database {name}")
            connection = await asyncpg.connect(_address(engines, name))
            await migrate(connection, [SERVICES / service / "migrations"] if service else [])
            await connection.close()
            await _as_superuser(engines, f"alter database {name} allow_connections false")
            made[service] = name
        return made[service]

    yield template_of
    for name in made.values():
        await _as_superuser(engines, f"drop database {name} with (force)")


@pytest.fixture
async def make_database(engines: Engines, templates: MakeDatabase) -> AsyncIterator[MakeDatabase]:
    """``await make_database("nominations")`` → the URL of a new database with that service's schema; dropped at the end.

    An empty name gives the chassis' schema alone.
    """
    made: list[str] = []

    async def make(service: str) -> str:
        name = f"test_{service or 'chassis'}_{uuid.uuid4().hex[:12]}"
        template = await templates(service)
        await _as_superuser(engines, f"create database {name} template {template} strategy file_copy")
        made.append(name)
        return _address(engines, name)

    yield make
    for name in made:
        await _as_superuser(engines, f"drop database if exists {name} with (force)")


async def _as_superuser(engines: Engines, statement: str) -> None:
    admin = await asyncpg.connect(engines.admin_url)
    try:
        await admin.execute(statement)
    finally:
        await admin.close()


def _address(engines: Engines, database: str) -> str:
    return urlunsplit(urlsplit(engines.admin_url)._replace(path=f"/{database}"))
