"""Checks a produced .docx against NĐ 30/2020 (Phụ lục I) and the figures it prints against those it carries."""

import unicodedata
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from services.reporting.papers.checker.body import check_body
from services.reporting.papers.checker.head import check_head
from services.reporting.papers.checker.reading import SCRIPTS, Paper, Section, read_paper
from services.reporting.papers.checker.rules import Finding, Look, Rule, look_of
from services.reporting.papers.templates.package import is_sample, read_figures

__all__ = ["Finding", "Rule", "check"]

FONT = "Times New Roman"
A4 = (210, 297)
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
ROUNDING = 0.2
"""Millimetres lost between Word's twips and what a person types."""


def check(docx: bytes) -> list[Finding]:
    """Every departure found, in reading order; an empty list means the paper passes."""
    try:
        paper = read_paper(docx)
        figures, sample = read_figures(docx), is_sample(docx)
    except (zipfile.BadZipFile, KeyError, ParseError, ValueError) as failure:
        return [Finding(Rule.NOT_A_PAPER, "tệp", str(failure), "một văn bản Word (.docx)")]
    return [
        *_pages(paper),
        *_fonts(paper),
        *_texts(paper),
        *check_head(paper),
        *check_body(paper),
        *_sample_mark(paper, sample),
        *_figures(paper, figures),
    ]


def _pages(paper: Paper) -> Iterator[Finding]:
    for section in paper.sections:
        if max(abs(section.width - A4[0]), abs(section.height - A4[1])) > 0.5:
            yield Finding(Rule.PAGE_SIZE, "trang", f"{section.width:.0f} x {section.height:.0f} mm", "210 x 297 mm")
        for side, (low, high) in MARGINS.items():
            margin = section.margins[side]
            if not low - ROUNDING <= margin <= high + ROUNDING:
                yield Finding(Rule.MARGIN, side, f"{margin:.1f} mm", f"{low}–{high} mm")
        yield from _page_numbers(section)


def _page_numbers(section: Section) -> Iterator[Finding]:
    numbered = [line for line in section.headers.get("default", ()) if line.page_field]
    if not numbered:
        yield Finding(Rule.PAGE_NUMBER, "đầu trang", "không có số trang", "số trang ở giữa lề trên")
    for line in numbered:
        yield from look_of(line, Look((13, 14), False, False, align="center"), Rule.PAGE_NUMBER, "đầu trang")
    first = section.headers.get("first", ()) if section.first_page_differs else numbered
    if any(line.page_field for line in first):
        yield Finding(Rule.FIRST_PAGE_NUMBER, "trang 1", "có số trang", "trang đầu không hiển thị số trang")


def _fonts(paper: Paper) -> Iterator[Finding]:
    for line in paper.lines:
        for font in sorted({font for run in line.runs if run.text for font in run.fonts} - {FONT}):
            yield Finding(Rule.FONT, line.text[:40], font, FONT)
    for script in SCRIPTS:
        if (font := paper.default_fonts[script]) != FONT:
            yield Finding(Rule.DEFAULT_FONT, script, font, FONT)
    for font in sorted(set(paper.theme_fonts.values()) - {"", FONT}):
        yield Finding(Rule.THEME_FONT, "chủ đề (theme)", font, FONT)


def _texts(paper: Paper) -> Iterator[Finding]:
    for line in paper.lines:
        if not unicodedata.is_normalized("NFC", line.text):
            yield Finding(Rule.NFC, line.text[:40], "Unicode tổ hợp", "Unicode dựng sẵn (NFC)")
        if "{{" in line.text or "{%" in line.text:
            yield Finding(Rule.TEMPLATE_TAG, line.text[:40], "thẻ mẫu chưa điền", "lời văn")
        for colour in sorted({run.color for run in line.runs if run.text} - {"auto", "000000"}):
            yield Finding(Rule.TEXT_COLOUR, line.text[:40], colour, "màu đen")


def _sample_mark(paper: Paper, sample: bool) -> Iterator[Finding]:
    for section in paper.sections if sample else ():
        for kind in ("first", "default") if section.first_page_differs else ("default",):
            lines = (*section.headers.get(kind, ()), *section.footers.get(kind, ()))
            if not any(line.text.startswith("MẪU") for line in lines):
                yield Finding(Rule.SAMPLE_MARK, kind, "không có dấu mẫu", "MẪU trên mọi trang")


def _figures(paper: Paper, figures: dict[str, int]) -> Iterator[Finding]:
    printed = {name for name, _ in paper.figures}
    for name, shown in paper.figures:
        if name not in figures:
            yield Finding(Rule.FIGURE_UNKNOWN, name, shown, "một số liệu có trong thuộc tính của tệp")
        elif shown != f"{figures[name]:,}".replace(",", "."):
            yield Finding(Rule.FIGURE_DIFFERS, name, shown, str(figures[name]))
    for name in figures.keys() - printed:
        yield Finding(Rule.FIGURE_MISSING, name, "không in trong văn bản", str(figures[name]))
    for name in (name for name in figures if ".total" in name):
        if (added := sum(_parts(name, figures))) != figures[name]:
            yield Finding(Rule.FIGURE_TOTAL, name, str(figures[name]), str(added))


def _parts(total: str, figures: dict[str, int]) -> list[int]:
    """What `awards.total.decided` or `cases.total` adds up: the same name with each code in place of `total`."""
    before, after = total.split(".total", 1)
    return [
        figure
        for name, figure in figures.items()
        if name != total
        and name.startswith(f"{before}.")
        and name.endswith(after)
        and name.count(".") == total.count(".")
    ]
