"""The files of a case's dossier: whoever may read the case in full may open them; the bytes come from nominations."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.office.access import Action, authorise
from services.reviews.cases import store
from services.reviews.cases.answers import cases as reading
from services.reviews.cases.http.dependencies import DossiersDep

router = APIRouter(prefix="/v1", tags=["cases"], responses=PROBLEMS)


@router.get(
    "/cases/{case_id}/attachments/{attachment_id}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The file as the submission froze it"}
    },
)
async def attachment(
    case_id: UUID, attachment_id: UUID, runtime: RuntimeDep, actor: ActorDep, dossiers: DossiersDep
) -> Response:
    """One file of the frozen dossier; a council member first declares no conflict of interest, as for the case itself."""
    authorise(actor, Action.READ_CASE)
    async with runtime.database.transaction() as tx:
        case = (await store.load_cases(tx, actor.office_id, [case_id]))[0]
        await reading.check_may_read(tx, actor, case)
    file = await dossiers.open_file(runtime, actor.office_id, case.nomination_id, case.revision, attachment_id)
    return StreamingResponse(file.pieces, headers=file.headers)
