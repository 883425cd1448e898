"""Plan, movements and rounds over HTTP."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import Recorded
from contracts.nominations.api import movements as api
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.nominations.movements import commands, store
from services.nominations.movements.domain import Movement, Plan, Round
from services.office.access import Action, authorise

router = APIRouter(prefix="/v1", tags=["plan"], responses=PROBLEMS)

_COLUMNS = {"code", "year", "starts_on", "ends_on", "target_percent", "version"}


def _plan(body: api.PlanIn) -> Plan:
    return Plan(
        body.code, body.year, body.starts_on, body.ends_on, body.target_percent, body.model_dump(exclude=_COLUMNS)
    )


@router.get("/plans")
async def plans(runtime: RuntimeDep, actor: ActorDep) -> list[api.Plan]:
    """The newest year first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        rows = [dict(row) for row in await store.plans(tx, actor.office_id)]
    return [api.Plan.model_validate({**json.loads(row.pop("words")), **row}) for row in rows]


@router.post("/plans", status_code=201, response_model=Recorded)
async def make_plan(
    body: api.PlanIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        plan_id = await commands.make_plan(tx, _plan(body), by=actor, at=runtime.clock.now())
        return Recorded(id=plan_id)

    return await change(runtime, actor, idempotency_key, ["make_plan", body], do)


@router.put("/plans/{plan_id}")
async def change_plan(plan_id: UUID, body: api.PlanEdit, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
    authorise(actor, Action.KEEP_PLAN)
    async with runtime.database.transaction() as tx:
        version = await commands.change_plan(tx, plan_id, body.version, _plan(body), by=actor, at=runtime.clock.now())
    return Recorded(id=plan_id, version=version)


@router.get("/movements")
async def movements(runtime: RuntimeDep, actor: ActorDep, plan_id: UUID | None = None) -> list[api.Movement]:
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        found = await store.movements(tx, actor.office_id, plan_id)
    return [_movement(movement) for movement in found]


@router.post("/movements", status_code=201, response_model=Recorded)
async def add_movement(
    body: api.MovementIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        movement = Movement(new_id(), **body.model_dump())
        await commands.add_movement(tx, movement, by=actor, at=runtime.clock.now())
        return Recorded(id=movement.movement_id)

    return await change(runtime, actor, idempotency_key, ["add_movement", body], do)


@router.post("/movements/{movement_id}/launch", response_model=api.Movement)
async def launch(
    movement_id: UUID, body: api.Launch, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Phát động."""
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> api.Movement:
        movement = await commands.launch(
            tx, runtime.outbox, movement_id, body.version, body.launched_on, by=actor, at=runtime.clock.now()
        )
        return _movement(movement)

    return await change(runtime, actor, idempotency_key, ["launch", movement_id, body], do)


@router.get("/rounds")
async def rounds(runtime: RuntimeDep, actor: ActorDep) -> list[api.Round]:
    """The latest deadline first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        found = await store.rounds(tx, actor.office_id)
    today = runtime.clock.today()
    return [
        api.Round.model_validate(
            {**asdict(each.round), "movement_name": each.movement_name, "is_open": each.round.is_open(today)}
        )
        for each in found
    ]


@router.post("/rounds", status_code=201, response_model=Recorded)
async def open_round(
    body: api.RoundIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A round in a launched movement."""
    authorise(actor, Action.KEEP_PLAN)

    async def do(tx: Transaction) -> Recorded:
        round_ = Round(
            new_id(), body.movement_id, body.name, body.period_year, body.opened_on, body.submit_by, tuple(body.awards)
        )
        await commands.open_round(tx, runtime.outbox, round_, by=actor, at=runtime.clock.now())
        return Recorded(id=round_.round_id)

    return await change(runtime, actor, idempotency_key, ["open_round", body], do)


@router.put("/rounds/{round_id}")
async def change_round(round_id: UUID, body: api.RoundEdit, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
    authorise(actor, Action.KEEP_PLAN)
    async with runtime.database.transaction() as tx:
        version = await commands.change_round(
            tx,
            runtime.outbox,
            round_id,
            body.version,
            body.name,
            body.submit_by,
            body.awards,
            by=actor,
            at=runtime.clock.now(),
        )
    return Recorded(id=round_id, version=version)


def _movement(movement: Movement) -> api.Movement:
    return api.Movement.model_validate(asdict(movement))
