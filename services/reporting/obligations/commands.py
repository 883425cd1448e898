"""Obligations made, changed, sent and reminded of; each command inside the transaction its caller opened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.envelope import Event
from contracts.reporting.events import ReportDue, ReportOverdue, ReportSubmissionWithdrawn, ReportSubmitted
from contracts.words import ReminderStep
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import derived_id, new_id
from services.chassis.outbox import Outbox
from services.office.refusal import Refused
from services.reporting.obligations import store
from services.reporting.obligations.domain import calendar, ladder
from services.reporting.obligations.domain.calendar import DaysOff
from services.reporting.obligations.domain.ladder import Ladder, Outcome
from services.reporting.obligations.domain.obligation import (
    Obligation,
    Period,
    Sent,
    check_marked,
    check_open,
    check_rules,
    check_sent,
    check_version,
)
from services.reporting.readmodel import store as readmodel
from services.reporting.reports import store as reports


async def create(tx: Transaction, new: Obligation, dates: Mapping[str, date], year: int, acting: Acting) -> None:
    """A new obligation with its fixed dates and, for the year, those its rules make; a fixed date wins over a rule.

    Dates already past are kept: their latest missed step fires at once.
    """
    if not dates and not new.rules:
        raise Refused("obligation.without_dates", field="dates")
    check_rules(new)
    await store.insert_obligation(tx, replace(new, rules_year=year if new.rules else None), acting.at)
    off = await days_off(tx, new.office_id)
    for period, due_on in (calendar.dates_of_year(new.rules, year, off) | dict(dates)).items():
        await _add_period(tx, new, period, due_on)
    await audit(
        tx,
        acting.by,
        "obligation.create",
        "obligation",
        new.obligation_id,
        at=acting.at,
        kind=new.kind,
        title=new.title,
    )


async def create_usual(
    tx: Transaction, year: int, unit_id: UUID | None, not_before: date | None, acting: Acting
) -> list[UUID]:
    """The usual set for a year, without kinds that have a period in it already; returns what was made."""
    by = acting.by
    await store.lock_defaults(tx, by.office_id)
    existing = await store.kinds_of_year(tx, by.office_id, year)
    off = await days_off(tx, by.office_id)
    made: list[UUID] = []
    for usual in calendar.USUAL:
        dates = calendar.usual_dates(usual, year, off, not_before)
        if usual.kind in existing or not dates:
            continue
        new = Obligation(
            obligation_id=new_id(),
            office_id=by.office_id,
            kind=usual.kind,
            title=usual.title,
            recipient=usual.recipient,
            responsible_unit_id=unit_id,
            periodicity=usual.periodicity,
            steps=tuple(ReminderStep),
            note=calendar.EDITABLE,
            rules=usual.rules,
            rules_year=year,
        )
        await store.insert_obligation(tx, new, acting.at)
        for period, due_on in dates.items():
            await _add_period(tx, new, period, due_on)
        made.append(new.obligation_id)
    await audit(tx, by, "obligation.usual_set", "office", by.office_id, at=acting.at, year=year, made=len(made))
    return made


async def add_period(tx: Transaction, obligation_id: UUID, period: str, due_on: date, acting: Acting) -> None:
    """One more period; one that exists is refused, not moved."""
    by = acting.by
    of = await store.lock_obligation(tx, by.office_id, obligation_id)
    if not await _add_period(tx, of, period, due_on):
        raise Refused("period.exists", field="period", period=period)
    await audit(
        tx, by, "obligation.add_period", "obligation", obligation_id, at=acting.at, period=period, due_on=due_on
    )


async def change(tx: Transaction, changed: Obligation, version: int, acting: Acting) -> None:
    """Save the editable properties and re-arm every open period by its new ladder."""
    by, today = acting.by, acting.today
    of = await store.lock_obligation(tx, by.office_id, changed.obligation_id)
    check_version(of.version, version)
    check_rules(changed)
    await store.save_obligation(tx, changed)
    if changed.rules and of.rules_year is None:
        await store.save_rules_year(tx, of, today.year)
    for period in await store.lock_periods(tx, of):
        if period.submitted_on is None:
            await _rearm(tx, changed, period, period.ladder(of.steps), period.ladder(changed.steps), acting)
    await audit(tx, by, "obligation.change", "obligation", of.obligation_id, at=acting.at, active=changed.active)


async def change_due_date(
    tx: Transaction, obligation_id: UUID, period: str, version: int, due_on: date, acting: Acting
) -> None:
    """Move one period: only the steps still ahead are armed again; submitted periods stay as they are."""
    by = acting.by
    of = await store.lock_obligation(tx, by.office_id, obligation_id)
    locked = await store.lock_period(tx, by.office_id, obligation_id, period)
    check_version(locked.version, version)
    check_open(locked)
    await store.save_due_on(tx, of, period, due_on)
    await _rearm(tx, of, locked, locked.ladder(of.steps), Ladder(due_on, of.steps), acting)
    await audit(
        tx,
        by,
        "obligation.change_due_date",
        "obligation",
        obligation_id,
        at=acting.at,
        period=period,
        before=locked.due_on,
        after=due_on,
    )


async def submit(tx: Transaction, obligation_id: UUID, period: str, version: int, sent: Sent, acting: Acting) -> None:
    """The report was sent: the ladder stops. Once per period; a day in the future is refused."""
    by = acting.by
    of = await store.obligation(tx, by.office_id, obligation_id)
    locked = await store.lock_period(tx, by.office_id, obligation_id, period)
    check_open(locked)
    check_version(locked.version, version)
    check_sent(sent, acting.today)
    if sent.report_id is not None and not await reports.report_exists(tx, by.office_id, sent.report_id):
        raise Refused("report.unknown", field="report_id", report_id=str(sent.report_id))
    await store.save_submission(tx, of, period, sent)
    await audit(
        tx, by, "obligation.submit", "obligation", obligation_id, at=acting.at, period=period, submitted_on=sent.on
    )
    event = ReportSubmitted(
        office_id=of.office_id,
        obligation_id=obligation_id,
        kind=of.kind,
        period=period,
        due_on=locked.due_on,
        submitted_on=sent.on,
        paper_number=sent.paper_number,
    )
    event_id = derived_id("ReportSubmitted", obligation_id, period, version)
    await acting.outbox.record(tx, event, at=acting.at, event_id=event_id)


async def withdraw_submission(
    tx: Transaction, obligation_id: UUID, period: str, version: int, reason: str, acting: Acting
) -> None:
    """It was marked as sent by mistake: it is due again, and the steps still ahead remind of it."""
    by = acting.by
    of = await store.lock_obligation(tx, by.office_id, obligation_id)
    locked = await store.lock_period(tx, by.office_id, obligation_id, period)
    check_version(locked.version, version)
    check_marked(locked)
    await store.forget_submission(tx, of, period)
    steps = locked.ladder(of.steps)
    await _rearm(tx, of, locked, steps, steps, acting)
    await audit(
        tx,
        by,
        "obligation.withdraw_submission",
        "obligation",
        obligation_id,
        at=acting.at,
        period=period,
        submitted_on=locked.submitted_on,
        paper_number=locked.paper_number,
        reason=reason,
    )
    event = ReportSubmissionWithdrawn(
        office_id=of.office_id,
        obligation_id=obligation_id,
        kind=of.kind,
        title=of.title,
        period=period,
        due_on=locked.due_on,
        withdrawn_on=acting.today,
        reason=reason,
    )
    event_id = derived_id("ReportSubmissionWithdrawn", obligation_id, period, version)
    await acting.outbox.record(tx, event, at=acting.at, event_id=event_id)


async def remind(
    tx: Transaction, outbox: Outbox, office_id: UUID, obligation_id: UUID, period: str, *, today: date, at: datetime
) -> int:
    """Fire the step that is due on one period and skip those it overtakes; then say once that the report is overdue."""
    locked = await store.lock_period(tx, office_id, obligation_id, period)
    of = await store.obligation(tx, office_id, obligation_id)
    if locked.submitted_on is not None or not of.active:
        await store.save_next_on(tx, of, period, None)
        return 0
    steps = locked.ladder(of.steps)
    decision = ladder.due_steps(steps, locked.outcomes.keys(), today)
    events: list[tuple[Event, UUID]] = []
    for step in decision.skip:
        await store.deal(tx, locked, step, Outcome.SKIPPED, on=today, at=at, event_id=None)
    if decision.fire is not None:
        event_id = derived_id("ReportDue", obligation_id, period, decision.fire)
        if await store.deal(tx, locked, decision.fire, Outcome.FIRED, on=today, at=at, event_id=event_id):
            events.append((_report_due(of, locked, decision.fire, today), event_id))
    overdue = ladder.is_overdue(steps, today)
    if overdue and await store.save_overdue(tx, of, period, today):
        events.append((_report_overdue(of, locked), derived_id("ReportOverdue", obligation_id, period)))
    dealt_with = locked.outcomes.keys() | {*decision.skip, *([decision.fire] if decision.fire else [])}
    is_overdue_known = overdue or locked.overdue_on is not None
    await store.save_next_on(tx, of, period, ladder.next_on(steps, dealt_with, overdue_told=is_overdue_known))
    for event, event_id in events:
        await outbox.record(tx, event, at=at, event_id=event_id)
    return len(events)


async def make_dates(tx: Transaction, office_id: UUID, obligation_id: UUID, year: int) -> None:
    """Let the rules make dates up to a year, at most two years at once; dates that exist stay."""
    of = await store.lock_obligation(tx, office_id, obligation_id)
    if of.rules_year is None or of.rules_year >= year:
        return
    off = await days_off(tx, office_id)
    for each in range(max(of.rules_year + 1, year - 1), year + 1):
        for period, due_on in calendar.dates_of_year(of.rules, each, off).items():
            await _add_period(tx, of, period, due_on)
    await store.save_rules_year(tx, of, year)


async def days_off(tx: Transaction, office_id: UUID) -> DaysOff:
    """As the latest rulebook says; without one, weekends alone are no working days."""
    holidays, worked = await readmodel.days_off(tx, office_id)
    return DaysOff(holidays, worked)


async def _add_period(tx: Transaction, of: Obligation, period: str, due_on: date) -> bool:
    first = ladder.next_on(Ladder(due_on, of.steps), frozenset(), overdue_told=False)
    return await store.insert_period(tx, of, period, due_on, first if of.active else None)


async def _rearm(tx: Transaction, of: Obligation, period: Period, old: Ladder, new: Ladder, acting: Acting) -> None:
    again = ladder.rearm(old, new, period.outcomes, acting.today)
    if again.arm:
        await store.forget_skipped(tx, period, again.arm)
    for step in again.skip:
        await store.deal(tx, period, step, Outcome.SKIPPED, on=acting.today, at=acting.at, event_id=None)
    dealt_with = (period.outcomes.keys() | set(again.skip)) - set(again.arm)
    following = ladder.next_on(new, dealt_with, overdue_told=period.overdue_on is not None)
    await store.save_next_on(tx, of, period.period, following if of.active else None)


def _report_due(of: Obligation, period: Period, step: ReminderStep, today: date) -> ReportDue:
    return ReportDue(
        office_id=of.office_id,
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        recipient=of.recipient,
        responsible_unit_id=of.responsible_unit_id,
        period=period.period,
        step=ReminderStep(step),
        due_on=period.due_on,
        fired_on=today,
    )


def _report_overdue(of: Obligation, period: Period) -> ReportOverdue:
    return ReportOverdue(
        office_id=of.office_id,
        obligation_id=of.obligation_id,
        kind=of.kind,
        title=of.title,
        period=period.period,
        due_on=period.due_on,
    )
