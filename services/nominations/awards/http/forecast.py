"""The forecast of a person or unit, and the collective simulator, over HTTP: they read and suppose, and write nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import YearNumber
from contracts.nominations.api import forecast as api
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.runtime import Runtime
from services.nominations.awards import store
from services.nominations.awards.domain import Chance, Simulation, forecast, simulate
from services.nominations.law import store as law_store
from services.nominations.law.answers import shown
from services.nominations.law.domain import Rulebook
from services.nominations.record import store as record_store
from services.nominations.record.domain import Known
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
    return _forecast(rulebook, found[0], period_year or today.year, today)


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
    return _forecast(rulebook, found, year, today)


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
        pending = await store.pending_of_people(tx, actor.office_id, people, year)
        rulebook = await law_store.current(tx, actor.office_id)
    return _simulation(unit, rulebook, simulate(rulebook, unit.facts(), year, today, pending, outcomes))


def _forecast(rulebook: Rulebook, known: Known, year: int, today: date) -> api.ForecastAnswer:
    found = forecast(rulebook, known.facts(), year, today)
    return api.ForecastAnswer.model_validate(
        {
            "nominee_kind": known.raw.kind.value,
            "nominee_id": known.nominee_id,
            "name": known.name,
            "year": found.year,
            "rulebook_version": rulebook.version,
            "prospects": [
                {
                    "award_code": each.award_code,
                    "award_name": each.award_name,
                    "this_year": shown(each.this_year),
                    "next_year": shown(each.next_year) if each.next_year else None,
                    "rests_on": list(each.rests_on),
                    "to_confirm": list(each.to_confirm),
                }
                for each in found.prospects
            ],
            "chains": [
                {**asdict(each), "targets": [{"award_code": code, "years": years} for code, years in each.targets]}
                for each in found.chains
            ],
            "assumptions": list(found.assumptions),
        }
    )


def _simulation(unit: Known, rulebook: Rulebook, found: Simulation) -> api.SimulationAnswer:
    return api.SimulationAnswer.model_validate(
        {
            "unit_id": unit.nominee_id,
            "unit_name": unit.name,
            "period_year": found.period_year,
            "rulebook_version": rulebook.version,
            "figures": {**asdict(found.figures), "disciplined": found.figures.disciplined_canh_cao_or_more},
            "chances": [_chance(each) for each in found.chances],
            "supposed": [{"proposal": asdict(each), "granted": yes} for each, yes in found.supposed],
            "undecided": [asdict(each) for each in found.undecided],
        }
    )


def _chance(chance: Chance) -> dict[str, Any]:
    return {
        **asdict(chance),
        "verdict": shown(chance.verdict),
        "can_be_made": chance.can_be_made,
        "requirements": [
            {
                **asdict(each),
                "grants_needed": each.grants_needed,
                "refusals_bearable": each.refusals_bearable,
                "state": each.state,
                "sentence": each.sentence,
            }
            for each in chance.requirements
        ],
    }
