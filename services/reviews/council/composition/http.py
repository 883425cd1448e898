"""Routes of councils: founding one, its members over time."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.composition import ChangeMembers, Council, Councils, CreateCouncil
from contracts.words import CouncilAct, CouncilPosition
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.copies.domain import QuorumRule
from services.reviews.council.composition import commands as composition
from services.reviews.council.composition import store as councils
from services.reviews.council.composition.answers import council_answer, councils_answer

router = APIRouter(prefix="/v1", tags=["council"], responses=PROBLEMS)


@router.post("/councils", response_model=Council, openapi_extra={"x-act": CouncilAct.FOUND})
async def found(
    body: CreateCouncil, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A council as its founding decision lists it."""
    authorise(actor, Action.CONVENE)
    quorum = None
    if body.quorum is not None:
        if body.quorum.numerator > body.quorum.denominator:
            raise Refused("quorum.more_than_all", field="quorum")
        quorum = QuorumRule(body.quorum.numerator, body.quorum.denominator)
    members = [(each.person_id, each.name, CouncilPosition(each.position.value)) for each in body.members]

    async def do(tx: Transaction) -> Council:
        council = await composition.found(
            tx,
            body.name,
            body.decision_number,
            body.valid_from,
            quorum,
            members,
            actor,
            runtime.clock.now(),
            body.valid_to,
            body.rules.model_dump(mode="json", exclude_none=True) if body.rules else None,
        )
        return council_answer(council, actor)

    return await change(runtime, actor, idempotency_key, {"what": "found council", "asked": body}, do)


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
    council_id: UUID, body: ChangeMembers, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """All members anew from a day on; meetings opened before keep theirs."""
    authorise(actor, Action.CONVENE)
    members = [(each.person_id, each.name, CouncilPosition(each.position.value)) for each in body.members]

    async def do(tx: Transaction) -> Council:
        council = await composition.change_members(
            tx, council_id, body.version, members, body.from_day, body.decision_number, actor, runtime.clock.now()
        )
        return council_answer(council, actor)

    return await change(runtime, actor, idempotency_key, {"what": f"members {council_id}", "asked": body}, do)
