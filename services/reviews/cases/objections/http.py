"""Routes of the public list and of objections to it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.cases import CasesChanged, PublishCandidates
from contracts.reviews.api.objections import (
    AnswerObjection,
    Candidates,
    Objection,
    Objections,
    RaiseObjection,
    VerifyObjection,
)
from contracts.words import CaseAct, ObjectionAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, Role, authorise
from services.reviews.cases import store as cases
from services.reviews.cases.answers import cases as reading
from services.reviews.cases.objections import answers, commands, store

router = APIRouter(prefix="/v1", tags=["objections"], responses=PROBLEMS)

HANDLES = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP)


@router.post("/candidates", response_model=CasesChanged, openapi_extra={"x-act": CaseAct.PUBLISH_CANDIDATE})
async def publish_candidates(
    body: PublishCandidates, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Put appraised cases on the public list, open for objections until a day."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CasesChanged:
        listed = await commands.publish_candidates(tx, reading.versions(body.cases), body.closes_on, acting)
        return CasesChanged(cases=[reading.state(case) for case in listed])

    return await change(runtime, acting.by, idempotency_key, {"what": "publish candidates", "asked": body}, do)


@router.get("/candidates")
async def list_candidates(runtime: RuntimeDep, actor: ActorDep) -> Candidates:
    """The public list as it stands today: who is proposed for what, and until when anybody may object."""
    authorise(actor, Action.READ_CANDIDATES)
    async with runtime.database.transaction() as tx:
        listed = await cases.candidates(tx, actor.office_id, runtime.clock.today())
    return Candidates(items=[answers.candidate(case, actor, runtime.clock.today()) for case in listed])


@router.post("/objections", response_model=Objection, openapi_extra={"x-act": CaseAct.OBJECT})
async def object_(
    body: RaiseObjection, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Object to a published candidate; the standing unit may record a letter."""
    authorise(acting.by, Action.OBJECT if body.letter_from is None else Action.APPRAISE)

    async def do(tx: Transaction) -> Objection:
        _, objection = await commands.object_(tx, body.case_id, body.text, acting, body.letter_from)
        return (await answers.objections(tx, acting.by, [objection]))[0]

    return await change(runtime, acting.by, idempotency_key, {"what": "object", "asked": body}, do)


@router.get("/objections")
async def list_objections(runtime: RuntimeDep, actor: ActorDep) -> Objections:
    """Those who handle them see all of them, everybody else those he raised."""
    authorise(actor, Action.OBJECT)
    raised_by = None if actor.has(*HANDLES) else actor.person_id
    async with runtime.database.transaction() as tx:
        raised = await store.listed(tx, actor.office_id, raised_by)
        return Objections(items=await answers.objections(tx, actor, raised))


@router.post(
    "/objections/{objection_id}/verification", response_model=Objection, openapi_extra={"x-act": ObjectionAct.VERIFY}
)
async def verify(
    objection_id: UUID, body: VerifyObjection, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Look into it; the case is held until the answer."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> Objection:
        _, objection = await commands.verify(tx, objection_id, body.what, acting)
        return (await answers.objections(tx, acting.by, [objection]))[0]

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"verify objection {objection_id}", "asked": body}, do
    )


@router.post(
    "/objections/{objection_id}/answer", response_model=Objection, openapi_extra={"x-act": ObjectionAct.ANSWER}
)
async def answer(
    objection_id: UUID, body: AnswerObjection, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Answer with a reason."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> Objection:
        _, objection = await commands.answer(tx, objection_id, body.answer, acting)
        return (await answers.objections(tx, acting.by, [objection]))[0]

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"answer objection {objection_id}", "asked": body}, do
    )
