"""Routes of figures, reports and the timeline."""

import asyncio
from datetime import date
from functools import cache
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.fields import Day, Limit, Version, YearNumber
from contracts.reporting.api import reporting as api
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.office.access import Action, Role, authorise
from services.office.refusal import NotFound, Refused
from services.reporting.papers import interim_summary as papers
from services.reporting.papers.store import Files
from services.reporting.readmodel import store as readmodel
from services.reporting.reports import store
from services.reporting.reports.answers import figures
from services.reporting.reports.commands import interim, versions

router = APIRouter(prefix="/v1", tags=["reports"], responses=PROBLEMS)

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
    "ReportOverdue",
]
"""What every member of the office sees in the timeline; how single cases went is for those who work on them."""
SEES_ALL: Final = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE)

files_at = cache(Files)


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
    first, last = period_from or date(year, 1, 1), period_to or date(year, 12, 31)
    _refuse_backwards(first, last)
    async with runtime.database.transaction() as tx:
        await readmodel.take_snapshot(tx)
        counted = await figures(tx, actor.office_id, first, last)
        award_names = await readmodel.award_names(tx, actor.office_id)
        as_of = runtime.clock.now()
    return api.Summary(
        year=year, period_from=first, period_to=last, as_of=as_of, figures=counted, award_names=award_names
    )


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
    first, last = date(year, 1, 1), date(year, 12, 31)
    place = _place(before)
    async with runtime.database.transaction() as tx:
        rows = await readmodel.timeline(
            tx, actor.office_id, first, last, names=names, subject_id=subject_id, before=place, limit=limit
        )
    items = [
        api.Happening(
            event_id=row.event_id,
            name=row.name,
            on=row.occurred_on,
            at=row.happened_at,
            subject_id=row.subject_id,
            label=row.label,
            award_code=row.award_code,
        )
        for row in rows
    ]
    following = f"{rows[-1].occurred_on}/{rows[-1].event_id}" if len(rows) == limit else None
    return api.Timeline(items=items, next=following)


@router.get("/letterhead")
async def get_letterhead(runtime: RuntimeDep, actor: ActorDep) -> api.Letterhead:
    """What stands on the office's papers."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        content = await store.letterhead(tx, actor.office_id)
    if content is None:
        raise NotFound("letterhead", actor.office_id)
    return api.Letterhead.model_validate(content)


@router.put("/letterhead")
async def put_letterhead(body: api.Letterhead, runtime: RuntimeDep, actor: ActorDep) -> api.Letterhead:
    """Set what stands on the office's papers."""
    authorise(actor, Action.WRITE_REPORTS)
    async with runtime.database.transaction() as tx:
        await versions.save_letterhead(tx, body, actor, at=runtime.clock.now())
    return body


@router.post("/reports/interim", status_code=201, response_model=api.Report)
async def write_interim_report(
    body: api.NewInterimReport, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Write the interim summary of a period as a Word paper: a new report, or the next version of the one there is."""
    authorise(actor, Action.WRITE_REPORTS)
    _refuse_backwards(body.period_from, body.period_to)
    if {body.period_from.year, body.period_to.year} != {body.year}:
        raise Refused("period.outside_year", field="year", year=body.year)
    at = runtime.clock.now()
    async with runtime.database.transaction() as tx:
        await readmodel.take_snapshot(tx)
        head = await versions.letterhead(tx, actor.office_id)
        counted = await figures(tx, actor.office_id, body.period_from, body.period_to)
        movements = await readmodel.movements(tx, actor.office_id, body.period_from, body.period_to)
        award_names = await readmodel.award_names(tx, actor.office_id)
    doc = interim.compose(body, head, counted, movements, award_names, at)
    content = await asyncio.to_thread(papers.interim_summary, doc)

    async def do(tx: Transaction) -> api.Report:
        sha256 = await files_at(runtime.settings.files).put(content)
        report = store.Report(
            new_id(), actor.office_id, "so_ket", body.year, body.period_from, body.period_to, interim.title(body)
        )
        version = store.Version(
            body.number, interim.symbol(head), body.signed_on, at, sha256, len(content), dict(doc.figures)
        )
        report_id = await versions.keep_version(tx, report, version, actor, at=at)
        return api.Report.model_validate(await store.report(tx, actor.office_id, report_id))

    return await change(runtime, actor, idempotency_key, ["interim", body], do)


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
        rows = await store.reports(tx, actor.office_id, year, limit)
    return api.Reports(items=[api.ReportLine(**row) for row in rows])


@router.get("/reports/{report_id}")
async def get_report(report_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.Report:
    """A report with all its versions and their figures."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return api.Report.model_validate(await store.report(tx, actor.office_id, report_id))


@router.get("/reports/{report_id}/file", response_class=Response, responses={200: {"content": {DOCX: {}}}})
async def get_report_file(
    report_id: UUID, runtime: RuntimeDep, actor: ActorDep, version: Annotated[Version | None, Query()] = None
) -> Response:
    """The Word file of a version, the newest without one; its SHA-256 is checked before it is given out."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        found, sha256 = await store.version_file(tx, actor.office_id, report_id, version)
    content = await files_at(runtime.settings.files).get(sha256)
    name = f'attachment; filename="bao-cao-so-ket-v{found}.docx"'
    return Response(content, media_type=DOCX, headers={"Content-Disposition": name, "ETag": f'"{sha256}"'})


def _refuse_backwards(first: date, last: date) -> None:
    if last < first:
        raise Refused("period.backwards", field="to", **{"from": first.isoformat(), "to": last.isoformat()})


def _place(before: str | None) -> tuple[date, UUID] | None:
    if before is None:
        return None
    day, _, event_id = before.partition("/")
    try:
        return date.fromisoformat(day), UUID(event_id)
    except ValueError as error:
        raise Refused("timeline.bad_place", field="before") from error
