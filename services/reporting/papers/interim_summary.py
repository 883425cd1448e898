"""Papers of the reporting service: an interim summary (báo cáo sơ kết) as Word bytes, its figures readable again from the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from contracts.words import SigningForm
from services.office import papers as rules
from services.office.papers import BLANK, DECREE_152, EMULATION_LAW, Ground, PaperKind, plain
from services.reporting.papers.package import Figure, finish, read_figures, without_foreign_properties

__all__ = ["AwardFigures", "InterimSummary", "Movement", "StageFigures", "interim_summary", "read_figures"]

TEMPLATES = Path(__file__).parent / "templates"
SAMPLE_MARK = "MẪU – Số liệu minh họa, không phải văn bản đã ban hành"


@dataclass(frozen=True)
class Movement:
    """A movement of the period; `group` is a code (in figure names), `group_name` what stands over its list."""

    name: str
    group: str
    group_name: str


@dataclass(frozen=True)
class AwardFigures:
    """One award's counts in the period.

    `submitted`, `withdrawn` and what follows count nominations; `returned` counts returns, so a dossier sent back twice
    counts twice; `money_vnd` is what goes with the decisions counted in `decided`.
    """

    code: str
    name: str
    submitted: int = 0
    returned: int = 0
    withdrawn: int = 0
    recommended: int = 0
    not_recommended: int = 0
    decided: int = 0
    declined: int = 0
    sent_up: int = 0
    upper_granted: int = 0
    upper_refused: int = 0
    money_vnd: int = 0


MEASURES = tuple(f.name for f in fields(AwardFigures) if f.name not in ("code", "name"))


@dataclass(frozen=True)
class StageFigures:
    """Nominations that wait in one stage when the figures were taken."""

    code: str
    name: str
    waiting: int


@dataclass(frozen=True)
class InterimSummary:
    """Everything the paper says.

    Codes (award, stage, movement group) are letters, digits and underscores, never `total`; awards and stages come once
    each. Raises ValueError otherwise: two figures of one name would hide each other.
    """

    office_name: str
    head_name: str
    """What stands as issuer in the head: `Văn phòng` beneath `UBND tỉnh Ninh Bình`."""
    superior_name: str
    place: str
    symbol: str
    """The office's part of the symbol: `VPUBND` gives `BC-VPUBND`."""
    year: int
    period_from: date
    period_to: date
    as_of: datetime
    """When the figures were taken, in the office's local time."""
    sources: tuple[str, ...]
    """Where the figures come from, in words of the staff."""
    recipients: tuple[str, ...]
    archive: tuple[str, ...]
    signer_title: str
    number: int | None = None
    signed_on: date | None = None
    signer_name: str | None = None
    signing_form: SigningForm | None = None
    on_behalf_of: str | None = None
    council_name: str = "Hội đồng Thi đua - Khen thưởng"
    theme_province: str | None = None
    theme_office: str | None = None
    grounds: tuple[Ground, ...] = (EMULATION_LAW, DECREE_152)
    movements: tuple[Movement, ...] = ()
    units: int = 0
    people: int = 0
    awards: tuple[AwardFigures, ...] = ()
    stages: tuple[StageFigures, ...] = ()
    reports_due: int = 0
    reports_submitted: int = 0
    reports_overdue: int = 0
    is_sample: bool = False

    def __post_init__(self) -> None:
        awards, stages = [row.code for row in self.awards], [stage.code for stage in self.stages]
        for codes in (awards, stages):
            if len(set(codes)) < len(codes):
                raise ValueError(f"a code stands twice in {codes}")
        for code in (*awards, *stages, *(movement.group for movement in self.movements)):
            _check_code(code)

    @property
    def totals(self) -> dict[str, int]:
        """Every measure summed over the awards."""
        return {measure: sum(getattr(row, measure) for row in self.awards) for measure in MEASURES}

    @property
    def figures(self) -> Mapping[str, int]:
        """Every figure of the paper by name: `units`, `movements.total`, `awards.<code>.decided`, `cases.total` …"""
        named = {
            "units": self.units,
            "people": self.people,
            "movements.total": len(self.movements),
            "reports.due": self.reports_due,
            "reports.submitted": self.reports_submitted,
            "reports.overdue": self.reports_overdue,
            "cases.total": sum(stage.waiting for stage in self.stages),
        }
        for movement in self.movements:
            named[f"movements.{movement.group}"] = named.get(f"movements.{movement.group}", 0) + 1
        for row in self.awards:
            named |= {f"awards.{row.code}.{measure}": getattr(row, measure) for measure in MEASURES}
        named |= {f"awards.total.{measure}": total for measure, total in self.totals.items()}
        return named | {f"cases.{stage.code}": stage.waiting for stage in self.stages}


def interim_summary(doc: InterimSummary, template: Path | None = None) -> bytes:
    """The report as .docx bytes, equal for equal data; slow (tens of ms): call it off the event loop.

    `template` is the office's own edited copy, where it has one.

    Raises ValueError where the signing form does not fit, and a jinja2 error where an edited template asks for a word that does not exist.
    """
    paper = DocxTemplate(template or TEMPLATES / "interim_summary.docx")
    words = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    paper.init_docx()
    without_foreign_properties(paper.docx)
    paper.render(_context(doc), jinja_env=words, autoescape=True)
    filled = BytesIO()
    paper.save(filled)
    return finish(
        filled.getvalue(),
        doc.figures,
        is_sample=doc.is_sample,
        title=plain(f"Báo cáo {_about(doc)}"),
        author=plain(doc.office_name),
        made_at=doc.as_of,
    )


def _check_code(code: str) -> None:
    if re.fullmatch(r"\w+", code, re.ASCII) is None or code == "total":
        raise ValueError(f"{code!r} cannot be part of a figure's name")


def _about(doc: InterimSummary) -> str:
    return f"sơ kết công tác thi đua, khen thưởng {rules.period_text(doc.period_from, doc.period_to)}"


def _context(doc: InterimSummary) -> dict[str, Any]:
    about = _about(doc)
    figures = {name: Figure(value, name) for name, value in doc.figures.items()}
    words: dict[str, Any] = _plain(
        {
            "superior": doc.superior_name.upper(),
            "issuer": doc.head_name.upper(),
            "office": doc.office_name,
            "council": doc.council_name,
            "number_line": rules.number_line(doc.number, rules.symbol_text(PaperKind.REPORT, doc.symbol)),
            "place_and_date": rules.place_and_date(doc.place, doc.signed_on, doc.year),
            "kind": rules.KIND_NAMES[PaperKind.REPORT],
            "about": about[0].upper() + about[1:],
            "year": doc.year,
            "period": rules.period_text(doc.period_from, doc.period_to),
            "period_from": rules.long_date(doc.period_from),
            "period_to": rules.long_date(doc.period_to),
            "as_of": f"{doc.as_of:%H giờ %M phút} {rules.long_date(doc.as_of.date())}",
            "sources": "; ".join(doc.sources),
            "theme_province": doc.theme_province,
            "theme_office": doc.theme_office,
            "grounds": rules.grounds_lines(doc.grounds),
            "movement_groups": _movement_groups(doc, figures),
            "movements_total": figures["movements.total"],
            "units": figures["units"],
            "people": figures["people"],
            "awards": [{"name": row.name} | _measures(row.code, figures) for row in doc.awards],
            "total": _measures("total", figures),
            "stages": [{"name": stage.name, "waiting": figures[f"cases.{stage.code}"]} for stage in doc.stages],
            "cases_total": figures["cases.total"],
            "reports": {state: figures[f"reports.{state}"] for state in ("due", "submitted", "overdue")},
            "recipients": rules.recipients_lines(doc.recipients, doc.archive),
            "signature": rules.signature_lines(doc.signer_title, doc.signing_form, doc.on_behalf_of),
            "signer": doc.signer_name or BLANK,
            "sample_mark": SAMPLE_MARK if doc.is_sample else "",
            "blank": BLANK,
        }
    )
    return words


def _measures(award: str, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {measure: figures[f"awards.{award}.{measure}"] for measure in MEASURES}


def _movement_groups(doc: InterimSummary, figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for movement in doc.movements:
        count = figures[f"movements.{movement.group}"]
        group = groups.setdefault(movement.group, {"name": movement.group_name, "count": count, "names": []})
        group["names"].append(movement.name)
    return list(groups.values())


def _plain(value: Any) -> Any:
    """Every text inside composed and on one line; numbers as they are."""
    match value:
        case str():
            return plain(value)
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return value
