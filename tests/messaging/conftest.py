"""One workshop per test, of the shipped parts or of the planted ones that THIDUA_PLANT names."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.chassis.migrate import migrate
from tests.conftest import Engines, MakeDatabase
from tests.messaging.planted import chosen_parts
from tests.messaging.workshop import MIGRATIONS, Workshop
from tests.support.people import Keys


@pytest.fixture
async def workshop(engines: Engines, make_database: MakeDatabase, keys: Keys) -> AsyncIterator[Workshop]:
    url = await make_database("")
    connection = await asyncpg.connect(url)
    await migrate(connection, [MIGRATIONS])
    await connection.execute("create sequence planted_sequence")
    await connection.close()
    workshop = Workshop(url, engines.kafka, keys.public, chosen_parts())
    await workshop.database.open()
    yield workshop
    await workshop.database.close()
