"""Routes of councils: founding one, its members over time."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.composition import ChangeMembers, Council, Councils, CreateCouncil
from contracts.words import CouncilAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.council.composition import commands as composition
from services.reviews.council.composition import store as councils
from services.reviews.council.composition.answers import council_answer, councils_answer

router = APIRouter(prefix="/v1", tags=["council"], responses=PROBLEMS)


@router.post("/councils", response_model=Council, openapi_extra={"x-act": CouncilAct.FOUND})
async def found(
    body: CreateCouncil, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A council as its founding decision lists it."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> Council:
        council = await composition.found(tx, body, acting)
        return council_answer(council, acting.by)

    return await change(runtime, acting.by, idempotency_key, {"what": "found council", "asked": body}, do)


@router.get("/councils")
async def list_councils(runtime: RuntimeDep, actor: ActorDep) -> Councils:
    """Every council, and which is in force today."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        listed = await councils.list_councils(tx, actor.office_id, runtime.clock.today())
    return councils_answer(listed, actor, runtime.clock.today())


@router.put(
    "/councils/{council_id}/members", response_model=Council, openapi_extra={"x-act": CouncilAct.CHANGE_MEMBERS}
)
async def change_members(
    council_id: UUID, body: ChangeMembers, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """All members anew from a day on; meetings opened before keep theirs."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> Council:
        council = await composition.change_members(tx, council_id, body, acting)
        return council_answer(council, acting.by)

    return await change(runtime, acting.by, idempotency_key, {"what": f"members {council_id}", "asked": body}, do)
