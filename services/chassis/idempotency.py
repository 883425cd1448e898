"""Idempotency keys: a repeated request gets the first result, also when the first answer was lost on the way."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel

from services.chassis.database import Transaction
from services.chassis.runtime import Runtime
from services.chassis.sql import Queries
from services.office.access import Actor
from services.office.refusal import Refused

queries = Queries(__file__)


async def change(
    runtime: Runtime, actor: Actor, key: str, asked: object, do: Callable[[Transaction], Awaitable[BaseModel]]
) -> dict[str, Any]:
    """What a route that changes something does: ``do`` in a transaction of its own, once per key, and its answer as JSON.

    Args:
        asked: which route with which path parameters and body, see `once`.
    """
    async with runtime.database.transaction() as tx:

        async def answer() -> dict[str, Any]:
            return (await do(tx)).model_dump(mode="json")

        return await once(tx, actor, key, asked, answer)


async def once(
    tx: Transaction, actor: Actor, key: str, asked: object, do: Callable[[], Awaitable[dict[str, Any]]]
) -> dict[str, Any]:
    """Do it, or give back what was answered when this key was first used.

    The key row is inserted first, so a simultaneous repetition waits for the first to commit. A refusal rolls everything
    back, key included: the request may be mended and sent again.

    Args:
        asked: the same key with something else asked is refused (``idempotency.reused``). Only its digest is kept, but
            a secret choice could be guessed from that and must not be in it. How a route puts this together stays as it
            is, or repetitions of requests from before are refused.
    """
    digest = digest_of(asked)
    if await tx.fetchval(queries.claim_idempotency_key, actor.office_id, actor.person_id, key, digest):
        kept = json.dumps(await do(), default=str, ensure_ascii=False)
        await tx.execute(queries.keep_idempotent_result, actor.office_id, actor.person_id, key, 200, kept)
    else:
        row = await tx.fetchrow(queries.idempotent_result, actor.office_id, actor.person_id, key)
        if row["request_sha256"] != digest:
            raise Refused("idempotency.reused", field="Idempotency-Key")
        kept = row["response"]
    answer: dict[str, Any] = json.loads(kept)
    return answer


def digest_of(asked: object) -> str:
    """SHA-256 of what was asked as JSON, its keys in order."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
