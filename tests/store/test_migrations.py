"""A server that cannot run our statements is refused before anything is written into it."""

import asyncpg
import pytest

from services.chassis import migrate
from tests.support.engines import SERVICES, MakeDatabase

pytestmark = pytest.mark.postgres


async def test_an_older_server_is_refused_and_left_as_it_was(
    make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await asyncpg.connect(await make_database(""))
    await connection.execute("drop table schema_migrations")
    monkeypatch.setattr(migrate, "OLDEST_POSTGRES", connection.get_server_version().major + 1)
    try:
        with pytest.raises(migrate.PostgresTooOld, match="or later"):
            await migrate.migrate(connection, [SERVICES / "reviews" / "migrations"])
        assert await connection.fetchval("select to_regclass('schema_migrations')") is None
        assert await connection.fetchval("select to_regclass('cases')") is None
    finally:
        await connection.close()
