"""How long, how recent, how often: E06, E16, E17, E19, E23, E24, and chains over mergers, transfers and leave."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, AwardLevel, Grade, Scope, VerdictWord
from services.nominations.law.domain import (
    CriterionResult,
    Dissolution,
    Facts,
    Initiative,
    PastAward,
    Predecessor,
    Quota,
    Span,
    YearFacts,
    judge,
    streak,
)
from services.nominations.law.domain.clocks import months_after
from tests.domain.rulebook_facts import MET, NOT_MET, RULEBOOK, SURE_DAY, TO_VERIFY, in_year, line, person, unit, word

FORM = PastAward("BANG_KHEN_TINH", AwardLevel.PROVINCE, AwardGround.MERIT, date(2021, 2, 1), 2020, "9/QĐ-UBND")
STEADY = tuple(YearFacts(year, Grade.GOOD) for year in range(2015, 2027))
ON = replace(RULEBOOK, criteria=tuple(replace(rule, is_on=True) for rule in RULEBOOK.criteria))


def since(*past: PastAward, years: tuple[YearFacts, ...] = STEADY) -> Facts:
    return person(past_awards=past, years=years)


def clock(facts: Facts, year: int = 2026, award: str = "BANG_KHEN_THU_TUONG") -> CriterionResult:
    on = date(year, 12, 20)
    code = {"BANG_KHEN_THU_TUONG": "E23-BKTT", "HUAN_CHUONG_LAO_DONG_III": "E23-HCLD3"}[award]
    return next(each for each in judge(RULEBOOK, award, facts, year, on).results if each.code == code)


def as_written(result: CriterionResult) -> VerdictWord:
    """The clock's numbers are not checked: the word is that of the law as written, with its mark."""
    assert result.caveat.startswith("Chưa đối chiếu")
    return result.verdict


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (since(FORM), MET),
        (since(replace(FORM, period_year=2021)), MET),
        (since(replace(FORM, period_year=2022)), NOT_MET),
        (since(replace(FORM, period_year=None, decided_on=date(2022, 1, 1))), MET),
        (since(replace(FORM, period_year=None, decided_on=date(2022, 1, 2))), NOT_MET),
        (since(FORM, replace(FORM, decided_on=date(2024, 2, 1), period_year=2023)), NOT_MET),
        (since(replace(FORM, ground=AwardGround.SUDDEN)), NOT_MET),
        (since(FORM, replace(FORM, ground=AwardGround.SUDDEN, decided_on=date(2025, 1, 1), period_year=2024)), MET),
        (since(replace(FORM, code="GIAY_KHEN")), NOT_MET),
        (since(), NOT_MET),
    ],
)
def test_the_clock_starts_after_the_merit_of_the_last_decision_else_on_its_day(
    facts: Facts, expected: VerdictWord
) -> None:
    assert as_written(clock(facts)) is expected


@pytest.mark.parametrize(("grade", "expected"), [(Grade.EXCELLENT, MET), (Grade.COMPLETED, NOT_MET), (None, TO_VERIFY)])
def test_every_year_since_was_completed_well_or_better(grade: Grade | None, expected: VerdictWord) -> None:
    assert as_written(clock(in_year(since(FORM), 2023, grade=grade))) is expected


def test_years_before_the_last_award_do_not_count() -> None:
    assert as_written(clock(in_year(since(FORM), 2020, grade=Grade.NOT_COMPLETED))) is MET


def test_of_a_unit_five_years_are_excellent_and_the_others_good() -> None:
    def years(*excellent: int) -> tuple[YearFacts, ...]:
        return tuple(YearFacts(y, Grade.EXCELLENT if y in excellent else Grade.GOOD) for y in range(2015, 2027))

    def of_unit(years: tuple[YearFacts, ...]) -> CriterionResult:
        return clock(replace(unit(), years=years, past_awards=(FORM,)))

    titled = tuple(
        replace(y, awards=frozenset({"TT_LDXS"})) if y.year == 2024 else y for y in years(2021, 2022, 2023, 2025)
    )

    assert as_written(of_unit(years(2021, 2022, 2023, 2025, 2026))) is MET
    assert as_written(of_unit(years(2021, 2022, 2023, 2025))) is NOT_MET
    assert as_written(of_unit(titled)) is MET


def test_an_order_follows_the_form_below_it() -> None:
    prime_minister = replace(FORM, code="BANG_KHEN_THU_TUONG", level=AwardLevel.STATE)

    assert as_written(clock(since(prime_minister), award="HUAN_CHUONG_LAO_DONG_III")) is MET
    assert as_written(clock(since(FORM), award="HUAN_CHUONG_LAO_DONG_III")) is NOT_MET


def test_the_first_day_on_which_the_clock_is_full_is_told() -> None:
    result = clock(since(replace(FORM, period_year=2023)))

    assert result.sentence == (
        "Chưa đủ 5 năm từ “Bằng khen của Chủ tịch UBND tỉnh”: tính từ 01/01/2024, đủ vào 01/01/2029."
    )


def soldiers(*years: int, pending: tuple[int, ...] = (), leave: tuple[int, ...] = ()) -> Facts:
    described = tuple(
        YearFacts(
            year,
            Grade.EXCELLENT,
            frozenset({"CSTD_TINH"}) if year in years else frozenset(),
            frozenset({"CSTD_TINH"}) if year in pending else frozenset(),
            maternity_leave=Span(date(year, 2, 1), date(year, 7, 31)) if year in leave else None,
        )
        for year in range(2015, 2027)
    )
    return person(years=described, initiatives=(Initiative("Lớn", 2026, Scope.NATION, date(2026, 6, 1)),))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (soldiers(2023, 2026), MET),
        (soldiers(2025, 2026), MET),
        (soldiers(2022, 2025), MET),
        (soldiers(2021, 2024), TO_VERIFY),
        (soldiers(2020, 2023), NOT_MET),
        (soldiers(2022, 2026), NOT_MET),
        (soldiers(2026), NOT_MET),
        (soldiers(2023, pending=(2026,)), TO_VERIFY),
        (soldiers(2022, 2026, leave=(2024,)), TO_VERIFY),
        (soldiers(2022, leave=(2023, 2024), pending=(2026,)), TO_VERIFY),
    ],
)
def test_a_national_soldier_was_a_provincial_one_twice_in_a_row(facts: Facts, expected: VerdictWord) -> None:
    assert word("CSTD_TOAN_QUOC", facts, "E06-CHUOI") is expected


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [(date(2027, 6, 30), MET), (date(2027, 7, 1), NOT_MET), (date(2027, 1, 2), MET), (None, MET)],
)
def test_state_awards_count_merit_of_the_last_six_months(submitted: date | None, expected: VerdictWord) -> None:
    facts = person(upward_on=submitted)

    judged = judge(RULEBOOK, "CSTD_TOAN_QUOC", facts, 2026, date(2027, 2, 1))

    assert next(each.verdict for each in judged.results if each.code == "E24") is expected


def test_merit_of_a_year_still_running_is_counted_up_to_today() -> None:
    result = line("CSTD_TOAN_QUOC", person(), "E24")

    assert result.sentence == "Thành tích tính đến 15/09/2026: tỉnh trình chậm nhất 15/03/2027."


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def switched_on(code: str, facts: Facts) -> VerdictWord:
    judged = judge(ON, "CSTD_CO_SO", facts, 2026, SURE_DAY)
    return next(each.verdict for each in judged.results if each.code == code)


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        (Quota("CSTD_CO_SO", 40, decided=5), MET),
        (Quota("CSTD_CO_SO", 40, decided=6), NOT_MET),
        (Quota("CSTD_CO_SO", 40, decided=3, pending=2), MET),
        (Quota("CSTD_CO_SO", 40, decided=3, pending=3), TO_VERIFY),
        (Quota("CSTD_CO_SO", 6), NOT_MET),
    ],
)
def test_a_quota_once_switched_on_counts_the_decided_and_the_proposed(quota: Quota, expected: VerdictWord) -> None:
    assert switched_on("E17", person(quotas=(quota,))) is expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((Span(date(2026, 3, 31)),), MET),
        ((Span(date(2026, 4, 1)),), NOT_MET),
        ((Span(date(2020, 1, 1), date(2026, 6, 1)), Span(date(2026, 9, 1))), MET),
        ((Span(date(2020, 1, 1), date(2026, 9, 30)),), NOT_MET),
    ],
)
def test_months_of_service_once_switched_on_count_those_begun(spans: tuple[Span, ...], expected: VerdictWord) -> None:
    assert switched_on("E19", person(belongs=spans)) is expected


def test_maternity_leave_is_time_served() -> None:
    on_leave = in_year(person(), 2026, maternity_leave=Span(date(2026, 1, 1), date(2026, 6, 30)))

    assert switched_on("E19", on_leave) is MET


OLD = Predecessor(
    "Phòng A", date(2025, 12, 31), tuple(YearFacts(y, Grade.EXCELLENT, frozenset({"TT_LDXS"})) for y in (2024, 2025))
)
POOR = Predecessor("Phòng B", date(2025, 12, 31), (YearFacts(2025, Grade.GOOD),))


@pytest.mark.parametrize(
    ("merged", "expected"), [((OLD,), TO_VERIFY), ((OLD, replace(OLD, name="C")), TO_VERIFY), ((OLD, POOR), NOT_MET)]
)
def test_a_merged_unit_may_count_the_years_that_all_before_it_earned(
    merged: tuple[Predecessor, ...], expected: VerdictWord
) -> None:
    young = replace(unit(), years=(unit().year(2026),), achievements=(), predecessors=merged)
    young = in_year(young, 2026, grade=Grade.EXCELLENT)
    poor_year = in_year(young, 2025, grade=Grade.GOOD)

    assert word("BANG_KHEN_TINH", poor_year, "D74-TIEU-CHUAN") is expected


def test_a_chain_over_a_merger_names_the_inherited_years_and_ends_with_the_old_unit() -> None:
    own = (YearFacts(2026, awards=frozenset({"TT_LDXS"})),)

    chain = streak(own, "TT_LDXS", 2026, (OLD,))

    assert (chain.unbroken, chain.possible, chain.inherited, chain.broken_in) == (1, 3, (2025, 2024), 2023)
    assert streak(own, "TT_LDXS", 2026, (OLD, POOR)).possible == 1
    assert streak(own, "TT_LDXS", 2026, (replace(OLD, until=date(2024, 12, 31)),)).possible == 1


def test_a_transfer_within_the_office_breaks_no_personal_chain_and_a_gap_outside_does() -> None:
    moved = person(belongs=(Span(date(2015, 1, 1), date(2025, 6, 30)), Span(date(2025, 7, 1))))
    away = in_year(moved, 2025, awards=frozenset(), grade=None)

    assert word("CSTD_TINH", moved, "E05-CHUOI") is MET
    assert word("CSTD_TINH", away, "E05-CHUOI") is NOT_MET


def test_a_dissolved_unit_is_proposed_by_its_successor_from_the_day_it_is_gone() -> None:
    gone = Dissolution(date(2026, 9, 15), "Phòng Tổng hợp")

    def said(dissolution: Dissolution) -> list[tuple[VerdictWord, str]]:
        judged = judge(RULEBOOK, "TT_LDTT", unit(dissolution=dissolution), 2026, SURE_DAY)
        return [(each.verdict, each.would_meet) for each in judged.results if each.code == "E16"]

    assert said(gone) == [(NOT_MET, "Đề nghị do Phòng Tổng hợp lập")]
    assert said(replace(gone, successor_proposes=True)) == [(MET, "")]
    assert said(replace(gone, on=date(2026, 9, 16))) == []
