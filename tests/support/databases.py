"""A database of a test's own with a service's schema, copied from one that was migrated once: a tenth of migrating anew."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from services.chassis.migrate import migrate
from tests.support.engines import SERVICES, Engines


@asynccontextmanager
async def new_database(engines: Engines, service: str) -> AsyncIterator[str]:
    """The URL of a new database with that service's schema (an empty name: the chassis' alone); dropped at the end."""
    name = f"test_{service or 'chassis'}_{uuid.uuid4().hex[:12]}"
    template = await _template(engines, service)
    await _as_superuser(engines, f"create database {name} template {template} strategy file_copy")
    try:
        yield _address(engines, name)
    finally:
        await _as_superuser(engines, f"drop database if exists {name} with (force)")


async def drop_templates(engines: Engines) -> None:
    for name in engines.templates.values():
        await _as_superuser(engines, f"drop database {name} with (force)")


async def _template(engines: Engines, service: str) -> str:
    if service not in engines.templates:
        name = f"template_{service or 'chassis'}_{uuid.uuid4().hex[:12]}"
        await _as_superuser(engines, f"create database {name}")
        connection = await asyncpg.connect(_address(engines, name))
        await migrate(connection, [SERVICES / service / "migrations"] if service else [])
        await connection.close()
        await _as_superuser(engines, f"alter database {name} allow_connections false")
        engines.templates[service] = name
    return engines.templates[service]


async def _as_superuser(engines: Engines, statement: str) -> None:
    admin = await asyncpg.connect(engines.admin_url)
    try:
        await admin.execute(statement)
    finally:
        await admin.close()


def _address(engines: Engines, database: str) -> str:
    return urlunsplit(urlsplit(engines.admin_url)._replace(path=f"/{database}"))
