"""The verdicts of a case in the words of the API."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from contracts.nominations.api import verdicts as api
from contracts.words import VerdictDoubt, VerdictWord
from services.chassis.database import Transaction
from services.reviews.cases.domain import JUDGEABLE, Case
from services.reviews.cases.verdicts import domain as rules
from services.reviews.cases.verdicts import store
from services.reviews.cases.verdicts.commands.keeping import freshest
from services.reviews.cases.verdicts.domain import CaseVerdict

WITHOUT_RECORD = "Hồ sơ được tiếp nhận khi phần mềm chưa giữ kết quả xét; phải xét một lần trước khi ký, trình."


async def verdicts_of(tx: Transaction, case: Case) -> api.CaseVerdicts:
    """All that was kept, what is answered, what still stops a signature, and why it should be judged again."""
    verdicts = await store.verdicts_of(tx, case.office_id, case.case_id)
    answers = await store.answers_of(tx, case.office_id, [case.case_id])
    record = (await store.records_of(tx, case.office_id, [case.case_id])).get(case.case_id)
    fresh = freshest(verdicts, case.revision)
    lacks_record = record is None and case.stage in JUDGEABLE
    answered = {(each.record_digest, each.verdict_digest) for each in answers}
    return api.CaseVerdicts(
        items=[shown(verdict, case) for verdict in verdicts],
        answers=[api.DifferenceAnswer.model_validate(asdict(each)) for each in answers],
        open_difference=_open(record, fresh, answered) if record and fresh else None,
        judge_again=WITHOUT_RECORD if lacks_record else await store.judge_again(tx, case.office_id, case.case_id),
    )


async def questions_of(tx: Transaction, cases: Sequence[Case]) -> dict[UUID, VerdictDoubt]:
    """What stands between undecided cases of one office and their signature, as far as was judged."""
    undecided = [case.case_id for case in cases if case.stage in JUDGEABLE]
    if not undecided:
        return {}
    office_id = cases[0].office_id
    records = await store.records_of(tx, office_id, undecided)
    answered = await store.answered_pairs(tx, office_id, undecided)
    marked = await store.marked_since(tx, office_id, undecided)
    without = [case_id for case_id in undecided if case_id not in records]
    doubts: dict[UUID, VerdictDoubt] = dict.fromkeys([*marked, *without], VerdictDoubt.JUDGE_AGAIN)
    for case_id, fresh in (await store.freshest_of(tx, office_id, undecided)).items():
        if case_id in records and rules.stop(records[case_id], fresh, answered[case_id]) is not None:
            doubts[case_id] = VerdictDoubt.DIFFERS
    return doubts


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
            "may_be_answered": fresh.overall is not VerdictWord.HELD,
        }
    )


def shown(verdict: CaseVerdict, case: Case) -> api.JudgedVerdict:
    return api.JudgedVerdict.model_validate({**asdict(verdict), "nomination_id": case.nomination_id})
