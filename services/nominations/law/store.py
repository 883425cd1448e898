"""Published rulebooks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.nominations.law.domain import AwardRule, Rulebook
from services.nominations.law.files import loader
from services.nominations.register import store as register_store
from services.office.refusal import NotFound, Refused

queries = Queries(__file__)

_known: dict[str, Rulebook] = {}
"""Rulebooks by the SHA-256 of their canonical text, so an entry can never be stale."""
_MOST_KNOWN = 64


@dataclass(frozen=True, slots=True)
class Version:
    """A published rulebook without its content."""

    version: str
    name: str
    sha256: str
    published_at: datetime
    published_by: UUID
    is_current: bool


async def checksum_of(tx: Transaction, office_id: UUID, version: str) -> str | None:
    """The SHA-256 of a published version; None for one there is not."""
    checksum: str | None = await tx.fetchval(queries.checksum_of, office_id, version)
    return checksum


async def publish(tx: Transaction, office_id: UUID, rulebook: Rulebook, sha256: str, at: datetime, by: UUID) -> None:
    text = loader.canonical(rulebook).decode()
    await tx.execute(queries.publish, office_id, rulebook.version, rulebook.name, sha256, text, at, by)


async def lock_current(tx: Transaction, office_id: UUID) -> str | None:
    """The version the office works by, if any; whoever publishes the next one waits."""
    version: str | None = (await register_store.lock_rulebook(tx, office_id))["rulebook_version"]
    return version


async def work_by(tx: Transaction, office_id: UUID, version: str, sha256: str) -> None:
    """The office works by this version from now on."""
    await register_store.work_by(tx, office_id, version, sha256)


async def current(tx: Transaction, office_id: UUID) -> Rulebook:
    """The version the office works by today; refused (``rulebook.none``) before the first is published."""
    row = await register_store.rulebook(tx, office_id)
    return await rulebook_of(tx, office_id, row["rulebook_version"], row["rulebook_sha256"])


async def known_awards(tx: Transaction, office_id: UUID) -> Sequence[AwardRule]:
    """The awards of the office's rulebook; of the product's own before the first is published."""
    try:
        return (await current(tx, office_id)).awards
    except Refused:
        return _own().awards


@cache
def _own() -> Rulebook:
    return loader.load()


async def rulebook_of(tx: Transaction, office_id: UUID, version: str | None, sha256: str | None) -> Rulebook:
    """A version by its checksum; read from the database only the first time this process meets it."""
    if version is None or sha256 is None:
        raise Refused("rulebook.none")
    if sha256 not in _known:
        text = await tx.fetchval(queries.document, office_id, version)
        if text is None:
            raise NotFound("rulebook", version)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[sha256] = loader.from_json(json.loads(text))
    return _known[sha256]


async def versions(tx: Transaction, office_id: UUID) -> list[Version]:
    """The newest first."""
    current = (await register_store.rulebook(tx, office_id))["rulebook_version"]
    rows = await tx.fetch(queries.versions, office_id)
    return [Version(**row, is_current=row["version"] == current) for row in rows]


async def document(tx: Transaction, office_id: UUID, version: str) -> dict[str, Any]:
    text = await tx.fetchval(queries.document, office_id, version)
    if text is None:
        raise NotFound("rulebook", version)
    form: dict[str, Any] = json.loads(text)
    return form
