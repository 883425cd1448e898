"""Rules of administrative papers (văn bản hành chính, NĐ 30/2020/NĐ-CP, Phụ lục I) as words and numbers, without a file format."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.words import SigningForm

BLANK = "……"
"""Printed where a person still has to write."""

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS_LABEL = "Nơi nhận:"


class PaperKind(StrEnum):
    """Abbreviations of kinds (Phụ lục III); an official letter (công văn) has none."""

    DECISION = "QĐ"
    SUBMISSION_LETTER = "TTr"
    REPORT = "BC"
    PLAN = "KH"
    NOTICE = "TB"
    MINUTES = "BB"
    INVITATION = "GM"


KIND_NAMES = {
    PaperKind.DECISION: "QUYẾT ĐỊNH",
    PaperKind.SUBMISSION_LETTER: "TỜ TRÌNH",
    PaperKind.REPORT: "BÁO CÁO",
    PaperKind.PLAN: "KẾ HOẠCH",
    PaperKind.NOTICE: "THÔNG BÁO",
    PaperKind.MINUTES: "BIÊN BẢN",
    PaperKind.INVITATION: "GIẤY MỜI",
}


def plain(text: str) -> str:
    """Composed (NFC) text on one line, without control, private or unassigned characters: official templates hold
    Vietnamese decomposed, and XML refuses some of the others."""
    printable = (" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in text)
    return " ".join(unicodedata.normalize("NFC", "".join(printable)).split())


def number_text(number: int | None) -> str:
    """A number below 10 takes a leading 0; one not yet given is left blank."""
    return BLANK if number is None else f"{number:02d}"


def symbol_text(kind: PaperKind | None, office: str, unit: str | None = None) -> str:
    """`BC-VPUBND`; for an official letter (`kind` None) the office, then the drafting unit: `VPUBND-HCTC`."""
    return "-".join(part for part in (kind, office, unit) if part)


def number_line(number: int | None, symbol: str) -> str:
    """`Số: 05/BC-VPUBND`."""
    return f"Số: {number_text(number)}/{symbol}"


def long_date(on: date | None, year: int | None = None) -> str:
    """`ngày 05 tháng 02 năm 2026`: days below 10 and months 1 and 2 take a leading 0."""
    if on is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK if year is None else year}"
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def short_date(on: date) -> str:
    """`05/02/2026`, `15/6/2026`: the same leading zeros, inside a sentence."""
    return f"{on.day:02d}/{on.month:02d}/{on.year}" if on.month < 3 else f"{on.day:02d}/{on.month}/{on.year}"


def place_and_date(place: str, on: date | None, year: int) -> str:
    """`Ninh Bình, ngày 05 tháng 7 năm 2026`; the day and month stay blank until the paper is signed."""
    return f"{plain(place)}, {long_date(on, year)}"


def period_text(start: date, end: date) -> str:
    """`6 tháng đầu năm 2026`, `quý III năm 2026`, `năm 2026`, else both days written out."""
    whole_months = start.day == 1 and start.year == end.year and date.fromordinal(end.toordinal() + 1).day == 1
    if whole_months and (start.month, end.month) == (1, 12):
        return f"năm {end.year}"
    if whole_months and start.month == 1 and end.month in (6, 9):
        return f"{end.month} tháng đầu năm {end.year}"
    if whole_months and (start.month, end.month) == (7, 12):
        return f"6 tháng cuối năm {end.year}"
    if whole_months and end.month - start.month == 2 and end.month % 3 == 0:
        return f"quý {('I', 'II', 'III', 'IV')[end.month // 3 - 1]} năm {end.year}"
    return f"từ {long_date(start)} đến {long_date(end)}"


@dataclass(frozen=True)
class LawGround:
    """A law among the grounds (căn cứ): cited by name and date, never by number, in an administrative paper."""

    name: str
    passed_on: date
    valid_from: date | None = None
    valid_until: date | None = None

    def text(self) -> str:
        return f"Căn cứ {plain(self.name)} {long_date(self.passed_on)}"


@dataclass(frozen=True)
class DocumentGround:
    """A decree, decision or plan among the grounds: kind, number, date, issuer and abstract."""

    kind: str
    number: str | None
    issued_on: date | None
    issuer: str
    about: str
    valid_from: date | None = None
    valid_until: date | None = None

    def text(self) -> str:
        number = BLANK if self.number is None else plain(self.number)
        return f"Căn cứ {plain(self.kind)} số {number} {long_date(self.issued_on)} của {plain(self.issuer)} {plain(self.about)}"


Ground = LawGround | DocumentGround

EMULATION_LAW = LawGround("Luật Thi đua, khen thưởng", date(2022, 6, 15), valid_from=date(2024, 1, 1))
DECREE_152 = DocumentGround(
    "Nghị định",
    "152/2025/NĐ-CP",
    date(2025, 6, 14),
    "Chính phủ",
    "quy định về phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành"
    " một số điều của Luật Thi đua, khen thưởng",
    valid_from=date(2025, 7, 1),
    valid_until=date(2027, 3, 1),
)


def grounds_lines(grounds: Sequence[Ground]) -> tuple[str, ...]:
    """One ground a line, each closed by a semicolon and the last by a full stop."""
    last = len(grounds) - 1
    return tuple(ground.text().rstrip(".;") + ("." if place == last else ";") for place, ground in enumerate(grounds))


def not_in_force(grounds: Sequence[Ground], on: date) -> tuple[Ground, ...]:
    """The grounds a paper of that day may not rest on (rule E20); `valid_until` is the first day out of force."""
    return tuple(
        ground
        for ground in grounds
        if (ground.valid_from is not None and on < ground.valid_from)
        or (ground.valid_until is not None and on >= ground.valid_until)
    )


def signature_lines(
    signer_title: str, form: SigningForm | None = None, on_behalf_of: str | None = None
) -> tuple[str, ...]:
    """`KT. CHÁNH VĂN PHÒNG` over `PHÓ CHÁNH VĂN PHÒNG`; one line where the head, or who acts as head, signs.

    Raises ValueError where the form needs the one signed for and there is none, or names one without need.
    """
    title = plain(signer_title).upper()
    single = form in (None, SigningForm.ACTING)
    if single == bool(on_behalf_of):
        raise ValueError(f"signing form {form} and {on_behalf_of=} do not go together")
    if single:
        return (title if form is None else f"{form} {title}",)
    return (f"{form} {plain(on_behalf_of or '').upper()}", title)


_DEGREES = re.compile(r"^(GS|PGS|TSKH|TS|ThS|BS|CN|KS|LS|NGƯT|NGND|Tiến sĩ|Thạc sĩ|Giáo sư)\b\.?", re.IGNORECASE)


def degree_before(name: str) -> str | None:
    """The academic degree or honour written before a name: papers carry none (NĐ 30, Phụ lục I, II.7)."""
    found = _DEGREES.match(plain(name))
    return found.group(0) if found else None


def recipients_lines(recipients: Sequence[str], archive: Sequence[str]) -> tuple[str, ...]:
    """`- Sở Nội vụ;` … and last `- Lưu: VT, VP1.`: the records desk (VT) first, then the drafting unit."""
    kept = ["VT", *(plain(place) for place in archive if plain(place) != "VT")]
    return (*(f"- {plain(who).rstrip('.;')};" for who in recipients), f"- Lưu: {', '.join(kept)}.")


_BOLD_WIDTHS = {
    width: frozenset(letters)
    for width, letters in {
        250: " .,",
        278: "il",
        333: "fjt-:;()/",
        389: "Irs",
        444: "cerz",
        500: "agovxyJ0123456789“”",
        556: "bdhknpquS",
        611: "FP",
        667: "BELTZ",
        722: "ACDNRUVXYw",
        778: "GHKOQ",
        833: "m",
        944: "M",
        1000: "W…",
    }.items()
}
_BOLD_WIDTH = {letter: width for width, letters in _BOLD_WIDTHS.items() for letter in letters}


def bold_width_mm(text: str, points: float) -> float:
    """Width in mm of a line in Times New Roman bold, accents left out; used for the rules under a head and its wrapping."""
    bare = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    letters = (c for c in bare if not unicodedata.combining(c))
    return sum(_BOLD_WIDTH.get(letter, 556) for letter in letters) / 1000 * points * 25.4 / 72
