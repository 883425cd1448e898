"""Minutes of the units' own meetings (biên bản bình xét) over HTTP: recorded, corrected, listed."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.acts import Act
from contracts.fields import Limit, Recorded
from contracts.nominations.api import dossiers as api
from contracts.words import MinutesMethod, NominationAct, UnitMeetingAct
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.nominations.dossiers.attachments import store as attachments_store
from services.nominations.dossiers.attachments.http import shown
from services.nominations.dossiers.minutes import commands, store
from services.nominations.dossiers.minutes.commands import Told
from services.nominations.dossiers.minutes.domain import Said
from services.nominations.dossiers.minutes.store import Kept
from services.office.access import Action, Actor, Role, authorise

router = APIRouter(prefix="/v1", tags=["unit meetings"], responses=PROBLEMS)

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE)


@router.post(
    "/unit-meetings", status_code=201, response_model=Recorded, openapi_extra={"x-act": NominationAct.RECORD_MINUTES}
)
async def record(
    body: api.UnitMeetingIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Record a unit's meeting: one meeting speaks about many nominees."""
    authorise(actor, Action.NOMINATE, unit_id=body.unit_id)

    async def do(tx: Transaction) -> Recorded:
        meeting = await commands.record(tx, _told(body), by=actor, at=runtime.clock.now(), today=runtime.clock.today())
        return Recorded(id=meeting.meeting_id, version=meeting.version)

    return await change(runtime, actor, idempotency_key, ["minutes", body], do)


@router.put("/unit-meetings/{meeting_id}", response_model=Recorded, openapi_extra={"x-act": UnitMeetingAct.CORRECT})
async def correct(
    meeting_id: UUID, body: api.UnitMeetingEdit, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The next version of minutes; what was submitted on an earlier one keeps that."""
    authorise(actor, Action.NOMINATE, unit_id=body.unit_id)

    async def do(tx: Transaction) -> Recorded:
        meeting = await commands.correct(
            tx, meeting_id, body.version, _told(body), by=actor, at=runtime.clock.now(), today=runtime.clock.today()
        )
        return Recorded(id=meeting.meeting_id, version=meeting.version)

    return await change(runtime, actor, idempotency_key, ["correct minutes", meeting_id, body], do)


@router.get("/unit-meetings")
async def meetings(
    runtime: RuntimeDep, actor: ActorDep, unit: UUID | None = None, round: UUID | None = None, limit: Limit = 50
) -> list[api.UnitMeeting]:
    """The latest version of each, the newest meeting first; a unit's head sees the own unit's."""
    authorise(actor, Action.NOMINATE)
    wanted = unit if actor.has(*SEES_ALL) else actor.unit_id
    if wanted is None and not actor.has(*SEES_ALL):
        return []
    async with runtime.database.transaction() as tx:
        found = await store.search(tx, actor.office_id, wanted, round, limit)
        return await _shown(tx, actor, found)


@router.get("/unit-meetings/{meeting_id}")
async def meeting(meeting_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.UnitMeeting:
    authorise(actor, Action.NOMINATE)
    async with runtime.database.transaction() as tx:
        kept = await store.get(tx, actor.office_id, meeting_id)
        authorise(actor, Action.NOMINATE, unit_id=kept.unit_id)
        return (await _shown(tx, actor, [kept]))[0]


async def _shown(tx: Transaction, actor: Actor, found: list[Kept]) -> list[api.UnitMeeting]:
    files = await attachments_store.of_meetings(tx, actor.office_id, [kept.meeting_id for kept in found])
    return [
        api.UnitMeeting.model_validate(
            {
                **kept.content,
                "sha256": kept.sha256,
                "recorded_at": kept.recorded_at,
                "recorded_by": kept.recorded_by,
                "attachments": [shown(file) for file in files.get(kept.meeting_id, ())],
                "acts": _acts(actor, kept),
            }
        )
        for kept in found
    ]


def _acts(actor: Actor, kept: Kept) -> list[Act]:
    own = partial(authorise, actor, Action.NOMINATE, unit_id=kept.unit_id)
    return acts_of(actor, [Possible(act, Action.NOMINATE, (own,)) for act in UnitMeetingAct])


def _told(body: api.UnitMeetingIn) -> Told:
    rows = [
        Said(
            row.nominee_kind.value,
            row.nominee_id,
            "",
            row.award_code,
            MinutesMethod(row.method.value),
            row.in_favour,
            row.against,
            row.abstained,
            tuple(dict.fromkeys(row.statements)),
        )
        for row in body.rows
    ]
    return Told(
        body.unit_id,
        body.round_id,
        body.held_on,
        body.chair_id,
        body.secretary_id,
        body.members,
        body.present,
        rows,
        body.text,
    )
