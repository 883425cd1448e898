"""Until when a case has to be appraised, returned or sent upward, by the rulebook it names."""

from dataclasses import dataclass
from datetime import date

from contracts.words import AwardLevel, CaseStage
from services.reviews.cases.domain.life import Case
from services.reviews.copies.domain import Limit, Rulebook

APPRAISING, RETURNING, ASKING, LISTING = "THAM_DINH", "TRA_LAI", "LAY_Y_KIEN", "CONG_KHAI"
LISTING_ABOVE = "CONG_KHAI_CAP_TINH"
TO_THE_PROVINCE = "GUI_TINH"
BEFORE_SENT_UP = frozenset(
    {
        CaseStage.SUBMITTED,
        CaseStage.RECEIVED,
        CaseStage.APPRAISED,
        CaseStage.ON_AGENDA,
        CaseStage.ADVISED,
        CaseStage.RETURNED,
    }
)


@dataclass(frozen=True, slots=True)
class Due:
    """One limit of one case and the last day of it."""

    code: str
    name: str
    on: date
    source: str


def dues(case: Case, rulebook: Rulebook, today: date, counted_from: date | None = None) -> list[Due]:
    """The limits that run for the case now, the nearest first.

    Args:
        counted_from: the day of the nominee's last decision that `upward_limit` counts from, where it names one.
    """
    running = []
    if case.stage is CaseStage.RECEIVED and case.received_on is not None:
        off = rulebook.days_off()
        for code in (RETURNING, APPRAISING):
            limit = rulebook.limit(code, case.award.code, case.received_on)
            if limit is not None and limit.working_days is not None:
                running.append(Due(code, limit.name, off.after(case.received_on, limit.working_days), limit.source))
    if case.stage in BEFORE_SENT_UP and (limit := upward_limit(case, rulebook, today)) is not None:
        year = counted_from.year if limit.from_award and counted_from else case.period_year
        if (on := limit.day_in(year)) is not None:
            running.append(Due(limit.code, limit.name, on, limit.source))
    return sorted(running, key=lambda due: due.on)


def upward_limit(case: Case, rulebook: Rulebook, today: date) -> Limit | None:
    """The award's own limit (NĐ 152/2025 Điều 35.1), else for merit of the year the one of the province."""
    if case.award.level is AwardLevel.OFFICE:
        return None
    own = rulebook.limit(f"TRINH_{case.award.code}", case.award.code, today)
    if own is not None or case.ground != "merit":
        return own
    return rulebook.limit(TO_THE_PROVINCE, case.award.code, today)


def listing(case: Case, rulebook: Rulebook, today: date) -> Limit | None:
    """How long the public list stands open: where Điều 44.2 asks for it, else as the office chose."""
    above = rulebook.award_limit(LISTING_ABOVE, case.award.code, today)
    return above or rulebook.limit(LISTING, case.award.code, today)


def listing_days(case: Case, rulebook: Rulebook, today: date) -> int:
    """In working days; 0 where no list is asked for."""
    limit = listing(case, rulebook, today)
    return (limit.working_days or 0) if limit is not None else 0


def list_closes_at_the_earliest(case: Case, rulebook: Rulebook, today: date) -> date:
    """The last of the days a list published today has to stand open; today where none is asked for, a Sunday too."""
    days = listing_days(case, rulebook, today)
    return rulebook.days_off().after(today, days) if days else today
