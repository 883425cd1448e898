"""The award ledger over HTTP."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.api import awards as api
from contracts.api.fields import CodeText, Limit, Offset, SearchText, YearNumber
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import once
from services.nominations.awards import commands, store
from services.office.access import Action, authorise

router = APIRouter(prefix="/v1", tags=["ledger"], responses=PROBLEMS)


@router.get("/awards")
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
            tx, actor.office_id, nominee_id=person, unit_id=unit, year=year, award_code=award, text=q,
            with_annulled=annulled, limit=limit, offset=offset,
        )  # fmt: skip
    return api.AwardList(items=[api.Award.model_validate(asdict(entry)) for entry in found], total=total)


@router.post("/awards/{award_id}/annulment")
async def annul(
    award_id: UUID, body: api.Annulment, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> api.Award:
    """Hủy bỏ: the entry stays, marked, and counts no more."""
    authorise(actor, Action.KEEP_LEDGER)
    async with runtime.database.transaction() as tx:

        async def do() -> dict[str, Any]:
            annulled = await commands.annul(
                tx, runtime.outbox, award_id, body.version, body.reason, body.decision_number, body.annulled_on,
                by=actor, at=runtime.clock.now(),
            )  # fmt: skip
            return api.Award.model_validate(asdict(annulled)).model_dump(mode="json")

        asked = ["annul", award_id, body.model_dump(mode="json")]
        result, _ = await once(tx, actor, idempotency_key, asked, do)
    return api.Award.model_validate(result)
