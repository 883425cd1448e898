"""The journal's monthly partitions: made in time, made late, made by several processes at once."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from services.chassis.housekeeping import make_partitions
from tests.support.engines import MakeDatabase

pytestmark = pytest.mark.postgres

NOW = datetime(2031, 3, 14, 8, tzinfo=UTC)


async def _journal(connection: asyncpg.Connection, at: datetime) -> None:
    await connection.execute(
        "insert into journal (position, event_id, topic, key, sequence, type, source, time, body, recorded_at)"
        " values ($1, $2, 't.v1', 'k', $1, 'T', '/s', $3, '', $3)",
        at.day,
        uuid4(),
        at,
    )


async def test_a_month_journaled_before_it_had_a_partition_moves_into_it(make_database: MakeDatabase) -> None:
    connection = await asyncpg.connect(await make_database(""))
    await _journal(connection, NOW)
    await _journal(connection, datetime(2030, 12, 31, tzinfo=UTC))

    for _ in range(2):
        async with connection.transaction():
            await make_partitions(connection, NOW)
    await _journal(connection, datetime(2031, 4, 2, tzinfo=UTC))

    places = await connection.fetch("select tableoid::regclass::text as place, position from journal order by position")
    await connection.close()
    assert [tuple(row) for row in places] == [("journal_2031_04", 2), ("journal_2031_03", 14), ("journal_default", 31)]


async def test_several_processes_make_one_month_at_once(make_database: MakeDatabase) -> None:
    url = await make_database("")

    async def make() -> None:
        connection = await asyncpg.connect(url)
        async with connection.transaction():
            await make_partitions(connection, NOW)
        await connection.close()

    await asyncio.gather(*(make() for _ in range(4)))

    connection = await asyncpg.connect(url)
    names = await connection.fetch(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'journal'::regclass order by 1"
    )
    await connection.close()
    assert [row["name"] for row in names] == ["journal_2031_03", "journal_2031_04", "journal_default"]
