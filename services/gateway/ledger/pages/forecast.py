"""Dự báo khen thưởng: what a person or unit can be proposed for, what breaks a chain, and the unit's ratios with what decides them."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.forecast import ForecastAnswer, Outcome, SimulationAnswer, SimulationIn
from services.gateway.forms import Form
from services.gateway.web import FormDep, Web, WebDep, or_again

router = APIRouter(prefix="/du-bao", include_in_schema=False)

GRANTED, REFUSED = "dat", "khong"


@router.get("/nguoi/{person_id}")
async def person_page(person_id: UUID, web: WebDep) -> Response:
    found = await web.nominations.get(f"/v1/people/{person_id}/forecast", ForecastAnswer)
    return await _page(web, found)


@router.get("/don-vi/{unit_id}")
async def unit_page(unit_id: UUID, web: WebDep) -> Response:
    return await _unit(web, unit_id)


async def _unit(web: Web, unit_id: UUID) -> Response:
    forecast = await web.nominations.get(f"/v1/units/{unit_id}/forecast", ForecastAnswer)
    return await _page(web, forecast, await web.nominations.get(f"/v1/units/{unit_id}/simulation", SimulationAnswer))


@router.post("/don-vi/{unit_id}")
@or_again(_unit)
async def suppose(unit_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The unit's titles, were pending decisions to fall as chosen; nothing is written."""
    supposed = SimulationIn(outcomes=_outcomes(form))
    simulation = await web.nominations.post(f"/v1/units/{unit_id}/simulation", supposed, SimulationAnswer, key=form.key)
    forecast = await web.nominations.get(f"/v1/units/{unit_id}/forecast", ForecastAnswer)
    return await _page(web, forecast, simulation)


def _outcomes(form: Form) -> list[Outcome]:
    """Fields ``o-<nomination>`` that say granted or refused; the others stay pending."""
    return [
        Outcome(nomination_id=UUID(name.removeprefix("o-")), granted=form[name] == GRANTED)
        for name in form.raw
        if name.startswith("o-") and form[name] in (GRANTED, REFUSED)
    ]


async def _page(web: Web, found: ForecastAnswer, simulation: SimulationAnswer | None = None) -> Response:
    chosen: dict[Any, str] = {}
    if simulation is not None:
        chosen = {each.proposal.nomination_id: GRANTED if each.granted else REFUSED for each in simulation.supposed}
    return await web.page(
        "ledger/forecast.html",
        found=found,
        simulation=simulation,
        proposals=_proposals(simulation) if simulation else [],
        chosen=chosen,
    )


def _proposals(simulation: SimulationAnswer) -> list[Any]:
    """Every pending decision, supposed or not, by name."""
    every = [*(each.proposal for each in simulation.supposed), *simulation.undecided]
    return sorted(every, key=lambda each: (each.name, each.award_code, str(each.nomination_id)))
