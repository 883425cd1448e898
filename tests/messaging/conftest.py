"""One workshop per test, of the shipped parts or of the planted ones that THIDUA_PLANT names."""

from collections.abc import AsyncIterator

import pytest

from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys
from tests.support.workshop.planted import chosen_parts
from tests.support.workshop.workshop import Workshop, add_workshop_tables


@pytest.fixture
async def workshop(engines: Engines, make_database: MakeDatabase, keys: Keys) -> AsyncIterator[Workshop]:
    url = await make_database("")
    await add_workshop_tables(url)
    workshop = Workshop(url, engines.kafka, keys.public, chosen_parts())
    await workshop.database.open()
    yield workshop
    await workshop.database.close()
