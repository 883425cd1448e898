"""The questions rules ask of one nominee's own record: membership, grade, discipline, initiatives, achievements, streaks."""

from dataclasses import replace
from datetime import date, timedelta

from contracts.words import Grade, Scope
from services.nominations.law.domain.clock import clock
from services.nominations.law.domain.facts import Initiative, YearFacts
from services.nominations.law.domain.findings import HELD, MET, NOT_MET, TO_VERIFY, Case, Finding, Inputs, given, number
from services.nominations.law.domain.rules import Check
from services.nominations.law.domain.streaks import Streak, all_held, streak
from services.office.names import normalise
from services.office.text import format_date, join_words

SCOPE_LABELS = {Scope.BASE: "cơ sở", Scope.PROVINCE: "tỉnh", Scope.NATION: "toàn quốc"}


def belongs_to_office(case: Case, check: Check) -> Finding:
    """E01: staff, or a unit, of the Office on at least one day of the period that has come already."""
    first, last = date(case.period_year, 1, 1), min(case.last_day, case.on)
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
    """E02: the period has begun, and what is put forward was achieved in it and after any discipline had ended (E10)."""
    if case.period_year > case.on.year:
        return Finding(NOT_MET, f"Năm {case.period_year} chưa bắt đầu.", f"Đề nghị từ ngày 01/01/{case.period_year}")
    achievements = sorted(case.facts.achievements, key=lambda a: (a.achieved_on, a.name))
    outside = [a for a in achievements if not case.merit_from <= a.achieved_on <= case.last_day]
    shown: Inputs = tuple(("Thành tích", f"{a.name} ({format_date(a.achieved_on)})") for a in achievements)
    if not outside:
        return Finding(MET, f"Thành tích thuộc {case.period}.", inputs=shown)
    names = join_words([f"“{a.name}” ({format_date(a.achieved_on)})" for a in outside])
    limits = _merit_limits(case)
    return Finding(
        NOT_MET if len(outside) == len(achievements) else TO_VERIFY,
        f"Ngoài {case.period}{f' hoặc {limits}' if limits else ''}, không được tính: {names}.",
        f"Chỉ nêu thành tích đạt được trong {case.period}{', sau khi hết thời hạn kỷ luật' if limits else ''}",
        shown,
    )


def _merit_limits(case: Case) -> str:
    """What a discipline leaves out of the counted time, in words; empty where there was none."""
    if case.merit_from == case.first_day:
        return ""
    if case.merit_from > case.last_day:
        return "trong thời hạn kỷ luật"
    return f"trước khi hết thời hạn kỷ luật (tính từ {format_date(case.merit_from)})"


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
    """A standard no figure can answer: the unit confirms or denies it in the minutes of its meeting (biên bản bình xét)."""
    statement = given(check.statement, "statement")
    wish = "Đơn vị xác nhận nội dung này trong biên bản bình xét"
    if statement in case.facts.denied:
        told = (("Xác nhận của đơn vị", "không đạt"),)
        return Finding(NOT_MET, "Đơn vị xác định không đạt khi bình xét.", wish, told)
    if statement in case.facts.statements:
        return Finding(MET, "Đơn vị đã xác nhận khi bình xét.", inputs=(("Xác nhận của đơn vị", "có"),))
    return Finding(TO_VERIFY, "Đơn vị chưa xác nhận khi bình xét.", wish)


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
    ends = case.discipline_ends
    if not ends:
        return Finding(MET, f"Không bị kỷ luật ảnh hưởng đến {case.period}.")
    if None in ends:
        return Finding(
            NOT_MET,
            "Đang thi hành kỷ luật, chưa có ngày hết thời hạn.",
            "Nhập ngày hết thời hạn kỷ luật; thành tích được tính từ ngày đó",
            (("Kỷ luật", "đang trong thời hạn"),),
        )
    end = max(end for end in ends if end is not None)
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


def _surest_last(initiative: Initiative) -> tuple[bool, list[Scope], int]:
    """Of one initiative told for several years the recognised, the widest, the newest stands for it: it counts once."""
    return initiative.recognised_on is not None, [s for s in Scope if initiative.scope.reaches(s)], initiative.year


def recognised_initiative(case: Case, check: Check) -> Finding:
    """An initiative or accepted topic of the scope asked for, recognised by the day of judging.

    One recognised before a discipline ended is merit of before that end (E10); one of a year that ``after`` was given for
    has been rewarded (E23).
    """
    scope, least = Scope(given(check.scope, "scope")), number(check.at_least, "at_least")
    counted = clock(case, check.after)
    first = max(case.first_day.year, counted.first_year)
    within = [
        i
        for i in case.facts.initiatives
        if i.scope.reaches(scope)
        and first <= i.year <= case.period_year
        and (i.recognised_on is None or i.recognised_on >= case.merit_from or case.merit_from == case.first_day)
    ]
    within = list({normalise(i.name).casefold(): i for i in sorted(within, key=_surest_last)}.values())
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
    return Finding(NOT_MET, f"Có {len(known)}, cần {wanted}.{counted.told}", f"Có {wanted}", shown)


def achievement(case: Case, check: Check) -> Finding:
    """Achievements of one of the grounds asked for, in the period, proved by the unit.

    What was achieved before a discipline ended does not count (E10), nor what ``after`` was given for (E23).
    """
    least = number(check.at_least, "at_least")
    scope = Scope(given(check.scope, "scope"))
    counted = clock(case, check.after)
    first = max(case.merit_from, counted.start)
    within = sorted(
        (
            a
            for a in case.facts.achievements
            if a.ground in check.grounds and a.scope.reaches(scope) and first <= a.achieved_on <= case.last_day
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
    limits = _merit_limits(case)
    late = f" Không tính thành tích {limits}." if limits else ""
    return Finding(NOT_MET, f"có {len(proved)}, cần {least:02d}.{late}{counted.told}", wish, shown)


def merit_of_worker(case: Case, check: Check) -> Finding | None:
    """The own ground of workers and farmers for bằng khen and giấy khen: less reach is asked of them.

    The clauses (Luật 06/2022 Đ74, Đ75) have not been compared, so it opens the way and never settles it. Nothing is said of
    anybody else.
    """
    if not case.facts.is_worker:
        return None
    found = achievement(case, check)
    known = [i for i in case.facts.initiatives if i.recognised_on is not None and i.recognised_on <= case.on]
    ideas = [i for i in known if case.first_day.year <= i.year <= case.period_year]
    if found.word is NOT_MET and not ideas:
        return replace(found, sentence="chưa có thành tích hoặc sáng kiến trong lao động, công tác.")
    what = f"sáng kiến {join_words(_initiative_words(ideas))}" if ideas else "thành tích trong lao động, công tác"
    return Finding(
        TO_VERIFY,
        f"có {what}; khoản về người lao động chưa đối chiếu.",
        "Đối chiếu khoản về công nhân, nông dân, người lao động của Luật Thi đua, khen thưởng",
        found.inputs,
    )


def title_streak(case: Case, check: Check) -> Finding:
    """E05 and the like: a title in consecutive years, the last of them the period's; years rewarded before left out (E23)."""
    name, needed = case.award_name(check.award), number(check.years, "years")
    facts, code, counted = case.facts, given(check.award, "award"), clock(case, check.after)
    years = [each for each in facts.years if each.year >= counted.first_year]
    before = [
        replace(unit, years=tuple(each for each in unit.years if each.year >= counted.first_year))
        for unit in facts.predecessors
    ]
    chain = streak(years, code, case.period_year, before).newest(needed)
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
    told = _broken_chain(case, code, chain, needed)
    return Finding(NOT_MET, f"{told}{counted.told}", f"Có {name} liên tục {needed} năm, đến hết năm được xét", shown)


def _broken_chain(case: Case, code: str, chain: Streak, needed: int) -> str:
    """What there is of a chain, and the year that ends it; of one that ended before the period's year, that it did."""
    name, year = case.award_name(code), case.period_year
    if chain.possible == 0:
        last = max((y.year for y in case.facts.years if code in y.awards and y.year < year), default=None)
        if last is None:
            return f"Chưa có {name} năm nào đến năm {year}, cần {needed} năm liên tục."
        earlier = streak(case.facts.years, code, last).unbroken
        span = str(last) if earlier == 1 else f"{last - earlier + 1}–{last}"
        gap = f"năm {year}" if last == year - 1 else f"các năm {last + 1}–{year}"
        return (
            f"Có {name} {earlier} năm liên tục ({span}), {gap} không có; cần {needed} năm liên tục đến hết năm {year}."
        )
    on_leave = case.facts.year(chain.broken_in).maternity_leave is not None
    why = " (nghỉ thai sản, không có danh hiệu)" if on_leave else ""
    return (
        f"Có {name} {chain.possible} năm liên tục tính đến năm {year}, cần {needed}; "
        f"chuỗi đứt ở năm {chain.broken_in}{why}."
    )


def grade_streak(case: Case, check: Check) -> Finding:
    """Consecutive years with a grade, or with a title that stands for it, the last of them the period's.

    Years that ``after`` was given for do not count again (E23).
    """
    least, needed = Grade(given(check.grade, "grade")), number(check.years, "years")
    counted = clock(case, check.after)
    years = [case.facts.year(case.period_year - back) for back in range(needed)]
    shown: Inputs = tuple((f"Năm {y.year}", y.grade.label if y.grade else "chưa xếp loại") for y in reversed(years))

    rewarded = [y.year for y in reversed(years) if y.year < counted.first_year]
    if rewarded:
        return Finding(
            NOT_MET,
            f"Năm {join_words([str(year) for year in rewarded])} không tính lại.{counted.told}",
            f"{needed} năm liên tục {least.label} sau lần khen trước",
            shown,
        )

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
