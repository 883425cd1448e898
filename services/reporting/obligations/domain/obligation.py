"""An obligation and its periods, and what stands in the way of changing them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contracts.words import Periodicity, ReminderStep
from services.office.refusal import Refused
from services.reporting.obligations.domain.calendar import DueRule
from services.reporting.obligations.domain.ladder import Ladder, Outcome


@dataclass(frozen=True, slots=True)
class Obligation:
    """A report that must be sent again and again; ``rules_year`` is the latest year its rules have made dates for."""

    obligation_id: UUID
    office_id: UUID
    kind: str
    title: str
    recipient: str
    responsible_unit_id: UUID | None
    periodicity: Periodicity
    steps: tuple[ReminderStep, ...]
    note: str
    rules: tuple[DueRule, ...]
    rules_year: int | None = None
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Dealt:
    """A step that is dealt with, and the day it was."""

    step: ReminderStep
    outcome: Outcome
    on: date


@dataclass(frozen=True, slots=True)
class Period:
    """One period of an obligation with what became of its steps."""

    obligation_id: UUID
    period: str
    due_on: date
    version: int
    overdue_on: date | None
    submitted_on: date | None
    paper_number: str | None
    report_id: UUID | None
    dealt: tuple[Dealt, ...] = field(default=())

    @property
    def outcomes(self) -> Mapping[ReminderStep, Outcome]:
        return {each.step: each.outcome for each in self.dealt}

    def ladder(self, steps: tuple[ReminderStep, ...]) -> Ladder:
        return Ladder(self.due_on, steps)


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was sent: on which day, under which number, and which report made here it was, if it was one."""

    on: date
    paper_number: str | None = None
    report_id: UUID | None = None


def check_version(stored: int, read: int) -> None:
    """Refuse what somebody else has changed since it was read."""
    if stored != read:
        raise Refused("stale", field="version", stored=stored, read=read)


def check_open(period: Period) -> None:
    """Refuse a period whose report was sent: its due date stands and it is not sent twice."""
    if period.submitted_on is not None:
        raise Refused("report.already_submitted", field="period", submitted_on=period.submitted_on.isoformat())


def check_marked(period: Period) -> None:
    """Refuse to take back what was never marked as sent."""
    if period.submitted_on is None:
        raise Refused("report.not_submitted", field="period")


def check_sent(sent: Sent, today: date) -> None:
    """Refuse a day of sending that has not come."""
    if sent.on > today:
        raise Refused("submission.in_future", field="submitted_on", today=today.isoformat())


def check_rules(of: Obligation) -> None:
    """Refuse two rules for the same part of the year."""
    parts = [rule.part for rule in of.rules]
    if len(set(parts)) != len(parts):
        raise Refused("rule.repeated", field="rules")
