"""The calendar of obligations as the standing unit keeps it: one found by kind, appointed, moved, its report sent."""

from datetime import date
from uuid import UUID

from contracts.reporting.api import obligations as api
from contracts.words import Periodicity
from deploy.sample.api import REPORTING
from deploy.sample.cast import Cast

RECIPIENT = "Sở Nội vụ (Ban TĐKT tỉnh)"


async def obligations(cast: Cast) -> dict[str, api.Obligation]:
    """Every obligation by its kind."""
    found = await cast.standing.get(REPORTING, "/v1/obligations", api.Obligations)
    return {obligation.kind: obligation for obligation in found.items}


async def appoint(cast: Cast, kind: str, title: str, period: str, due_on: date) -> None:
    """A report of its own day, unless there is one of that kind."""
    if kind in await obligations(cast):
        return
    standing_unit = next(unit.code for unit in cast.sample.units if unit.is_standing_unit)
    body = api.NewObligation(
        kind=kind,
        title=title,
        recipient=RECIPIENT,
        responsible_unit_id=cast.units[standing_unit],
        periodicity=Periodicity.ONCE,
        dates=[api.PeriodDate(period=period, due_on=due_on)],
    )
    await cast.standing.post(REPORTING, "/v1/obligations", body, api.Obligation)


def period_of(obligation: api.Obligation, period: str) -> api.ObligationPeriod:
    return next(each for each in obligation.periods if each.period == period)


async def move(cast: Cast, kind: str, period: str, due_on: date) -> api.ObligationPeriod:
    """Another day for one period."""
    obligation = (await obligations(cast))[kind]
    body = api.ChangeDueDate(version=period_of(obligation, period).version, due_on=due_on)
    path = f"/v1/obligations/{obligation.obligation_id}/periods/{period}"
    return period_of(await cast.standing.put(REPORTING, path, body, api.Obligation), period)


async def report_sent(
    cast: Cast, kind: str, period: str, on: date, *, paper_number: str | None = None, report_id: UUID | None = None
) -> api.ObligationPeriod:
    """Say that the report of a period was sent: its reminders stop."""
    obligation = (await obligations(cast))[kind]
    body = api.Submission(
        version=period_of(obligation, period).version, submitted_on=on, paper_number=paper_number, report_id=report_id
    )
    path = f"/v1/obligations/{obligation.obligation_id}/periods/{period}/submission"
    return period_of(await cast.standing.post(REPORTING, path, body, api.Obligation), period)
