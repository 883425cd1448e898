"""Keeping the calendar of obligations: made, changed, submitted; each inside the transaction its caller opened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.reporting.events import ReportSubmitted
from contracts.words import ReminderStep
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import derived_id, new_id
from services.chassis.outbox import Outbox
from services.office.access import Actor
from services.office.refusal import Refused
from services.reporting.obligations import store
from services.reporting.obligations.domain import calendar
from services.reporting.obligations.domain import ladder as domain
from services.reporting.obligations.domain.calendar import DaysOff
from services.reporting.obligations.domain.ladder import Ladder, Outcome
from services.reporting.obligations.store import Obligation, Period
from services.reporting.readmodel import store as readmodel


async def create(
    tx: Transaction, new: Obligation, dates: Mapping[str, date], year: int, by: Actor, *, at: datetime
) -> None:
    """A new obligation with its fixed dates and, for the year, those its rules make; a fixed date wins over a rule.

    Dates already past are kept: their latest missed step fires at once.
    """
    if not dates and not new.rules:
        raise Refused("obligation.without_dates", field="dates")
    refuse_repeated_parts(new)
    await store.insert_obligation(tx, replace(new, rules_year=year if new.rules else None), at)
    off = await days_off(tx, new.office_id)
    for period, due_on in (calendar.dates_of_year(new.rules, year, off) | dict(dates)).items():
        await _add_period(tx, new, period, due_on)
    await audit(tx, by, "obligation.create", "obligation", new.obligation_id, at=at, kind=new.kind, title=new.title)


async def create_usual(
    tx: Transaction, by: Actor, year: int, unit_id: UUID | None, not_before: date | None, *, at: datetime
) -> list[UUID]:
    """The usual set for a year, without kinds that have a period in it already; returns what was made."""
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
        await store.insert_obligation(tx, new, at)
        for period, due_on in dates.items():
            await _add_period(tx, new, period, due_on)
        made.append(new.obligation_id)
    await audit(tx, by, "obligation.usual_set", "office", by.office_id, at=at, year=year, made=len(made))
    return made


async def add_period(
    tx: Transaction, obligation_id: UUID, period: str, due_on: date, by: Actor, *, at: datetime
) -> None:
    """One more period; one that exists is refused, not moved."""
    of = await store.lock_obligation(tx, by.office_id, obligation_id)
    if not await _add_period(tx, of, period, due_on):
        raise Refused("period.exists", field="period", period=period)
    await audit(tx, by, "obligation.add_period", "obligation", obligation_id, at=at, period=period, due_on=due_on)


async def change(tx: Transaction, changed: Obligation, by: Actor, *, version: int, today: date, at: datetime) -> None:
    """Save the editable properties and re-arm every open period by its new ladder."""
    of = await store.lock_obligation(tx, by.office_id, changed.obligation_id)
    refuse_stale(of.version, version)
    refuse_repeated_parts(changed)
    await store.save_obligation(tx, changed)
    if changed.rules and of.rules_year is None:
        await store.save_rules_year(tx, of, today.year)
    for period in await store.lock_periods(tx, of):
        if period.submitted_on is None:
            await _rearm(tx, changed, period, period.ladder(of.steps), period.ladder(changed.steps), today, at)
    await audit(tx, by, "obligation.change", "obligation", of.obligation_id, at=at, active=changed.active)


async def change_due_date(
    tx: Transaction,
    obligation_id: UUID,
    period: str,
    due_on: date,
    by: Actor,
    *,
    version: int,
    today: date,
    at: datetime,
) -> None:
    """Move one period: only the steps still ahead are armed again; submitted periods stay as they are."""
    of = await store.lock_obligation(tx, by.office_id, obligation_id)
    locked = await store.lock_period(tx, by.office_id, obligation_id, period)
    refuse_stale(locked.version, version)
    refuse_submitted(locked)
    await store.save_due_on(tx, of, period, due_on)
    await _rearm(tx, of, locked, locked.ladder(of.steps), Ladder(due_on, of.steps), today, at)
    await audit(
        tx,
        by,
        "obligation.change_due_date",
        "obligation",
        obligation_id,
        at=at,
        period=period,
        before=locked.due_on,
        after=due_on,
    )


async def submit(
    tx: Transaction,
    outbox: Outbox,
    obligation_id: UUID,
    period: str,
    by: Actor,
    *,
    version: int,
    submitted_on: date,
    paper_number: str | None,
    report_id: UUID | None,
    today: date,
    at: datetime,
) -> None:
    """The report was sent: the ladder stops. Once per period; a day in the future is refused."""
    of = await store.obligation(tx, by.office_id, obligation_id)
    locked = await store.lock_period(tx, by.office_id, obligation_id, period)
    refuse_submitted(locked)
    refuse_stale(locked.version, version)
    if submitted_on > today:
        raise Refused("submission.in_future", field="submitted_on", today=today.isoformat())
    if report_id is not None and not await store.report_exists(tx, by.office_id, report_id):
        raise Refused("report.unknown", field="report_id", report_id=str(report_id))
    await store.save_submission(tx, of, period, submitted_on, paper_number, report_id)
    await audit(
        tx, by, "obligation.submit", "obligation", obligation_id, at=at, period=period, submitted_on=submitted_on
    )
    event = ReportSubmitted(
        office_id=of.office_id,
        obligation_id=obligation_id,
        kind=of.kind,
        period=period,
        due_on=locked.due_on,
        submitted_on=submitted_on,
        paper_number=paper_number,
    )
    await outbox.record(tx, event, at=at, event_id=derived_id("ReportSubmitted", obligation_id, period))


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
    first = domain.next_on(Ladder(due_on, of.steps), frozenset(), overdue_told=False)
    return await store.insert_period(tx, of, period, due_on, first if of.active else None)


async def _rearm(
    tx: Transaction, of: Obligation, period: Period, old: Ladder, new: Ladder, today: date, at: datetime
) -> None:
    again = domain.rearm(old, new, period.outcomes, today)
    if again.arm:
        await store.forget_skipped(tx, period, again.arm)
    for step in again.skip:
        await store.deal(tx, period, step, Outcome.SKIPPED, on=today, at=at, event_id=None)
    dealt_with = (period.outcomes.keys() | set(again.skip)) - set(again.arm)
    following = domain.next_on(new, dealt_with, overdue_told=period.overdue_on is not None)
    await store.save_next_on(tx, of, period.period, following if of.active else None)


def refuse_stale(stored: int, read: int) -> None:
    if stored != read:
        raise Refused("stale", field="version", stored=stored, read=read)


def refuse_submitted(period: Period) -> None:
    if period.submitted_on is not None:
        raise Refused("report.already_submitted", field="period", submitted_on=period.submitted_on.isoformat())


def refuse_repeated_parts(of: Obligation) -> None:
    parts = [rule.part for rule in of.rules]
    if len(set(parts)) != len(parts):
        raise Refused("rule.repeated", field="rules")
