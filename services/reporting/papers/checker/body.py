"""Checks what stands under the title: grounds, body, recipients and signature (NĐ 30, II.6, II.7, II.9)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from contracts.words import SigningForm
from services.office.papers import BLANK, RECIPIENTS_LABEL, degree_before
from services.reporting.papers.checker.head import title_of
from services.reporting.papers.checker.reading import Cell, Grid, Line, Paper
from services.reporting.papers.checker.rules import Finding, Look, Rule, look_of

SIZES = (13, 14)
INDENT_MM = (10, 12.7)
LINES = (1.0, 1.5)
EXACT_POINTS = (15, 24)
GAP_POINTS = 6
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

_LAW = re.compile(r"Căn cứ (?:Bộ luật|Luật|Hiến pháp|Pháp lệnh)\b")
_LAW_NUMBER = re.compile(r"\d+/\d{4}/QH\d+|\d+/\d{4}/[UP]BTVQH\d+|(?:Luật|Pháp lệnh)[^;]*? số \d")
_REFERENCE = re.compile(rf"Căn cứ \S.* số (?:\S*\d\S*|{BLANK}) ngày \S+ tháng \S+ năm \S+ của \S")
_DOCUMENT = re.compile(r"Căn cứ (?:Nghị định|Nghị quyết|Quyết định|Thông tư|Kế hoạch|Chỉ thị|Công văn|Hướng dẫn)\b")
_CAPTION = re.compile(r"Bảng \d+\.")
_SECTION = re.compile(r"([IVX]+)\. \S")
_FORM = re.compile(r"(TM|KT|TL|TUQ|Q)\b(\.?) ?")


def check_body(paper: Paper) -> Iterator[Finding]:
    """Everything between the title and the end of the paper."""
    kind, abstract, rule = title_of(paper)
    titled = {id(line) for line in (kind, *abstract, rule) if line is not None}
    lines = [block for block in paper.blocks if isinstance(block, Line) and block.text and id(block) not in titled]
    grounds = [line for line in lines if line.text.startswith("Căn cứ ")]
    body = [line for line in lines if not line.text.startswith("Căn cứ ") and not _CAPTION.match(line.text)]
    yield from _grounds(grounds)
    yield from _sizes([*grounds, *body])
    for line in body:
        if any(run.italic for run in line.runs if run.text.strip()):
            yield Finding(Rule.BODY_UPRIGHT, line.text[:40], "nghiêng", "kiểu chữ đứng")
    for line in (*grounds, *body):
        yield from _shape(line)
    yield from _gaps([block for block in paper.blocks if id(block) not in titled])
    yield from _sections(body)
    yield from _end(paper)


def _grounds(grounds: Sequence[Line]) -> Iterator[Finding]:
    for place, line in enumerate(grounds):
        text = line.text
        if not all(run.italic and not run.bold for run in line.runs if run.text.strip()):
            yield Finding(Rule.GROUND_LOOK, text[:40], "không nghiêng", "nghiêng, không đậm")
        ending = "." if place == len(grounds) - 1 else ";"
        if text[-1] not in ".;" or text[-1] != ending or text[-2] in ".;":
            yield Finding(Rule.GROUND_ENDING, text[:40], text[-1], ending)
        if _LAW.match(text) and _LAW_NUMBER.search(text):
            yield Finding(Rule.GROUND_LAW_NUMBER, text[:60], "luật ghi số", "luật ghi tên và ngày, không ghi số")
        if _DOCUMENT.match(text) and not _REFERENCE.match(text):
            yield Finding(Rule.GROUND_REFERENCE, text[:60], text[:60], "tên loại, số, ngày, cơ quan, trích yếu")


def _sizes(lines: Sequence[Line]) -> Iterator[Finding]:
    low, high = SIZES
    sizes: dict[float, int] = {}
    for line in lines:
        for run in line.runs:
            if run.text.strip() and not low <= run.size <= high:
                yield Finding(Rule.BODY_SIZE, line.text[:40], f"{run.size:g}", f"{low}–{high}")
            elif run.text.strip():
                sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
    if len(sizes) > 1:
        found = ", ".join(f"{size:g}" for size in sorted(sizes))
        yield Finding(Rule.BODY_ONE_SIZE, "nội dung", found, "một cỡ chữ")


def _shape(line: Line) -> Iterator[Finding]:
    where = line.text[:40]
    if line.align not in ("both", "distribute"):
        yield Finding(Rule.JUSTIFIED, where, line.align, "canh đều hai lề")
    if not INDENT_MM[0] - 0.05 <= line.first_line <= INDENT_MM[1] + 0.05:
        yield Finding(Rule.FIRST_LINE, where, f"{line.first_line:.1f} mm", "10–12,7 mm")
    low, high = LINES if line.line_rule == "auto" else EXACT_POINTS
    if not low <= line.line <= high:
        yield Finding(Rule.LINE_SPACING, where, f"{line.line:g} ({line.line_rule})", f"{low:g}–{high:g}")


def _gaps(blocks: Sequence[Line | Grid]) -> Iterator[Finding]:
    """Between two paragraphs that touch; the larger of both distances counts, which is what Word shows at least."""
    for above, below in pairwise(blocks):
        if not isinstance(above, Line) or not isinstance(below, Line) or not above.text or not below.text:
            continue
        if (gap := max(above.after, below.before)) < GAP_POINTS:
            yield Finding(Rule.PARAGRAPH_GAP, above.text[:40], f"{gap:g} pt", f"ít nhất {GAP_POINTS} pt")


def _sections(body: Sequence[Line]) -> Iterator[Finding]:
    headings = [(match[1], line) for line in body if (match := _SECTION.match(line.text))]
    for expected, (numeral, line) in zip(ROMAN, headings, strict=False):
        if numeral != expected:
            yield Finding(Rule.SECTION_ORDER, line.text[:40], numeral, expected)
            return


def _end(paper: Paper) -> Iterator[Finding]:
    last = next((block for block in reversed(paper.blocks) if isinstance(block, Grid)), None)
    cells = last.rows[0] if last is not None and len(last.rows) == 1 and len(last.rows[0]) == 2 else ()
    if not cells or not cells[0].filled or cells[0].filled[0].text != RECIPIENTS_LABEL:
        yield Finding(Rule.RECIPIENTS_LABEL, "cuối văn bản", "thiếu", RECIPIENTS_LABEL)
        return
    yield from _recipients(cells[0])
    yield from _signature(cells[1])


def _recipients(cell: Cell) -> Iterator[Finding]:
    label, *names = cell.filled
    yield from look_of(label, Look((12, 12), True, True), Rule.RECIPIENTS_LABEL, "nơi nhận")
    for line in names:
        yield from look_of(line, Look((11, 11), False, False), Rule.RECIPIENTS_LOOK, "nơi nhận")
    for line in names[:-1]:
        if not re.fullmatch(r"- .*[^;.];", line.text):
            yield Finding(Rule.RECIPIENTS_ENDING, "nơi nhận", line.text, "- …;")
    last = names[-1].text if names else ""
    if not re.fullmatch(r"- Lưu: VT(, [^;.]+)?\.", last):
        yield Finding(Rule.RECIPIENTS_ENDING, "nơi nhận", last, "- Lưu: VT, ….")


def _signature(cell: Cell) -> Iterator[Finding]:
    if len(cell.filled) < 2:
        yield Finding(Rule.SIGNATURE_FORM, "chữ ký", str(len(cell.filled)), "chức vụ và họ tên")
        return
    *titles, name = cell.filled
    form = _FORM.match(titles[0].text)
    if form is not None:
        needed = 1 if form[1] == SigningForm.ACTING.rstrip(".") else 2
        if not form[2] or not titles[0].text.startswith(f"{form[1]}. ") or len(titles) < needed:
            yield Finding(Rule.SIGNATURE_FORM, "chữ ký", titles[0].text, f"{form[1]}. … trên chức vụ người ký")
    for title in titles:
        yield from look_of(title, Look(SIZES, True, False, True, "center"), Rule.SIGNATURE_TITLE_LOOK, "chức vụ")
    caps = None if name.text == BLANK else False
    yield from look_of(name, Look(SIZES, True, False, caps, "center"), Rule.SIGNATURE_NAME_LOOK, "họ tên")
    if degree := degree_before(name.text):
        yield Finding(Rule.SIGNATURE_DEGREE, "họ tên", degree, "họ và tên, không học hàm, học vị")
