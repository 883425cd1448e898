"""Routes of a case's verdicts: judged again on demand, and a person's answer to a difference."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.nominations.api.verdicts import AnswerDifference, CaseVerdicts
from contracts.reviews.api.cases import CaseState
from contracts.words import CaseAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.cases import store as cases_store
from services.reviews.cases.answers import cases as cases_reading
from services.reviews.cases.http.dependencies import JudgeDep
from services.reviews.cases.verdicts import answers as reading
from services.reviews.cases.verdicts.commands import asking
from services.reviews.cases.verdicts.commands import keeping as commands

router = APIRouter(prefix="/v1", tags=["verdicts"], responses=PROBLEMS)


@router.post("/cases/{case_id}/verdicts", openapi_extra={"x-act": CaseAct.JUDGE_AGAIN})
async def judge_now(case_id: UUID, runtime: RuntimeDep, acting: ActingDep, judge: JudgeDep) -> CaseVerdicts:
    """Judge a received case now and keep the verdict: before the vote, or to see what a decision that fell has changed.

    Needs no idempotency key: asked again, it is judged again.
    """
    authorise(acting.by, Action.APPRAISE)
    judged = await asking.judged_now(runtime, judge, acting, case_id)
    async with runtime.database.transaction() as tx:
        case = await cases_store.lock_case(tx, acting.by.office_id, case_id)
        await commands.keep(tx, [case], judged)
        await commands.note_judged(tx, [case], judged, acting)
        return await reading.verdicts_of(tx, case)


@router.post(
    "/cases/{case_id}/verdict-answers", response_model=CaseState, openapi_extra={"x-act": CaseAct.ANSWER_DIFFERENCE}
)
async def answer_difference(
    case_id: UUID, body: AnswerDifference, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A person answers, with a reason, for the difference between the verdict of record and the freshest."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.answer(tx, case_id, body.record_id, body.verdict_id, body.reason, acting)
        return cases_reading.state(case)

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"answer difference {case_id}", "asked": body}, do
    )
