"""Routes of signed papers: decisions, letters upward, and the next free number."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import YearNumber
from contracts.reviews.api.cases import NextNumber, Paper, PaperSigned, SendUpward, SignDecision
from contracts.words import CaseAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.office.papers import PaperKind
from services.reviews.cases import store
from services.reviews.cases.answers import cases as reading
from services.reviews.cases.commands import signing
from services.reviews.cases.http.dependencies import JudgeDep
from services.reviews.cases.verdicts.commands import asking
from services.reviews.cases.verdicts.commands import keeping as verdicts

router = APIRouter(prefix="/v1", tags=["papers"], responses=PROBLEMS)


class Signable(StrEnum):
    """Papers the Chief signs here."""

    DECISION = "decision"
    PROPOSAL = "proposal"


_KINDS = {Signable.DECISION: PaperKind.DECISION, Signable.PROPOSAL: PaperKind.SUBMISSION_LETTER}


@router.post("/decisions", response_model=PaperSigned, openapi_extra={"x-act": CaseAct.SIGN})
async def sign_decision(
    body: SignDecision, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey, judge: JudgeDep
) -> dict[str, Any]:
    """One signed decision over one or many cases: all are decided, or none is."""
    authorise(acting.by, Action.SIGN)
    judged = await asking.before_signing(runtime, judge, acting, reading.versions(body.cases))

    async def do(tx: Transaction) -> PaperSigned:
        paper, cases = await signing.sign_decision(tx, reading.versions(body.cases), body, acting)
        await verdicts.check_signing(tx, cases, judged)
        return reading.signed(paper, cases)

    return await change(runtime, acting.by, idempotency_key, {"what": "sign decision", "asked": body}, do)


@router.post("/proposals", response_model=PaperSigned, openapi_extra={"x-act": CaseAct.PROPOSE_UPWARD})
async def send_upward(
    body: SendUpward, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey, judge: JudgeDep
) -> dict[str, Any]:
    """One letter upward over one or many cases."""
    authorise(acting.by, Action.SIGN)
    judged = await asking.before_signing(runtime, judge, acting, reading.versions(body.cases))

    async def do(tx: Transaction) -> PaperSigned:
        paper, cases = await signing.send_upward(tx, reading.versions(body.cases), body, acting)
        await verdicts.check_signing(tx, cases, judged)
        return reading.signed(paper, cases)

    return await change(runtime, acting.by, idempotency_key, {"what": "send upward", "asked": body}, do)


@router.get("/papers/next-number")
async def next_number(kind: Signable, year: YearNumber, runtime: RuntimeDep, actor: ActorDep) -> NextNumber:
    """A proposal; the number is taken only when the paper is signed."""
    authorise(actor, Action.READ_PAPERS)
    async with runtime.database.transaction() as tx:
        number = await store.next_number(tx, actor.office_id, _KINDS[kind].value, year)
    return NextNumber(kind=kind.value, year=year, number=number, deputises=signing.deputises(actor))


@router.get("/papers/{paper_id}")
async def show_paper(paper_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> Paper:
    """A signed paper with its cases, for printing."""
    authorise(actor, Action.READ_PAPERS)
    async with runtime.database.transaction() as tx:
        paper, case_ids = await store.load_paper(tx, actor.office_id, paper_id)
        return await reading.printed(tx, actor, paper, await store.load_cases(tx, actor.office_id, case_ids))
