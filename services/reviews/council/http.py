"""Routes of the council: founding, planning, attendance, opening, closing, minutes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from contracts.fields import Limit
from contracts.reviews.api.composition import Council, Councils, CreateCouncil
from contracts.reviews.api.council import (
    CancelMeeting,
    ChangeAgenda,
    ChangeMeeting,
    CloseMeeting,
    MarkAttendance,
    MeetingDetail,
    Meetings,
    MeetingState,
    Minutes,
    PlanMeeting,
)
from contracts.words import CouncilPosition
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.copies.domain import QuorumRule
from services.reviews.council import closing, commands, opening, reading, store
from services.reviews.council.ballot_box.rounds import erase_settled
from services.reviews.council.boxes import BoxesDep
from services.reviews.council.case_life import CaseLife
from services.reviews.council.composition import commands as composition
from services.reviews.council.composition import store as councils
from services.reviews.council.composition.reading import council_answer, councils_answer
from services.reviews.council.sittings import store as sittings

router = APIRouter(prefix="/v1", tags=["council"], responses=PROBLEMS)


def _case_life(request: Request) -> CaseLife:
    cases: CaseLife = request.state.case_life
    return cases


CasesDep = Annotated[CaseLife, Depends(_case_life)]
"""How cases take part in meetings; app.py puts it into the request."""


@router.post("/councils", response_model=Council)
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
        return council_answer(council)

    return await change(runtime, actor, idempotency_key, {"what": "found council", "asked": body}, do)


@router.get("/councils")
async def list_councils(runtime: RuntimeDep, actor: ActorDep) -> Councils:
    """Every council, and which is in force today."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        listed = await councils.list_councils(tx, actor.office_id, runtime.clock.today())
    return councils_answer(listed, runtime.clock.today())


@router.post("/meetings", response_model=MeetingState)
async def plan(
    body: PlanMeeting, runtime: RuntimeDep, actor: ActorDep, cases: CasesDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A new meeting with appraised cases on its agenda."""
    authorise(actor, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.plan(
            tx,
            cases,
            body.council_id,
            body.name,
            body.held_on,
            body.place,
            body.case_ids,
            actor,
            runtime.clock.now(),
            runtime.clock.today(),
        )
        return await reading.planned(tx, actor, meeting)

    return await change(runtime, actor, idempotency_key, {"what": "plan meeting", "asked": body}, do)


@router.get("/meetings")
async def list_meetings(runtime: RuntimeDep, actor: ActorDep, limit: Limit = 50) -> Meetings:
    """Meetings the reader may see, the latest first."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        listed = await store.list_meetings(tx, actor.office_id, limit)
        if not actor.has(*reading.SEES_ALL):
            mine = await sittings.meetings_of(tx, actor.office_id, actor.person_id)
            listed = [(meeting, cases) for meeting, cases in listed if meeting.meeting_id in mine]
    return Meetings(items=[reading.line(meeting, cases) for meeting, cases in listed])


@router.get("/meetings/{meeting_id}")
async def show_meeting(meeting_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> MeetingDetail:
    """Agenda, attendance, declarations and the arithmetic of every vote."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        return await reading.detail(tx, actor, meeting_id)


@router.put("/meetings/{meeting_id}/agenda", response_model=MeetingState)
async def change_agenda(
    meeting_id: UUID,
    body: ChangeAgenda,
    runtime: RuntimeDep,
    actor: ActorDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """The whole agenda anew."""
    authorise(actor, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.change_agenda(
            tx, cases, meeting_id, body.version, body.case_ids, actor, runtime.clock.now()
        )
        return await reading.planned(tx, actor, meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"agenda {meeting_id}", "asked": body}, do)


@router.put("/meetings/{meeting_id}/attendance", response_model=MeetingState)
async def mark_attendance(
    meeting_id: UUID, body: MarkAttendance, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Who is present; everybody else is absent."""
    authorise(actor, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.mark_attendance(
            tx,
            meeting_id,
            body.version,
            body.present,
            actor,
            runtime.clock.now(),
            {each.person_id: each.reason for each in body.reasons},
            {each.member_id: (each.person_id, each.letter) for each in body.substitutes},
        )
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"attendance {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/opening", response_model=MeetingState)
async def open_meeting(
    meeting_id: UUID,
    body: ChangeMeeting,
    runtime: RuntimeDep,
    actor: ActorDep,
    cases: CasesDep,
    boxes: BoxesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Open the vote: refused without a quorum, a declaration, or a ballot that can pass."""
    authorise(actor, Action.CONVENE)
    fresh = await opening.judge_agenda(runtime.database, cases, meeting_id, body.version, actor)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await opening.open_meeting(
            tx, cases, boxes, meeting_id, body.version, actor, runtime.clock.now(), runtime.clock.today(), fresh
        )
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"open {meeting_id}", "asked": body}, do)


@router.post("/meetings/{meeting_id}/closing", response_model=MeetingState)
async def close_meeting(
    meeting_id: UUID,
    body: CloseMeeting,
    runtime: RuntimeDep,
    actor: ActorDep,
    cases: CasesDep,
    boxes: BoxesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Count and conclude: CouncilDecided for every case that is not postponed, in one transaction."""
    authorise(actor, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await closing.close_meeting(
            tx,
            cases,
            boxes,
            meeting_id,
            body.version,
            body.postponed,
            body.even_if_missing,
            actor,
            runtime.clock.now(),
            body.places,
        )
        return reading.state(meeting)

    state = await change(runtime, actor, idempotency_key, {"what": f"close {meeting_id}", "asked": body}, do)
    await erase_settled(runtime.database, boxes.keys)
    return state


@router.post("/meetings/{meeting_id}/cancellation", response_model=MeetingState)
async def cancel_meeting(
    meeting_id: UUID,
    body: CancelMeeting,
    runtime: RuntimeDep,
    actor: ActorDep,
    cases: CasesDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """A meeting that will not be held; its cases wait for another one."""
    authorise(actor, Action.CONVENE)

    async def do(tx: Transaction) -> MeetingState:
        meeting = await commands.cancel_meeting(
            tx, cases, meeting_id, body.version, body.reason, actor, runtime.clock.now()
        )
        return reading.state(meeting)

    return await change(runtime, actor, idempotency_key, {"what": f"cancel {meeting_id}", "asked": body}, do)


@router.get("/meetings/{meeting_id}/minutes")
async def show_minutes(meeting_id: UUID, runtime: RuntimeDep, actor: ActorDep, cases: CasesDep) -> Minutes:
    """What the minutes of a closed meeting say."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        return await reading.minutes(tx, cases, actor, meeting_id)
