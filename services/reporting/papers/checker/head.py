"""Checks the head of a paper: names, rules beneath them, number and symbol, place and date, kind and abstract (NĐ 30, II.1–5)."""

import re
from collections.abc import Iterator, Sequence

from services.office.papers import BLANK, KIND_NAMES, MOTTO, NATIONAL_NAME, PaperKind, bold_width_mm
from services.reporting.papers.checker.reading import Cell, Grid, Line, Paper
from services.reporting.papers.checker.rules import Finding, Look, Rule, look_of

_KINDS = "|".join(PaperKind)
_OFFICE = r"[A-ZĐ0-9]+(?:-[A-ZĐ0-9]+)*"
NUMBER = re.compile(rf"Số: (?:0[1-9]|[1-9]\d+|{BLANK})/(?:(?P<kind>{_KINDS})-)?{_OFFICE}")
PLACE_DATE = re.compile(
    rf"[A-ZĐÀ-Ỹ][^,]*, ngày (?:0[1-9]|[12]\d|3[01]|{BLANK}) tháng (?:0[12]|[3-9]|1[0-2]|{BLANK}) năm \d{{4}}"
)
PART = (1 / 3, 1 / 2)
WHOLE = (0.95, 1.05)


def head_of(paper: Paper) -> Grid | None:
    """The head, where the paper opens with a table of two columns and two rows."""
    first = paper.blocks[0] if paper.blocks else None
    fits = isinstance(first, Grid) and len(first.rows) == 2 and all(len(row) == 2 for row in first.rows)
    return first if isinstance(first, Grid) and fits else None


def title_of(paper: Paper) -> tuple[Line | None, tuple[Line, ...], Line | None]:
    """Kind, lines of the abstract, and the rule beneath; without a rule the abstract is taken to be one line."""
    lines = [block for block in paper.blocks if isinstance(block, Line)]
    start = next((place for place, line in enumerate(lines) if line.text), None)
    if start is None:
        return None, (), None
    rule = next((place for place, line in enumerate(lines[: start + 6]) if place > start and line.ruled), None)
    abstract = lines[start + 1 : start + 2 if rule is None else rule]
    return lines[start], tuple(line for line in abstract if line.text), None if rule is None else lines[rule]


def check_head(paper: Paper) -> Iterator[Finding]:
    """The head table and the title beneath it."""
    head = head_of(paper)
    needed = ((1, 2), (1, 1))
    if head is None or any(
        len(cell.filled) < count
        for row, counts in zip(head.rows, needed, strict=True)
        for cell, count in zip(row, counts, strict=True)
    ):
        yield Finding(Rule.HEAD_LAYOUT, "đầu văn bản", "thiếu", "bảng hai cột: cơ quan, số | quốc hiệu, địa danh")
        return
    (issuer, nation), (number, place_date) = head.rows
    yield from _nation(nation)
    yield from _issuer(issuer)
    yield from _number(number.filled[0])
    if not PLACE_DATE.fullmatch(place_date.filled[0].text):
        yield Finding(Rule.PLACE_DATE, "địa danh", place_date.filled[0].text, "Ninh Bình, ngày 05 tháng 02 năm 2026")
    yield from look_of(
        place_date.filled[0], Look((13, 14), False, True, align="center"), Rule.PLACE_DATE_LOOK, "địa danh"
    )
    yield from _title(paper, NUMBER.fullmatch(number.filled[0].text))


def _nation(cell: Cell) -> Iterator[Finding]:
    name, motto = cell.filled[:2]
    if name.text != NATIONAL_NAME:
        yield Finding(Rule.NATIONAL_NAME, "quốc hiệu", name.text, NATIONAL_NAME)
    if motto.text != MOTTO:
        yield Finding(Rule.MOTTO, "tiêu ngữ", motto.text, MOTTO)
    yield from look_of(name, Look((12, 13), True, False, align="center"), Rule.NATIONAL_NAME_LOOK, "quốc hiệu")
    yield from look_of(motto, Look((13, 14), True, False, align="center"), Rule.MOTTO_LOOK, "tiêu ngữ")
    for line in (name, motto):
        if (width := _width(line)) > cell.width:
            yield Finding(Rule.HEAD_WRAP, line.text, f"{width:.0f} mm", f"một dòng, tối đa {cell.width:.0f} mm")
    yield from _rule(cell.lines, motto, cell.width, WHOLE, Rule.MOTTO_RULE)


def _issuer(cell: Cell) -> Iterator[Finding]:
    *superiors, issuer = cell.filled
    for superior in superiors:
        yield from look_of(
            superior, Look((12, 13), False, False, True, "center"), Rule.SUPERIOR_LOOK, "cơ quan chủ quản"
        )
    yield from look_of(issuer, Look((12, 13), True, False, True, "center"), Rule.ISSUER_LOOK, "cơ quan ban hành")
    yield from _rule(cell.lines, issuer, cell.width, PART, Rule.ISSUER_RULE)


def _number(line: Line) -> Iterator[Finding]:
    if NUMBER.fullmatch(line.text) is None:
        yield Finding(Rule.NUMBER, "số, ký hiệu", line.text, "Số: 05/BC-VPUBND")
    yield from look_of(line, Look((13, 13), False, False, align="center"), Rule.NUMBER_LOOK, "số, ký hiệu")


def _title(paper: Paper, number: re.Match[str] | None) -> Iterator[Finding]:
    """Kind and abstract; an official letter (a symbol without a kind) has no such title."""
    kind, abstract, rule = title_of(paper)
    if kind is None or (number is not None and number["kind"] is None):
        return
    expected = KIND_NAMES[PaperKind(number["kind"])] if number is not None else None
    if kind.text.upper() not in KIND_NAMES.values() or expected not in (None, kind.text.upper()):
        yield Finding(Rule.KIND, "tên loại", kind.text, expected or ", ".join(KIND_NAMES.values()))
    yield from look_of(kind, Look((13, 14), True, False, True, "center"), Rule.KIND_LOOK, "tên loại")
    for line in abstract:
        yield from look_of(line, Look((13, 14), True, False, align="center"), Rule.ABSTRACT_LOOK, "trích yếu")
    section = paper.sections[0]
    width = section.width - section.margins["left"] - section.margins["right"]
    if abstract:
        lines = (*abstract, *([rule] if rule is not None else []))
        yield from _rule(lines, abstract[-1], width, PART, Rule.ABSTRACT_RULE)


def _rule(
    lines: Sequence[Line], above: Line, width: float, shares: tuple[float, float], code: Rule
) -> Iterator[Finding]:
    """The rule is the next line's upper border, as long as its indents leave; measured against the text above."""
    after = lines[lines.index(above) + 1 :]
    low, high = shares
    expected = f"{low:.0%}–{high:.0%} độ dài dòng chữ"
    if not after or not after[0].ruled:
        yield Finding(code, above.text[:40], "không có đường kẻ", expected)
        return
    share = (width - after[0].left - after[0].right) / min(_width(above), width)
    if not low - 0.01 <= share <= high + 0.01:
        yield Finding(code, above.text[:40], f"{share:.0%}", expected)


def _width(line: Line) -> float:
    return sum(bold_width_mm(run.text, run.size) for run in line.runs)
