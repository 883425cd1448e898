"""What one cell of the workbook means: dates as people write them, words with or without dấu, codes and years."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from services.nominations.register.workbook.encodings import is_suspect, to_unicode
from services.nominations.register.workbook.layout import FIRST_DATE, LAST_DATE, Column, Kind
from services.office.names import normalise, search_key
from services.office.text import format_date

Value = str | int | bool | date | None

_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
"""How Excel writes what XML cannot hold: a line break of Windows is ``_x000D_`` and a new line."""

_LONGEST_CELL = 2_000
_CODE = re.compile(r"[^\W_][\w.\-/]{0,63}")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2}) ?[/.\-] ?([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_SERIAL = re.compile(r"[0-9]{5}")
_YEAR = re.compile(r"(?:nam )?([0-9]{1,4})")
_AMOUNT = re.compile(r"([0-9]{1,13}|[0-9]{1,3}(?:[., ][0-9]{3}){1,4})(?: ?(?:dong|vnd|d))?")
_MOST_MONEY = 10**13
_YES, _NO = ("co", "x", "yes", "true", "1"), ("khong", "no", "false", "0")
_FIRST_SERIAL, _LAST_SERIAL = 1, 100_000
_ZEROS = re.compile(r"0{2,}")
_SAME = ("General", "@", "0", "#")
"""Number formats that show a whole number as it is."""
_MOST_DIGITS = 10**15
"""Excel keeps fifteen digits of a number; of a longer one the rest are zeros."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be taken, and what to do about it."""

    rule: str
    message: str
    way_out: str


def cleaned(text: str) -> str:
    """NFC, single spaces, nothing invisible: what is kept of a text, and what is compared.

    What Excel writes as ``_x000D_`` is the control character of that number (ECMA-376 part 1, 22.9.2.19).
    """
    meant = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
    seen = "".join(c for c in meant if c.isspace() or not unicodedata.category(c).startswith("C"))
    return normalise(seen)


def as_shown(raw: object, number_format: str) -> object:
    """A number that a format of zeros shows with more digits, as it is shown: 123 under ``00000`` is "00123"."""
    if isinstance(raw, int) and not isinstance(raw, bool) and _ZEROS.fullmatch(number_format):
        return f"{raw:0{len(number_format)}d}"
    return raw


def shown(raw: object) -> str:
    """A cell's content as a problem quotes it."""
    if isinstance(raw, datetime | date):
        return format_date(raw if not isinstance(raw, datetime) else raw.date())
    text = str(raw)[:_LONGEST_CELL]
    short = cleaned(text)
    return short if len(short) <= 80 else f"{short[:79]}…"


def parse(raw: object, column: Column, epoch: datetime, number_format: str = "General") -> Value | Fault:
    """The value that a cell's content means in a column; an empty cell is None, and refused where one is required."""
    if isinstance(raw, str):
        if len(raw) > _LONGEST_CELL:
            return _too_long(column)
        raw = cleaned(raw)
        raw = to_unicode(raw) or raw
        if is_suspect(raw):
            return _old_font(raw)
    elif column.kind in (Kind.CODE, Kind.TEXT):
        raw = as_shown(raw, number_format)
        if _is_shown_otherwise(raw, number_format):
            return _shown_otherwise(raw)
    if raw is None or raw == "":
        return _missing(column) if column.required else (False if column.kind is Kind.FLAG else None)
    match column.kind:
        case Kind.DATE:
            return _date(raw, epoch)
        case Kind.YEAR:
            return _year(raw, column)
        case Kind.FLAG:
            return _flag(raw)
        case Kind.MONEY:
            return _money(raw)
        case Kind.CODE:
            return _code(raw, column)
        case Kind.WORD:
            return _word(raw, column)
        case Kind.TEXT:
            return _text(raw, column)


def _missing(column: Column) -> Fault:
    return Fault("required", f"Thiếu “{column.heading}”.", f"Điền “{column.heading}”, hoặc xóa cả dòng nếu dòng thừa.")


def _old_font(raw: str) -> Fault:
    return Fault(
        "old_font",
        f"“{shown(raw)}” gõ bằng phông chữ cũ (TCVN3, VNI), không phải Unicode.",
        "Chuyển ô sang Unicode (UniKey: Công cụ chuyển mã) hoặc gõ lại bằng phông Unicode.",
    )


def _is_shown_otherwise(raw: object, number_format: str) -> bool:
    """A number whose digits are not those that people see in the cell, or not all of those that were typed."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return False
    return abs(raw) >= _MOST_DIGITS or number_format not in _SAME


def _shown_otherwise(raw: object) -> Fault:
    return Fault(
        "shown_otherwise",
        f"Ô chứa số {shown(raw)}, nhưng Excel hiển thị khác (định dạng riêng của ô, hoặc số quá dài).",
        "Định dạng ô là Văn bản (Text) rồi gõ lại đúng như cần ghi.",
    )


def _too_long(column: Column) -> Fault:
    return Fault("too_long", f"Nội dung dài quá {column.longest} ký tự.", "Viết gọn lại.")


def _text(raw: object, column: Column) -> str | Fault:
    if isinstance(raw, bool | date):
        return Fault(
            "not_text",
            "Excel đã đổi nội dung thành ngày tháng hoặc đúng/sai.",
            "Định dạng ô là Văn bản (Text) rồi gõ lại.",
        )
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    return text if len(text) <= column.longest else _too_long(column)


def _code(raw: object, column: Column) -> str | Fault:
    text = _text(raw, column)
    if isinstance(text, Fault):
        return text
    code = normalise(text.upper())
    if not _CODE.fullmatch(code):
        return Fault(
            "bad_code",
            f"Mã “{shown(text)}” có khoảng trắng hoặc ký tự lạ, hoặc dài quá 64 ký tự.",
            "Chỉ dùng chữ, số và các dấu . - / trong mã.",
        )
    return code


def _word(raw: object, column: Column) -> str | Fault:
    words = column.words
    if words is None:
        raise ValueError(f"column {column.field} has no words")
    code = words.code_of(raw) if isinstance(raw, str) else None
    if code is None:
        return Fault(
            "unknown_word",
            f"“{shown(raw)}” không có trong danh sách “{words.name}”.",
            f"Chọn một trong: {'; '.join(words.labels.values())}.",
        )
    return code


def _flag(raw: object) -> bool | Fault:
    if isinstance(raw, bool):
        return raw
    word = search_key(str(raw))
    if word in _YES or word in _NO:
        return word in _YES
    return Fault("unknown_word", f"“{shown(raw)}” không phải Có hay Không.", "Chọn Có hoặc Không.")


def _money(raw: object) -> int | Fault:
    """Whole đồng: 2530000, "2.530.000", "2.530.000 đồng"."""
    amount: int | None = None
    if isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw // 1:
        amount = int(raw)
    elif isinstance(raw, str) and (written := _AMOUNT.fullmatch(search_key(raw))):
        amount = int(re.sub("[., ]", "", written[1]))
    if amount is None or not 0 <= amount <= _MOST_MONEY:
        return Fault("not_money", f"“{shown(raw)}” không phải số tiền bằng đồng.", "Gõ số nguyên, ví dụ 2530000.")
    return amount


def _year(raw: object, column: Column) -> int | Fault:
    low, high = column.years
    year: int | None = None
    if isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw // 1:
        year = int(raw)
    elif isinstance(raw, str) and (written := _YEAR.fullmatch(search_key(raw))):
        year = int(written[1])
    if year is None:
        return Fault("not_a_year", f"“{shown(raw)}” không phải là một năm.", "Gõ năm bằng bốn chữ số, ví dụ 2025.")
    if not low <= year <= high:
        return Fault("year_out_of_range", f"Năm {year} nằm ngoài khoảng {low}–{high}.", "Kiểm tra và sửa lại năm.")
    return year


def _date(raw: object, epoch: datetime) -> date | Fault:
    found = _date_meant(raw, epoch)
    if found is None:
        return Fault(
            "not_a_date",
            f"“{shown(raw)}” không phải ngày tháng hợp lệ.",
            "Gõ theo dạng ngày/tháng/năm, ví dụ 05/12/2025.",
        )
    if not FIRST_DATE <= found <= LAST_DATE:
        return Fault(
            "date_out_of_range",
            f"Ngày {format_date(found)} nằm ngoài khoảng {FIRST_DATE.year}–{LAST_DATE.year}.",
            "Kiểm tra và sửa lại năm của ngày này.",
        )
    return found


def _date_meant(raw: object, epoch: datetime) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str) and _SERIAL.fullmatch(raw):
        raw = int(raw)
    if isinstance(raw, int | float):
        if not _FIRST_SERIAL <= raw <= _LAST_SERIAL:
            return None
        day = from_excel(raw, epoch)
        return day.date() if isinstance(day, datetime) else None
    if not isinstance(raw, str):
        return None
    if written := _YEAR_FIRST.fullmatch(raw):
        return _day(written[1], written[2], written[3])
    if written := _DAY_FIRST.fullmatch(raw) or _IN_WORDS.fullmatch(search_key(raw)):
        return _day(written[3], written[2], written[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
