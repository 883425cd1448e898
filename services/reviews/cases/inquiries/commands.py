"""Use cases of a question to a unit: ask, answer, close without an answer."""

from datetime import date, datetime
from uuid import UUID

from contracts.words import InquiryId, InquiryState
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.access import Action, Actor, authorise
from services.office.refusal import NotFound
from services.reviews.cases import domain
from services.reviews.cases import store as cases
from services.reviews.cases.commands.life import lock, save
from services.reviews.cases.commands.own_cases import check_may_act, rulebook_of
from services.reviews.cases.domain import Case, Inquiry
from services.reviews.cases.inquiries import store
from services.reviews.copies import store as copies


async def ask(
    tx: Transaction,
    case_id: UUID,
    version: int,
    unit_id: UUID,
    question: str,
    is_required: bool,
    due_on: date | None,
    by: Actor,
    at: datetime,
    today: date,
) -> tuple[Case, Inquiry]:
    """Ask a unit; without a day the rulebook's working days give one (NĐ 152/2025 Điều 34)."""
    case = await lock(tx, case_id, version, by)
    rulebook = await rulebook_of(tx, case)
    limit = rulebook.limit(domain.ASKING, case.award.code, today)
    until = rulebook.days_off().after(today, (limit.working_days if limit else None) or 0)
    source = limit.source if limit and due_on is None else ""
    case = domain.ask(case, today, due_on or until)
    inquiry = Inquiry(
        InquiryId(new_id()),
        case.case_id,
        InquiryState.OPEN,
        unit_id,
        await copies.unit_name(tx, by.office_id, unit_id),
        question,
        is_required,
        today,
        due_on or until,
        source,
        by.person_id,
        by.name,
    )
    await store.add(tx, by.office_id, inquiry)
    await save(tx, case, "unit_asked", by, at, unit=inquiry.unit_name, question=question, due_on=inquiry.due_on)
    return case, inquiry


async def answer(tx: Transaction, inquiry_id: UUID, text: str, by: Actor, at: datetime) -> tuple[Case, Inquiry]:
    """The head of the unit that was asked answers, unless it is about the head."""
    case, inquiry = await _lock(tx, inquiry_id, by)
    authorise(by, Action.ANSWER_INQUIRY, unit_id=inquiry.unit_id)
    domain.check_not_own(case, by.person_id)
    settled = domain.answer_inquiry(inquiry, text, by.name, at)
    return await _settle(tx, case, settled, "unit_answered", by, at), settled


async def close(tx: Transaction, inquiry_id: UUID, reason: str, by: Actor, at: datetime) -> tuple[Case, Inquiry]:
    """The clerk waits no longer, and says why."""
    case, inquiry = await _lock(tx, inquiry_id, by)
    await check_may_act(tx, [case], by)
    settled = domain.close_inquiry(inquiry, reason, by.name, at)
    return await _settle(tx, case, settled, "inquiry_closed", by, at), settled


async def _lock(tx: Transaction, inquiry_id: UUID, by: Actor) -> tuple[Case, Inquiry]:
    case = await cases.lock_case(tx, by.office_id, await store.case_of(tx, by.office_id, inquiry_id))
    for inquiry in await store.of_case(tx, by.office_id, case.case_id):
        if inquiry.inquiry_id == inquiry_id:
            return case, inquiry
    raise NotFound("inquiry", inquiry_id)


async def _settle(tx: Transaction, case: Case, inquiry: Inquiry, step: str, by: Actor, at: datetime) -> Case:
    await store.settle(tx, by.office_id, inquiry, by.person_id)
    told = domain.touched(case)
    await save(tx, told, step, by, at, unit=inquiry.unit_name, answer=inquiry.answer)
    return told
