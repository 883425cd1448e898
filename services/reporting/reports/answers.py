"""Figures, reports and the timeline as the API shows them, with what their reader may do now."""

from datetime import date, datetime
from uuid import UUID

from contracts.acts import Act
from contracts.reporting.api import reports as api
from contracts.words import ReportAct
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.office.access import Action, Actor
from services.reporting.papers import store as papers
from services.reporting.papers.domain import require_letterhead
from services.reporting.readmodel import store as readmodel
from services.reporting.readmodel.store import Excerpt
from services.reporting.reports import domain, store


async def figures(tx: Transaction, office_id: UUID, first: date, last: date) -> dict[str, int]:
    """Every figure of a period by name; both days belong to it. Stages are as of now, whatever the period."""
    return domain.complete(await readmodel.figures(tx, office_id, first, last))


async def summary(tx: Transaction, reader: Actor, year: int, period: tuple[date, date], as_of: datetime) -> api.Summary:
    """Every figure of a part of a year, as of one moment: nothing can be written in this transaction."""
    first, last = period
    domain.check_period(first, last)
    await readmodel.take_snapshot(tx)
    return api.Summary(
        year=year,
        period_from=first,
        period_to=last,
        as_of=as_of,
        figures=await figures(tx, reader.office_id, first, last),
        award_names=await readmodel.award_names(tx, reader.office_id),
    )


async def timeline(tx: Transaction, reader: Actor, excerpt: Excerpt) -> api.Timeline:
    """What happened, newest first."""
    lines = await readmodel.timeline(tx, reader.office_id, excerpt)
    items = [
        api.Happening(
            event_id=line.event_id,
            name=line.name,
            on=line.occurred_on,
            at=line.happened_at,
            subject_id=line.subject_id,
            label=line.label,
            award_code=line.award_code,
        )
        for line in lines
    ]
    following = f"{lines[-1].occurred_on}/{lines[-1].event_id}" if len(lines) == excerpt.limit else None
    return api.Timeline(items=items, next=following)


async def reports(tx: Transaction, reader: Actor, year: int | None, limit: int) -> api.Reports:
    """Reports, the one written last first."""
    rows = await store.reports(tx, reader.office_id, year, limit)
    return api.Reports(items=[api.ReportLine(**row) for row in rows], acts=await _acts(tx, reader))


async def report(tx: Transaction, reader: Actor, report_id: UUID) -> api.Report:
    """A report with all its versions and their figures; raises `NotFound`."""
    found = await store.report(tx, reader.office_id, report_id)
    return api.Report(**found, acts=await _acts(tx, reader))


async def _acts(tx: Transaction, reader: Actor) -> list[Act]:
    """Another version of a report is written as the first was: by asking for its period again."""
    letterhead = await papers.letterhead(tx, reader.office_id)
    return acts_of(
        reader,
        [
            Possible(ReportAct.WRITE_INTERIM, Action.WRITE_REPORTS, (lambda: require_letterhead(letterhead),)),
            Possible(ReportAct.SAVE_LETTERHEAD, Action.WRITE_REPORTS, ()),
        ],
    )
