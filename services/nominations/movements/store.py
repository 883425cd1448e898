"""Plans, movements and rounds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.movements.domain import Movement, Plan, Round
from services.office.refusal import NotFound

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class LockedPlan:
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class ListedRound:
    round: Round
    movement_name: str


async def insert_plan(tx: Transaction, plan_id: UUID, office_id: UUID, plan: Plan) -> bool:
    """False where the office has a plan of this code already."""
    words = json.dumps(plan.words, ensure_ascii=False)
    return bool(
        await tx.fetchval(
            queries.insert_plan,
            plan_id,
            office_id,
            plan.code,
            plan.year,
            plan.starts_on,
            plan.ends_on,
            plan.target_percent,
            words,
        )
    )


async def lock_plan(tx: Transaction, office_id: UUID, plan_id: UUID) -> LockedPlan:
    row = await tx.fetchrow(queries.lock_plan, office_id, plan_id)
    if row is None:
        raise NotFound("plan", plan_id)
    return LockedPlan(row["code"], row["version"])


async def save_plan(tx: Transaction, plan_id: UUID, office_id: UUID, plan: Plan) -> int:
    words = json.dumps(plan.words, ensure_ascii=False)
    version: int = await tx.fetchval(
        queries.save_plan, office_id, plan_id, plan.year, plan.starts_on, plan.ends_on, plan.target_percent, words
    )
    return version


async def plans(tx: Transaction, office_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.plans, office_id)


async def insert_movement(tx: Transaction, office_id: UUID, movement: Movement) -> bool:
    """False where the plan has a movement of this code already; raises `NotFound` for an unknown plan."""
    if not await tx.fetchval(queries.plan_exists, office_id, movement.plan_id):
        raise NotFound("plan", movement.plan_id)
    made = await tx.fetchval(
        queries.insert_movement,
        movement.movement_id,
        office_id,
        movement.plan_id,
        movement.code,
        movement.name,
        movement.theme,
        movement.tied_to,
        movement.scope,
        movement.starts_on,
        movement.ends_on,
    )
    return made is not None


async def lock_movement(tx: Transaction, office_id: UUID, movement_id: UUID) -> Movement:
    row = await tx.fetchrow(queries.lock_movement, office_id, movement_id)
    if row is None:
        raise NotFound("movement", movement_id)
    return _movement(row)


async def launch(tx: Transaction, office_id: UUID, movement_id: UUID, on: date) -> None:
    await tx.execute(queries.launch_movement, office_id, movement_id, on)


async def movements(tx: Transaction, office_id: UUID, plan_id: UUID | None) -> list[Movement]:
    return [_movement(row) for row in await tx.fetch(queries.movements, office_id, plan_id)]


async def insert_round(tx: Transaction, office_id: UUID, round_: Round) -> None:
    await tx.execute(
        queries.insert_round,
        round_.round_id,
        office_id,
        round_.movement_id,
        round_.name,
        round_.period_year,
        round_.opened_on,
        round_.submit_by,
        list(round_.awards),
    )


async def lock_round(tx: Transaction, office_id: UUID, round_id: UUID) -> Round:
    row = await tx.fetchrow(queries.lock_round, office_id, round_id)
    if row is None:
        raise NotFound("round", round_id)
    return _round(row)


async def save_round(tx: Transaction, office_id: UUID, round_: Round) -> int:
    version: int = await tx.fetchval(
        queries.save_round, office_id, round_.round_id, round_.name, round_.submit_by, list(round_.awards)
    )
    return version


async def rounds(tx: Transaction, office_id: UUID) -> list[ListedRound]:
    """The latest deadline first."""
    return [ListedRound(_round(row), row["movement_name"]) for row in await tx.fetch(queries.rounds, office_id)]


def _movement(row: Row) -> Movement:
    return Movement(**dict(row))


def _round(row: Row) -> Round:
    return Round(
        round_id=row["round_id"],
        movement_id=row["movement_id"],
        name=row["name"],
        period_year=row["period_year"],
        opened_on=row["opened_on"],
        submit_by=row["submit_by"],
        awards=tuple(row["awards"]),
        version=row["version"],
    )
