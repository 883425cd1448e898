"""A workshop service of its own for each fault test."""

from collections.abc import AsyncIterator

import pytest

from tests.faults.process import WorkshopProcess
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys


@pytest.fixture
async def service(engines: Engines, make_database: MakeDatabase, keys: Keys) -> AsyncIterator[WorkshopProcess]:
    service = WorkshopProcess(await make_database(""), engines.kafka, keys)
    yield service
    await service.kill()
