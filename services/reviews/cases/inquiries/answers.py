"""Questions to units in the words of the API."""

from datetime import date

from contracts.reviews.api import inquiries as inquiries_api
from contracts.words import InquiryState
from services.reviews.cases.domain import Inquiry


def inquiry(
    asked: Inquiry, today: date, nominee_name: str | None = None, award_name: str | None = None
) -> inquiries_api.Inquiry:
    return inquiries_api.Inquiry(
        inquiry_id=asked.inquiry_id,
        case_id=asked.case_id,
        state=InquiryState(asked.state.value),
        unit_id=asked.unit_id,
        unit_name=asked.unit_name,
        question=asked.question,
        is_required=asked.is_required,
        asked_on=asked.asked_on,
        asked_by_name=asked.asked_by_name,
        due_on=asked.due_on,
        due_source=asked.due_source,
        is_overdue=asked.is_overdue(today),
        answer=asked.answer,
        settled_at=asked.settled_at,
        settled_by_name=asked.settled_by_name,
        nominee_name=nominee_name,
        award_name=award_name,
    )
