"""The forecast of a person or unit, and the collective simulator, over HTTP: they read and suppose, and write nothing."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import YearNumber
from contracts.nominations.api import forecast as api
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.runtime import Runtime
from services.nominations.awards import answers
from services.nominations.awards.domain import Pending, simulate
from services.nominations.law import store as law_store
from services.nominations.record import store as record_store
from services.office.access import Action, Actor, authorise
from services.office.refusal import NotFound

router = APIRouter(prefix="/v1", tags=["forecast"], responses=PROBLEMS)


@router.get("/people/{person_id}/forecast")
async def forecast_of_person(
    person_id: UUID, runtime: RuntimeDep, actor: ActorDep, period_year: YearNumber | None = None
) -> api.ForecastAnswer:
    """What a person can be proposed for this year and next, and what would break a chain; one's own is one's own to see."""
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        found = await record_store.people_known(tx, actor.office_id, [person_id])
        if not found:
            raise NotFound("person", person_id)
        if person_id != actor.person_id:
            authorise(actor, Action.READ_FACTS, unit_id=found[0].unit_id)
        rulebook = await law_store.current(tx, actor.office_id)
    return answers.forecast_answer(rulebook, found[0], period_year or today.year, today)


@router.get("/units/{unit_id}/forecast")
async def forecast_of_unit(
    unit_id: UUID, runtime: RuntimeDep, actor: ActorDep, period_year: YearNumber | None = None
) -> api.ForecastAnswer:
    """What a unit can be proposed for this year and next."""
    authorise(actor, Action.READ_FACTS, unit_id=unit_id)
    today = runtime.clock.today()
    year = period_year or today.year
    async with runtime.database.transaction() as tx:
        found = await record_store.unit_known(tx, actor.office_id, unit_id, year, today)
        rulebook = await law_store.current(tx, actor.office_id)
    return answers.forecast_answer(rulebook, found, year, today)


@router.get("/units/{unit_id}/simulation")
async def simulation(
    unit_id: UUID, runtime: RuntimeDep, actor: ActorDep, period_year: YearNumber | None = None
) -> api.SimulationAnswer:
    """The unit's ratios now, and which pending decisions on its people make or break its titles."""
    return await _simulated(runtime, actor, unit_id, period_year, {})


@router.post("/units/{unit_id}/simulation")
async def simulation_of(
    unit_id: UUID, body: api.SimulationIn, runtime: RuntimeDep, actor: ActorDep
) -> api.SimulationAnswer:
    """The same, were the pending decisions named to fall as supposed."""
    supposed = {each.nomination_id: each.granted for each in body.outcomes}
    return await _simulated(runtime, actor, unit_id, body.period_year, supposed)


async def _simulated(
    runtime: Runtime, actor: Actor, unit_id: UUID, period_year: int | None, outcomes: Mapping[UUID, bool]
) -> api.SimulationAnswer:
    authorise(actor, Action.READ_FACTS, unit_id=unit_id)
    today = runtime.clock.today()
    year = period_year or today.year
    async with runtime.database.transaction() as tx:
        unit = await record_store.unit_known(tx, actor.office_id, unit_id, year, today)
        people = await record_store.members_of_unit(tx, actor.office_id, unit_id, year, today)
        pending = [Pending(**row) for row in await record_store.pending_of_people(tx, actor.office_id, people, year)]
        rulebook = await law_store.current(tx, actor.office_id)
    return answers.simulation_answer(unit, rulebook, simulate(rulebook, unit.facts(), year, today, pending, outcomes))
