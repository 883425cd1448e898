"""Which merit counts: from the end of a discipline (NĐ 152 Đ4.4), after the last award (Đ33.7), and before late decisions fall."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import AwardGround, AwardLevel, Grade, Scope, VerdictWord
from services.nominations.law.domain import (
    Achievement,
    CriterionResult,
    Facts,
    Initiative,
    PastAward,
    Span,
    YearFacts,
    judge,
    streak,
)
from tests.domain.rulebook_facts import MET, NOT_MET, RULEBOOK, TO_VERIFY, disciplined, person, unit

ENDED = date(2026, 6, 30)
BEFORE_IT, AFTER_IT = date(2026, 5, 1), date(2026, 8, 1)


def deeds(*days: date) -> tuple[Achievement, ...]:
    return tuple(Achievement(f"Việc {n}", day, AwardGround.MOVEMENT) for n, day in enumerate(days))


def punished(*days: date, **changes: object) -> Facts:
    return disciplined(person(achievements=deeds(*days), **changes), date(2026, 1, 10), ENDED)


def of(code: str, award: str, facts: Facts, year: int = 2026, on: date = date(2026, 9, 15)) -> CriterionResult:
    judged = judge(RULEBOOK, award, facts, year, on)
    return next(each for each in judged.results if each.code == code)


# ── Đ4.4: merit counts from the end of a discipline ──


@pytest.mark.parametrize(
    ("days", "achieved", "in_period"),
    [
        ((BEFORE_IT,), NOT_MET, NOT_MET),
        ((ENDED,), NOT_MET, NOT_MET),
        ((BEFORE_IT, date(2026, 6, 1)), NOT_MET, NOT_MET),
        ((ENDED + timedelta(days=1),), MET, MET),
        ((BEFORE_IT, AFTER_IT), MET, TO_VERIFY),
    ],
)
def test_merit_counts_from_the_day_after_a_discipline_ended(
    days: tuple[date, ...], achieved: VerdictWord, in_period: VerdictWord
) -> None:
    facts = punished(*days)

    assert of("D75-THANH-TICH", "GIAY_KHEN", facts).verdict is achieved
    assert of("E02", "GIAY_KHEN", facts).verdict is in_period


@pytest.mark.parametrize("award", ["LDTT", "GIAY_KHEN", "BANG_KHEN_TINH", "CSTD_CO_SO"])
def test_with_all_dated_merit_before_the_end_nothing_is_met(award: str) -> None:
    judged = judge(RULEBOOK, award, punished(BEFORE_IT), 2026, date(2026, 9, 15))

    assert judged.overall is NOT_MET


def test_an_initiative_recognised_before_the_end_does_not_count() -> None:
    early = Initiative("Sớm", 2026, Scope.PROVINCE, date(2026, 6, 1))
    late = replace(early, name="Sau", recognised_on=date(2026, 9, 1))

    words = [of("E05-SANG-KIEN", "CSTD_TINH", punished(initiatives=(each,))).verdict for each in (early, late)]

    assert words == [NOT_MET, MET]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=4),
    st.dates(date(2026, 1, 2), date(2026, 8, 30)),
    st.sampled_from(["GIAY_KHEN", "BANG_KHEN_TINH"]),
)
def test_leaving_out_what_was_achieved_before_the_end_changes_no_achievement(
    days: list[date], end: date, award: str
) -> None:
    code = {"GIAY_KHEN": "D75-THANH-TICH", "BANG_KHEN_TINH": "D74-TIEU-CHUAN"}[award]

    def found(listed: list[date]) -> VerdictWord:
        achievements = tuple(replace(deed, scope=Scope.PROVINCE) for deed in deeds(*listed))
        facts = disciplined(person(achievements=achievements, years=()), date(2026, 1, 1), end)
        return of(code, award, facts, on=date(2026, 12, 31)).verdict

    assert found(days) is found([day for day in days if day > end])


# ── Đ33.7: years that an award was given for do not count for the next of its kind ──


def rewarded(until: int | None, decided: date, ground: AwardGround = AwardGround.MERIT) -> PastAward:
    return PastAward("BANG_KHEN_TINH", AwardLevel.PROVINCE, ground, decided, until)


def steady(*past: PastAward, **changes: object) -> Facts:
    """Two years in a row CSTĐ cơ sở and xuất sắc, with two initiatives; nothing else to be rewarded for."""
    years = tuple(YearFacts(year, Grade.EXCELLENT, frozenset({"LDTT", "CSTD_CO_SO"})) for year in range(2020, 2028))
    ideas = tuple(Initiative(f"Sáng kiến {y}", y, Scope.BASE, date(y, 9, 1)) for y in range(2020, 2028))
    return person(years=years, achievements=(), initiatives=ideas, past_awards=past, **changes)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ((), MET),
        ((rewarded(2024, date(2025, 2, 1)),), MET),
        ((rewarded(2025, date(2026, 2, 1)),), NOT_MET),
        ((rewarded(2026, date(2026, 11, 1)),), NOT_MET),
        ((rewarded(None, date(2025, 1, 1)),), MET),
        ((rewarded(None, date(2025, 3, 1)),), NOT_MET),
        ((rewarded(2025, date(2026, 2, 1), AwardGround.SUDDEN),), MET),
        ((rewarded(2022, date(2023, 2, 1)), rewarded(2025, date(2026, 2, 1))), NOT_MET),
    ],
)
def test_years_rewarded_by_a_form_do_not_count_for_the_next_of_its_kind(
    past: tuple[PastAward, ...], expected: VerdictWord
) -> None:
    assert of("D74-TIEU-CHUAN", "BANG_KHEN_TINH", steady(*past), on=date(2026, 12, 1)).verdict is expected


def test_a_unit_s_rewarded_years_do_not_count_again() -> None:
    facts = replace(unit(), achievements=(), past_awards=(rewarded(2025, date(2026, 2, 1)),))

    assert of("D74-TIEU-CHUAN", "BANG_KHEN_TINH", facts).verdict is NOT_MET
    assert of("D74-TIEU-CHUAN", "BANG_KHEN_TINH", replace(facts, past_awards=())).verdict is MET


def test_deeds_of_rewarded_years_are_not_rewarded_again() -> None:
    merit = tuple(Achievement(f"Việc {n}", date(2025, n, 1), AwardGround.MERIT, Scope.PROVINCE) for n in (3, 9))
    facts = replace(steady(rewarded(2025, date(2026, 2, 1))), achievements=merit)

    assert of("D74-TIEU-CHUAN", "BANG_KHEN_TINH", facts).verdict is NOT_MET


# ── sequences against late decisions ──


def twice(first: int, second: int, *decided: date) -> Facts:
    """CSTĐ tỉnh for two years, decided on these days."""
    years = tuple(
        YearFacts(y, Grade.EXCELLENT, frozenset({"CSTD_TINH"} if y in (first, second) else set()))
        for y in range(2015, 2029)
    )
    past = tuple(
        PastAward("CSTD_TINH", AwardLevel.PROVINCE, AwardGround.MERIT, day, year)
        for day, year in zip(decided, (first, second), strict=False)
    )
    return person(years=years, past_awards=past)


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2025, 7, 1), date(2026, 12, 31)), st.integers(0, 800))
def test_until_the_end_of_the_year_after_the_decision_some_period_can_be_proposed(decided: date, later: int) -> None:
    on = min(decided + timedelta(days=later), date(decided.year + 1, 12, 31), date(2027, 3, 1))
    facts = twice(2022, decided.year - 1, date(2023, 1, 5), decided)

    possible = [
        year
        for year in (on.year - 1, on.year)
        if of("E06-CHUOI", "CSTD_TOAN_QUOC", facts, year, on).verdict is MET
        and of("E24", "CSTD_TOAN_QUOC", facts, year, on).verdict is MET
    ]

    assert possible, on


@pytest.mark.parametrize(
    ("decided", "year", "expected"),
    [
        (date(2025, 12, 1), 2026, MET),
        (date(2025, 12, 1), 2027, NOT_MET),
        (date(2026, 3, 1), 2027, MET),
        (date(2026, 3, 1), 2028, NOT_MET),
        (None, 2026, MET),
        (None, 2027, TO_VERIFY),
    ],
)
def test_a_late_decision_moves_the_last_year_of_proposing(
    decided: date | None, year: int, expected: VerdictWord
) -> None:
    facts = twice(2022, 2025, date(2023, 1, 5), decided) if decided else twice(2022, 2025)

    assert of("E06-CHUOI", "CSTD_TOAN_QUOC", facts, year, date(year, 12, 20)).verdict is expected


def test_whoever_has_two_is_told_so_and_why_they_no_longer_serve() -> None:
    found = of("E06-CHUOI", "CSTD_TOAN_QUOC", twice(2020, 2023), on=date(2026, 9, 15))

    assert found.verdict is NOT_MET
    assert "0 lần" not in found.sentence
    assert "2 lần liên tục (2020, 2023)" in found.sentence


def test_a_chain_that_ended_a_year_ago_is_told_as_what_it_is() -> None:
    facts = person(
        years=tuple(YearFacts(y, awards=frozenset({"CSTD_CO_SO"} if y < 2026 else set())) for y in range(2023, 2027))
    )

    found = of("E05-CHUOI", "CSTD_TINH", facts)

    assert "0 năm" not in found.sentence
    assert "3 năm liên tục (2023–2025)" in found.sentence
    assert "năm 2026" in found.sentence


def test_a_chain_broken_by_leave_is_not_blamed_on_another_year() -> None:
    leave = Span(date(2024, 2, 1), date(2024, 7, 31))
    years = (
        YearFacts(2024, maternity_leave=leave),
        YearFacts(2025, awards=frozenset({"CSTD_CO_SO"})),
        YearFacts(2026, awards=frozenset({"CSTD_CO_SO"})),
    )

    chain = streak(years, "CSTD_CO_SO", 2026)
    found = of("E05-CHUOI", "CSTD_TINH", person(years=years))

    assert (chain.unbroken, chain.broken_in) == (2, 2024)
    assert "chuỗi đứt ở năm 2024 (nghỉ thai sản, không có danh hiệu)" in found.sentence
