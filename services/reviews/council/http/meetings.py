"""Routes of meetings: planning, agenda, attendance, opening, closing, minutes."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import Limit
from contracts.reviews.api.council import (
    CancelMeeting,
    ChangeAgenda,
    CloseMeeting,
    MarkAttendance,
    MeetingDetail,
    Meetings,
    MeetingState,
    Minutes,
    OpenMeeting,
    PlanMeeting,
)
from contracts.words import MeetingAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.council import store
from services.reviews.council.answers import acts, minutes
from services.reviews.council.answers import meetings as reading
from services.reviews.council.ballot_box.commands.rounds import erase_settled
from services.reviews.council.commands import closing, opening
from services.reviews.council.commands import meetings as commands
from services.reviews.council.http.dependencies import BoxesDep, CasesDep, ObjectionsDep
from services.reviews.council.sittings import store as sittings

router = APIRouter(prefix="/v1", tags=["council"], responses=PROBLEMS)


@router.post("/meetings", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.PLAN})
async def plan(
    body: PlanMeeting, runtime: RuntimeDep, acting: ActingDep, cases: CasesDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A new meeting with appraised cases on its agenda."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.plan(tx, cases, body, acting)
        return await reading.planned(tx, acting.by, meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": "plan meeting", "asked": body}, do)


@router.get("/meetings")
async def list_meetings(runtime: RuntimeDep, actor: ActorDep, limit: Limit = 50) -> Meetings:
    """Meetings the reader may see, the latest first."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        listed = await store.list_meetings(tx, actor.office_id, limit)
        if not actor.has(*reading.SEES_ALL):
            mine = await sittings.meetings_of(tx, actor.office_id, actor.person_id)
            listed = [(meeting, cases) for meeting, cases in listed if meeting.meeting_id in mine]
    return Meetings(items=[reading.line(meeting, cases) for meeting, cases in listed], acts=acts.list_acts(actor))


@router.get("/meetings/{meeting_id}")
async def show_meeting(meeting_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> MeetingDetail:
    """Agenda, attendance, declarations and the arithmetic of every vote."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        return await reading.detail(tx, actor, meeting_id, runtime.clock.today())


@router.put(
    "/meetings/{meeting_id}/agenda", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.EDIT_AGENDA}
)
async def change_agenda(
    meeting_id: UUID,
    body: ChangeAgenda,
    runtime: RuntimeDep,
    acting: ActingDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """The whole agenda anew."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.change_agenda(tx, cases, meeting_id, body.version, body.case_ids, acting)
        return await reading.planned(tx, acting.by, meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"agenda {meeting_id}", "asked": body}, do)


@router.put(
    "/meetings/{meeting_id}/attendance",
    response_model=MeetingState,
    openapi_extra={"x-act": MeetingAct.MARK_ATTENDANCE},
)
async def mark_attendance(
    meeting_id: UUID, body: MarkAttendance, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Who is present; everybody else is absent."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.mark_attendance(tx, meeting_id, body, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"attendance {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/opening", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.OPEN})
async def open_meeting(
    meeting_id: UUID,
    body: OpenMeeting,
    runtime: RuntimeDep,
    acting: ActingDep,
    cases: CasesDep,
    boxes: BoxesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Open the vote: refused without a quorum, a declaration, or a ballot that can pass."""
    authorise(acting.by, Action.CONVENE)
    fresh = await opening.judge_agenda(runtime.database, cases, meeting_id, body.version, acting)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await opening.open_meeting(tx, cases, boxes, meeting_id, body, acting, fresh)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"open {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/closing", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.CLOSE})
async def close_meeting(
    meeting_id: UUID,
    body: CloseMeeting,
    runtime: RuntimeDep,
    acting: ActingDep,
    cases: CasesDep,
    boxes: BoxesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Count and conclude: CouncilDecided for every case that is not postponed, in one transaction."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await closing.close_meeting(tx, cases, boxes, meeting_id, body, acting)
        return reading.state(meeting)

    state = await change(runtime, acting.by, idempotency_key, {"what": f"close {meeting_id}", "asked": body}, do)
    await erase_settled(runtime.database, boxes.keys)
    return state


@router.post(
    "/meetings/{meeting_id}/cancellation", response_model=MeetingState, openapi_extra={"x-act": MeetingAct.CANCEL}
)
async def cancel_meeting(
    meeting_id: UUID,
    body: CancelMeeting,
    runtime: RuntimeDep,
    acting: ActingDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """A meeting that will not be held; its cases wait for another one."""
    authorise(acting.by, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.cancel_meeting(tx, cases, meeting_id, body.version, body.reason, acting)
        return reading.state(meeting)

    return await change(runtime, acting.by, idempotency_key, {"what": f"cancel {meeting_id}", "asked": body}, do)


@router.get("/meetings/{meeting_id}/minutes", openapi_extra={"x-act": MeetingAct.READ_MINUTES})
async def show_minutes(meeting_id: UUID, runtime: RuntimeDep, actor: ActorDep, objections: ObjectionsDep) -> Minutes:
    """What the minutes of a closed meeting say."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        return await minutes.minutes(tx, objections, actor, meeting_id)
