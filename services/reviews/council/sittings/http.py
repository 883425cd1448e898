"""Routes of the invitation: sent, and answered."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.council import AnswerInvitation, Invite, MeetingState
from contracts.words import InvitationAnswer, MeetingAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.council.answers import meetings as reading
from services.reviews.council.sittings import commands as inviting

router = APIRouter(prefix="/v1", tags=["sittings"], responses=PROBLEMS)


@router.put(
    "/meetings/{meeting_id}/invitation", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.INVITE}
)
async def invite(
    meeting_id: UUID, body: Invite, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Send the invitation, or send it anew."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await inviting.invite(tx, meeting_id, body, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"invite {meeting_id}", "asked": body}, do)


@router.put(
    "/meetings/{meeting_id}/invitation/answer",
    response_model=MeetingState,
    openapi_extra={"x-act": MeetingAct.ANSWER_INVITATION},
)
async def answer_invitation(
    meeting_id: UUID, body: AnswerInvitation, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A member has seen the invitation, or says whether they come."""
    authorise(acting.by, Action.VOTE)
    attending = None if body.answer is InvitationAnswer.SEEN else body.answer.value

    async def do(tx: Transaction) -> MeetingState:
        meeting = await inviting.answer(tx, meeting_id, attending, body.reason, acting)
        return reading.state(meeting)

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"answer invitation {meeting_id}", "asked": body}, do
    )
