"""Routes of voting: declarations of conflicts, sheets, hands counted in the room."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.api.council import CastSheet, Declare, MeetingState, ShowOfHands
from contracts.reviews import VoteMethod
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.council import reading, recusing, voting
from services.reviews.council.boxes import BoxesDep
from services.reviews.council.domain import Choice, Recusal, RecusalKind, Votes
from services.reviews.edge import change

router = APIRouter(prefix="/v1", tags=["voting"], responses=PROBLEMS)


@router.post("/meetings/{meeting_id}/declarations", response_model=MeetingState)
async def declare(
    meeting_id: UUID, body: Declare, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Declare conflicts of interest, perhaps none; the standing unit may enter a member's paper declaration."""
    person_id = body.person_id or actor.person_id
    authorise(actor, Action.VOTE if person_id == actor.person_id else Action.CONVENE)
    conflicts = {each.case_id: Recusal(RecusalKind(each.kind.value), each.reason) for each in body.conflicts}

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.declare(tx, meeting_id, person_id, conflicts, actor, runtime.clock.now())
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, f"declare {meeting_id}", body, do)


@router.post("/meetings/{meeting_id}/sheets")
async def cast_sheet(
    meeting_id: UUID, body: CastSheet, runtime: RuntimeDep, actor: ActorDep, boxes: BoxesDep
) -> MeetingState:
    """Hand in one's sheet, once: whoever has is refused (``ballot.already_cast``), also where the first answer was lost.

    No idempotency record is kept of a sheet, nor anything else beside the roll: the roll alone makes it once.
    """
    authorise(actor, Action.VOTE)
    choices = {each.case_id: Choice(each.choice.value) for each in body.choices}
    if len(choices) < len(body.choices):
        raise Refused("ballot.case_twice", field="choices")
    is_secret = body.method is VoteMethod.SECRET
    if is_secret and body.award_code is None:
        raise Refused("ballot.which_award", field="award_code")
    async with runtime.database.transaction() as tx:
        meeting = await voting.cast_sheet(
            tx, boxes, meeting_id, body.award_code if is_secret else None, choices, actor
        )  # fmt: skip
    return reading.state(meeting)


@router.put("/meetings/{meeting_id}/cases/{case_id}/show-of-hands", response_model=MeetingState)
async def count_hands(
    meeting_id: UUID, case_id: UUID, body: ShowOfHands, runtime: RuntimeDep, actor: ActorDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:  # fmt: skip
    """What was counted in the room for one case voted on openly."""
    authorise(actor, Action.CONVENE)
    votes = Votes(body.in_favour, body.against, body.blank)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await voting.count_hands(
            tx, meeting_id, body.version, case_id, votes, actor, runtime.clock.now()
        )  # fmt: skip
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, f"hands {meeting_id} {case_id}", body, do)
