"""Files of dossiers and of units' minutes over HTTP: put in, listed, read, taken out."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from contracts.fields import LARGEST_INT, CodeText, Recorded
from contracts.nominations.api import dossiers as api
from contracts.words import NominationAct, UnitMeetingAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.nominations.dossiers import http as dossiers_http
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.attachments import commands, store
from services.nominations.dossiers.attachments.commands.handling import PIECE, Handling, bring_out, take_in
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.domain import check_edit
from services.nominations.dossiers.http import ReadersDep, readable
from services.nominations.dossiers.minutes import store as minutes_store
from services.nominations.law import store as law_store
from services.office.access import Action, Actor, authorise

Uploaded = Annotated[UploadFile, File(description="One file: pdf, docx, xlsx, png or jpg, as the office allows")]
Revision = Annotated[int, Query(ge=1, le=LARGEST_INT)]
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in api.MEDIA_TYPES}, "description": "The file"}
}


def shown(file: Attachment) -> api.Attachment:
    return api.Attachment.model_validate(asdict(file))


def routes(handling: Handling) -> APIRouter:
    """All routes of this subject; ``handling`` says how this installation takes files."""
    router = APIRouter(prefix="/v1", tags=["attachments"], responses=PROBLEMS)
    _add_of_nominations(router, handling)
    _add_of_meetings(router, handling)
    _add_frozen(router, handling)
    return router


def _add_of_nominations(router: APIRouter, handling: Handling) -> None:
    @router.post(
        "/nominations/{nomination_id}/papers/{paper_code}/attachments",
        status_code=201,
        response_model=api.Attached,
        openapi_extra={"x-act": NominationAct.ATTACH_FILE},
    )
    async def attach(
        nomination_id: UUID,
        paper_code: CodeText,
        file: Uploaded,
        runtime: RuntimeDep,
        actor: ActorDep,
        idempotency_key: IdempotencyKey,
    ) -> dict[str, Any]:
        """Put a file into a draft or a returned nomination, as one of its required papers or as KHAC (another)."""
        authorise(actor, Action.NOMINATE)
        async with runtime.database.transaction() as tx:
            await _may_change(tx, actor, nomination_id, paper_code)
        taken = await take_in(
            handling,
            file.file,
            file.filename or "",
            paper_code,
            office_id=actor.office_id,
            by=actor.person_id,
            at=runtime.clock.now(),
        )

        async def do(tx: Transaction) -> api.Attached:
            return _attached(nomination_id, await commands.attach(tx, nomination_id, taken, by=actor), taken)

        return await change(
            runtime, actor, idempotency_key, ["attach", nomination_id, paper_code, taken.name, taken.sha256], do
        )

    @router.get("/nominations/{nomination_id}/attachments")
    async def attachments(
        nomination_id: UUID, runtime: RuntimeDep, actor: ActorDep, readers: ReadersDep
    ) -> list[api.Attachment]:
        """What is in the dossier now."""
        authorise(actor, Action.READ_NOMINATION)
        await readable(runtime, actor, nomination_id, readers)
        async with runtime.database.transaction() as tx:
            return [shown(file) for file in await store.of_nomination(tx, actor.office_id, nomination_id)]

    @router.get("/nominations/{nomination_id}/attachments/{attachment_id}", response_class=Response, responses=BYTES)
    async def read(
        nomination_id: UUID, attachment_id: UUID, runtime: RuntimeDep, actor: ActorDep, readers: ReadersDep
    ) -> Response:
        """The file, checked against its checksum."""
        authorise(actor, Action.READ_NOMINATION)
        await readable(runtime, actor, nomination_id, readers)
        async with runtime.database.transaction() as tx:
            found = commands.one_of(await store.of_nomination(tx, actor.office_id, nomination_id), attachment_id)
        return answer(found, await bring_out(handling, found))

    @router.delete(
        "/nominations/{nomination_id}/attachments/{attachment_id}", openapi_extra={"x-act": NominationAct.REMOVE_FILE}
    )
    async def remove(nomination_id: UUID, attachment_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
        """Take a file out of a draft or a returned nomination."""
        authorise(actor, Action.NOMINATE)
        async with runtime.database.transaction() as tx:
            await _may_change(tx, actor, nomination_id)
            version = await commands.remove(tx, nomination_id, attachment_id, by=actor, at=runtime.clock.now())
        return Recorded(id=nomination_id, version=version)


def _add_of_meetings(router: APIRouter, handling: Handling) -> None:
    @router.post(
        "/unit-meetings/{meeting_id}/attachments",
        status_code=201,
        response_model=api.Attached,
        openapi_extra={"x-act": UnitMeetingAct.ATTACH_SCAN},
    )
    async def attach_minutes(
        meeting_id: UUID, file: Uploaded, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """The scan of the signed minutes: it stands for every nomination the meeting spoke about."""
        authorise(actor, Action.NOMINATE)
        async with runtime.database.transaction() as tx:
            kept = await minutes_store.get(tx, actor.office_id, meeting_id)
        authorise(actor, Action.NOMINATE, unit_id=kept.unit_id)
        taken = await take_in(
            handling,
            file.file,
            file.filename or "",
            commands.MINUTES,
            office_id=actor.office_id,
            by=actor.person_id,
            at=runtime.clock.now(),
        )

        async def do(tx: Transaction) -> api.Attached:
            return _attached(meeting_id, await commands.attach_to_meeting(tx, meeting_id, taken, by=actor), taken)

        return await change(
            runtime, actor, idempotency_key, ["attach minutes", meeting_id, taken.name, taken.sha256], do
        )

    @router.get("/unit-meetings/{meeting_id}/attachments/{attachment_id}", response_class=Response, responses=BYTES)
    async def read_minutes(meeting_id: UUID, attachment_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> Response:
        authorise(actor, Action.NOMINATE)
        async with runtime.database.transaction() as tx:
            kept = await minutes_store.get(tx, actor.office_id, meeting_id)
            authorise(actor, Action.NOMINATE, unit_id=kept.unit_id)
            files = await store.of_meetings(tx, actor.office_id, [meeting_id])
        found = commands.one_of(files.get(meeting_id, ()), attachment_id)
        return answer(found, await bring_out(handling, found))


def _add_frozen(router: APIRouter, handling: Handling) -> None:
    @router.get(
        "/nominations/{nomination_id}/dossier/attachments/{attachment_id}", response_class=Response, responses=BYTES
    )
    async def read_frozen(
        nomination_id: UUID, attachment_id: UUID, revision: Revision, runtime: RuntimeDep, actor: ActorDep
    ) -> Response:
        """A file as a submission froze it, for services only: people read it through the reviews."""
        authorise(actor, Action.READ_DOSSIER)
        async with runtime.database.transaction() as tx:
            files = await store.frozen(tx, actor.office_id, nomination_id, revision)
        found = commands.one_of(files, attachment_id)
        return answer(found, await bring_out(handling, found))


async def _may_change(tx: Transaction, actor: Actor, nomination_id: UUID, paper_code: str | None = None) -> None:
    """Before the file is looked at, so that what cannot be taken is not kept either."""
    nomination, _ = await dossiers_store.get(tx, actor.office_id, nomination_id)
    unit_id = await dossiers_http.spoken_for(tx, actor, nomination.nominee.unit_id)
    authorise(actor, Action.NOMINATE, unit_id=unit_id)
    check_edit(nomination)
    if paper_code is not None:
        rulebook = await law_store.current(tx, actor.office_id)
        known = {paper.code for paper in rulebook.papers if nomination.award.code in paper.awards}
        commands.check_paper(paper_code, known)


def _attached(id_: UUID, version: int, file: Attachment) -> api.Attached:
    return api.Attached(id=id_, version=version, attachment=shown(file))


def answer(file: Attachment, content: BinaryIO) -> Response:
    """To be saved, never shown by the browser as if it were a page of ours."""

    def pieces() -> Iterator[bytes]:
        while piece := content.read(PIECE):
            yield piece

    plain = file.name.encode("ascii", "ignore").decode().replace('"', "").strip() or "tep"
    headers: Mapping[str, str] = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}",
        "content-length": str(file.size),
        "etag": f'"{file.sha256}"',
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }
    return StreamingResponse(
        pieces(), media_type=file.media_type, headers=headers, background=BackgroundTask(content.close)
    )
