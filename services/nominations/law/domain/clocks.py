"""The questions of time: how long since the last award, how recent the merit, how long in service (E06, E19, E23, E24)."""

from calendar import monthrange
from datetime import date, timedelta

from contracts.words import Grade, NomineeKind
from services.nominations.law.domain.findings import MET, NOT_MET, TO_VERIFY, Case, Finding, Inputs, given, number
from services.nominations.law.domain.rules import Check
from services.office.text import format_date, join_words


def months_after(day: date, months: int) -> date:
    """The same day of a later (or earlier) month; the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def award_clock(case: Case, check: Check) -> Finding:
    """E23: ``years`` of merit since the last ``award``, every one of them at least ``grade`` (NĐ 152/2025 Đ33.7).

    The clock starts after the merit the last decision names, else on its day. Of a collective ``at_least`` of the years
    must be xuất sắc, or have ``title``. Awards given on one of ``grounds`` start no clock (E11).
    """
    name, needed = case.award_name(check.award), number(check.years, "years")
    decided = [p for p in case.facts.past_awards if p.code == check.award and p.decided_on <= case.on]
    counted = [p for p in decided if p.ground not in check.grounds]
    if not counted:
        why = f"{name} được tặng đột xuất hoặc theo chuyên đề không được tính" if decided else f"Chưa được tặng {name}"
        return Finding(NOT_MET, f"{why}.", f"Được tặng {name} theo công trạng, sau đó đủ {needed} năm")
    last = max(counted, key=lambda p: (p.decided_on, p.period_year or 0, p.decision_number))
    start = date(last.period_year + 1, 1, 1) if last.period_year is not None else last.decided_on
    number_of = f" số {last.decision_number}" if last.decision_number else ""
    merit = f", thành tích đến năm {last.period_year}" if last.period_year is not None else ""
    shown: Inputs = ((name, f"quyết định{number_of} ngày {format_date(last.decided_on)}{merit}"),)
    ready = months_after(start, 12 * needed)
    if ready > case.last_day + timedelta(days=1):
        return Finding(
            NOT_MET,
            f"Chưa đủ {needed} năm từ {name}: tính từ {format_date(start)}, đủ vào {format_date(ready)}.",
            f"Đề nghị khi thành tích được tính đến sau ngày {format_date(ready - timedelta(days=1))}",
            shown,
        )
    return _steady_years(case, check, start.year, shown)


def _steady_years(case: Case, check: Check, first_year: int, shown: Inputs) -> Finding:
    least = Grade(given(check.grade, "grade"))
    years = [case.facts.year(year) for year in range(first_year, case.period_year + 1)]
    shown += tuple((f"Năm {y.year}", y.grade.label if y.grade else "chưa xếp loại") for y in years)
    failed = [str(y.year) for y in years if y.grade is not None and not y.grade.reaches(least)]
    if failed:
        return Finding(
            NOT_MET,
            f"Năm {join_words(failed)} chưa đạt {least.label}: không liên tục.",
            f"{number(check.years, 'years')} năm liên tục {least.label} trở lên",
            shown,
        )
    unknown = [str(y.year) for y in years if y.grade is None]
    if unknown:
        names = join_words(unknown)
        return Finding(TO_VERIFY, f"Chưa có kết quả xếp loại năm {names}.", f"Nhập kết quả xếp loại năm {names}", shown)
    if case.facts.kind is NomineeKind.COLLECTIVE and check.at_least is not None:
        best = [y for y in years if y.grade is Grade.EXCELLENT or (check.title or "") in y.awards]
        if len(best) < check.at_least:
            return Finding(
                NOT_MET,
                f"Có {len(best)} năm {Grade.EXCELLENT.label}, cần {check.at_least}.",
                f"Có {check.at_least} năm {Grade.EXCELLENT.label}",
                shown,
            )
    return Finding(
        MET, f"{len(years)} năm liên tục ({first_year}–{case.period_year}) {least.label} trở lên.", inputs=shown
    )


def title_times(case: Case, check: Check) -> Finding:
    """E06: a title ``at_least`` times in a row, no more than ``years`` apart, the last of them of now or the year before.

    CSTĐ tỉnh rests on three years of CSTĐ cơ sở, so two in a row stand up to three years apart: the office's reading.
    """
    name, needed, apart = case.award_name(check.award), number(check.at_least, "at_least"), number(check.years, "years")
    code = given(check.award, "award")
    by_year = {y.year: y for y in case.facts.years if y.year <= case.period_year}
    held = {year for year, y in by_year.items() if code in y.awards}
    hoped = held | {year for year, y in by_year.items() if code in y.pending}
    leave = {year for year, y in by_year.items() if y.maternity_leave is not None}
    shown: Inputs = tuple((f"{name} năm {year}", "có" if year in held else "đang đề nghị") for year in sorted(hoped))
    if len(_run(held, set(), case.period_year, apart)) >= needed:
        return Finding(MET, f"Có {name} {needed} lần liên tục.", inputs=shown)
    run = _run(hoped, leave, case.period_year, apart)
    if len(run) >= needed:
        what = [f"{name} năm {year} được công nhận" for year in sorted(set(run) - held)]
        what += [] if what else ["thời gian nghỉ thai sản không làm đứt chuỗi"]
        return Finding(
            TO_VERIFY, f"Đủ {needed} lần liên tục nếu {join_words(what)}.", f"Xác minh: {join_words(what)}", shown
        )
    return Finding(
        NOT_MET,
        f"Có {name} {len(run)} lần liên tục tính đến năm {case.period_year}, cần {needed}.",
        f"Có {name} {needed} lần liên tục, cách nhau không quá {apart} năm",
        shown,
    )


def _run(years: set[int], leave: set[int], until: int, apart: int) -> list[int]:
    """The years of the newest unbroken run, newest first; years of leave do not lengthen a gap."""
    run: list[int] = []
    for year in sorted(years, reverse=True):
        after = run[-1] if run else until
        gap = min(after - year, 1) + sum(1 for between in range(year + 1, after) if between not in leave)
        if gap > (apart if run else 1):
            break
        run.append(year)
    return run


def merit_is_recent(case: Case, check: Check) -> Finding:
    """E24: state awards count achievements up to within ``months`` before the province submits (NĐ 152/2025 Đ33.9)."""
    months = number(check.months, "months")
    until = min(case.last_day, case.on)
    latest = months_after(until, months)
    submitted = case.facts.upward_on or case.on
    shown: Inputs = (("Thành tích tính đến", format_date(until)), ("Tỉnh trình", format_date(submitted)))
    if submitted <= latest:
        return Finding(
            MET, f"Thành tích tính đến {format_date(until)}: tỉnh trình chậm nhất {format_date(latest)}.", inputs=shown
        )
    return Finding(
        NOT_MET,
        f"Thành tích tính đến {format_date(until)}, quá {months} tháng trước ngày tỉnh trình ({format_date(submitted)}).",
        f"Bổ sung thành tích đến sau ngày {format_date(months_after(submitted, -months))}",
        shown,
    )


def served_months(case: Case, check: Check) -> Finding:
    """E19: at least ``months`` in the office in the period's year; maternity leave is time served."""
    months = number(check.months, "months")
    starts = [date(case.period_year, month, 1) for month in range(1, 13)]
    served = {
        start
        for start in starts
        for span in case.facts.belongs
        if span.touches(start, months_after(start, 1) - timedelta(days=1))
    }
    shown: Inputs = ((f"Số tháng công tác năm {case.period_year}", str(len(served))),)
    if len(served) >= months:
        return Finding(MET, f"Công tác {len(served)} tháng trong năm {case.period_year}.", inputs=shown)
    return Finding(
        NOT_MET,
        f"Công tác {len(served)} tháng trong năm {case.period_year}, cần {months} tháng.",
        f"Công tác từ {months} tháng trở lên trong năm xét",
        shown,
    )
