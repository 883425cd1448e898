"""Migrations: numbered SQL files, each applied once, in order, in a transaction of its own, under one lock."""

import hashlib
import logging
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from services.chassis.crash import CrashPoint, crash_point
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

CHASSIS = Path(__file__).with_name("migrations")
_LOCK = 0x7468_6964
OLDEST_POSTGRES = 15


class MigrationChanged(RuntimeError):
    """An applied file is not what it was; migrations are only ever added."""


class PostgresTooOld(RuntimeError):
    """The server cannot run our statements."""


async def migrate(connection: Any, folders: Sequence[Path]) -> list[str]:
    """Bring the schema up to date and return what was applied, for example ``["nominations/0001_register"]``.

    Args:
        folders: each service's ``migrations`` folder; the chassis' own comes first by itself.

    Raises `PostgresTooOld` or `MigrationChanged` before it has changed anything.
    """
    version = connection.get_server_version()
    if version.major < OLDEST_POSTGRES:
        raise PostgresTooOld(f"this is PostgreSQL {version.major}; Thidua needs {OLDEST_POSTGRES} or later")
    await connection.execute(queries.create_migrations)
    await connection.fetchval(queries.lock_migrations, _LOCK)
    try:
        applied = dict(await connection.fetch(queries.applied_migrations))
        fresh = [(name, text) for name, text in _files([CHASSIS, *folders]) if _is_new(name, text, applied)]
        for name, text in fresh:
            async with connection.transaction():
                await connection.execute(queries.migration_timeouts)
                await connection.execute(text)
                await connection.execute(queries.record_migration, name, _digest(text))
                crash_point(CrashPoint.MIGRATING)
            log.info("migrated", extra={"migration": name})
        return [name for name, _ in fresh]
    finally:
        await connection.fetchval(queries.unlock_migrations, _LOCK)


async def pending(connection: Any, folders: Sequence[Path]) -> list[str]:
    """What `migrate` would apply now, cheaply: a starter can leave out the whole step when it is nothing."""
    await connection.execute(queries.create_migrations)
    applied = dict(await connection.fetch(queries.applied_migrations))
    return [name for name, text in _files([CHASSIS, *folders]) if _is_new(name, text, applied)]


class SchemaState(StrEnum):
    UNKNOWN = "unknown"
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"
    """Somebody applied migrations that this code does not have: a newer version was here."""


async def schema_state(tx: Any, folders: Sequence[Path]) -> SchemaState:
    """How the database's schema stands to the code; writes nothing."""
    if await tx.fetchval(queries.find_migrations) is None:
        return SchemaState.BEHIND
    applied = {row["name"] for row in await tx.fetch(queries.applied_migrations)}
    known = {name for name, _ in _files([CHASSIS, *folders])}
    if not known <= applied:
        return SchemaState.BEHIND
    return SchemaState.CURRENT if applied <= known else SchemaState.AHEAD


def _files(folders: Sequence[Path]) -> list[tuple[str, str]]:
    return [
        (f"{folder.parent.name}/{file.stem}", file.read_text(encoding="utf-8"))
        for folder in folders
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]


def _is_new(name: str, text: str, applied: dict[str, str]) -> bool:
    if name not in applied:
        return True
    if applied[name] != _digest(text):
        raise MigrationChanged(f"{name} was changed after it had been applied; add a new migration instead")
    return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
