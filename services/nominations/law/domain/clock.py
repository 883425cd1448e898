"""The clock of the next award: from when merit counts after the last one of its kind (NĐ 152/2025 Đ33.7, law.md E23)."""

from dataclasses import dataclass
from datetime import date

from contracts.words import AwardGround
from services.nominations.law.domain.facts import PastAward
from services.nominations.law.domain.findings import Case
from services.office.text import format_date

NO_CLOCK = (AwardGround.SUDDEN, AwardGround.MOVEMENT)
"""Awards on these grounds are no công trạng (E11): they start no clock."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Merit counts from ``start``, whole years from ``first_year``; ``told`` says so, empty where nothing was given before."""

    start: date = date.min
    first_year: int = date.min.year
    told: str = ""


def clock(case: Case, award: str | None) -> Clock:
    """After the last ``award`` for công trạng, decided by the day of judging; none where no award is named."""
    last = last_of(case, award, NO_CLOCK) if award is not None else None
    if last is None:
        return Clock()
    start = starts(last)
    first_year = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    told = f" Đã được tặng {case.award_name(award)} ({decision(last)}): tính tiếp từ {format_date(start)}."
    return Clock(start, first_year, told)


def last_of(case: Case, award: str | None, without: tuple[AwardGround, ...]) -> PastAward | None:
    """The award of this code decided last, of those given on other grounds."""
    decided = [
        p for p in case.facts.past_awards if p.code == award and p.decided_on <= case.on and p.ground not in without
    ]
    return max(decided, key=lambda p: (p.decided_on, p.period_year or 0, p.decision_number), default=None)


def starts(last: PastAward) -> date:
    """After the merit that the decision names, else on its day."""
    return date(last.period_year + 1, 1, 1) if last.period_year is not None else last.decided_on


def decision(last: PastAward) -> str:
    number = f" số {last.decision_number}" if last.decision_number else ""
    merit = f", thành tích đến năm {last.period_year}" if last.period_year is not None else ""
    return f"quyết định{number} ngày {format_date(last.decided_on)}{merit}"
