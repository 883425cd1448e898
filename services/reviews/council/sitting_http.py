"""Routes of who sits and how: members over time, invitations, recusals during the meeting, counting taken over."""

from datetime import time
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.ballots import CountInstead, Recuse
from contracts.reviews.api.composition import ChangeMembers, Council
from contracts.reviews.api.council import AnswerInvitation, Invite, MeetingState
from contracts.words import CouncilPosition, InvitationAnswer, RecusalKind
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.council import inviting, reading, recusing
from services.reviews.council.composition import commands as composition
from services.reviews.council.composition.reading import council_answer
from services.reviews.council.domain import Recusal
from services.reviews.council.http import CasesDep

router = APIRouter(prefix="/v1", tags=["sittings"], responses=PROBLEMS)


@router.put("/councils/{council_id}/members", response_model=Council)
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
        return council_answer(council)

    return await change(runtime, actor, idempotency_key, {"what": f"members {council_id}", "asked": body}, do)


@router.put("/meetings/{meeting_id}/invitation", response_model=MeetingState)
async def invite(
    meeting_id: UUID, body: Invite, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Send the invitation, or send it anew."""
    authorise(actor, Action.CONVENE)
    starts_at = time.fromisoformat(body.starts_at) if body.starts_at else None

    async def do(tx: Transaction) -> MeetingState:
        meeting = await inviting.invite(
            tx, meeting_id, body.version, starts_at, body.note, body.papers, body.guests, actor, runtime.clock.now()
        )
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"invite {meeting_id}", "asked": body}, do)


@router.put("/meetings/{meeting_id}/invitation/answer", response_model=MeetingState)
async def answer_invitation(
    meeting_id: UUID, body: AnswerInvitation, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A member has seen the invitation, or says whether they come."""
    authorise(actor, Action.VOTE)
    said = None if body.answer is InvitationAnswer.SEEN else body.answer.value

    async def do(tx: Transaction) -> MeetingState:
        meeting = await inviting.answer(tx, meeting_id, said, body.reason, actor, runtime.clock.now())
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"answer invitation {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/recusals", response_model=MeetingState)
async def recuse(
    meeting_id: UUID,
    body: Recuse,
    runtime: RuntimeDep,
    actor: ActorDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """A conflict seen only in the meeting, before voting on the case; a ballot that cannot pass any more is postponed."""
    person_id = body.person_id or actor.person_id
    authorise(actor, Action.VOTE if person_id == actor.person_id else Action.CONVENE)
    recusal = Recusal(RecusalKind(body.kind.value), body.reason)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.recuse_late(
            tx, cases, meeting_id, body.case_id, person_id, recusal, actor, runtime.clock.now()
        )
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"recuse {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/counting", response_model=MeetingState)
async def count_instead(
    meeting_id: UUID, body: CountInstead, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Take over counting and concluding cases that are the clerk's or the secretary's own."""
    authorise(actor, Action.COUNT_INSTEAD)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await recusing.count_instead(tx, meeting_id, body.case_ids, actor, runtime.clock.now())
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"count instead {meeting_id}", "asked": body}, do)
