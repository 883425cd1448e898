"""Routes of voting in the meeting: sheets, hands counted in the room."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.ballots import CastSheet, ShowOfHands
from contracts.reviews.api.council import MeetingState
from contracts.words import AgendaAct, Choice, MeetingAct, VoteMethod
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.council.answers import meetings as reading
from services.reviews.council.commands import voting
from services.reviews.council.domain import Votes
from services.reviews.council.http.dependencies import BoxesDep

router = APIRouter(prefix="/v1", tags=["voting"], responses=PROBLEMS)


@router.post("/meetings/{meeting_id}/sheets", openapi_extra={"x-act": MeetingAct.VOTE})
async def cast_sheet(
    meeting_id: UUID, body: CastSheet, runtime: RuntimeDep, acting: ActingDep, boxes: BoxesDep
) -> MeetingState:
    """Hand in one's sheet, once: whoever has is refused (``ballot.already_cast``), also where the first answer was lost.

    No idempotency record is kept of a sheet, nor anything else beside the roll: the roll alone makes it once.
    """
    authorise(acting.by, Action.VOTE)
    choices = {each.case_id: Choice(each.choice.value) for each in body.choices}
    if len(choices) < len(body.choices):
        raise Refused("ballot.case_twice", field="choices")
    is_secret = body.method is VoteMethod.SECRET
    if is_secret and body.award_code is None:
        raise Refused("ballot.which_award", field="award_code")
    async with runtime.database.transaction() as tx:
        meeting = await voting.cast_sheet(
            tx, boxes, meeting_id, body.award_code if is_secret else None, choices, acting
        )
    return reading.state(meeting)


@router.put(
    "/meetings/{meeting_id}/cases/{case_id}/show-of-hands",
    response_model=MeetingState,
    openapi_extra={"x-act": AgendaAct.COUNT_HANDS},
)
async def count_hands(
    meeting_id: UUID,
    case_id: UUID,
    body: ShowOfHands,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """What was counted in the room for one case voted on openly."""
    authorise(acting.by, Action.CONVENE)
    votes = Votes(body.in_favour, body.against, body.blank)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await voting.count_hands(tx, meeting_id, body.version, case_id, votes, acting)
        return reading.state(meeting)

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"hands {meeting_id} {case_id}", "asked": body}, do
    )
