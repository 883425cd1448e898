"""How dates, numbers and waiting times are written in Vietnamese (NĐ 30/2020/NĐ-CP for papers; the house's manners on screens)."""

from datetime import date
from decimal import Decimal


def format_date(day: date) -> str:
    """05/12/2026."""
    return f"{day:%d/%m}/{day.year:04d}"


def format_paper_date(place: str, day: date) -> str:
    """ "Ninh Bình, ngày 05 tháng 02 năm 2026": days below 10 and months 1 and 2 take a leading 0 (law.md B.8)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def format_number(value: int | Decimal) -> str:
    """1234567 → "1.234.567"; Decimal("0.3") → "0,3"."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def format_share(part: int, whole: int) -> str:
    """ "7/10 = 70 %", cut (never rounded up) to one decimal, so that 69,96 % is not shown as the 70 % it misses."""
    if whole <= 0:
        return f"{part}/{whole}"
    tenths = part * 1000 // whole
    percent = format_number(tenths // 10 if tenths % 10 == 0 else Decimal(tenths) / 10)
    return f"{part}/{whole} = {percent} %"


def format_waiting(working_days: int) -> str:
    """ "còn 5 ngày làm việc", "hạn hôm nay", "quá hạn 2 ngày làm việc"."""
    if working_days == 0:
        return "hạn hôm nay"
    return f"còn {working_days} ngày làm việc" if working_days > 0 else f"quá hạn {-working_days} ngày làm việc"


def join_words(words: list[str], last: str = "và") -> str:
    """ "a, b và c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
