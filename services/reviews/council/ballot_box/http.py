"""Routes of rounds: voided, counted on paper, opinions in writing."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import Code
from contracts.reviews.api.ballots import PaperCount, TellerCount, VoidRound, WrittenSheet
from contracts.reviews.api.council import MeetingState
from contracts.words import CaseId, Choice, MeetingAct, RoundAct, VoteMethod
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.council.answers import meetings as reading
from services.reviews.council.ballot_box import answers as voting_reading
from services.reviews.council.ballot_box.commands import rounds, tellers, written
from services.reviews.council.domain import Votes
from services.reviews.council.http.dependencies import BoxesDep

router = APIRouter(prefix="/v1", tags=["voting"], responses=PROBLEMS)


@router.post(
    "/meetings/{meeting_id}/rounds/{award_code}/voiding",
    response_model=MeetingState,
    openapi_extra={"x-act": RoundAct.VOID},
)
async def void_round(
    meeting_id: UUID,
    award_code: Code,
    body: VoidRound,
    runtime: RuntimeDep,
    acting: ActingDep,
    boxes: BoxesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Void the round of an award, its key lost or for another reason; everybody votes again, and it is minuted."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await rounds.void(tx, boxes, meeting_id, award_code, body, acting)
        return reading.state(meeting)

    state = await change(
        runtime, acting.by, idempotency_key, {"what": f"void {meeting_id} {award_code}", "asked": body}, do
    )
    await rounds.erase_settled(runtime.database, boxes.keys)
    return state


@router.post(
    "/meetings/{meeting_id}/rounds/{award_code}/teller-counts",
    response_model=PaperCount,
    openapi_extra={"x-act": RoundAct.COUNT_PAPER},
)
async def enter_count(
    meeting_id: UUID,
    award_code: Code,
    body: TellerCount,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """One teller's count of paper ballots; what the other counted is shown only where both are in and differ."""
    authorise(acting.by, Action.VOTE)
    counted = {CaseId(each.case_id): Votes(each.in_favour, each.against, each.blank) for each in body.counts}
    if len(counted) < len(body.counts):
        raise Refused("ballot.case_twice", field="counts")

    async def do(tx: Transaction) -> PaperCount:
        of, count = await tellers.enter(tx, meeting_id, award_code, counted, acting)
        return voting_reading.paper_count(of, count, acting.by)

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"count {meeting_id} {award_code}", "asked": body}, do
    )


@router.post(
    "/meetings/{meeting_id}/written-votes",
    response_model=MeetingState,
    openapi_extra={"x-act": MeetingAct.ENTER_WRITTEN},
)
async def enter_written(
    meeting_id: UUID, body: WrittenSheet, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """An absent member's opinion from paper: by name, counted apart, not secret."""
    authorise(acting.by, Action.CONVENE)
    choices = {each.case_id: Choice(each.choice.value) for each in body.choices}
    if len(choices) < len(body.choices):
        raise Refused("ballot.case_twice", field="choices")
    if body.method is VoteMethod.SECRET and body.award_code is None:
        raise Refused("ballot.which_award", field="award_code")

    async def do(tx: Transaction) -> MeetingState:
        meeting = await written.enter(tx, meeting_id, body, choices, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"written {meeting_id}", "asked": body}, do)
