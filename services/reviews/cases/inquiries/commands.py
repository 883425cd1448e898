"""Use cases of a question to a unit: ask, answer, close without an answer."""

from uuid import UUID

from contracts.reviews.api.inquiries import AskUnit
from contracts.words import InquiryId, InquiryState
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.access import Action, authorise
from services.office.refusal import NotFound
from services.reviews.cases import domain
from services.reviews.cases import store as cases
from services.reviews.cases.commands.life import lock, save
from services.reviews.cases.commands.own_cases import check_may_act, rulebook_of
from services.reviews.cases.domain import Case, Inquiry
from services.reviews.cases.inquiries import store
from services.reviews.copies import store as copies


async def ask(tx: Transaction, case_id: UUID, asked: AskUnit, acting: Acting) -> tuple[Case, Inquiry]:
    """Ask a unit; without a day the rulebook's working days give one (NĐ 152/2025 Điều 34)."""
    case = await lock(tx, case_id, asked.version, acting)
    rulebook = await rulebook_of(tx, case)
    limit = rulebook.limit(domain.ASKING, case.award.code, acting.today)
    by_rule = rulebook.days_off().after(acting.today, (limit.working_days if limit else None) or 0)
    due_on = asked.due_on or by_rule
    case = domain.ask(case, acting.today, due_on)
    inquiry = Inquiry(
        inquiry_id=InquiryId(new_id()),
        case_id=case.case_id,
        state=InquiryState.OPEN,
        unit_id=asked.unit_id,
        unit_name=await copies.unit_name(tx, acting.by.office_id, asked.unit_id),
        question=asked.question,
        is_required=asked.is_required,
        asked_on=acting.today,
        due_on=due_on,
        due_source=limit.source if limit and asked.due_on is None else "",
        asked_by=acting.by.person_id,
        asked_by_name=acting.by.name,
    )
    await store.add(tx, acting.by.office_id, inquiry)
    await save(tx, case, "unit_asked", acting, unit=inquiry.unit_name, question=inquiry.question, due_on=due_on)
    return case, inquiry


async def answer(tx: Transaction, inquiry_id: UUID, text: str, acting: Acting) -> tuple[Case, Inquiry]:
    """The head of the unit that was asked answers, unless it is about the head."""
    case, inquiry = await _lock(tx, inquiry_id, acting)
    authorise(acting.by, Action.ANSWER_INQUIRY, unit_id=inquiry.unit_id)
    domain.check_not_own(case, acting.by.person_id)
    settled = domain.answer_inquiry(inquiry, text, acting.by.name, acting.at)
    return await _settle(tx, case, settled, "unit_answered", acting), settled


async def close(tx: Transaction, inquiry_id: UUID, reason: str, acting: Acting) -> tuple[Case, Inquiry]:
    """The clerk waits no longer, and says why."""
    case, inquiry = await _lock(tx, inquiry_id, acting)
    await check_may_act(tx, [case], acting.by)
    settled = domain.close_inquiry(inquiry, reason, acting.by.name, acting.at)
    return await _settle(tx, case, settled, "inquiry_closed", acting), settled


async def _lock(tx: Transaction, inquiry_id: UUID, acting: Acting) -> tuple[Case, Inquiry]:
    case = await cases.lock_case(tx, acting.by.office_id, await store.case_of(tx, acting.by.office_id, inquiry_id))
    for inquiry in await store.of_case(tx, acting.by.office_id, case.case_id):
        if inquiry.inquiry_id == inquiry_id:
            return case, inquiry
    raise NotFound("inquiry", inquiry_id)


async def _settle(tx: Transaction, case: Case, inquiry: Inquiry, step: str, acting: Acting) -> Case:
    await store.settle(tx, acting.by.office_id, inquiry, acting.by.person_id)
    touched = domain.touched(case)
    await save(tx, touched, step, acting, unit=inquiry.unit_name, answer=inquiry.answer)
    return touched
