"""Idempotency keys: a repeated request gets the first result, also when the first answer was lost on the way."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.access import Actor
from services.office.refusal import Refused

queries = Queries(__file__)


async def once(
    tx: Transaction, actor: Actor, key: str, request: object, do: Callable[[], Awaitable[dict[str, Any]]]
) -> tuple[dict[str, Any], bool]:
    """Do it, or give back what was answered when this key was first used; the flag says whether it is a repetition.

    The key row is inserted first, so a simultaneous repetition waits for the first to commit. A refusal rolls everything
    back, key included: the request may be mended and sent again.

    Args:
        request: what was asked; the same key with something else asked is refused (``idempotency.reused``).
    """
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    if await tx.fetchval(queries.claim_idempotency_key, actor.office_id, actor.person_id, key, digest):
        result = await do()
        kept = json.dumps(result, default=str, ensure_ascii=False)
        await tx.execute(queries.keep_idempotent_result, actor.office_id, actor.person_id, key, 200, kept)
        return json.loads(kept), False
    row = await tx.fetchrow(queries.idempotent_result, actor.office_id, actor.person_id, key)
    if row["request_sha256"] != digest:
        raise Refused("idempotency.reused", field="Idempotency-Key")
    return json.loads(row["response"]), True
