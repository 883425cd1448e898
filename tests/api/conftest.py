"""Services shared by the API tests: reviews once for the session, kept apart by random office ids; a gateway before it."""

import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from deploy.local.engines import Engines
from services.chassis.migrate import migrate
from tests.conftest import SERVICES, MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.people import Keys
from tests.support.reviewing import Reviews, running_reviews


@pytest.fixture(scope="session")
async def reviews(engines: Engines, keys: Keys) -> AsyncIterator[Reviews]:
    """A running reviews service on a database of its own; Kafka is away, so events stay in its outbox to be read."""
    name = f"test_reviews_api_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(engines.admin_url)
    await admin.execute(f"create database {name}")
    url = urlunsplit(urlsplit(engines.admin_url)._replace(path=f"/{name}"))
    connection = await asyncpg.connect(url)
    await migrate(connection, [SERVICES / "reviews" / "migrations"])
    await connection.close()
    async with running_reviews(url, keys) as service:
        yield service
    await admin.execute(f"drop database if exists {name} with (force)")
    await admin.close()


@pytest.fixture
async def gateway(reviews: Reviews, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """A running gateway over that reviews service; nominations and reporting are away."""
    async with running_gateway(await make_database("gateway"), keys, reviews_url=reviews.base_url) as gateway:
        yield gateway
