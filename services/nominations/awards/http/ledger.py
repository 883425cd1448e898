"""The award ledger over HTTP."""

import asyncio
import json
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.fields import CodeText, Limit, Offset, SearchText, YearNumber
from contracts.nominations.api import awards as api
from contracts.words import AnnulmentGround
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.runtime import Runtime
from services.nominations.awards import store
from services.nominations.awards.commands import annulling
from services.nominations.awards.commands.annulling import JudgeNominations
from services.nominations.awards.domain import Annulment, Award
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
async def awards(
    runtime: RuntimeDep,
    actor: ActorDep,
    person: UUID | None = None,
    unit: UUID | None = None,
    year: YearNumber | None = None,
    award: CodeText | None = None,
    q: SearchText = "",
    annulled: bool = True,
    limit: Limit = 50,
    offset: Offset = 0,
) -> api.AwardList:
    """The newest period first. ``person`` is any nominee's id; ``q`` searches names, units and decision numbers."""
    authorise(actor, Action.READ_LEDGER)
    async with runtime.database.transaction() as tx:
        found, total = await store.search(
            tx,
            actor.office_id,
            nominee_id=person,
            unit_id=unit,
            year=year,
            award_code=award,
            text=q,
            with_annulled=annulled,
            limit=limit,
            offset=offset,
        )
    return api.AwardList(items=[_shown(entry) for entry in found], total=total)


@LISTS.get("/awards/export.xlsx", response_class=ExcelResponse)
async def export(runtime: RuntimeDep, actor: ActorDep, year: YearNumber | None = None) -> ExcelResponse:
    """Awards that stand as a workbook; importing it again changes nothing."""
    authorise(actor, Action.READ_LEDGER)
    async with runtime.database.transaction() as tx:
        rows = await store.export(tx, actor.office_id, year)
        awards = await law_store.known_awards(tx, actor.office_id)
    content = await asyncio.to_thread(write_workbook, register_of((), (), (), rows), awards)
    return ExcelResponse(content, headers={"Content-Disposition": 'attachment; filename="thidua-so-khen-thuong.xlsx"'})


@LISTS.get("/awards/{award_id}")
async def award(award_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.AwardDetail:
    """One entry, with its annulment where there is one."""
    authorise(actor, Action.READ_LEDGER)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        return await _detail(tx, actor, award_id, today)


async def _detail(tx: Transaction, actor: Actor, award_id: UUID, today: date) -> api.AwardDetail:
    entry = await store.get(tx, actor.office_id, award_id)
    kept = await store.annulment(tx, actor.office_id, award_id)
    record = None
    if kept is not None:
        late = kept["returned_on"] is None and kept["return_by"] < today
        shown = {**dict(kept), "effects": json.loads(kept["effects"]), "is_overdue": late}
        record = api.AnnulmentRecord.model_validate(shown)
    return api.AwardDetail(award=_shown(entry), annulment=record)


def _shown(entry: Award) -> api.Award:
    return api.Award.model_validate(asdict(entry))


def _add_annulment(router: APIRouter, judge_nominations: JudgeNominations) -> None:
    def desk(runtime: Runtime, actor: Actor) -> annulling.Desk:
        return annulling.Desk(actor, runtime.clock.now(), runtime.clock.today(), judge_nominations)

    @router.post("/awards/{award_id}/annulment/preview")
    async def preview(
        award_id: UUID, body: api.Annulment, runtime: RuntimeDep, actor: ActorDep
    ) -> api.AnnulmentPreview:
        """What would change: chains, later awards that rested on it, verdicts of open nominations, money, statistics."""
        authorise(actor, Action.KEEP_LEDGER)
        async with runtime.database.transaction() as tx:
            found = await annulling.preview(tx, award_id, body.version, _annulment(body), desk(runtime, actor))
        return api.AnnulmentPreview(
            award=_shown(found.award),
            authority=found.annulment.authority,
            return_by=found.return_by,
            effects=api.AnnulmentEffects.model_validate(asdict(found.consequences)),
        )

    @router.post("/awards/{award_id}/annulment", response_model=api.Award)
    async def annul(
        award_id: UUID, body: api.Annulment, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Hủy bỏ: the entry stays, marked, and counts no more; what that changed is kept with it."""
        authorise(actor, Action.KEEP_LEDGER)

        async def do(tx: Transaction) -> api.Award:
            annulled = await annulling.annul(
                tx, runtime.outbox, award_id, body.version, _annulment(body), desk(runtime, actor)
            )
            return _shown(annulled.award)

        return await change(runtime, actor, idempotency_key, ["annul", award_id, body], do)

    @router.post("/awards/{award_id}/return", response_model=api.AwardDetail)
    async def give_back(
        award_id: UUID, body: api.AwardReturn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Object and money of an annulled award came back."""
        authorise(actor, Action.KEEP_LEDGER)
        today = runtime.clock.today()

        async def do(tx: Transaction) -> api.AwardDetail:
            await annulling.give_back(
                tx, award_id, body.returned_on, body.money_vnd, body.note, by=actor, at=runtime.clock.now(), today=today
            )
            return await _detail(tx, actor, award_id, today)

        return await change(runtime, actor, idempotency_key, ["give_back", award_id, body], do)


def _annulment(body: api.Annulment) -> Annulment:
    return Annulment(
        ground=AnnulmentGround(body.ground),
        reason=body.reason,
        decision_number=body.decision_number,
        annulled_on=body.annulled_on,
        authority=body.authority or "",
        received_on=body.received_on,
    )
