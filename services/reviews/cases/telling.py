"""Questions, objections, candidates and limits of a case in the words of the API."""

from datetime import date

from contracts.nominations.events import AwardRef, Nominee
from contracts.reviews.api import inquiries as inquiries_api
from contracts.reviews.api import objections as objections_api
from contracts.reviews.api.cases import Deadline
from contracts.words import AwardKind, AwardLevel, InquiryState, NomineeKind, ObjectionState
from services.chassis.database import Row
from services.office.access import Actor, Role
from services.reviews.cases.domain import Due, Inquiry, Objection


def deadline(due: Due, today: date) -> Deadline:
    return Deadline(code=due.code, name=due.name, on=due.on, is_overdue=due.on < today, source=due.source)


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


def objection(
    raised: Objection, reader: Actor, nominee_name: str | None = None, award_name: str | None = None
) -> objections_api.Objection:
    """Who objected is told to the standing unit and to the one who did."""
    may_know = reader.has(Role.STANDING_UNIT) or raised.raised_by == reader.person_id
    return objections_api.Objection(
        objection_id=raised.objection_id,
        case_id=raised.case_id,
        state=ObjectionState(raised.state.value),
        text=raised.text,
        raised_at=raised.raised_at,
        raised_by_name=raised.raised_by_name if may_know else None,
        verification=raised.verification,
        answer=raised.answer,
        answered_at=raised.answered_at,
        answered_by_name=raised.answered_by_name,
        nominee_name=nominee_name,
        award_name=award_name,
    )


def candidate(row: Row) -> objections_api.Candidate:
    """A line of the public list."""
    return objections_api.Candidate(
        case_id=row["case_id"],
        award=AwardRef(
            code=row["award_code"],
            name=row["award_name"],
            kind=AwardKind(row["award_kind"]),
            level=AwardLevel(row["award_level"]),
        ),
        nominee=Nominee(
            kind=NomineeKind(row["nominee_kind"]),
            nominee_id=row["nominee_id"],
            name=row["nominee_name"],
            unit_id=row["unit_id"],
            unit_name=row["unit_name"],
        ),
        period_year=row["period_year"],
        listed_on=row["listed_on"],
        closes_on=row["listed_until"],
    )
