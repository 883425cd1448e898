"""The audit is only added to, by the service's role; whatever is changed all the same is found by its chain."""

import asyncio
import os
import re
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest

from deploy.local.databases import Databases, Passwords
from services.chassis.audit import Search, audit, find
from services.chassis.audit_chain import Seal, seal, verify
from services.chassis.database import Database
from services.chassis.migrate import migrate
from services.office.access import Role
from tests.support.engines import SERVICES, Engines, MakeDatabase
from tests.support.people import Keys, actor

pytestmark = pytest.mark.postgres

OFFICE = uuid.uuid4()
NOON = datetime(2026, 6, 15, 5, tzinfo=UTC)


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = Database(await make_database("nominations"))
    await database.open()
    yield database
    await database.close()


async def write(database: Database, *things: str, person_id: uuid.UUID | None = None, at: datetime = NOON) -> None:
    by = actor(OFFICE, person_id or uuid.uuid4(), Role.CHIEF, name="Đỗ Thị Hà")
    for thing in things:
        async with database.transaction() as tx:
            await audit(tx, by, "sign", "case", thing, at=at, before={"grade": "hoan_thanh"}, after={"grade": None})


async def sealed(database: Database, count: int = 5) -> Seal:
    await write(database, *(f"thing {n}" for n in range(count)))
    async with database.transaction() as tx:
        end, added = await seal(tx)
    assert added == count
    return end


async def proven(database: Database, known: Seal | None = None) -> list[str]:
    async with database.transaction() as tx:
        _, faults = await verify(tx, known)
    return faults


async def tamper(database: Database, *statements: str) -> None:
    """As whoever owns the whole server can, past every trigger."""
    async with database.transaction() as tx:
        await tx.execute("set local session_replication_role = replica")
        for statement in statements:
            await tx.execute(statement)


async def test_a_chain_nobody_touched_holds_and_grows(database: Database) -> None:
    first = await sealed(database)
    await write(database, "later")
    async with database.transaction() as tx:
        end, added = await seal(tx)

    assert (first.sequence, end.sequence, added) == (5, 6, 1)
    assert (await proven(database), await proven(database, first), await proven(database, end)) == ([], [], [])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("update audit set detail = '{}' where audit_id = 3", r"line 3 \(seal 3\) is not what was sealed"),
        ("update audit set person_name = 'Ai Khác' where audit_id = 3", "line 3 .* is not what was sealed"),
        ("update audit set at = at - interval '1 day' where audit_id = 3", "line 3 .* is not what was sealed"),
        ("update audit set subject_id = 'other' where audit_id = 5", "line 5 .* is not what was sealed"),
        ("delete from audit where audit_id = 3", r"line 3 \(seal 3\) is gone"),
        ("delete from audit_seals where sequence = 3", "seals 3 to 3 are gone"),
        ("update audit_seals set hash = sha256('x') where sequence = 3", "line 3 .* is not what was sealed"),
    ],
)
async def test_a_planted_change_is_found(change: str, fault: str, database: Database) -> None:
    await sealed(database)

    await tamper(database, change)

    faults = await proven(database)
    assert faults and re.search(fault, faults[0]), faults


async def test_a_chain_cut_or_made_anew_is_found_by_an_end_that_was_written_down(database: Database) -> None:
    end = await sealed(database)
    await tamper(database, "delete from audit_seals where sequence > 3", "delete from audit where audit_id > 3")
    cut = await proven(database), await proven(database, end)
    await tamper(database, "delete from audit_seals", "update audit set detail = '{}' where audit_id = 1")
    async with database.transaction() as tx:
        await seal(tx)
    anew = await proven(database), await proven(database, end)

    fault = f"the chain does not go through {end}: it was cut or made anew"
    assert (cut, anew) == (([], [fault]), ([], [fault]))


async def test_lines_committed_late_and_sealers_at_once_make_one_chain(database: Database) -> None:
    """A line whose transaction lasts longer than a later one's is sealed after it."""
    by = actor(OFFICE, uuid.uuid4(), Role.CHIEF)
    async with database.transaction() as slow:
        await audit(slow, by, "sign", "case", "slow", at=NOON)
        await write(database, "quick")
        async with database.transaction() as tx:
            _, early = await seal(tx)

    async def again() -> int:
        async with database.transaction() as tx:
            return (await seal(tx))[1]

    added = await asyncio.gather(*(again() for _ in range(5)))

    assert (early, sum(added), await proven(database)) == (1, 1, [])


async def test_lines_are_found_by_person_thing_and_day_of_the_own_office(database: Database) -> None:
    who = uuid.uuid4()
    midnight = datetime(2026, 6, 15, 17, tzinfo=UTC)
    await write(database, "a", person_id=who)
    await write(database, "a", "b", at=midnight)

    async def found(**asked: object) -> list[tuple[str, bool]]:
        async with database.transaction() as tx:
            page = await find(tx, OFFICE, Search(**asked))  # type: ignore[arg-type]
            assert page.total == len(page.lines)
            return [(line.subject_id, line.is_sealed) for line in page.lines]

    async with database.transaction() as tx:
        nothing = await find(tx, uuid.uuid4(), Search())

    assert await found(person_id=who) == [("a", False)]
    assert await found(subject_id="a") == [("a", False)] * 2
    assert await found(day=date(2026, 6, 15)) == [("a", False)]
    assert await found(day=date(2026, 6, 16)) == [("b", False), ("a", False)]
    assert nothing.lines == []


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set detail = '{}'",
        "delete from audit",
        "truncate audit",
        "drop table audit",
        "alter table audit disable trigger all",
        "drop trigger audit_is_only_added_to on audit",
        "grant all on audit to current_user; update audit set detail = '{}'",
        "create or replace function audit_is_only_added_to() returns trigger language plpgsql as 'begin return null; end'",
        "update audit_seals set hash = ''",
        "delete from audit_seals",
        "drop table audit_seals",
        "drop schema public cascade",
        "alter table audit rename to other",
    ],
)
async def test_the_service_s_own_role_only_adds(statement: str, engines: Engines, tmp_path: Path) -> None:
    databases = Databases(engines.admin_url, Passwords(tmp_path / "passwords.json"))
    name = f"only_adds_{uuid.uuid4().hex[:12]}"
    database = Database(await asyncio.to_thread(databases.ensure, name), size=2)
    try:
        connection = await asyncpg.connect(database._url)
        await migrate(connection, [SERVICES / "nominations" / "migrations"])
        await database.open()
        await sealed(database)
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(statement)
        await connection.close()
        faults = await proven(database)
        await database.close()
    finally:
        await asyncio.to_thread(databases.drop, name)

    assert (refused.value.sqlstate in ("42501", "0LP01"), faults) == (True, [])


async def test_the_command_proves_the_chain_and_finds_a_planted_change(make_database: MakeDatabase, keys: Keys) -> None:
    url = await make_database("nominations")
    database = Database(url)
    await database.open()
    end = await sealed(database)

    async def run(*more: str) -> tuple[int, str, str]:
        environment = os.environ | {
            "THIDUA_DATABASE_URL": url,
            "THIDUA_HTTP_PORT": "0",
            "THIDUA_PUBLIC_KEYS": str(keys.public),
        }
        command = [sys.executable, "-m", "services.nominations", "audit", "verify", *more]
        ran = await asyncio.to_thread(
            subprocess.run, command, env=environment, capture_output=True, text=True, check=False
        )
        return ran.returncode, ran.stdout.strip(), ran.stderr

    before = await run("--through", str(end))
    await tamper(database, "update audit set person_name = 'Ai Khác' where audit_id = 2")
    after = await run()
    await database.close()

    assert before[:2] == (0, f"nominations: holds, {end}")
    assert after[:2] == (1, f"nominations: NOT AS SEALED, {end}")
    assert "line 2 (seal 2) is not what was sealed" in after[2]
