"""Drafts of forms in the gateway's own database, by account. Times are the database's."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.gateway.drafts.domain import Draft

queries = Queries(__file__)

MOST_DRAFTS: Final = 100
"""Per account; the oldest gives way."""
KEY_SECONDS: Final = 30 * 86400.0
"""How long after signing in a browser may still leave drafts for that account."""


async def keep(tx: Transaction, account_id: UUID, draft: Draft, key: str) -> None:
    """In the place of what was kept of the same form; nothing if the form with this ``key`` was sent already."""
    await tx.execute(
        queries.keep_draft,
        account_id,
        draft.address,
        draft.identity,
        draft.page,
        draft.version,
        json.dumps(draft.fields, ensure_ascii=False),
        key,
    )
    await tx.execute(queries.forget_oldest_drafts, account_id, MOST_DRAFTS)


async def close(tx: Transaction, account_id: UUID, draft: Draft, key: str) -> None:
    await tx.execute(queries.close_draft, account_id, draft.address, draft.identity, key)


async def drop(tx: Transaction, account_id: UUID, address: str, identity: str) -> None:
    await tx.execute(queries.drop_drafts, account_id, address, identity)


async def drafts(tx: Transaction, account_id: UUID) -> Sequence[Draft]:
    """The newest first."""
    return [
        Draft(
            address=row["address"],
            fields=tuple((name, value) for name, value in json.loads(row["fields"])),
            version=row["version"],
            page=row["page"],
            kept_at=row["kept_at"],
        )
        for row in await tx.fetch(queries.drafts, account_id)
    ]


async def has_some(tx: Transaction, account_id: UUID) -> bool:
    """Whether an account has typed anything that it has not sent."""
    found: bool = await tx.fetchval(queries.has_drafts, account_id)
    return found


async def add_key(tx: Transaction, token: str, account_id: UUID) -> None:
    await tx.execute(queries.add_draft_key, _digest(token), account_id, KEY_SECONDS)
    for query in (queries.tidy_drafts, queries.tidy_draft_keys):
        await tx.execute(query)


async def account_of_key(tx: Transaction, token: str) -> UUID | None:
    """Whose browser it is, though nobody is signed in; None where that is unknown or too long ago."""
    found: UUID | None = await tx.fetchval(queries.account_of_draft_key, _digest(token))
    return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
