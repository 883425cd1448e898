"""What the sample Office's units achieve month by month: figures that repeat, told to the reporting service by each head."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from contracts.reporting.api import progress as api
from contracts.words import UnitKind
from deploy.sample.api import REPORTING
from deploy.sample.cast import Cast
from deploy.sample.draws import Draws
from deploy.sample.model import SampleUnit

TASKS_A_HEAD: Final = 3.2
"""Tasks assigned per person and month, about."""


def month_of(cast: Cast, unit: SampleUnit, year: int, month: int) -> tuple[int, int, int]:
    """Assigned, completed, on time; most units come close to the plan's 100 %."""
    draws = Draws(cast.sample.seed, f"results {unit.code} {year}-{month:02d}")
    people = sum(p.unit_code == unit.code and p.left_on is None for p in cast.sample.people)
    share = 0.5 if unit.kind is UnitKind.LEADERSHIP else 1.0
    assigned = max(4, round(people * TASKS_A_HEAD * share * (0.9 + 0.2 * draws.share())))
    late = sum(draws.chance(0.03) for _ in range(assigned))
    undone = sum(draws.chance(0.015) for _ in range(assigned))
    return assigned, assigned - undone, max(0, assigned - undone - late)


async def record_months(cast: Cast, year: int, months: Iterable[int]) -> int:
    """Every unit's figures of these months, as far as they are not there yet; answers how many were recorded."""
    known = await cast.standing.get(REPORTING, "/v1/results", api.UnitResultsList, year=year)
    there: set[tuple[UUID, int]] = {(each.unit_id, each.month) for each in known.items}
    recorded = 0
    for month in months:
        for unit in cast.working_units:
            unit_id = cast.units[unit.code]
            if (unit_id, month) in there:
                continue
            assigned, completed, on_time = month_of(cast, unit, year, month)
            body = api.NewUnitResults(
                unit_id=unit_id, year=year, month=month, assigned=assigned, completed=completed, on_time=on_time
            )
            await cast.proposer(unit.code).post(REPORTING, "/v1/results", body, api.UnitResults)
            recorded += 1
    return recorded
