"""Fills the Word template of the interim summary; the figures can be read again from the file."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.office import papers as rules
from services.office.papers import BLANK, PaperKind, plain
from services.reporting.papers.domain import MEASURES, InterimSummary
from services.reporting.papers.templates.package import Figure, finish, without_foreign_properties

TEMPLATES = Path(__file__).parent
SAMPLE_MARK = "MẪU – Số liệu minh họa, không phải văn bản đã ban hành"


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
