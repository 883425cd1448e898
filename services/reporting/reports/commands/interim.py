"""The interim summary (báo cáo sơ kết) put together: letterhead, figures and movements become the paper's data."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.reporting.api.reports import Letterhead, NewInterimReport
from services.chassis.acting import Acting
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.papers import PaperKind, period_text, symbol_text
from services.office.refusal import Refused
from services.reporting.papers import store as papers
from services.reporting.papers.domain import MEASURES, AwardFigures, InterimSummary, StageFigures, require_letterhead
from services.reporting.papers.domain import Movement as PaperMovement
from services.reporting.readmodel import store as readmodel
from services.reporting.readmodel.store import Movement
from services.reporting.reports import domain
from services.reporting.reports.commands import versions
from services.reporting.reports.store import Report, Version

INTERIM: Final = "so_ket"
SCOPE_NAMES: Final = {
    "prime_minister": "Phong trào do Thủ tướng Chính phủ phát động",
    "party_state": "Phong trào trong công tác xây dựng Đảng, chính quyền và quản lý nhà nước",
    "province": "Phong trào do tỉnh phát động",
    "office": "Phong trào của cơ quan",
}
"""Headings over the movements of the usual scopes; others stand under OTHER_SCOPES."""
OTHER_SCOPES: Final = "Phong trào khác"
SOURCES: Final = (
    "nhật ký sự kiện đề nghị khen thưởng",
    "nhật ký sự kiện của Hội đồng",
    "sổ khen thưởng",
    "lịch báo cáo",
)


async def gather(tx: Transaction, asked: NewInterimReport, acting: Acting) -> InterimSummary:
    """Everything the paper says, as of one moment: nothing can be written in this transaction."""
    domain.check_period(asked.period_from, asked.period_to)
    if {asked.period_from.year, asked.period_to.year} != {asked.year}:
        raise Refused("period.outside_year", field="year", year=asked.year)
    await readmodel.take_snapshot(tx)
    office_id = acting.by.office_id
    head = Letterhead.model_validate(require_letterhead(await papers.letterhead(tx, office_id)))
    figures = domain.complete(await readmodel.figures(tx, office_id, asked.period_from, asked.period_to))
    movements = await readmodel.movements(tx, office_id, asked.period_from, asked.period_to)
    return compose(asked, head, figures, movements, await readmodel.award_names(tx, office_id), acting.at)


async def keep(tx: Transaction, paper: InterimSummary, sha256: str, size: int, acting: Acting) -> UUID:
    """Keep a written paper as the next version of the report of its period; returns the report's id."""
    title = f"Báo cáo sơ kết công tác thi đua, khen thưởng {period_text(paper.period_from, paper.period_to)}"
    report = Report(
        report_id=new_id(),
        office_id=acting.by.office_id,
        kind=INTERIM,
        year=paper.year,
        period_from=paper.period_from,
        period_to=paper.period_to,
        title=title,
    )
    version = Version(
        number=paper.number,
        symbol=symbol_text(PaperKind.REPORT, paper.symbol),
        signed_on=paper.signed_on,
        as_of=acting.at,
        sha256=sha256,
        size=size,
        figures=dict(paper.figures),
    )
    return await versions.keep_version(tx, report, version, acting)


def compose(
    asked: NewInterimReport,
    head: Letterhead,
    figures: Mapping[str, int],
    movements: Sequence[Movement],
    award_names: Mapping[str, str],
    as_of: datetime,
) -> InterimSummary:
    """The paper's data; every figure in it is one of ``figures``."""
    return InterimSummary(
        office_name=head.office_name,
        head_name=head.head_name,
        superior_name=head.superior_name,
        place=head.place,
        symbol=head.symbol,
        year=asked.year,
        period_from=asked.period_from,
        period_to=asked.period_to,
        as_of=as_of.astimezone(OFFICE_ZONE),
        sources=SOURCES,
        recipients=tuple(head.recipients),
        archive=tuple(head.archive),
        signer_title=asked.signer_title or head.signer_title,
        number=asked.number,
        signed_on=asked.signed_on,
        signer_name=asked.signer_name or head.signer_name or None,
        signing_form=asked.signing_form,
        on_behalf_of=asked.on_behalf_of,
        council_name=head.council_name,
        theme_province=head.theme_province or None,
        theme_office=head.theme_office or _theme(movements),
        movements=tuple(
            PaperMovement(each.name, each.scope, SCOPE_NAMES.get(each.scope, OTHER_SCOPES)) for each in movements
        ),
        units=figures["units"],
        people=figures["people"],
        awards=tuple(
            AwardFigures(
                code,
                award_names.get(code, code),
                **{measure: figures[f"awards.{code}.{measure}"] for measure in MEASURES},
            )
            for code in domain.award_codes(figures)
        ),
        stages=tuple(
            StageFigures(stage, name, figures[f"cases.{stage}"])
            for stage, name in domain.STAGE_NAMES.items()
            if figures[f"cases.{stage}"]
        ),
        reports_due=figures["reports.due"],
        reports_submitted=figures["reports.submitted"],
        reports_overdue=figures["reports.overdue"],
        is_sample=head.is_sample,
    )


def _theme(movements: Sequence[Movement]) -> str | None:
    """The theme of the office's own movement, where the letterhead has none."""
    return next((each.theme for each in movements if each.theme and each.scope == "office"), None)
