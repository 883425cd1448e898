"""The public list and objections to it in the words of the API, and what the reader may do with them now."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.acts import Act
from contracts.reviews.api import objections as api
from contracts.words import CaseAct, ObjectionAct
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.office.access import TABLE, Action, Actor
from services.reviews.cases import domain
from services.reviews.cases import store as cases_store
from services.reviews.cases.commands.own_cases import concerning, heads_kept_away
from services.reviews.cases.commands.wording import award_of, nominee_of
from services.reviews.cases.domain import Case, Objection
from services.reviews.cases.objections import store

OVER = frozenset({"case.stage", "objection.state", "objection.not_listed", "objection.list_closed"})


def _objection(raised: Objection, reader: Actor, case: Case, *, is_its_head: bool, is_concerned: bool) -> api.Objection:
    """Who objected is shown to the objector and to those who answer it, but to nobody whom the case concerns.

    Args:
        is_its_head: the reader leads the nominated collective, and the office keeps its head away.
    """
    answers_it = reader.has(*TABLE[Action.APPRAISE]) and not is_concerned
    may_know = answers_it or raised.raised_by == reader.person_id
    return api.Objection(
        objection_id=raised.objection_id,
        case_id=raised.case_id,
        state=raised.state,
        text=raised.text,
        raised_at=raised.raised_at,
        raised_by_name=raised.raised_by_name if may_know else None,
        verification=raised.verification,
        answer=raised.answer,
        answered_at=raised.answered_at,
        answered_by_name=raised.answered_by_name,
        nominee_name=case.nominee.name,
        award_name=case.award.name,
        acts=_acts(raised, reader, case, is_its_head),
    )


def _acts(raised: Objection, reader: Actor, case: Case, is_its_head: bool) -> list[Act]:
    def impartial() -> None:
        domain.check_not_own(case, reader.person_id, is_its_head=is_its_head)
        domain.check_not_ones_own(raised, reader.person_id)

    return acts_of(
        reader,
        (
            Possible(
                ObjectionAct.VERIFY, Action.APPRAISE, (impartial, lambda: domain.check_verify(case, raised)), OVER
            ),
            Possible(
                ObjectionAct.ANSWER, Action.APPRAISE, (impartial, lambda: domain.check_answer_objection(raised)), OVER
            ),
        ),
    )


async def objections(tx: Transaction, reader: Actor, raised: Sequence[Objection]) -> list[api.Objection]:
    """With whom each is about; their cases are read once."""
    about = {each.case_id for each in raised}
    cases = {case.case_id: case for case in await cases_store.load_cases(tx, reader.office_id, list(about))}
    led = await heads_kept_away(tx, list(cases.values()), reader)
    concerned = await concerning(tx, list(cases.values()), reader)
    return [
        _objection(
            each, reader, cases[each.case_id], is_its_head=each.case_id in led, is_concerned=each.case_id in concerned
        )
        for each in raised
    ]


async def raised_until(
    tx: Transaction, case_ids: Sequence[UUID], until: datetime, reader: Actor
) -> list[api.Objection]:
    """What had been objected to the cases by then, each as it stood then; who objected as the reader may know."""
    raised = await store.of_cases(tx, reader.office_id, case_ids)
    return await objections(tx, reader, [domain.as_it_stood(each, until) for each in raised if each.raised_at <= until])


def candidate(case: Case, reader: Actor, today: date) -> api.Candidate:
    """A line of the public list."""
    assert case.listed_on is not None and case.listed_until is not None, "a candidate has its days"
    return api.Candidate(
        case_id=case.case_id,
        award=award_of(case),
        nominee=nominee_of(case),
        period_year=case.period_year,
        listed_on=case.listed_on,
        closes_on=case.listed_until,
        acts=acts_of(
            reader,
            (
                Possible(name, action, (lambda: domain.check_not_own(case, reader.person_id), check), OVER)
                for name, action, check in (
                    (CaseAct.OBJECT, Action.OBJECT, lambda: domain.check_may_object(case, today, is_letter=False)),
                    (
                        CaseAct.RECORD_LETTER,
                        Action.APPRAISE,
                        lambda: domain.check_may_object(case, today, is_letter=True),
                    ),
                )
            ),
        ),
    )
