"""Use cases of one case: receive, appraise, return, withdraw, record the answer from above, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.reviews.api.cases import RecordAnswer, ReturnCase
from contracts.reviews.events import (
    CaseReceived,
    NominationReturned,
    ResultPublished,
    UpperAuthorityAnswered,
    WithdrawalAccepted,
    WithdrawalRefused,
)
from contracts.words import AwardGround, GoingOn, VerdictWord
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.cases import domain, store
from services.reviews.cases.commands.own_cases import check_may_act, rulebook_of
from services.reviews.cases.commands.wording import award_of, nominee_of
from services.reviews.cases.domain import Answer, Case
from services.reviews.cases.inquiries import store as inquiries
from services.reviews.cases.verdicts import domain as rules
from services.reviews.cases.verdicts import store as verdicts
from services.reviews.copies import store as copies
from services.reviews.copies.domain import CheckItem


async def receive(tx: Transaction, case_id: UUID, version: int, received_on: date, reason: str, acting: Acting) -> Case:
    """Take the dossier in on a paper's day; the rulebook version stays the one the nomination names."""
    case = domain.receive(await lock(tx, case_id, version, acting), received_on, acting.today, reason)
    await save(tx, case, "received", acting, received_on=received_on, reason=reason)
    event = CaseReceived(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        revision=case.revision,
        received_on=received_on,
        received_by=acting.by.person_id,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def checklist_of(tx: Transaction, case: Case, today: date) -> Sequence[CheckItem] | None:
    """The checklist by the rulebook the case names and the law of its receipt; None while that rulebook has not arrived."""
    rulebook = await copies.find_rulebook(tx, case.office_id, case.rulebook_version)
    return rulebook.checklist(case.award.code, case.received_on or today) if rulebook else None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """ "Đủ điều kiện": the checklist answered, a note, and why where the verdict does not say MET."""

    answers: Mapping[str, Answer]
    note: str = ""
    reason: str = ""


async def appraise(tx: Transaction, case_id: UUID, version: int, said: Conclusion, acting: Acting) -> Case:
    """Conclude "eligible"; what the checklist refuses goes back to the unit instead.

    Refuses a case that is held or refused by a sure rule, and one whose freshest verdict is not MET without a reason. The
    reason answers for just this verdict at the signature too.
    """
    case = await lock(tx, case_id, version, acting)
    answers, note = said.answers, said.note
    checklist = await checklist_of(tx, case, acting.today)
    domain.check_appraise(case, has_checklist=checklist is not None)
    domain.check_none_required(await inquiries.of_case(tx, case.office_id, case.case_id))
    reason = await _reason_to_go_on(tx, case, said.reason, acting)
    case = domain.appraise(case, acting.by.person_id, checklist or (), answers)
    marks = [{"code": code, "answer": given.answer.value, "note": given.note} for code, given in answers.items()]
    await store.keep_appraisal(tx, case, marks, note, acting.at, acting.by.person_id, acting.by.name)
    await save(tx, case, "appraised", acting, note=note, reason=reason)
    return case


async def _reason_to_go_on(tx: Transaction, case: Case, reason: str, acting: Acting) -> str:
    """The reason as it was kept, empty where none was needed."""
    record = (await verdicts.records_of(tx, case.office_id, [case.case_id])).get(case.case_id)
    fresh = (await verdicts.freshest_of(tx, case.office_id, [case.case_id])).get(case.case_id) or record
    rules.check_may_conclude(fresh)
    submitted = await store.load_dossier(tx, case.office_id, case.case_id)
    overall = fresh.overall if fresh is not None else VerdictWord(str(submitted.verdict["overall"]))
    rules.check_reason(overall, reason)
    if overall is VerdictWord.MET:
        return ""
    by = acting.by
    await verdicts.keep_reason(tx, case, rules.Reason(GoingOn.APPRAISAL, overall, reason.strip(), acting.at, by.name))
    if record is not None and fresh is not None and rules.needs_answer(record, fresh, ()):
        given = verdicts.GivenAnswer(
            case_id=case.case_id,
            record_digest=record.digest,
            verdict_digest=fresh.digest,
            record_id=record.verdict_id,
            verdict_id=fresh.verdict_id,
            reason=reason.strip(),
            answered_at=acting.at,
            answered_by=by.person_id,
            answered_by_name=by.name,
        )
        await verdicts.keep_answer(tx, case.office_id, given)
    return reason.strip()


async def return_(tx: Transaction, case_id: UUID, asked: ReturnCase, acting: Acting) -> Case:
    """Each missing item with its legal ground: the one given, else the checklist's, else the rule on returning itself."""
    before = await lock(tx, case_id, asked.version, acting)
    missing, note, complete_by = asked.missing, asked.note, asked.complete_by
    case = domain.return_(before, missing, acting.today, complete_by)
    named = await _grounds(tx, before, missing, asked.grounds, acting.today)
    await store.keep_return(tx, case, store.Return(missing, named, note, acting.today, complete_by))
    await save(tx, case, "returned", acting, missing=missing, grounds=named, note=note, complete_by=complete_by)
    event = NominationReturned(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        revision=case.revision,
        missing=tuple(missing),
        grounds=tuple(named),
        note=note,
        returned_on=acting.today,
        complete_by=complete_by,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def _grounds(tx: Transaction, case: Case, missing: Sequence[str], given: Sequence[str], today: date) -> list[str]:
    if given and len(given) != len(missing):
        raise Refused("return.ground_for_each", field="grounds", missing=len(missing), grounds=len(given))
    rulebook = await rulebook_of(tx, case)
    day = case.received_on or today
    known = {item.when_missing: item.source for item in rulebook.checklist(case.award.code, day)}
    rule = rulebook.limit(domain.RETURNING, case.award.code, day)
    general = rule.source if rule else ""
    named = given or [""] * len(missing)
    return [ground or known.get(item, general) for item, ground in zip(missing, named, strict=True)]


async def accept_withdrawal(tx: Transaction, case_id: UUID, version: int, acting: Acting) -> Case:
    case = domain.accept_withdrawal(await lock(tx, case_id, version, acting))
    await save(tx, case, "withdrawn", acting)
    event = WithdrawalAccepted(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        accepted_at=acting.at,
        accepted_by=acting.by.person_id,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def refuse_withdrawal(tx: Transaction, case_id: UUID, version: int, reason: str, acting: Acting) -> Case:
    """The case goes on; the unit reads why."""
    case = domain.refuse_withdrawal(await lock(tx, case_id, version, acting), reason)
    await save(tx, case, "withdrawal_refused", acting, reason=reason)
    event = WithdrawalRefused(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        reason=reason,
        refused_at=acting.at,
        refused_by=acting.by.person_id,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def record_answer(tx: Transaction, case_id: UUID, answered: RecordAnswer, acting: Acting) -> Case:
    """What the authority answered to whom the case went up."""
    case = await lock(tx, case_id, answered.version, acting)
    number, answered_on = answered.decision_number, answered.answered_on
    case = domain.answer(case, answered.granted, number, answered.reason, answered_on, acting.today)
    letter = await store.paper_of(tx, case)
    assert letter is not None and letter.authority is not None, "a case is sent up by a letter to an authority"
    if answered_on < letter.dated:
        raise Refused("answer.before_letter", field="answered_on", sent_on=letter.dated.isoformat())
    await store.keep_outcome(tx, case, answered_on, answered.reason, number)
    await save(tx, case, case.stage.value, acting, answered_on=answered_on, decision_number=number)
    event = UpperAuthorityAnswered(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        award=award_of(case),
        ground=AwardGround(case.ground),
        nominee=nominee_of(case),
        period_year=case.period_year,
        granted=answered.granted,
        authority=letter.authority,
        decision_number=number,
        answered_on=answered_on,
        reason=answered.reason,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def publish_result(tx: Transaction, case_id: UUID, version: int, acting: Acting) -> Case:
    """Make the outcome known inside the office."""
    case = domain.publish(await lock(tx, case_id, version, acting), acting.today)
    await save(tx, case, "result_published", acting)
    event = ResultPublished(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        outcome=case.stage.value,
        published_on=acting.today,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def lock_all(tx: Transaction, wanted: Mapping[UUID, int], acting: Acting) -> list[Case]:
    """Several cases of one paper, each at the version read, none of them the actor's own."""
    cases = await store.lock_cases(tx, acting.by.office_id, list(wanted))
    await check_may_act(tx, cases, acting.by)
    for case in cases:
        domain.check_version(case, wanted[case.case_id])
    return cases


async def lock(tx: Transaction, case_id: UUID, version: int, acting: Acting) -> Case:
    return (await lock_all(tx, {case_id: version}, acting))[0]


async def save(tx: Transaction, case: Case, step: str, acting: Acting, **detail: object) -> None:
    await store.save_case(tx, case)
    facts = {name: value for name, value in detail.items() if value not in (None, "")}
    await store.add_step(tx, case, acting.at, step, acting.by.person_id, acting.by.name, facts)
    await audit(tx, acting.by, f"case.{step}", "case", case.case_id, at=acting.at, **facts)
