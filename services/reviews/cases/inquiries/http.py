"""Routes of questions to units: ask, answer, close, and what a unit is asked."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from contracts.reviews.api.inquiries import AnswerInquiry, AskUnit, CloseInquiry, Inquiries, Inquiry
from contracts.words import CaseAct, InquiryAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, Role, authorise
from services.reviews.cases.inquiries import answers, commands, store

router = APIRouter(prefix="/v1", tags=["inquiries"], responses=PROBLEMS)


@router.post("/cases/{case_id}/inquiries", response_model=Inquiry, openapi_extra={"x-act": CaseAct.ASK_UNIT})
async def ask(
    case_id: UUID, body: AskUnit, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Ask a unit for information on a case that is being appraised."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> Inquiry:
        _, inquiry = await commands.ask(tx, case_id, body, acting)
        return (await answers.inquiries(tx, acting.by, [inquiry], acting.today))[0]

    return await change(runtime, acting.by, idempotency_key, {"what": f"ask {case_id}", "asked": body}, do)


@router.get("/inquiries")
async def list_inquiries(
    runtime: RuntimeDep,
    actor: ActorDep,
    settled: Annotated[bool, Query(description="Those answered or closed too")] = False,
) -> Inquiries:
    """What one's own unit is asked; for the standing unit, what every unit is."""
    authorise(actor, Action.READ_INQUIRIES)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        if not actor.has(Role.STANDING_UNIT) and actor.unit_id is None:
            return Inquiries(items=[])
        unit = None if actor.has(Role.STANDING_UNIT) else actor.unit_id
        asked = await store.listed(tx, actor.office_id, unit, settled)
        return Inquiries(items=await answers.inquiries(tx, actor, asked, today))


@router.post("/inquiries/{inquiry_id}/answer", response_model=Inquiry, openapi_extra={"x-act": InquiryAct.ANSWER})
async def answer(
    inquiry_id: UUID, body: AnswerInquiry, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The head of the unit that was asked answers."""
    authorise(acting.by, Action.ANSWER_INQUIRY)

    async def do(tx: Transaction) -> Inquiry:
        _, inquiry = await commands.answer(tx, inquiry_id, body.answer, acting)
        return (await answers.inquiries(tx, acting.by, [inquiry], acting.today))[0]

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"answer inquiry {inquiry_id}", "asked": body}, do
    )


@router.post("/inquiries/{inquiry_id}/closing", response_model=Inquiry, openapi_extra={"x-act": InquiryAct.CLOSE})
async def close(
    inquiry_id: UUID, body: CloseInquiry, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The clerk waits no longer, and says why."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> Inquiry:
        _, inquiry = await commands.close(tx, inquiry_id, body.reason, acting)
        return (await answers.inquiries(tx, acting.by, [inquiry], acting.today))[0]

    return await change(runtime, acting.by, idempotency_key, {"what": f"close inquiry {inquiry_id}", "asked": body}, do)
