"""The verdicts of a case in the words of the API."""

from dataclasses import asdict

from contracts.api import verdicts as api
from services.chassis.database import Transaction
from services.reviews.cases.domain import Case
from services.reviews.cases.verdicts import rules, store
from services.reviews.cases.verdicts.commands import freshest
from services.reviews.cases.verdicts.rules import CaseVerdict, Word


async def verdicts_of(tx: Transaction, case: Case) -> api.CaseVerdicts:
    """All that was kept, what is answered, what still stops a signature, and why it should be judged again."""
    kept = await store.verdicts_of(tx, case.office_id, case.case_id)
    answers = await store.answers_of(tx, case.office_id, [case.case_id])
    record = (await store.records_of(tx, case.office_id, [case.case_id])).get(case.case_id)
    fresh = freshest(kept, case.revision)
    answered = {(each.record_digest, each.verdict_digest) for each in answers}
    return api.CaseVerdicts(
        items=[shown(verdict, case) for verdict in kept],
        answers=[api.DifferenceAnswer.model_validate(asdict(each)) for each in answers],
        open_difference=_open(record, fresh, answered) if record and fresh else None,
        judge_again=await store.judge_again(tx, case.office_id, case.case_id),
    )


def _open(record: CaseVerdict, fresh: CaseVerdict, answered: set[rules.Pair]) -> api.OpenDifference | None:
    if rules.stop(record, fresh, answered) is None:
        return None
    return api.OpenDifference.model_validate(
        {
            "record_id": record.verdict_id,
            "verdict_id": fresh.verdict_id,
            "before": record.overall.value,
            "now": fresh.overall.value,
            "differences": [asdict(each) for each in fresh.differences],
            "may_be_answered": fresh.overall is not Word.HELD,
        }
    )


def shown(verdict: CaseVerdict, case: Case) -> api.JudgedVerdict:
    return api.JudgedVerdict.model_validate({**asdict(verdict), "nomination_id": case.nomination_id})
