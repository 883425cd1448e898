"""Routes of figures, reports and the timeline."""

import asyncio
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.fields import Day, Limit, Version, YearNumber
from contracts.reporting.api import reports as api
from contracts.words import ReportAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, Role, authorise
from services.office.refusal import Refused
from services.reporting.papers.store import Files
from services.reporting.papers.templates.filling import interim_summary
from services.reporting.readmodel.store import Excerpt
from services.reporting.reports import answers, store
from services.reporting.reports.commands import interim

router = APIRouter()

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TO_ALL: Final = [
    "MovementLaunched",
    "RoundOpened",
    "ExemplarConfirmed",
    "RulebookPublished",
    "CandidatesPublished",
    "AwardDecided",
    "AwardRecorded",
    "ResultPublished",
    "ReportDue",
    "ReportSubmitted",
    "ReportSubmissionWithdrawn",
    "ReportOverdue",
]
"""What every member of the office sees in the timeline; how single cases went is for those who work on them."""
SEES_ALL: Final = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE)


def routes(files: Files) -> APIRouter:
    """All routes of this subject; ``files`` keeps the papers."""
    every = APIRouter(prefix="/v1", tags=["reports"], responses=PROBLEMS)
    _add_papers(every, files)
    every.include_router(router)
    return every


@router.get("/summary")
async def summary(
    runtime: RuntimeDep,
    actor: ActorDep,
    year: Annotated[YearNumber, Query()],
    period_from: Annotated[Day | None, Query(alias="from")] = None,
    period_to: Annotated[Day | None, Query(alias="to")] = None,
) -> api.Summary:
    """Every figure by name, of the year or of a part of it."""
    authorise(actor, Action.READ_REPORTS)
    period = period_from or date(year, 1, 1), period_to or date(year, 12, 31)
    async with runtime.database.transaction() as tx:
        return await answers.summary(tx, actor, year, period, runtime.clock.now())


@router.get("/timeline")
async def timeline(
    runtime: RuntimeDep,
    actor: ActorDep,
    year: Annotated[YearNumber, Query()],
    subject_id: Annotated[UUID | None, Query(description="A nomination, movement, award, unit or obligation")] = None,
    before: Annotated[
        str | None, Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9a-f-]{36}$", description="`next` of the last page")
    ] = None,
    limit: Annotated[Limit, Query()] = 50,
) -> api.Timeline:
    """What happened in a year, newest first; how single cases went is shown to those who work on them."""
    authorise(actor, Action.READ_REPORTS)
    names = None if actor.has(*SEES_ALL) else OPEN_TO_ALL
    excerpt = Excerpt(date(year, 1, 1), date(year, 12, 31), names, subject_id, _place(before), limit)
    async with runtime.database.transaction() as tx:
        return await answers.timeline(tx, actor, excerpt)


@router.get("/reports")
async def list_reports(
    runtime: RuntimeDep,
    actor: ActorDep,
    year: Annotated[YearNumber | None, Query()] = None,
    limit: Annotated[Limit, Query()] = 50,
) -> api.Reports:
    """Reports, the one written last first."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return await answers.reports(tx, actor, year, limit)


@router.get("/reports/{report_id}")
async def get_report(report_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.Report:
    """A report with all its versions and their figures."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return await answers.report(tx, actor, report_id)


def _add_papers(papers: APIRouter, files: Files) -> None:
    @papers.post(
        "/reports/interim", status_code=201, response_model=api.Report, openapi_extra={"x-act": ReportAct.WRITE_INTERIM}
    )
    async def write_interim_report(
        body: api.NewInterimReport, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Write the interim summary of a period as a Word paper: a new report, or the next version of the one there is."""
        authorise(acting.by, Action.WRITE_REPORTS)
        async with runtime.database.transaction() as tx:
            paper = await interim.gather(tx, body, acting)
        content = await asyncio.to_thread(interim_summary, paper)

        async def do(tx: Transaction) -> api.Report:
            sha256 = await files.put(content)
            report_id = await interim.keep(tx, paper, sha256, len(content), acting)
            return await answers.report(tx, acting.by, report_id)

        return await change(runtime, acting.by, idempotency_key, ["interim", body], do)

    @papers.get("/reports/{report_id}/file", response_class=Response, responses={200: {"content": {DOCX: {}}}})
    async def get_report_file(
        report_id: UUID, runtime: RuntimeDep, actor: ActorDep, version: Annotated[Version | None, Query()] = None
    ) -> Response:
        """The Word file of a version, the newest without one; its SHA-256 is checked before it is given out."""
        authorise(actor, Action.READ_REPORTS)
        async with runtime.database.transaction() as tx:
            number, sha256 = await store.version_file(tx, actor.office_id, report_id, version)
        content = await files.get(sha256)
        name = f'attachment; filename="bao-cao-so-ket-v{number}.docx"'
        return Response(content, media_type=DOCX, headers={"Content-Disposition": name, "ETag": f'"{sha256}"'})


def _place(before: str | None) -> tuple[date, UUID] | None:
    if before is None:
        return None
    day, _, event_id = before.partition("/")
    try:
        return date.fromisoformat(day), UUID(event_id)
    except ValueError as error:
        raise Refused("timeline.bad_place", field="before") from error
