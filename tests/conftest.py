"""Fixtures all tests share: real engines, databases of their own with random names, keys."""

import asyncio
import gc
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from deploy.local.jars import default_cache, kafka_jars
from deploy.local.java import find_java
from deploy.local.terminal import KafkaMissing, silent
from tests.support.databases import drop_templates, new_database
from tests.support.engines import ROOT, Engines, MakeDatabase, engines_of_this_run
from tests.support.examples import use_them
from tests.support.people import Keys

SLOW_FOLDERS = ("local", "deploy", "papers")
"""The embedded stack, the images and the rendered papers: part of `make test-all`, so that `make test` ends in minutes."""

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
use_them()

LONGEST_FIRST = ("year", "journeys", "deploy", "faults", "local", "secrecy", "api", "messaging", "store")
"""Folders in the order in which workers take them, so that no worker sits idle while the other plays a whole year."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _folder(item) in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: _place(_folder(item)))


def pytest_collection_finish() -> None:
    """Modules, models and routes are there to stay: the garbage collector need not walk through them again and again."""
    gc.collect()
    gc.freeze()


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _place(folder: str) -> int:
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """PostgreSQL and Apache Kafka, started once for all workers or taken from the environment."""
    base = tmp_path_factory.getbasetemp()
    with engines_of_this_run((base.parent if WORKER else base) / "engines", f"t{uuid.uuid4().hex[:8]}.") as found:
        yield found
        asyncio.run(drop_templates(found))


@pytest.fixture(scope="session")
def apache_kafka() -> None:
    """Skips where Apache Kafka cannot be had; where it can, its jars are fetched before any test counts seconds."""
    try:
        find_java()
        kafka_jars(default_cache(ROOT / "var" / "cache"), silent)
    except KafkaMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
async def make_database(engines: Engines) -> AsyncIterator[MakeDatabase]:
    """``await make_database("nominations")`` → the URL of a new database with that service's schema; dropped at the end.

    An empty name gives the chassis' schema alone. Where a fixture of a module or the session needs one: `new_database`.
    """
    async with AsyncExitStack() as made:

        async def make(service: str) -> str:
            return await made.enter_async_context(new_database(engines, service))

        yield make
