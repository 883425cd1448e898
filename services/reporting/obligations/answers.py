"""Obligations as the API shows them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.reporting.api import reporting as api
from contracts.words import Periodicity, PeriodState, ReminderStep
from services.chassis.database import Transaction
from services.reporting.obligations import store
from services.reporting.obligations.domain import ladder as domain
from services.reporting.obligations.store import Obligation, Period


async def list_obligations(tx: Transaction, office_id: UUID, year: int | None, today: date) -> list[api.Obligation]:
    """Obligations of an office, of one year those with a period in it."""
    found = await store.obligations(tx, office_id, year)
    periods = await store.periods(tx, office_id, [each.obligation_id for each in found], year)
    return [shown(each, periods.get(each.obligation_id, []), today) for each in found]


async def obligation(tx: Transaction, office_id: UUID, obligation_id: UUID, today: date) -> api.Obligation:
    """One obligation with all its periods; raises `NotFound`."""
    found = await store.obligation(tx, office_id, obligation_id)
    periods = await store.periods(tx, office_id, [obligation_id], None)
    return shown(found, periods.get(obligation_id, []), today)


def shown(of: Obligation, periods: Sequence[Period], today: date) -> api.Obligation:
    return api.Obligation(
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        recipient=of.recipient,
        responsible_unit_id=of.responsible_unit_id,
        periodicity=Periodicity(of.periodicity),
        steps=[ReminderStep(step) for step in of.steps],
        note=of.note,
        rules=[
            api.DueRule(part=rule.part, month=rule.month, day=rule.day, years_later=rule.years_later)
            for rule in of.rules
        ],
        active=of.active,
        version=of.version,
        periods=[_period(of, period, today) for period in periods],
    )


def _period(of: Obligation, period: Period, today: date) -> api.ObligationPeriod:
    ladder = period.ladder(of.steps)
    ends = period.submitted_on is not None or not of.active
    following = None if ends else domain.next_step(ladder, period.outcomes.keys())
    return api.ObligationPeriod(
        period=period.period,
        due_on=period.due_on,
        state=PeriodState(domain.state(ladder, period.submitted_on, today)),
        version=period.version,
        reminders=[api.Reminder(step=ReminderStep(each.step), state=each.outcome, on=each.on) for each in period.dealt],
        next_step=None if following is None else ReminderStep(following),
        next_step_on=None if following is None else ladder.day(following),
        overdue_since=period.overdue_on,
        submitted_on=period.submitted_on,
        paper_number=period.paper_number,
        report_id=period.report_id,
    )
