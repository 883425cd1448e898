"""HTTP API of the obligations calendar: reports that must be sent, their periods, due dates and reminders."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.acts import Act
from contracts.fields import Answer, CodeText, Day, Line, Prose, Reason, Request, Version, YearNumber
from contracts.words import Periodicity, PeriodState, ReminderStep

KindCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")]
"""Kind of an obligation, an open list: so_ket, tong_ket, bao_cao_khoi, bao_cao_cum, thong_ke_0601, …"""

PeriodCode = Annotated[str, StringConstraints(pattern=r"^(19[4-9]|20[0-9]|21[0-9])[0-9](-[A-Za-z0-9]{1,10})?$")]
"""A period: ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-06``; unique within its obligation."""

PeriodPart = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,10}$")]
"""What follows the year in a period's code; empty for the whole year."""

Steps = Annotated[list[ReminderStep], Field(max_length=5)]


class DueRule(Request):
    """Day D of month M, or the month's last day where it has fewer, or the next working day after it; every year.

    ``part`` names the period within the year (``Q1``, ``H1``, empty = the year); ``years_later`` = 1 for a date in January
    of the following year.
    """

    part: PeriodPart = ""
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    years_later: Annotated[int, Field(ge=0, le=1)] = 0


class PeriodDate(Request):
    """One period and the day its report is due."""

    period: PeriodCode
    due_on: Day


class NewObligation(Request):
    """A report that must be sent: by fixed dates, by rules, or both (a fixed date wins over a rule for the same period)."""

    kind: KindCode
    title: Line
    recipient: Line
    responsible_unit_id: UUID | None = None
    periodicity: Periodicity
    steps: Steps = list(ReminderStep)
    note: Prose = ""
    dates: Annotated[list[PeriodDate], Field(max_length=60)] = []
    rules: Annotated[list[DueRule], Field(max_length=12)] = []
    year: YearNumber | None = None
    """The first year the rules make dates for; None = the current year. Later years follow by themselves."""


class ChangeObligation(Request):
    """All editable properties of an obligation; rules work for the years to come, dates already made are edited one by one."""

    version: Version
    title: Line
    recipient: Line
    responsible_unit_id: UUID | None = None
    steps: Steps
    note: Prose = ""
    rules: Annotated[list[DueRule], Field(max_length=12)] = []
    active: bool = True
    """False stops every reminder of the obligation."""


class ChangeDueDate(Request):
    """Another day for one period: re-arms the steps still ahead of today, never one that has fired."""

    version: Version
    due_on: Day


class Submission(Request):
    """The report of a period was sent."""

    version: Version
    submitted_on: Day
    paper_number: CodeText | None = None
    report_id: UUID | None = None
    """The report made here that was sent, if it was."""


class SubmissionWithdrawal(Request):
    """The report was marked as sent by mistake."""

    version: Version
    reason: Reason


class DefaultsRequest(Request):
    """The usual obligations of an office for one year; periods whose day has passed are left out unless asked for."""

    year: YearNumber
    responsible_unit_id: UUID | None = None
    include_past: bool = False


class Reminder(Answer):
    """A step of the ladder that is dealt with: fired as an event, or skipped because a later one was already due."""

    step: ReminderStep
    state: Annotated[str, Field(pattern="^(fired|skipped)$")]
    on: date


class ObligationPeriod(Answer):
    """One period of an obligation with its ladder."""

    period: str
    due_on: date
    state: PeriodState
    version: int
    reminders: list[Reminder]
    next_step: ReminderStep | None = None
    next_step_on: date | None = None
    overdue_since: date | None = None
    submitted_on: date | None = None
    paper_number: str | None = None
    report_id: UUID | None = None
    acts: list[Act] = []
    """Of `contracts.words.PeriodAct`."""


class Obligation(Answer):
    """A reporting obligation and its periods, by due date."""

    obligation_id: UUID
    kind: str
    title: str
    recipient: str
    responsible_unit_id: UUID | None
    periodicity: Periodicity
    steps: list[ReminderStep]
    note: str
    rules: list[DueRule]
    active: bool
    version: int
    periods: list[ObligationPeriod]
    acts: list[Act] = []
    """Of `contracts.words.ObligationAct`."""


class Obligations(Answer):
    items: list[Obligation]
    acts: list[Act] = []
    """On the calendar as a whole, of `contracts.words.CalendarAct`."""
