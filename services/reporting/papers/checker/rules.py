"""Names of what the paper checker can find, and how a line's look is compared with what NĐ 30/2020 (Phụ lục I) asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.reporting.papers.checker.reading import Line, Words


class Rule(StrEnum):
    """One code per rule; the numbers in brackets are the sections of NĐ 30's annex I, own rules carry none."""

    NOT_A_PAPER = "not-a-paper"
    PAGE_SIZE = "page-size"  # I.1
    MARGIN = "margin"  # I.3
    FONT = "font"  # I.4
    DEFAULT_FONT = "default-font"
    THEME_FONT = "theme-font"
    TEXT_COLOUR = "text-colour"  # I.4
    NFC = "nfc"
    TEMPLATE_TAG = "template-tag"
    PAGE_NUMBER = "page-number"  # I.7
    FIRST_PAGE_NUMBER = "first-page-number"  # I.7
    HEAD_LAYOUT = "head-layout"
    NATIONAL_NAME = "national-name"  # II.1
    NATIONAL_NAME_LOOK = "national-name-look"
    MOTTO = "motto"
    MOTTO_LOOK = "motto-look"
    MOTTO_RULE = "motto-rule"
    HEAD_WRAP = "head-wrap"
    SUPERIOR_LOOK = "superior-look"  # II.2
    ISSUER_LOOK = "issuer-look"
    ISSUER_RULE = "issuer-rule"
    NUMBER = "number"  # II.3
    NUMBER_LOOK = "number-look"
    PLACE_DATE = "place-date"  # II.4
    PLACE_DATE_LOOK = "place-date-look"
    KIND = "kind"  # II.5
    KIND_LOOK = "kind-look"
    ABSTRACT_LOOK = "abstract-look"
    ABSTRACT_RULE = "abstract-rule"
    GROUND_LOOK = "ground-look"  # II.6
    GROUND_ENDING = "ground-ending"
    GROUND_LAW_NUMBER = "ground-law-number"
    GROUND_REFERENCE = "ground-reference"
    BODY_SIZE = "body-size"
    BODY_ONE_SIZE = "body-one-size"
    BODY_UPRIGHT = "body-upright"
    JUSTIFIED = "justified"
    FIRST_LINE = "first-line"
    PARAGRAPH_GAP = "paragraph-gap"
    LINE_SPACING = "line-spacing"
    SECTION_ORDER = "section-order"
    SIGNATURE_FORM = "signature-form"  # II.7
    SIGNATURE_TITLE_LOOK = "signature-title-look"
    SIGNATURE_NAME_LOOK = "signature-name-look"
    SIGNATURE_DEGREE = "signature-degree"
    RECIPIENTS_LABEL = "recipients-label"  # II.9
    RECIPIENTS_LOOK = "recipients-look"
    RECIPIENTS_ENDING = "recipients-ending"
    SAMPLE_MARK = "sample-mark"
    FIGURE_DIFFERS = "figure-differs"
    FIGURE_MISSING = "figure-missing"
    FIGURE_UNKNOWN = "figure-unknown"
    FIGURE_TOTAL = "figure-total"


@dataclass(frozen=True)
class Finding:
    """One departure from a rule: where, what stands there, what should."""

    code: Rule
    where: str
    found: str
    expected: str


@dataclass(frozen=True)
class Look:
    """What a line must look like; None where the rule leaves it open; sizes in points, both ends allowed."""

    sizes: tuple[float, float]
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    align: str | None = None

    def __str__(self) -> str:
        low, high = self.sizes
        size = f"{low:g}" if low == high else f"{low:g}–{high:g}"
        words = [f"cỡ {size}", _word(self.bold, "đậm"), _word(self.italic, "nghiêng"), _word(self.caps, "in hoa")]
        return ", ".join(word for word in (*words, self.align or "") if word)


def look_of(line: Line, wanted: Look, code: Rule, where: str) -> Iterator[Finding]:
    """At most one finding, naming each property that differs."""
    wrong = sorted({word for run in line.runs if run.text.strip() for word in _differences(run, wanted)})
    if wanted.caps is not None and wanted.caps != _is_caps(line):
        wrong.append(_word(not wanted.caps, "in hoa"))
    if wanted.align is not None and line.align != wanted.align:
        wrong.append(line.align)
    if wrong:
        yield Finding(code, f"{where}: {line.text[:40]}", ", ".join(wrong), str(wanted))


def _differences(run: Words, wanted: Look) -> Iterator[str]:
    low, high = wanted.sizes
    if not low <= run.size <= high:
        yield f"cỡ {run.size:g}"
    if wanted.bold not in (None, run.bold):
        yield _word(run.bold, "đậm")
    if wanted.italic not in (None, run.italic):
        yield _word(run.italic, "nghiêng")


def _is_caps(line: Line) -> bool:
    return line.text == line.text.upper() or all(run.caps for run in line.runs if run.text.strip())


def _word(state: bool | None, name: str) -> str:
    return "" if state is None else name if state else f"không {name}"
