"""Use cases of the public list: publish it, object, look into an objection, answer it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.reviews.events import CandidatesPublished
from contracts.words import ObjectionId, ObjectionState
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.refusal import NotFound, Refused
from services.reviews.cases import domain
from services.reviews.cases import store as cases
from services.reviews.cases.commands.life import lock_all, save
from services.reviews.cases.commands.own_cases import check_may_act, rulebook_of
from services.reviews.cases.domain import Case, Objection
from services.reviews.cases.objections import store

WITHOUT_A_NAME = "GOP_Y_KHONG_TEN"
NOBODY = UUID(int=0)


async def publish_candidates(
    tx: Transaction, wanted: Mapping[UUID, int], closes_on: date | None, acting: Acting
) -> list[Case]:
    """Put cases on the public list; ``wanted`` gives the version read of each.

    Without ``closes_on`` the list stands open as long as the rulebook asks for the case that asks for most; where it asks for
    none, somebody has to say until when: a list that closes the same evening is none.
    """
    listed = await lock_all(tx, wanted, acting)
    least = {}
    for case in listed:
        least[case.case_id] = domain.list_closes_at_the_earliest(case, await rulebook_of(tx, case), acting.today)
    until = closes_on or max(least.values())
    if closes_on is None and until <= acting.today:
        raise Refused("candidates.day_needed", field="closes_on")
    published = [domain.list_as_candidate(case, acting.today, until, least[case.case_id]) for case in listed]
    for case in published:
        await save(tx, case, "candidate_published", acting, closes_on=until)
    events = [
        CandidatesPublished(
            office_id=case.office_id,
            nomination_id=case.nomination_id,
            case_id=case.case_id,
            published_on=acting.today,
            closes_on=until,
        )
        for case in published
    ]
    await acting.outbox.record_all(tx, events, at=acting.at)
    return published


async def object_(
    tx: Transaction, case_id: UUID, text: str, acting: Acting, letter_from: str | None = None
) -> tuple[Case, Objection]:
    """An objection by whoever is signed in; or a letter that a clerk records.

    Args:
        letter_from: who signed the letter; empty where it bears no name, None where there is no letter.
    """
    case = await cases.lock_case(tx, acting.by.office_id, case_id)
    domain.check_not_own(case, acting.by.person_id)
    domain.check_may_object(case, acting.today, is_letter=letter_from is not None)
    if letter_from == "":
        rulebook = await rulebook_of(tx, case)
        if not rulebook.policy(WITHOUT_A_NAME, case.award.code, case.ground, acting.today).is_on:
            raise Refused("objection.without_a_name", field="letter_from")
    is_letter = letter_from is not None
    objection = Objection(
        objection_id=ObjectionId(new_id()),
        case_id=case.case_id,
        state=ObjectionState.OPEN,
        text=text,
        raised_at=acting.at,
        raised_by=None if is_letter else acting.by.person_id,
        raised_by_name=acting.by.name if letter_from is None else letter_from,
    )
    await store.add(tx, acting.by.office_id, objection)
    touched = domain.touched(case)
    await cases.save_case(tx, touched)
    # The timeline is read by everybody who may read the case; who objected is not for them.
    await cases.add_step(tx, touched, acting.at, "objection_received", None, "", {})
    # Nor is it for whoever reads the audit: the objection itself keeps who raised it.
    told_by = acting.by if is_letter else replace(acting.by, person_id=NOBODY, name="")
    await audit(tx, told_by, "case.objection_received", "case", case.case_id, at=acting.at)
    return touched, objection


async def verify(tx: Transaction, objection_id: UUID, what: str, acting: Acting) -> tuple[Case, Objection]:
    """Look into it; the case is held meanwhile."""
    case, objection, _ = await _lock(tx, objection_id, acting)
    case, verified = domain.verify(case, objection, what)
    await store.save(tx, acting.by.office_id, verified, None)
    await save(tx, case, "objection_verified", acting, what=what)
    return case, verified


async def answer(tx: Transaction, objection_id: UUID, text: str, acting: Acting) -> tuple[Case, Objection]:
    """Answer with a reason; whoever objected reads it."""
    case, objection, others = await _lock(tx, objection_id, acting)
    still = next((each.verification for each in others if each.state is ObjectionState.VERIFYING), None)
    case, answered = domain.answer_objection(case, objection, text, acting.by.name, acting.at, still)
    await store.save(tx, acting.by.office_id, answered, acting.by.person_id)
    await save(tx, case, "objection_answered", acting, answer=text)
    return case, answered


async def _lock(tx: Transaction, objection_id: UUID, acting: Acting) -> tuple[Case, Objection, list[Objection]]:
    """The objection with its case locked, and the other objections to it."""
    case = await cases.lock_case(tx, acting.by.office_id, await store.case_of(tx, acting.by.office_id, objection_id))
    await check_may_act(tx, [case], acting.by)
    objections = await store.of_case(tx, acting.by.office_id, case.case_id)
    for objection in objections:
        if objection.objection_id == objection_id:
            domain.check_not_ones_own(objection, acting.by.person_id)
            return case, objection, [each for each in objections if each is not objection]
    raise NotFound("objection", objection_id)
