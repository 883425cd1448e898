"""What every change over HTTP does: one transaction, once per idempotency key."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.api.reviews import CaseVersion
from services.chassis.database import Transaction
from services.chassis.idempotency import once
from services.chassis.runtime import Runtime
from services.office.access import Actor
from services.office.refusal import Refused


async def change(
    runtime: Runtime,
    actor: Actor,
    key: str,
    what: str,
    request: BaseModel | dict[str, Any],
    do: Callable[[Transaction], Awaitable[BaseModel]],
) -> dict[str, Any]:
    """The answer of ``do``, or what it answered when this key was first used.

    Args:
        what: the route with its path parameters, so that a key used elsewhere is refused.
        request: what was asked; kept as a digest, so a secret choice must not be in it.
    """
    asked = request.model_dump(mode="json") if isinstance(request, BaseModel) else request
    async with runtime.database.transaction() as tx:

        async def answer() -> dict[str, Any]:
            return (await do(tx)).model_dump(mode="json")

        result, _ = await once(tx, actor, key, {"what": what, "asked": asked}, answer)
        return result


def versions(listed: Sequence[CaseVersion]) -> dict[UUID, int]:
    """The version read of each case of one paper; a case listed twice is refused."""
    wanted = {each.case_id: each.version for each in listed}
    if len(wanted) < len(listed):
        raise Refused("cases.listed_twice", field="cases")
    return wanted
