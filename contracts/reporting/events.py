"""What the reporting service tells the others: what falls due, what was sent, what is late, what units achieved."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.envelope import Code, Count, Event, Name, Text, Year
from contracts.words import ReminderStep


class ReportDue(Event):
    """A report falls due: one event per (obligation, period, step), its id derived from these three."""

    label: ClassVar[str] = "Nhắc báo cáo đến hạn"
    topic: ClassVar[str] = "reporting.v1"
    key_field: ClassVar[str] = "obligation_id"

    obligation_id: UUID
    kind: Code
    title: Name
    recipient: Name
    responsible_unit_id: UUID | None = None
    period: Code
    step: ReminderStep
    due_on: date
    fired_on: date


class ReportSubmitted(Event):
    """The report of a period was sent."""

    label: ClassVar[str] = "Gửi báo cáo"
    topic: ClassVar[str] = "reporting.v1"
    key_field: ClassVar[str] = "obligation_id"

    obligation_id: UUID
    kind: Code
    period: Code
    due_on: date
    submitted_on: date
    paper_number: Code | None = None


class ReportSubmissionWithdrawn(Event):
    """A report had been marked as sent by mistake: it is still to be sent."""

    label: ClassVar[str] = "Rút lại việc ghi đã gửi báo cáo"
    topic: ClassVar[str] = "reporting.v1"
    key_field: ClassVar[str] = "obligation_id"

    obligation_id: UUID
    kind: Code
    title: Name
    period: Code
    due_on: date
    withdrawn_on: date
    reason: Text


class ReportOverdue(Event):
    """The due date passed without the report."""

    label: ClassVar[str] = "Báo cáo quá hạn"
    topic: ClassVar[str] = "reporting.v1"
    key_field: ClassVar[str] = "obligation_id"

    obligation_id: UUID
    kind: Code
    title: Name
    period: Code
    due_on: date


class UnitResultsRecorded(Event):
    """A unit's figures for a period: tasks done of tasks assigned, and how many of the key ones were on time."""

    label: ClassVar[str] = "Ghi kết quả đơn vị"
    topic: ClassVar[str] = "progress.v1"
    key_field: ClassVar[str] = "unit_id"

    unit_id: UUID
    year: Year
    month: int
    assigned: Count
    completed: Count
    on_time: Count
