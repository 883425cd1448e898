"""Who may read a dossier now, for the service that keeps the dossiers: one rule wherever it is read."""

from uuid import UUID

from fastapi import APIRouter

from contracts.reviews.api.cases import ReaderOfDossier
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reviews.cases import store
from services.reviews.cases.answers import cases as reading

router = APIRouter(prefix="/v1", tags=["cases"], responses=PROBLEMS)


@router.get("/nominations/{nomination_id}/readers/{person_id}")
async def reader(nomination_id: UUID, person_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> ReaderOfDossier:
    """For services only. Whoever sits in the council declares first; a case that has not arrived is before nobody yet."""
    authorise(actor, Action.ASK_WHO_MAY_READ)
    async with runtime.database.transaction() as tx:
        case_id = await store.case_of_nomination(tx, actor.office_id, nomination_id)
        if case_id is None:
            return ReaderOfDossier(may_read=True)
        try:
            await reading.check_declared(tx, actor.office_id, case_id, person_id)
        except Refused as refused:
            return ReaderOfDossier(may_read=False, refusal=refused.code, detail=dict(refused.detail))
    return ReaderOfDossier(may_read=True)
