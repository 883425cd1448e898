"""Plan, movements and rounds over HTTP."""

import json
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import Recorded
from contracts.nominations.api import movements as api
from contracts.words import MovementAct, NominationRoundAct, PlanAct
from services.chassis.acting import acting
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.nominations.movements import commands, domain, store
from services.nominations.movements.commands import RoundChange
from services.nominations.movements.domain import Movement, Plan, Round
from services.office.access import Action, Actor, authorise

router = APIRouter(prefix="/v1", tags=["plan"], responses=PROBLEMS)

_COLUMNS = {"code", "year", "starts_on", "ends_on", "target_percent", "version"}


def _plan(body: api.PlanIn) -> Plan:
    columns = body.model_dump(include=_COLUMNS - {"version"})
    return Plan(**columns, words=body.model_dump(exclude=_COLUMNS))


@router.get("/plans")
async def plans(runtime: RuntimeDep, actor: ActorDep) -> list[api.Plan]:
    """The newest year first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        rows = [dict(row) for row in await store.plans(tx, actor.office_id)]
    acts = acts_of(actor, [Possible(act, Action.KEEP_PLAN) for act in PlanAct])
    return [api.Plan.model_validate({**json.loads(row.pop("words")), **row, "acts": acts}) for row in rows]


@router.post("/plans", status_code=201, response_model=Recorded)
async def make_plan(
    body: api.PlanIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        plan_id = await commands.make_plan(tx, _plan(body), acting(runtime, actor))
        return Recorded(id=plan_id)

    return await change(runtime, actor, idempotency_key, ["make_plan", body], do)


@router.put("/plans/{plan_id}", openapi_extra={"x-act": PlanAct.CHANGE})
async def change_plan(plan_id: UUID, body: api.PlanEdit, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
    authorise(actor, Action.KEEP_PLAN)
    async with runtime.database.transaction() as tx:
        version = await commands.change_plan(tx, plan_id, body.version, _plan(body), acting(runtime, actor))
    return Recorded(id=plan_id, version=version)


@router.get("/movements")
async def movements(runtime: RuntimeDep, actor: ActorDep, plan_id: UUID | None = None) -> list[api.Movement]:
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        found = await store.movements(tx, actor.office_id, plan_id)
    return [_movement(movement, actor) for movement in found]


@router.post("/movements", status_code=201, response_model=Recorded, openapi_extra={"x-act": PlanAct.ADD_MOVEMENT})
async def add_movement(
    body: api.MovementIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        movement = Movement(new_id(), **body.model_dump())
        await commands.add_movement(tx, movement, acting(runtime, actor))
        return Recorded(id=movement.movement_id)

    return await change(runtime, actor, idempotency_key, ["add_movement", body], do)


@router.post(
    "/movements/{movement_id}/launch", response_model=api.Movement, openapi_extra={"x-act": MovementAct.LAUNCH}
)
async def launch(
    movement_id: UUID, body: api.Launch, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Phát động."""
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> api.Movement:
        movement = await commands.launch(tx, movement_id, body.version, body.launched_on, acting(runtime, actor))
        return _movement(movement, actor)

    return await change(runtime, actor, idempotency_key, ["launch", movement_id, body], do)


@router.get("/rounds")
async def rounds(runtime: RuntimeDep, actor: ActorDep) -> list[api.Round]:
    """The latest deadline first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        found = await store.rounds(tx, actor.office_id)
    today = runtime.clock.today()
    acts = acts_of(actor, [Possible(act, Action.KEEP_PLAN) for act in NominationRoundAct])
    return [
        api.Round.model_validate(
            {
                **asdict(each.round),
                "movement_name": each.movement_name,
                "is_open": each.round.is_open(today),
                "acts": acts,
            }
        )
        for each in found
    ]


@router.post("/rounds", status_code=201, response_model=Recorded, openapi_extra={"x-act": MovementAct.OPEN_ROUND})
async def open_round(
    body: api.RoundIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A round in a launched movement."""
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        round_ = Round(
            new_id(), body.movement_id, body.name, body.period_year, body.opened_on, body.submit_by, tuple(body.awards)
        )
        await commands.open_round(tx, round_, acting(runtime, actor))
        return Recorded(id=round_.round_id)

    return await change(runtime, actor, idempotency_key, ["open_round", body], do)


@router.put("/rounds/{round_id}", openapi_extra={"x-act": NominationRoundAct.CHANGE})
async def change_round(round_id: UUID, body: api.RoundEdit, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
    authorise(actor, Action.KEEP_PLAN)
    async with runtime.database.transaction() as tx:
        change = RoundChange(body.name, body.submit_by, tuple(body.awards))
        version = await commands.change_round(tx, round_id, body.version, change, acting(runtime, actor))
    return Recorded(id=round_id, version=version)


def _movement(movement: Movement, actor: Actor) -> api.Movement:
    may_launch, is_launched = partial(domain.may_launch, movement), partial(domain.check_launched, movement)
    possible = (
        Possible(MovementAct.LAUNCH, Action.KEEP_PLAN, (may_launch,), frozenset({"movement.launched"})),
        Possible(MovementAct.OPEN_ROUND, Action.KEEP_PLAN, (is_launched,)),
    )
    return api.Movement.model_validate({**asdict(movement), "acts": acts_of(actor, possible)})
