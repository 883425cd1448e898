"""The interim summary (báo cáo sơ kết) put together: letterhead, figures and movements become the paper's data."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from contracts.reporting.api.reporting import Letterhead, NewInterimReport
from contracts.words import SigningForm
from services.chassis.clock import OFFICE_ZONE
from services.office.papers import PaperKind, period_text, symbol_text
from services.reporting.papers import interim_summary as papers
from services.reporting.readmodel.store import Movement
from services.reporting.reports import domain as names

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


def title(asked: NewInterimReport) -> str:
    return f"Báo cáo sơ kết công tác thi đua, khen thưởng {period_text(asked.period_from, asked.period_to)}"


def symbol(head: Letterhead) -> str:
    """The paper's symbol: ``BC-VPUBND``."""
    return symbol_text(PaperKind.REPORT, head.symbol)


def compose(
    asked: NewInterimReport,
    head: Letterhead,
    figures: Mapping[str, int],
    movements: Sequence[Movement],
    award_names: Mapping[str, str],
    as_of: datetime,
) -> papers.InterimSummary:
    """The paper's data; every figure in it is one of ``figures``."""
    return papers.InterimSummary(
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
        signing_form=None if asked.signing_form is None else SigningForm(asked.signing_form),
        on_behalf_of=asked.on_behalf_of,
        council_name=head.council_name,
        theme_province=head.theme_province or None,
        theme_office=head.theme_office or _theme(movements),
        movements=tuple(
            papers.Movement(each.name, each.scope, SCOPE_NAMES.get(each.scope, OTHER_SCOPES)) for each in movements
        ),
        units=figures["units"],
        people=figures["people"],
        awards=tuple(
            papers.AwardFigures(
                code,
                award_names.get(code, code),
                **{measure: figures[f"awards.{code}.{measure}"] for measure in names.AWARD_MEASURES},
            )
            for code in names.award_codes(figures)
        ),
        stages=tuple(
            papers.StageFigures(stage, name, figures[f"cases.{stage}"])
            for stage, name in names.STAGE_NAMES.items()
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
