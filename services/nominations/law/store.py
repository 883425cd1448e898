"""Published rulebooks, and the facts that verdicts rest on."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.law.domain import AwardRule, Rulebook
from services.nominations.law.files import loader
from services.office.refusal import NotFound, Refused

queries = Queries(__file__)

_known: dict[str, Rulebook] = {}
"""Rulebooks by the SHA-256 of their canonical text, so an entry can never be stale."""
_MOST_KNOWN = 64


async def lock_office(tx: Transaction, office_id: UUID) -> Row:
    row = await tx.fetchrow(queries.lock_office, office_id)
    if row is None:
        raise NotFound("office", office_id)
    return row


async def version_of(tx: Transaction, office_id: UUID, version: str) -> Row | None:
    return await tx.fetchrow(queries.version_of, office_id, version)


async def publish(tx: Transaction, office_id: UUID, rulebook: Rulebook, sha256: str, at: datetime, by: UUID) -> None:
    text = loader.canonical(rulebook).decode()
    await tx.execute(queries.publish, office_id, rulebook.version, rulebook.name, sha256, text, at, by)
    await make_current(tx, office_id, rulebook.version, sha256)


async def make_current(tx: Transaction, office_id: UUID, version: str, sha256: str) -> None:
    await tx.execute(queries.make_current, office_id, version, sha256)


async def current(tx: Transaction, office_id: UUID) -> Rulebook:
    """The version the office works by today; refused (``rulebook.none``) before the first is published."""
    row = await tx.fetchrow(queries.current, office_id)
    if row is None:
        raise NotFound("office", office_id)
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


async def versions(tx: Transaction, office_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.versions, office_id)


async def document(tx: Transaction, office_id: UUID, version: str) -> dict[str, Any]:
    text = await tx.fetchval(queries.document, office_id, version)
    if text is None:
        raise NotFound("rulebook", version)
    form: dict[str, Any] = json.loads(text)
    return form
