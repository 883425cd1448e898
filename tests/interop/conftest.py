"""One set of published golden events for all foreign clients."""

import pytest

from services.chassis.settings import Settings
from tests.interop.published import Published, publish_goldens
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys


@pytest.fixture
async def published(engines: Engines, make_database: MakeDatabase, keys: Keys) -> Published:
    url = await make_database("")
    return await publish_goldens(
        Settings(database_url=url, http_port=0, public_keys=keys.public, kafka_bootstrap=engines.kafka)
    )
