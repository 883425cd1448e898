"""Requests and answers of the reviews service: what the standing unit asks of units while it appraises."""

from datetime import date, datetime
from uuid import UUID

from contracts.acts import Act
from contracts.fields import Answer, Day, Reason, Request, Versioned
from contracts.words import InquiryState


class AskUnit(Versioned):
    """Ask a unit; without ``due_on`` the rulebook gives it (10 working days). An optional question holds nothing up."""

    unit_id: UUID
    question: Reason
    is_required: bool = True
    due_on: Day | None = None


class AnswerInquiry(Request):
    """The head of the unit that was asked answers."""

    answer: Reason


class CloseInquiry(Request):
    """The clerk waits no longer for the answer, and says why."""

    reason: Reason


class Inquiry(Answer):
    """One question to one unit; ``answer`` is the unit's, or why the clerk closed it. ``source`` says who set the day."""

    inquiry_id: UUID
    case_id: UUID
    state: InquiryState
    unit_id: UUID
    unit_name: str
    question: str
    is_required: bool
    asked_on: date
    asked_by_name: str
    due_on: date
    due_source: str
    is_overdue: bool
    answer: str | None = None
    settled_at: datetime | None = None
    settled_by_name: str | None = None
    nominee_name: str | None = None
    award_name: str | None = None
    acts: list[Act] = []


class Inquiries(Answer):
    """What is due first comes first."""

    items: list[Inquiry]
