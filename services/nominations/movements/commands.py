"""The plan made and changed, movements added and launched, rounds opened and moved."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.nominations.events import MovementLaunched, RoundOpened
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.nominations.law import store as law_store
from services.nominations.movements import domain, store
from services.nominations.movements.domain import Movement, Plan, Round
from services.office.refusal import Refused


async def make_plan(tx: Transaction, plan: Plan, acting: Acting) -> UUID:
    by, at = acting.by, acting.at
    domain.check_days(plan.starts_on, plan.ends_on, "ends_on")
    plan_id = new_id()
    if not await store.insert_plan(tx, plan_id, by.office_id, plan):
        raise Refused("plan.exists", field="code", plan=plan.code)
    await audit(tx, by, "make", "plan", plan_id, at=at, code=plan.code)
    return plan_id


async def change_plan(tx: Transaction, plan_id: UUID, version: int, plan: Plan, acting: Acting) -> int:
    """The new version; the code stays."""
    by, at = acting.by, acting.at
    domain.check_days(plan.starts_on, plan.ends_on, "ends_on")
    kept = await store.lock_plan(tx, by.office_id, plan_id)
    domain.check_version(kept.version, version)
    if kept.code != plan.code:
        raise Refused("plan.code_is_fixed", field="code", plan=kept.code)
    saved = await store.save_plan(tx, plan_id, by.office_id, plan)
    await audit(tx, by, "change", "plan", plan_id, at=at, version=saved)
    return saved


async def add_movement(tx: Transaction, movement: Movement, acting: Acting) -> None:
    by, at = acting.by, acting.at
    domain.check_days(movement.starts_on, movement.ends_on, "ends_on")
    if not await store.insert_movement(tx, by.office_id, movement):
        raise Refused("movement.exists", field="code", movement=movement.code)
    await audit(tx, by, "add", "movement", movement.movement_id, at=at, code=movement.code)


async def launch(tx: Transaction, movement_id: UUID, version: int, on: date, acting: Acting) -> Movement:
    """Phát động: from now on rounds may be opened in it."""
    by, at = acting.by, acting.at
    movement = await store.lock_movement(tx, by.office_id, movement_id)
    domain.check_version(movement.version, version)
    domain.may_launch(movement)
    await store.launch(tx, by.office_id, movement_id, on)
    await audit(tx, by, "launch", "movement", movement_id, at=at)
    event = MovementLaunched(
        office_id=by.office_id,
        movement_id=movement_id,
        plan_id=movement.plan_id,
        name=movement.name,
        theme=movement.theme or None,
        scope=movement.scope,
        starts_on=movement.starts_on,
        ends_on=movement.ends_on,
        launched_on=on,
    )
    await acting.outbox.record(tx, event, at=at)
    return replace(movement, launched_on=on, version=movement.version + 1)


async def open_round(tx: Transaction, round_: Round, acting: Acting) -> None:
    by, at = acting.by, acting.at
    domain.check_days(round_.opened_on, round_.submit_by, "submit_by")
    movement = await store.lock_movement(tx, by.office_id, round_.movement_id)
    domain.may_open_round(movement, round_.awards, await _known_awards(tx, by.office_id))
    await store.insert_round(tx, by.office_id, round_)
    await audit(tx, by, "open", "round", round_.round_id, at=at, name=round_.name)
    await acting.outbox.record(tx, _round_opened(by.office_id, round_), at=at)


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What may be changed of a round once it is open."""

    name: str
    submit_by: date
    awards: tuple[str, ...]


async def change_round(tx: Transaction, round_id: UUID, version: int, change: RoundChange, acting: Acting) -> int:
    """A moved deadline or another list of awards is told again as RoundOpened; answers the new version."""
    by, at = acting.by, acting.at
    kept = await store.lock_round(tx, by.office_id, round_id)
    domain.check_version(kept.version, version)
    changed = replace(kept, name=change.name, submit_by=change.submit_by, awards=change.awards)
    domain.check_days(changed.opened_on, changed.submit_by, "submit_by")
    movement = await store.lock_movement(tx, by.office_id, kept.movement_id)
    domain.may_open_round(movement, changed.awards, await _known_awards(tx, by.office_id))
    saved = await store.save_round(tx, by.office_id, changed)
    await audit(tx, by, "change", "round", round_id, at=at, submit_by=change.submit_by)
    await acting.outbox.record(tx, _round_opened(by.office_id, changed), at=at)
    return saved


async def _known_awards(tx: Transaction, office_id: UUID) -> set[str]:
    rulebook = await law_store.current(tx, office_id)
    return {award.code for award in rulebook.awards}


def _round_opened(office_id: UUID, round_: Round) -> RoundOpened:
    return RoundOpened(
        office_id=office_id,
        movement_id=round_.movement_id,
        round_id=round_.round_id,
        name=round_.name,
        period_year=round_.period_year,
        opened_on=round_.opened_on,
        submit_by=round_.submit_by,
    )
