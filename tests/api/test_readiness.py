"""A service that starts before its schema: it says what is missing, waits, and begins by itself."""

import asyncpg
import httpx
import pytest

from services.chassis.migrate import migrate
from services.chassis.serve import create_app
from services.nominations.app import NominationsSettings, build
from tests.support.client import open_client
from tests.support.engines import SERVICES, MakeDatabase
from tests.support.people import Keys
from tests.support.reviewing import NO_KAFKA, Office
from tests.support.running import eventually, running

pytestmark = pytest.mark.postgres

BEHIND = "behind: run `python -m services.nominations migrate`; work starts by itself afterwards"


async def _execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


async def _schema(client: httpx.AsyncClient) -> str:
    return str((await client.get("/readyz")).json()["schema"])


async def test_a_service_started_before_its_schema_says_so_and_begins_when_it_is_there(
    make_database: MakeDatabase, keys: Keys
) -> None:
    url = await make_database("")
    await _execute(url, "drop schema public cascade; create schema public")
    settings = NominationsSettings(database_url=url, http_port=0, public_keys=keys.public, kafka_bootstrap=NO_KAFKA)
    headers = keys.headers(Office().clerk, "nominations")

    async with running(create_app(build(settings))) as base_url, open_client(base_url) as client:

        async def says_behind() -> bool:
            return await _schema(client) == BEHIND

        await eventually(says_behind)
        refused = await client.get("/v1/units", headers=headers)
        connection = await asyncpg.connect(url)
        await migrate(connection, [SERVICES / "nominations" / "migrations"])
        await connection.close()

        async def says_current() -> bool:
            return await _schema(client) == "current"

        await eventually(says_current)
        answered = await client.get("/v1/units", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (503, "not_migrated")
    assert (answered.status_code, answered.json()) == (200, [])


async def test_a_schema_newer_than_the_code_is_told_and_served(make_database: MakeDatabase, keys: Keys) -> None:
    url = await make_database("nominations")
    await _execute(url, "insert into schema_migrations (name, sha256) values ('nominations/0999_later', '')")
    settings = NominationsSettings(database_url=url, http_port=0, public_keys=keys.public, kafka_bootstrap=NO_KAFKA)

    async with running(create_app(build(settings))) as base_url, open_client(base_url) as client:

        async def says_newer() -> bool:
            return await _schema(client) == "newer than this code"

        await eventually(says_newer)
        answered = await client.get("/v1/units", headers=keys.headers(Office().clerk, "nominations"))

    assert answered.status_code == 200


async def test_a_service_whose_topics_are_gone_is_not_ready_and_says_which(
    make_database: MakeDatabase, keys: Keys
) -> None:
    url = await make_database("nominations")
    settings = NominationsSettings(database_url=url, http_port=0, public_keys=keys.public, kafka_bootstrap=NO_KAFKA)
    app = create_app(build(settings))

    async with running(app) as base_url, open_client(base_url) as client:
        app.state.runtime.health.tell_missing(["nominations.v1", "awards.v1"])
        gone = await client.get("/readyz")
        app.state.runtime.health.tell_missing([])
        back = await client.get("/readyz")

    assert (gone.status_code, gone.json()["ready"]) == (503, False)
    assert gone.json()["topics"].startswith("missing: nominations.v1, awards.v1;")
    assert back.json()["topics"] == "there"
