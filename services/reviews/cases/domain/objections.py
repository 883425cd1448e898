"""The public list of candidates before anything is signed, and what people object: recorded, looked into, answered."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import CaseId, CaseStage, ObjectionId, ObjectionState
from services.office.refusal import Refused
from services.reviews.cases.domain.life import Case, check_not_held, require

LISTABLE = frozenset({CaseStage.APPRAISED, CaseStage.ON_AGENDA, CaseStage.ADVISED})


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody says about a published candidate; ``raised_by`` is unset for a letter that a clerk recorded."""

    objection_id: ObjectionId
    case_id: CaseId
    state: ObjectionState
    text: str
    raised_at: datetime
    raised_by: UUID | None
    raised_by_name: str
    verification: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by_name: str | None = None


def check_list(case: Case) -> None:
    """Appraised and not signed yet; what stands still is not put before everybody."""
    require(case, *LISTABLE)
    check_not_held(case)


def list_as_candidate(case: Case, today: date, closes_on: date, least: date) -> Case:
    """The public list before anything is signed; open for objections until ``closes_on``.

    Args:
        least: the earliest day it may close by the rulebook's working days.
    """
    check_list(case)
    if closes_on < today:
        raise Refused("candidates.closed", field="closes_on", today=today.isoformat())
    if closes_on < least:
        raise Refused("candidates.too_short", field="closes_on", least=least.isoformat())
    return replace(case, listed_on=today, listed_until=closes_on, version=case.version + 1)


def check_may_object(case: Case, today: date, is_letter: bool) -> None:
    """About a published candidate, while the list is open; a letter that reached the office late is taken until signing."""
    if case.listed_until is None:
        raise Refused("objection.not_listed", case_id=str(case.case_id))
    require(case, *LISTABLE)
    if today > case.listed_until and not is_letter:
        raise Refused("objection.list_closed", closes_on=case.listed_until.isoformat())


def check_not_ones_own(objection: Objection, person_id: UUID) -> None:
    """Whoever objected neither looks into it nor answers it."""
    if objection.raised_by == person_id:
        raise Refused("objection.own", objection_id=str(objection.objection_id))


def check_verify(case: Case, objection: Objection) -> None:
    require(case, *LISTABLE)
    if objection.state is not ObjectionState.OPEN:
        raise Refused("objection.state", state=objection.state.value)


def check_answer_objection(objection: Objection) -> None:
    if objection.state is ObjectionState.ANSWERED:
        raise Refused("objection.state", state=objection.state.value)


def verify(case: Case, objection: Objection, what: str) -> tuple[Case, Objection]:
    """Look into it: the case is held until the answer (NĐ 152/2025 Điều 4.4)."""
    check_verify(case, objection)
    if not what.strip():
        raise Refused("objection.needs_reason", field="reason")
    held = replace(case, objection_hold=what, version=case.version + 1)
    return held, replace(objection, state=ObjectionState.VERIFYING, verification=what)


def answer_objection(
    case: Case, objection: Objection, answer: str, by_name: str, at: datetime, still_verified: str | None
) -> tuple[Case, Objection]:
    """Answer with a reason; the hold ends unless another objection is still looked into.

    Args:
        still_verified: what is being verified about another objection to the same case, if so.
    """
    check_answer_objection(objection)
    if not answer.strip():
        raise Refused("objection.needs_reason", field="answer")
    answered = replace(
        objection, state=ObjectionState.ANSWERED, answer=answer, answered_at=at, answered_by_name=by_name
    )
    return replace(case, objection_hold=still_verified, version=case.version + 1), answered


def as_it_stood(objection: Objection, at: datetime) -> Objection:
    """Minutes do not show an answer that was given after they were written."""
    if objection.answered_at is None or objection.answered_at <= at:
        return objection
    state = ObjectionState.OPEN if objection.verification is None else ObjectionState.VERIFYING
    return replace(objection, state=state, answer=None, answered_at=None, answered_by_name=None)
