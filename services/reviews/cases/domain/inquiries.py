"""What the standing unit asks of a unit while it appraises (lấy ý kiến, nắm bắt thông tin), and until when it is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import CaseId, CaseStage, InquiryId, InquiryState
from services.office.refusal import Refused
from services.reviews.cases.domain.life import Case, require, touched


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to one unit; without a ``required`` answer the case goes on."""

    inquiry_id: InquiryId
    case_id: CaseId
    state: InquiryState
    unit_id: UUID
    unit_name: str
    question: str
    is_required: bool
    asked_on: date
    due_on: date
    due_source: str
    asked_by: UUID
    asked_by_name: str
    answer: str | None = None
    settled_at: datetime | None = None
    settled_by_name: str | None = None

    def is_overdue(self, today: date) -> bool:
        return self.state is InquiryState.OPEN and self.due_on < today


def check_ask(case: Case) -> None:
    """While the case is being appraised."""
    require(case, CaseStage.RECEIVED)


def ask(case: Case, asked_on: date, due_on: date) -> Case:
    check_ask(case)
    if due_on < asked_on:
        raise Refused("inquiry.past_deadline", field="due_on", today=asked_on.isoformat())
    return touched(case)


def answer_inquiry(inquiry: Inquiry, answer: str, by_name: str, at: datetime) -> Inquiry:
    """What the unit says, late or not."""
    return _settled(inquiry, InquiryState.ANSWERED, answer, by_name, at, field="answer")


def close_inquiry(inquiry: Inquiry, reason: str, by_name: str, at: datetime) -> Inquiry:
    """Wait no longer; the reason stands in place of the answer."""
    return _settled(inquiry, InquiryState.CLOSED, reason, by_name, at, field="reason")


def check_open(inquiry: Inquiry) -> None:
    """Neither answered nor closed yet."""
    if inquiry.state is not InquiryState.OPEN:
        raise Refused("inquiry.state", state=inquiry.state.value)


def _settled(inquiry: Inquiry, state: InquiryState, words: str, by_name: str, at: datetime, field: str) -> Inquiry:
    check_open(inquiry)
    if not words.strip():
        raise Refused("inquiry.needs_words", field=field)
    return replace(inquiry, state=state, answer=words, settled_at=at, settled_by_name=by_name)


def check_none_required(inquiries: Iterable[Inquiry]) -> None:
    """A case is not concluded "eligible" over a required answer that is still awaited."""
    waiting = [each for each in inquiries if each.is_required and each.state is InquiryState.OPEN]
    if waiting:
        units = ", ".join(sorted({each.unit_name for each in waiting}))
        raise Refused("inquiry.unanswered", units=units, inquiries=[str(each.inquiry_id) for each in waiting])
