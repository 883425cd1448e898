"""Routes of conflicts of interest: declared before the meeting, seen during it, counting taken over."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.ballots import CountInstead, Declare, Recuse
from contracts.reviews.api.council import MeetingState
from contracts.words import AgendaAct, MeetingAct, RecusalKind
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.council.answers import meetings as reading
from services.reviews.council.commands import recusing
from services.reviews.council.domain import Recusal
from services.reviews.council.http.dependencies import CasesDep

router = APIRouter(prefix="/v1", tags=["voting"], responses=PROBLEMS)


@router.post(
    "/meetings/{meeting_id}/declarations", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.DECLARE}
)
async def declare(
    meeting_id: UUID, body: Declare, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Declare conflicts of interest, perhaps none; the standing unit may enter a member's paper declaration."""
    person_id = body.person_id or acting.by.person_id
    authorise(acting.by, Action.VOTE if person_id == acting.by.person_id else Action.CONVENE)
    conflicts = {each.case_id: Recusal(RecusalKind(each.kind.value), each.reason) for each in body.conflicts}

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.declare(tx, meeting_id, person_id, conflicts, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"declare {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/recusals", response_model=MeetingState, openapi_extra={"x-act": AgendaAct.RECUSE})
async def recuse(
    meeting_id: UUID,
    body: Recuse,
    runtime: RuntimeDep,
    acting: ActingDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """A conflict seen only in the meeting, before voting on the case; a ballot that cannot pass any more is postponed."""
    person_id = body.person_id or acting.by.person_id
    authorise(acting.by, Action.VOTE if person_id == acting.by.person_id else Action.CONVENE)
    recusal = Recusal(RecusalKind(body.kind.value), body.reason)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.recuse_late(tx, cases, meeting_id, body.case_id, person_id, recusal, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"recuse {meeting_id}", "asked": body}, do)


@router.post(
    "/meetings/{meeting_id}/counting", response_model=MeetingState, openapi_extra={"x-act": AgendaAct.COUNT_INSTEAD}
)
async def count_instead(
    meeting_id: UUID, body: CountInstead, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Take over counting and concluding cases that are the clerk's or the secretary's own."""
    authorise(acting.by, Action.COUNT_INSTEAD)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.count_instead(tx, meeting_id, body.case_ids, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"count instead {meeting_id}", "asked": body}, do)
