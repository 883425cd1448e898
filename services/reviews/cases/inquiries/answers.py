"""Questions to units in the words of the API, and what the reader may do with them now."""

from collections.abc import Sequence
from datetime import date

from contracts.acts import Act
from contracts.reviews.api import inquiries as api
from contracts.words import InquiryAct
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.office.access import Action, Actor, authorise
from services.reviews.cases import domain
from services.reviews.cases import store as cases_store
from services.reviews.cases.commands.own_cases import heads_kept_away
from services.reviews.cases.domain import Case, Inquiry

SETTLED = frozenset({"inquiry.state"})


def inquiry(asked: Inquiry, reader: Actor, case: Case, is_its_head: bool, today: date) -> api.Inquiry:
    """Args:
    is_its_head: the reader leads the nominated collective, and the office keeps its head away.
    """
    return api.Inquiry(
        inquiry_id=asked.inquiry_id,
        case_id=asked.case_id,
        state=asked.state,
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
        nominee_name=case.nominee.name,
        award_name=case.award.name,
        acts=_acts(asked, reader, case, is_its_head),
    )


def _acts(asked: Inquiry, reader: Actor, case: Case, is_its_head: bool) -> list[Act]:
    me = reader.person_id
    return acts_of(
        reader,
        (
            Possible(
                InquiryAct.ANSWER,
                Action.ANSWER_INQUIRY,
                (
                    lambda: authorise(reader, Action.ANSWER_INQUIRY, unit_id=asked.unit_id),
                    lambda: domain.check_not_own(case, me),
                    lambda: domain.check_open(asked),
                ),
                SETTLED,
            ),
            Possible(
                InquiryAct.CLOSE,
                Action.APPRAISE,
                (lambda: domain.check_not_own(case, me, is_its_head=is_its_head), lambda: domain.check_open(asked)),
                SETTLED,
            ),
        ),
    )


async def inquiries(tx: Transaction, reader: Actor, asked: Sequence[Inquiry], today: date) -> list[api.Inquiry]:
    """With whom each is about; their cases are read once."""
    about = {each.case_id for each in asked}
    cases = {case.case_id: case for case in await cases_store.load_cases(tx, reader.office_id, list(about))}
    led = await heads_kept_away(tx, list(cases.values()), reader)
    return [inquiry(each, reader, cases[each.case_id], each.case_id in led, today) for each in asked]
