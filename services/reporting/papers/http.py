"""Routes of the letterhead."""

from fastapi import APIRouter

from contracts.reporting.api import reports as api
from contracts.words import ReportAct
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, RuntimeDep
from services.office.access import Action, authorise
from services.office.refusal import NotFound
from services.reporting.papers import commands, store

router = APIRouter(prefix="/v1", tags=["reports"], responses=PROBLEMS)


@router.get("/letterhead")
async def get_letterhead(runtime: RuntimeDep, actor: ActorDep) -> api.Letterhead:
    """What stands on the office's papers."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        content = await store.letterhead(tx, actor.office_id)
    if content is None:
        raise NotFound("letterhead", actor.office_id)
    return api.Letterhead.model_validate(content)


@router.put("/letterhead", openapi_extra={"x-act": ReportAct.SAVE_LETTERHEAD})
async def put_letterhead(body: api.Letterhead, runtime: RuntimeDep, acting: ActingDep) -> api.Letterhead:
    """Set what stands on the office's papers."""
    authorise(acting.by, Action.WRITE_REPORTS)
    async with runtime.database.transaction() as tx:
        await commands.save_letterhead(tx, body, acting)
    return body
