"""Due dates from rules: day D of month M, or the next working day; and the usual obligations of an office."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from contracts.words import Periodicity
from services.office.working_days import next_working_day

EDITABLE = "Ngày do hệ thống gợi ý, sửa được; kế hoạch không ấn định ngày."


@dataclass(frozen=True, slots=True)
class DueRule:
    """Day D of month M each year, or the month's last day where it has fewer, moved to the next working day.

    ``part`` names the period within its year (empty = the year); ``years_later`` 1 = the date lies in the following year.
    """

    part: str
    month: int
    day: int
    years_later: int = 0

    def period(self, year: int) -> str:
        return f"{year}-{self.part}" if self.part else str(year)

    def due_on(self, year: int, holidays: Set[date], worked: Set[date]) -> date:
        then = year + self.years_later
        named = date(then, self.month, min(self.day, monthrange(then, self.month)[1]))
        return next_working_day(named, holidays, worked)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Public holidays and weekend days worked in exchange, as far as they are known."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


def dates_of_year(rules: Iterable[DueRule], year: int, off: DaysOff) -> dict[str, date]:
    """Period → due date for one year."""
    return {rule.period(year): rule.due_on(year, off.holidays, off.worked) for rule in rules}


@dataclass(frozen=True, slots=True)
class UsualObligation:
    """One obligation of the usual set."""

    kind: str
    title: str
    recipient: str
    periodicity: Periodicity
    rules: tuple[DueRule, ...]


BLOCK, CLUSTER = "Khối thi đua của UBND tỉnh", "Cụm thi đua các Văn phòng UBND tỉnh"
HOME_AFFAIRS = "Sở Nội vụ (Ban TĐKT tỉnh)"
_HALVES = (DueRule("H1", 6, 20), DueRule("H2", 12, 10))

USUAL: tuple[UsualObligation, ...] = (
    UsualObligation(
        "so_ket",
        "Báo cáo sơ kết phong trào thi đua 6 tháng đầu năm",
        HOME_AFFAIRS,
        Periodicity.YEARLY,
        (DueRule("H1", 6, 30),),
    ),
    UsualObligation(
        "tong_ket", "Báo cáo tổng kết phong trào thi đua năm", HOME_AFFAIRS, Periodicity.YEARLY, (DueRule("", 12, 10),)
    ),
    UsualObligation(
        "bao_cao_khoi", "Báo cáo kết quả thi đua, khen thưởng về Khối thi đua", BLOCK, Periodicity.HALF_YEARLY, _HALVES
    ),
    UsualObligation(
        "bao_cao_cum", "Báo cáo kết quả thi đua, khen thưởng về Cụm thi đua", CLUSTER, Periodicity.HALF_YEARLY, _HALVES
    ),
    *(
        UsualObligation(f"thong_ke_{form}", title, HOME_AFFAIRS, Periodicity.YEARLY, (DueRule("", 12, 15),))
        for form, title in {
            "0601": "Biểu 0601.N/BNV-TĐKT: Số phong trào thi đua",
            "0602": "Biểu 0602.N/BNV-TĐKT: Khen thưởng cấp Nhà nước",
            "0603": "Biểu 0603.N/BNV-TĐKT: Khen thưởng cấp bộ, ban, ngành, tỉnh",
        }.items()
    ),
)
"""What the plan names (sơ kết, tổng kết, Khối, Cụm) without dates, and the yearly forms of TT 02/2023/TT-BNV (15 December).

The dates are suggestions that staff change.
"""


def usual_dates(usual: UsualObligation, year: int, off: DaysOff, not_before: date | None) -> Mapping[str, date]:
    """The dates of one year, without those before ``not_before``."""
    dates = dates_of_year(usual.rules, year, off)
    return {period: day for period, day in dates.items() if not_before is None or day >= not_before}
