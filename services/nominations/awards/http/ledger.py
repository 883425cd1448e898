"""The award ledger over HTTP."""

import asyncio
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.fields import YearNumber
from contracts.nominations.api import awards as api
from contracts.words import AnnulmentGround
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.nominations.awards import answers, commands, store
from services.nominations.awards.commands import JudgeNominations
from services.nominations.awards.commands.settling import ToSign, expected_of
from services.nominations.awards.domain import Annulment
from services.nominations.law import store as law_store
from services.nominations.register.workbook import write_workbook
from services.nominations.register.workbook.rows import register_of
from services.office.access import Action, Actor, authorise

LISTS = APIRouter()


class ExcelResponse(Response):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(judge_nominations: JudgeNominations) -> APIRouter:
    """The ledger's routes; how open nominations are judged is handed in by app.py."""
    router = APIRouter(prefix="/v1", tags=["ledger"], responses=PROBLEMS)
    router.include_router(LISTS)
    _add_annulment(router, judge_nominations)
    return router


@LISTS.get("/awards")
async def awards(runtime: RuntimeDep, actor: ActorDep, wanted: Annotated[api.AwardSearch, Query()]) -> api.AwardList:
    """The newest period first. ``person`` is any nominee's id; ``q`` searches names, units and decision numbers."""
    authorise(actor, Action.READ_LEDGER)
    search = store.Search(
        nominee_id=wanted.person,
        unit_id=wanted.unit,
        year=wanted.year,
        award_code=wanted.award,
        text=wanted.q,
        with_annulled=wanted.annulled,
        limit=wanted.limit,
        offset=wanted.offset,
    )
    async with runtime.database.transaction() as tx:
        found, total = await store.search(tx, actor.office_id, search)
    return api.AwardList(items=[answers.award(entry) for entry in found], total=total)


@LISTS.get("/awards/export.xlsx", response_class=ExcelResponse)
async def export(runtime: RuntimeDep, actor: ActorDep, year: YearNumber | None = None) -> ExcelResponse:
    """Awards that stand as a workbook; importing it again changes nothing."""
    authorise(actor, Action.READ_LEDGER)
    async with runtime.database.transaction() as tx:
        rows = await store.export(tx, actor.office_id, year)
        listed = await law_store.known_awards(tx, actor.office_id)
    content = await asyncio.to_thread(write_workbook, register_of((), (), (), rows), listed)
    return ExcelResponse(content, headers={"Content-Disposition": 'attachment; filename="thidua-so-khen-thuong.xlsx"'})


@LISTS.post("/awards/expected-money")
async def expected_money(body: api.ExpectedMoney, runtime: RuntimeDep, actor: ActorDep) -> api.MoneyExpected:
    """What the ledger will record for awards about to be signed; nothing is kept, so no idempotency key is needed."""
    authorise(actor, Action.READ_LEDGER)
    asked = [
        ToSign(
            nomination_id=each.nomination_id,
            award_code=each.award,
            kind=each.kind.value,
            nominee_kind=each.nominee_kind.value,
            nominee_id=each.nominee_id,
            period_year=each.period_year,
            is_chosen=each.is_chosen,
        )
        for each in body.awards
    ]
    async with runtime.database.transaction() as tx:
        rulebook = await law_store.current(tx, actor.office_id)
        shares = await expected_of(tx, actor.office_id, rulebook, asked, body.decided_on)
    return answers.money_expected(asked, shares)


@LISTS.get("/awards/{award_id}")
async def award(award_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.AwardDetail:
    """One entry, with its annulment where there is one."""
    authorise(actor, Action.READ_LEDGER)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        return await _detail(tx, actor, award_id, today)


async def _detail(tx: Transaction, actor: Actor, award_id: UUID, today: date) -> api.AwardDetail:
    entry = await store.get(tx, actor.office_id, award_id)
    return answers.detail(entry, await store.annulment(tx, actor.office_id, award_id), today)


def _add_annulment(router: APIRouter, judge_nominations: JudgeNominations) -> None:
    @router.post("/awards/{award_id}/annulment/preview")
    async def preview(
        award_id: UUID, body: api.Annulment, runtime: RuntimeDep, acting: ActingDep
    ) -> api.AnnulmentPreview:
        """What would change: chains, later awards that rested on it, verdicts of open nominations, money, statistics."""
        authorise(acting.by, Action.KEEP_LEDGER)
        async with runtime.database.transaction() as tx:
            annulled = await commands.preview(tx, award_id, body.version, _annulment(body), judge_nominations, acting)
        return answers.preview(annulled)

    @router.post("/awards/{award_id}/annulment", response_model=api.Award)
    async def annul(
        award_id: UUID, body: api.Annulment, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Hủy bỏ: the entry stays, marked, and counts no more; what that changed is kept with it."""
        authorise(acting.by, Action.KEEP_LEDGER)

        async def do(tx: Transaction) -> api.Award:
            annulled = await commands.annul(tx, award_id, body.version, _annulment(body), judge_nominations, acting)
            return answers.award(annulled.award)

        return await change(runtime, acting.by, idempotency_key, ["annul", award_id, body], do)

    @router.post("/awards/{award_id}/return", response_model=api.AwardDetail)
    async def give_back(
        award_id: UUID, body: api.AwardReturn, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Object and money of an annulled award came back."""
        authorise(acting.by, Action.KEEP_LEDGER)

        async def do(tx: Transaction) -> api.AwardDetail:
            await commands.give_back(tx, award_id, body.returned_on, body.money_vnd, body.note, acting)
            return await _detail(tx, acting.by, award_id, acting.today)

        return await change(runtime, acting.by, idempotency_key, ["give_back", award_id, body], do)


def _annulment(body: api.Annulment) -> Annulment:
    return Annulment(
        ground=AnnulmentGround(body.ground),
        reason=body.reason,
        decision_number=body.decision_number,
        annulled_on=body.annulled_on,
        authority=body.authority or "",
        received_on=body.received_on,
    )
