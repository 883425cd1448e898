"""Obligations as the API shows them, with what their reader may do now."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.acts import Act
from contracts.reporting.api import obligations as api
from contracts.words import CalendarAct, ObligationAct, PeriodAct
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.office.access import Action, Actor
from services.reporting.obligations import store
from services.reporting.obligations.domain import ladder
from services.reporting.obligations.domain.obligation import Obligation, Period, check_marked, check_open

CLOSED = frozenset({"report.already_submitted"})
"""A period whose report was sent is closed, unless that was a mistake."""
NOT_SENT = frozenset({"report.not_submitted"})
"""Nothing to take back."""


async def calendar(tx: Transaction, reader: Actor, year: int | None, today: date) -> api.Obligations:
    """Obligations of the reader's office, of one year those with a period in it."""
    obligations = await store.obligations(tx, reader.office_id, year)
    periods = await store.periods(tx, reader.office_id, [each.obligation_id for each in obligations], year)
    return api.Obligations(
        items=[_obligation(each, periods.get(each.obligation_id, []), reader, today) for each in obligations],
        acts=_acts(reader, CalendarAct.CREATE, CalendarAct.CREATE_USUAL),
    )


async def obligation(tx: Transaction, reader: Actor, obligation_id: UUID, today: date) -> api.Obligation:
    """One obligation with all its periods; raises `NotFound`."""
    of = await store.obligation(tx, reader.office_id, obligation_id)
    periods = await store.periods(tx, reader.office_id, [obligation_id], None)
    return _obligation(of, periods.get(obligation_id, []), reader, today)


def _obligation(of: Obligation, periods: Sequence[Period], reader: Actor, today: date) -> api.Obligation:
    return api.Obligation(
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        recipient=of.recipient,
        responsible_unit_id=of.responsible_unit_id,
        periodicity=of.periodicity,
        steps=list(of.steps),
        note=of.note,
        rules=[
            api.DueRule(part=rule.part, month=rule.month, day=rule.day, years_later=rule.years_later)
            for rule in of.rules
        ],
        active=of.active,
        version=of.version,
        periods=[_period(of, period, reader, today) for period in periods],
        acts=_acts(reader, ObligationAct.CHANGE, ObligationAct.ADD_PERIOD),
    )


def _period(of: Obligation, period: Period, reader: Actor, today: date) -> api.ObligationPeriod:
    steps = period.ladder(of.steps)
    ends = period.submitted_on is not None or not of.active
    following = None if ends else ladder.next_step(steps, period.outcomes.keys())
    return api.ObligationPeriod(
        period=period.period,
        due_on=period.due_on,
        state=ladder.state(steps, period.submitted_on, today),
        version=period.version,
        reminders=[api.Reminder(step=each.step, state=each.outcome, on=each.on) for each in period.dealt],
        next_step=following,
        next_step_on=None if following is None else steps.day(following),
        overdue_since=period.overdue_on,
        submitted_on=period.submitted_on,
        paper_number=period.paper_number,
        report_id=period.report_id,
        acts=acts_of(
            reader,
            [
                Possible(act, Action.KEEP_OBLIGATIONS, (lambda: check_open(period),), CLOSED)
                for act in (PeriodAct.MOVE, PeriodAct.SUBMIT)
            ]
            + [Possible(PeriodAct.WITHDRAW, Action.KEEP_OBLIGATIONS, (lambda: check_marked(period),), NOT_SENT)],
        ),
    )


def _acts(reader: Actor, *names: CalendarAct | ObligationAct) -> list[Act]:
    return acts_of(reader, [Possible(name, Action.KEEP_OBLIGATIONS, ()) for name in names])
