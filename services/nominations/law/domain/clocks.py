"""The questions of time: how long since the last award, how recent the merit, how long in service (E06, E19, E23, E24)."""

from calendar import monthrange
from datetime import date, timedelta

from contracts.words import Grade, NomineeKind
from services.nominations.law.domain.clock import decision, last_of, starts
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
    last = last_of(case, check.award, check.grounds)
    if last is None:
        was_given = last_of(case, check.award, ()) is not None
        why = (
            f"{name} được tặng đột xuất hoặc theo chuyên đề không được tính" if was_given else f"Chưa được tặng {name}"
        )
        return Finding(NOT_MET, f"{why}.", f"Được tặng {name} theo công trạng, sau đó đủ {needed} năm")
    start = starts(last)
    shown: Inputs = ((name, decision(last)),)
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
    """E06: a title ``at_least`` times in a row, no more than ``years`` apart, the last of them of now or not long before.

    CSTĐ tỉnh rests on three years of CSTĐ cơ sở, so two in a row stand up to three years apart: the office's reading. It is
    proposed until the end of the year after the one in which the last title was decided (NĐ 152/2025 Đ35.1); where nobody
    knows when that was, a year more is to be verified.
    """
    name, needed, apart = case.award_name(check.award), number(check.at_least, "at_least"), number(check.years, "years")
    code = given(check.award, "award")
    by_year = {y.year: y for y in case.facts.years if y.year <= case.period_year}
    held = {year for year, y in by_year.items() if code in y.awards}
    hoped = held | {year for year, y in by_year.items() if code in y.pending}
    leave = {year for year, y in by_year.items() if y.maternity_leave is not None}
    shown: Inputs = tuple((f"{name} năm {year}", "có" if year in held else "đang đề nghị") for year in sorted(hoped))
    decided = {p.period_year: p.decided_on.year for p in case.facts.past_awards if p.code == code}
    period, run = case.period_year, _run(held, set(), apart)
    if len(run) >= needed and _is_recent(run[0], period, decided.get(run[0], run[0]), set()):
        return Finding(MET, f"Có {name} {needed} lần liên tục.", inputs=shown)
    run = _run(hoped, leave, apart)
    newest = run[0] if run else None
    if len(run) >= needed and newest is not None:
        what = [f"{name} năm {year} được công nhận" for year in sorted(set(run) - held)]
        late = not _is_recent(newest, period, decided.get(newest, newest), leave)
        if late and newest not in decided:
            what.append(f"quyết định {name} năm {newest} ban hành năm {newest + 1}")
        what += [] if what else ["thời gian nghỉ thai sản không làm đứt chuỗi"]
        if _is_recent(newest, period, decided.get(newest, newest + 1), leave):
            told = join_words(what)
            return Finding(TO_VERIFY, f"Đủ {needed} lần liên tục nếu {told}.", f"Xác minh: {told}", shown)
    return Finding(
        NOT_MET,
        _too_few(name, sorted(run), needed, period, apart),
        f"Có {name} {needed} lần liên tục, cách nhau không quá {apart} năm",
        shown,
    )


def _too_few(name: str, run: list[int], needed: int, period: int, apart: int) -> str:
    if not run:
        return f"Chưa có {name} lần nào đến năm {period}, cần {needed} lần liên tục."
    has = f"Có {name} {len(run)} lần liên tục ({', '.join(str(year) for year in run)})"
    if len(run) >= needed:
        return f"{has}, nhưng đã quá hạn đề nghị: chậm nhất ngày 31/12 của năm sau năm có quyết định {name} lần cuối ({run[-1]})."
    return f"{has}, cần {needed} lần liên tục, cách nhau không quá {apart} năm."


def _is_recent(newest: int, period: int, decided: int, leave: set[int]) -> bool:
    """The period is no later than the year after the decision; years of leave between do not count."""
    gap = sum(1 for year in range(max(newest, decided) + 1, period) if year not in leave)
    return newest <= period and gap == 0


def _run(years: set[int], leave: set[int], apart: int) -> list[int]:
    """The years of the newest unbroken run, newest first; years of leave do not lengthen a gap."""
    run: list[int] = []
    for year in sorted(years, reverse=True):
        if run:
            gap = 1 + sum(1 for between in range(year + 1, run[-1]) if between not in leave)
            if gap > apart:
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
