"""Keeping verdicts with cases, answering for differences, and what a signature asks of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.nominations.api.verdicts import JudgedVerdict
from contracts.words import VerdictMoment, VerdictWord
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.cases import store as cases_store
from services.reviews.cases.commands.own_cases import check_may_act
from services.reviews.cases.domain import Case
from services.reviews.cases.verdicts import domain as rules
from services.reviews.cases.verdicts import store
from services.reviews.cases.verdicts.domain import CaseVerdict, Difference

Judged = Mapping[UUID, JudgedVerdict]
"""Verdicts by case, asked of nominations before the transaction."""


def kept_with(case: Case, judged: JudgedVerdict) -> CaseVerdict:
    """The verdict as the case keeps it: words, never facts."""
    return CaseVerdict(
        verdict_id=judged.verdict_id,
        case_id=case.case_id,
        revision=case.revision,
        moment=VerdictMoment(judged.moment.value),
        law_day=judged.law_day,
        judged_at=judged.judged_at,
        rulebook_version=judged.rulebook_version,
        overall=VerdictWord(judged.overall.value),
        digest=judged.digest,
        summary=judged.summary.model_dump(mode="json"),
        criteria=tuple(each.model_dump(mode="json") for each in judged.criteria),
        compared_with=judged.compared_with,
        differences=tuple(Difference(**each.model_dump(mode="json")) for each in judged.differences),
    )


async def keep(tx: Transaction, cases: Sequence[Case], judged: Judged) -> list[CaseVerdict]:
    """Keep a fresh verdict with each case; refuses (``stale``) a case for which none was asked, because it had moved on."""
    for case in cases:
        if case.case_id not in judged or judged[case.case_id].revision != case.revision:
            raise Refused("stale", field="version", current=case.version, case_id=str(case.case_id))
    verdicts = [kept_with(case, judged[case.case_id]) for case in cases]
    if verdicts:
        await store.keep(tx, cases[0].office_id, verdicts)
    for case in cases:
        if (wrote := judged[case.case_id].went_on) is not None:
            await store.keep_reason(tx, case, rules.Reason(**wrote.model_dump()))
    return verdicts


async def check_signing(tx: Transaction, cases: Sequence[Case], judged: Judged) -> None:
    """Stop a signature on fresh verdicts that nobody has answered for, see `domain.check_settled`."""
    if not cases:
        return
    office_id, ids = cases[0].office_id, [case.case_id for case in cases]
    records = await store.records_of(tx, office_id, ids)
    answered = await store.answered_pairs(tx, office_id, ids)
    signables = []
    for case in cases:
        if case.case_id not in judged:
            raise Refused("stale", field="version", current=case.version, case_id=str(case.case_id))
        signables.append(
            rules.Signable(
                case_id=case.case_id,
                nominee=case.nominee.name,
                award=case.award.name,
                record=records.get(case.case_id),
                fresh=kept_with(case, judged[case.case_id]),
                answered=answered[case.case_id],
            )
        )
    rules.check_settled(signables)


async def answer(
    tx: Transaction, case_id: UUID, record_id: UUID, verdict_id: UUID, reason: str, acting: Acting
) -> Case:
    """A person answers for the difference between the verdict of record and the freshest, with a reason.

    Refuses one's own case, a pair that is not the present one, one that needs no answer, and a held verdict.
    """
    case = await cases_store.lock_case(tx, acting.by.office_id, case_id)
    await check_may_act(tx, [case], acting.by)
    record = (await store.records_of(tx, acting.by.office_id, [case_id])).get(case_id)
    fresh = freshest(await store.verdicts_of(tx, acting.by.office_id, case_id), case.revision)
    record_digest, verdict_digest = rules.check_answerable(record, fresh, (record_id, verdict_id))
    given = store.GivenAnswer(
        case_id=case_id,
        record_digest=record_digest,
        verdict_digest=verdict_digest,
        record_id=record_id,
        verdict_id=verdict_id,
        reason=reason,
        answered_at=acting.at,
        answered_by=acting.by.person_id,
        answered_by_name=acting.by.name,
    )
    if await store.keep_answer(tx, acting.by.office_id, given):
        detail = {"reason": reason, "record_id": record_id, "verdict_id": verdict_id}
        await cases_store.add_step(
            tx, case, acting.at, "difference_answered", acting.by.person_id, acting.by.name, detail
        )
        await audit(tx, acting.by, "case.difference_answered", "case", case_id, at=acting.at, **detail)
    return case


def freshest(verdicts: Sequence[CaseVerdict], revision: int) -> CaseVerdict | None:
    """The last verdict asked after receipt, of the present revision."""
    later = [each for each in verdicts if each.moment is not VerdictMoment.RECEIPT and each.revision == revision]
    return later[-1] if later else None


async def note_judged(tx: Transaction, cases: Sequence[Case], judged: Judged, acting: Acting) -> None:
    """Who had them judged again, in the audit trail."""
    for case in cases:
        verdict = judged[case.case_id]
        await audit(
            tx,
            acting.by,
            "case.judged",
            "case",
            case.case_id,
            at=acting.at,
            verdict_id=verdict.verdict_id,
            moment=verdict.moment,
            overall=verdict.overall,
        )
