"""Routes of cases: lists and details, and every change from receipt to publication."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from contracts.fields import Code, Limit, SearchText
from contracts.reviews.api.cases import (
    AppraiseCase,
    CaseDetail,
    CasePage,
    CaseState,
    ChangeCase,
    DeclineCase,
    HandOver,
    ReceiveCase,
    ReceivedCase,
    RecordAnswer,
    RefuseWithdrawal,
    ReturnCase,
)
from contracts.words import CaseAct, CaseStage, ChecklistMark, VerdictWord
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reviews.cases import store
from services.reviews.cases.answers import cases as reading
from services.reviews.cases.answers.acts import waits_for
from services.reviews.cases.commands import life as commands
from services.reviews.cases.commands import signing
from services.reviews.cases.domain import Answer
from services.reviews.cases.http.dependencies import DossiersDep, JudgeDep
from services.reviews.cases.verdicts.commands import asking
from services.reviews.cases.verdicts.commands import keeping as verdicts

router = APIRouter(prefix="/v1", tags=["cases"], responses=PROBLEMS)


def _filter(
    stage: CaseStage | None = None,
    waiting_for: Annotated[CaseAct | None, Query(description="Only cases of the stage that waits for this act")] = None,
    award: Code | None = None,
    unit_id: UUID | None = None,
    overall: Annotated[
        VerdictWord | None, Query(description="Word of the freshest verdict; held while it stands still")
    ] = None,
    q: Annotated[SearchText, Query(description="Part of the nominee's name, with or without dấu")] = "",
) -> store.Filter:
    wanted = stage if waiting_for is None else waits_for(waiting_for)
    return store.Filter(wanted.value if wanted else None, award, unit_id, q, overall.value if overall else None)


@router.get("/cases")
async def list_cases(
    runtime: RuntimeDep,
    actor: ActorDep,
    wanted: Annotated[store.Filter, Depends(_filter)],
    after: Annotated[UUID | None, Query(description="`next` of the page before")] = None,
    limit: Limit = 50,
) -> CasePage:
    """Cases the reader may see, oldest first, with counts per stage and the work in each."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        reader = await reading.reader(tx, actor)
        cases = await store.list_cases(tx, actor.office_id, reader, wanted, after, limit + 1)
        counts = await store.count_cases(tx, actor.office_id, reader, wanted)
        page = cases[:limit]
        items = await reading.lines(tx, actor, page, runtime.clock.today())
    return CasePage(
        items=items,
        next=page[-1].case_id if len(cases) > limit else None,
        counts=reading.stage_counts(counts),
        stages=reading.stages(counts, actor),
        opens_at=reading.opens_at(counts),
    )


@router.get("/cases/{case_id}")
async def show_case(case_id: UUID, runtime: RuntimeDep, actor: ActorDep, dossiers: DossiersDep) -> CaseDetail:
    """A case in full, with the dossier where nominations can be asked for it."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        case = (await store.load_cases(tx, actor.office_id, [case_id]))[0]
        await reading.check_may_read(tx, actor, case)
        sha256 = (await store.load_dossier(tx, actor.office_id, case_id)).dossier_sha256
    dossier_state, dossier = await dossiers.read(runtime, actor.office_id, case.nomination_id, case.revision, sha256)
    async with runtime.database.transaction() as tx:
        case = (await store.load_cases(tx, actor.office_id, [case_id]))[0]
        return await reading.detail(tx, actor, case, runtime.clock.today(), dossier_state, dossier)


@router.post("/cases/{case_id}/receipt", response_model=ReceivedCase, openapi_extra={"x-act": CaseAct.RECEIVE})
async def receive(
    case_id: UUID,
    body: ReceiveCase,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
    judge: JudgeDep,
) -> dict[str, Any]:
    """Take the dossier in on its day, with the verdict of record by the law of that day."""
    authorise(acting.by, Action.APPRAISE)
    judged = await asking.before_receipt(runtime, judge, acting, case_id, body.version, body.received_on)

    async def do(tx: Transaction) -> ReceivedCase:
        case = await commands.receive(tx, case_id, body.version, body.received_on, body.reason, acting)
        (record,) = await verdicts.keep(tx, [case], judged)
        return ReceivedCase(
            **reading.state(case).model_dump(),
            overall=VerdictWord(record.overall.value),
            differs=bool(record.differences),
        )

    return await change(runtime, acting.by, idempotency_key, {"what": f"receive {case_id}", "asked": body}, do)


@router.post("/cases/{case_id}/appraisal", response_model=CaseState, openapi_extra={"x-act": CaseAct.APPRAISE})
async def appraise(
    case_id: UUID,
    body: AppraiseCase,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
    judge: JudgeDep,
) -> dict[str, Any]:
    """Conclude "eligible" on an answered checklist, by the verdict of this moment where something new came up."""
    authorise(acting.by, Action.APPRAISE)
    await asking.before_conclusion(runtime, judge, acting, case_id, body.version)
    answers = {each.code: Answer(ChecklistMark(each.answer.value), each.note) for each in body.answers}

    async def do(tx: Transaction) -> CaseState:
        said = commands.Conclusion(answers, body.note, body.reason)
        case = await commands.appraise(tx, case_id, body.version, said, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"appraise {case_id}", "asked": body}, do)


@router.post("/cases/{case_id}/return", response_model=CaseState, openapi_extra={"x-act": CaseAct.RETURN})
async def return_(
    case_id: UUID, body: ReturnCase, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Back to the unit for completion, each missing item named."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.return_(tx, case_id, body, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"return {case_id}", "asked": body}, do)


@router.post(
    "/cases/{case_id}/withdrawal", response_model=CaseState, openapi_extra={"x-act": CaseAct.ACCEPT_WITHDRAWAL}
)
async def accept_withdrawal(
    case_id: UUID, body: ChangeCase, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Accept the withdrawal the unit asked for; the case ends."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.accept_withdrawal(tx, case_id, body.version, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"withdraw {case_id}", "asked": body}, do)


@router.post(
    "/cases/{case_id}/withdrawal-refusal", response_model=CaseState, openapi_extra={"x-act": CaseAct.REFUSE_WITHDRAWAL}
)
async def refuse_withdrawal(
    case_id: UUID, body: RefuseWithdrawal, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Refuse the withdrawal the unit asked for, with a reason; the case goes on."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.refuse_withdrawal(tx, case_id, body.version, body.reason, acting)
        return reading.state(case)

    return await change(
        runtime, acting.by, idempotency_key, {"what": f"refuse withdrawal {case_id}", "asked": body}, do
    )


@router.post("/cases/{case_id}/handover", response_model=CaseState, openapi_extra={"x-act": CaseAct.HAND_OVER})
async def hand_over(
    case_id: UUID, body: HandOver, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The Chief leaves a case that concerns him to a deputy, who then signs for him (KT.)."""
    authorise(acting.by, Action.HAND_OVER)

    async def do(tx: Transaction) -> CaseState:
        case = await signing.hand_over(tx, case_id, body.version, body.reason, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"hand over {case_id}", "asked": body}, do)


@router.post("/cases/{case_id}/decline", response_model=CaseState, openapi_extra={"x-act": CaseAct.DECLINE})
async def decline(
    case_id: UUID, body: DeclineCase, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The Chief declines, with a reason."""
    authorise(acting.by, Action.SIGN)

    async def do(tx: Transaction) -> CaseState:
        case = await signing.decline(tx, case_id, body.version, body.reason, body.declined_on, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"decline {case_id}", "asked": body}, do)


@router.post("/cases/{case_id}/answer", response_model=CaseState, openapi_extra={"x-act": CaseAct.RECORD_ANSWER})
async def record_answer(
    case_id: UUID, body: RecordAnswer, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """What the upper authority answered."""
    authorise(acting.by, Action.ANSWER_UPWARD)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.record_answer(tx, case_id, body, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"answer {case_id}", "asked": body}, do)


@router.post("/cases/{case_id}/publication", response_model=CaseState, openapi_extra={"x-act": CaseAct.PUBLISH_RESULT})
async def publish_result(
    case_id: UUID, body: ChangeCase, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Make the outcome known inside the office."""
    authorise(acting.by, Action.APPRAISE)

    async def do(tx: Transaction) -> CaseState:
        case = await commands.publish_result(tx, case_id, body.version, acting)
        return reading.state(case)

    return await change(runtime, acting.by, idempotency_key, {"what": f"publish {case_id}", "asked": body}, do)
