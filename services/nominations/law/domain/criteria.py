"""The questions rules ask of one nominee's own record: membership, grade, discipline, initiatives, achievements, streaks."""

from datetime import date, timedelta

from contracts.words import Grade, Scope
from services.nominations.law.domain.facts import Initiative, YearFacts
from services.nominations.law.domain.findings import HELD, MET, NOT_MET, TO_VERIFY, Case, Finding, Inputs, given, number
from services.nominations.law.domain.rules import Check
from services.nominations.law.domain.streaks import all_held, streak
from services.office.text import format_date, join_words

SCOPE_LABELS = {Scope.BASE: "cơ sở", Scope.PROVINCE: "tỉnh", Scope.NATION: "toàn quốc"}


def belongs_to_office(case: Case, check: Check) -> Finding:
    """E01: staff, or a unit, of the Office on at least one day of the period."""
    first, last = date(case.period_year, 1, 1), case.last_day
    spans = sorted(
        (span for span in case.facts.belongs if span.touches(first, last)), key=lambda s: (s.start, s.end or date.max)
    )
    shown: Inputs = tuple(
        ("Thuộc Văn phòng", f"từ {format_date(s.start)}" + (f" đến {format_date(s.end)}" if s.end else ""))
        for s in spans
    )
    if spans:
        return Finding(MET, f"Thuộc Văn phòng trong năm {case.period_year}.", inputs=shown)
    return Finding(
        NOT_MET,
        f"Không thuộc Văn phòng ngày nào trong năm {case.period_year}.",
        "Kiểm tra ngày về, ngày rời cơ quan (ngày thành lập, giải thể) trong hồ sơ",
    )


def merit_in_period(case: Case, check: Check) -> Finding:
    """E02: the period has begun, and what is put forward was achieved in it."""
    if case.period_year > case.on.year:
        return Finding(NOT_MET, f"Năm {case.period_year} chưa bắt đầu.", f"Đề nghị từ ngày 01/01/{case.period_year}")
    achievements = sorted(case.facts.achievements, key=lambda a: (a.achieved_on, a.name))
    outside = [a for a in achievements if not case.first_day <= a.achieved_on <= case.last_day]
    shown: Inputs = tuple(("Thành tích", f"{a.name} ({format_date(a.achieved_on)})") for a in achievements)
    if not outside:
        return Finding(MET, f"Thành tích thuộc {case.period}.", inputs=shown)
    names = join_words([f"“{a.name}” ({format_date(a.achieved_on)})" for a in outside])
    return Finding(
        NOT_MET if len(outside) == len(achievements) else TO_VERIFY,
        f"Ngoài {case.period}, không được tính: {names}.",
        f"Chỉ nêu thành tích đạt được trong {case.period}",
        shown,
    )


def grade_at_least(case: Case, check: Check) -> Finding:
    """E03, E04, E07, E08: the grade of the period's year."""
    least = Grade(given(check.grade, "grade"))
    grade, year = case.this_year.grade, case.period_year
    wanted = least.label if least is Grade.EXCELLENT else f"{least.label} trở lên"
    if grade is None:
        return Finding(
            TO_VERIFY, f"Chưa có kết quả xếp loại năm {year}.", f"Nhập kết quả xếp loại năm {year}: {wanted}"
        )
    shown: Inputs = ((f"Xếp loại năm {year}", grade.label),)
    if grade.reaches(least):
        return Finding(MET, f"Năm {year} {grade.label}.", inputs=shown)
    return Finding(NOT_MET, f"Năm {year} {grade.label}; cần {wanted}.", f"Được xếp loại {wanted}", shown)


def unit_states(case: Case, check: Check) -> Finding:
    """A standard no figure can answer: the unit confirms it in the minutes of its meeting (biên bản bình xét)."""
    if given(check.statement, "statement") in case.facts.statements:
        return Finding(MET, "Đơn vị đã xác nhận khi bình xét.", inputs=(("Xác nhận của đơn vị", "có"),))
    return Finding(
        TO_VERIFY, "Đơn vị chưa xác nhận khi bình xét.", "Đơn vị xác nhận nội dung này trong biên bản bình xét"
    )


def no_pending_matter(case: Case, check: Check) -> Finding:
    """E09: nothing is being considered or verified; a later release ends the hold from its day."""
    opened = [
        m for m in case.facts.matters if m.opened_on <= case.on and (m.released_on is None or m.released_on > case.on)
    ]
    if not opened:
        return Finding(MET, "Không có việc đang xem xét kỷ luật, điều tra, thanh tra, kiểm tra hoặc xác minh đơn thư.")
    matters = sorted(opened, key=lambda m: (m.opened_on, m.what))
    return Finding(
        HELD,
        f"Tạm dừng: {join_words([f'{m.what} (từ {format_date(m.opened_on)})' for m in matters])}.",
        "Có kết luận rõ ràng, không vi phạm",
        tuple(("Đang xem xét, xác minh", f"{m.what} (từ {format_date(m.opened_on)})") for m in matters),
    )


def discipline_ended(case: Case, check: Check) -> Finding:
    """E10: merit counts from the end of the last discipline term; nothing is left when that is the period's end."""
    terms = [
        (d.term.end, d.level)
        for year in case.facts.years
        for d in year.disciplines
        if d.term.start <= max(case.on, case.last_day) and (d.term.end is None or d.term.end >= case.first_day)
    ]
    if not terms:
        return Finding(MET, f"Không bị kỷ luật ảnh hưởng đến {case.period}.")
    if any(end is None for end, _ in terms):
        return Finding(
            NOT_MET,
            "Đang thi hành kỷ luật, chưa có ngày hết thời hạn.",
            "Nhập ngày hết thời hạn kỷ luật; thành tích được tính từ ngày đó",
            (("Kỷ luật", "đang trong thời hạn"),),
        )
    end = max(end for end, _ in terms if end is not None)
    shown: Inputs = (("Hết thời hạn kỷ luật", format_date(end)),)
    if end >= case.last_day or end >= case.on:
        left = f"không còn thành tích được tính trong {case.period}"
        return Finding(
            NOT_MET,
            f"Thời hạn kỷ luật đến hết {format_date(end)}: {left if end >= case.last_day else 'chưa hết thời hạn'}.",
            f"Thành tích từ sau ngày {format_date(end)}",
            shown,
        )
    counted = format_date(end + timedelta(days=1))
    return Finding(
        TO_VERIFY,
        f"Kỷ luật hết thời hạn ngày {format_date(end)}: chỉ tính thành tích từ {counted}.",
        f"Xác nhận thành tích từ {counted} đủ tiêu chuẩn",
        shown,
    )


def maternity_counts(case: Case, check: Check) -> Finding | None:
    """E13: maternity leave is time counted; said only where there is some."""
    years = sorted((y for y in case.facts.years if y.maternity_leave is not None), key=lambda y: y.year)
    leaves = [y.maternity_leave for y in years if case.first_day.year <= y.year <= case.period_year]
    spans = [f"từ {format_date(s.start)}" + (f" đến {format_date(s.end)}" if s.end else "") for s in leaves if s]
    if not spans:
        return None
    return Finding(
        MET,
        f"Thời gian nghỉ thai sản ({join_words(spans)}) được tính để xét danh hiệu, khen thưởng.",
        inputs=tuple(("Nghỉ thai sản", span) for span in spans),
    )


def _initiative_words(found: list[Initiative]) -> list[str]:
    return [f"“{i.name}” ({i.year})" for i in sorted(found, key=lambda i: (i.year, i.name))]


def recognised_initiative(case: Case, check: Check) -> Finding:
    """An initiative or accepted topic of the scope asked for, recognised by the day of judging."""
    scope, least = Scope(given(check.scope, "scope")), number(check.at_least, "at_least")
    within = [
        i
        for i in case.facts.initiatives
        if i.scope.reaches(scope) and case.first_day.year <= i.year <= case.period_year
    ]
    known = [i for i in within if i.recognised_on is not None and i.recognised_on <= case.on]
    waiting = [i for i in within if i not in known]
    wanted = f"{least:02d} sáng kiến hoặc đề tài cấp {SCOPE_LABELS[scope]} trở lên được công nhận trong {case.period}"
    shown: Inputs = tuple(("Sáng kiến, đề tài được công nhận", words) for words in _initiative_words(known))
    if len(known) >= least:
        return Finding(MET, f"Có {join_words(_initiative_words(known))} được công nhận.", inputs=shown)
    if len(known) + len(waiting) >= least:
        shown += tuple(("Sáng kiến, đề tài chờ công nhận", words) for words in _initiative_words(waiting))
        names = join_words(_initiative_words(waiting))
        return Finding(TO_VERIFY, f"Đủ nếu {names} được công nhận.", f"Có quyết định công nhận {names}", shown)
    return Finding(NOT_MET, f"Có {len(known)}, cần {wanted}.", f"Có {wanted}", shown)


def achievement(case: Case, check: Check) -> Finding:
    """Achievements of one of the grounds asked for, in the period, proved by the unit."""
    least = number(check.at_least, "at_least")
    scope = Scope(given(check.scope, "scope"))
    within = sorted(
        (
            a
            for a in case.facts.achievements
            if a.ground in check.grounds and a.scope.reaches(scope) and case.first_day <= a.achieved_on <= case.last_day
        ),
        key=lambda a: (a.achieved_on, a.name),
    )
    proved = [a for a in within if a.is_confirmed]
    shown: Inputs = tuple(("Thành tích", f"{a.name} ({format_date(a.achieved_on)})") for a in within)
    if len(proved) >= least:
        return Finding(MET, f"{join_words([f'“{a.name}”' for a in proved])}.", inputs=shown)
    if len(within) >= least:
        return Finding(
            TO_VERIFY, "Thành tích đã nêu, chưa có minh chứng.", "Bổ sung minh chứng, xác nhận thành tích", shown
        )
    wish = f"{check.label or 'Thành tích'}: {least:02d}, có minh chứng"
    return Finding(NOT_MET, f"có {len(proved)}, cần {least:02d}.", wish, shown)


def title_streak(case: Case, check: Check) -> Finding:
    """E05 and the like: a title in consecutive years, the last of them the period's."""
    name, needed = case.award_name(check.award), number(check.years, "years")
    facts = case.facts
    chain = streak(facts.years, given(check.award, "award"), case.period_year, facts.predecessors).newest(needed)
    shown: Inputs = tuple((f"{name} năm {year}", "có") for year in sorted(chain.held))
    shown += tuple((f"{name} năm {year}", "đang đề nghị trong đợt") for year in sorted(chain.pending))
    shown += tuple((f"Năm {year}", "nghỉ thai sản, không có danh hiệu") for year in sorted(chain.leave))
    shown += tuple((f"{name} năm {year}", "của các đơn vị được sáp nhập") for year in sorted(chain.inherited))
    if chain.unbroken >= needed:
        first = case.period_year - needed + 1
        return Finding(MET, f"Có {name} {needed} năm liên tục ({first}–{case.period_year}).", inputs=shown)
    if chain.possible >= needed:
        conditions = [f"{name} năm {year} được công nhận" for year in sorted(chain.pending)]
        conditions += [f"năm {year} nghỉ thai sản không làm đứt chuỗi" for year in sorted(chain.leave)]
        conditions += [f"năm {year} được tính thành tích của đơn vị sáp nhập" for year in sorted(chain.inherited)]
        what = join_words(conditions)
        return Finding(TO_VERIFY, f"Đủ {needed} năm liên tục nếu {what}.", f"Xác minh: {what}", shown)
    return Finding(
        NOT_MET,
        f"Có {name} {chain.possible} năm liên tục tính đến năm {case.period_year}, cần {needed}; "
        f"chuỗi đứt ở năm {chain.broken_in}.",
        f"Có {name} liên tục {needed} năm, đến hết năm được xét",
        shown,
    )


def grade_streak(case: Case, check: Check) -> Finding:
    """Consecutive years with a grade, or with a title that stands for it, the last of them the period's."""
    least, needed = Grade(given(check.grade, "grade")), number(check.years, "years")
    years = [case.facts.year(case.period_year - back) for back in range(needed)]
    shown: Inputs = tuple((f"Năm {y.year}", y.grade.label if y.grade else "chưa xếp loại") for y in reversed(years))

    def stands(year: YearFacts) -> bool:
        return (year.grade is not None and year.grade.reaches(least)) or (check.award or "") in year.awards

    holds = [y for y in years if stands(y)]
    before_merger = [y for y in years if y not in holds and all_held(case.facts.predecessors, y.year, stands)]
    open_years = [
        y
        for y in years
        if y not in holds and (y.grade is None or (check.award and check.award in y.pending) or y in before_merger)
    ]
    if len(holds) == needed:
        return Finding(MET, f"{needed} năm liên tục {least.label}.", inputs=shown)
    if len(holds) + len(open_years) == needed:
        names = join_words([str(y.year) for y in reversed(open_years)])
        merged = join_words([str(y.year) for y in reversed(before_merger)])
        of_merged = f" (năm {merged}: tính thành tích của đơn vị sáp nhập)" if merged else ""
        return Finding(
            TO_VERIFY, f"Đủ {needed} năm nếu năm {names} đạt{of_merged}.", f"Nhập kết quả năm {names}", shown
        )
    broken = join_words([str(y.year) for y in reversed(years) if y not in holds and y not in open_years])
    return Finding(NOT_MET, f"Năm {broken} chưa đạt {least.label}.", f"{needed} năm liên tục {least.label}", shown)
