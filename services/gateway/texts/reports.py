"""Words for reports and their periods."""

from typing import Final

PERIOD_STATES: Final = {"ahead": "Chưa đến hạn", "due": "Sắp đến hạn", "overdue": "Quá hạn", "submitted": "Đã gửi"}
PERIOD_TONES: Final = {"ahead": "secondary", "due": "warning", "overdue": "danger", "submitted": "success"}
PERIOD_PARTS: Final = {
    "H1": "6 tháng đầu năm {}",
    "H2": "6 tháng cuối năm {}",
    "Q1": "quý I/{}",
    "Q2": "quý II/{}",
    "Q3": "quý III/{}",
    "Q4": "quý IV/{}",
    **{f"{month:02}": f"tháng {month:02}/{{}}" for month in range(1, 13)},
}

CATALOGUES: Final = {"period": PERIOD_STATES, "period_tone": PERIOD_TONES}


def period_words(period: str) -> str:
    """ "tháng 11/2026" for 2026-11, "năm 2026" for 2026; a period of another kind as it is."""
    year, _, part = period.partition("-")
    if part in PERIOD_PARTS:
        return PERIOD_PARTS[part].format(year)
    return f"năm {year}" if not part and year.isdigit() else period
