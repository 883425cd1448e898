"""Working days and money of an office."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.office.money import format_vnd, round_to_ten_thousand, round_up_to_ten_thousand
from services.office.working_days import add_working_days, is_working_day, next_working_day, working_days_between

TET = frozenset(date(2026, 2, day) for day in range(16, 21))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 7), 5, date(2026, 12, 14)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 2, 10), 0, date(2026, 2, 10)),
        (date(2026, 2, 16), 0, date(2026, 2, 23)),
    ],
)
def test_a_limit_skips_weekends_and_holidays(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count, TET) == end


def test_a_saturday_worked_in_exchange_counts() -> None:
    friday, saturday = date(2026, 8, 21), date(2026, 8, 22)

    assert add_working_days(friday, 1, frozenset(), frozenset({saturday})) == saturday
    assert add_working_days(friday, 1, frozenset()) == date(2026, 8, 24)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 12, 4), date(2026, 12, 4), 0),
        (date(2026, 12, 4), date(2026, 12, 7), 1),
        (date(2026, 12, 7), date(2026, 12, 4), -1),
        (date(2026, 2, 13), date(2026, 2, 24), 2),
    ],
)
def test_days_left_are_working_days(first: date, last: date, days: int) -> None:
    assert working_days_between(first, last, TET) == days


@settings(deadline=None)
@given(DAYS, st.integers(1, 60), HOLIDAYS, HOLIDAYS)
def test_the_end_of_a_limit_is_that_many_working_days_away(
    start: date, count: int, holidays: frozenset[date], worked: frozenset[date]
) -> None:
    end = add_working_days(start, count, holidays, worked)

    assert is_working_day(end, holidays, worked)
    assert working_days_between(start, end, holidays, worked) == count


@settings(deadline=None)
@given(DAYS, HOLIDAYS)
def test_the_next_working_day_is_the_first(day: date, holidays: frozenset[date]) -> None:
    found = next_working_day(day, holidays)

    assert is_working_day(found, holidays)
    assert not any(is_working_day(day + timedelta(n), holidays) for n in range((found - day).days))


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        add_working_days(date(2026, 1, 1), -1, TET)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(0, 0), (1, 10_000), (10_000, 10_000), (10_001, 20_000), (759_000, 760_000), (Decimal("10000.01"), 20_000)],
)
def test_award_money_is_rounded_up_to_tens_of_thousands(exact: int | Decimal, rounded: int) -> None:
    assert round_up_to_ten_thousand(exact) == rounded


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_rounding_adds_less_than_ten_thousand(amount: int) -> None:
    rounded = round_up_to_ten_thousand(amount)

    assert rounded % 10_000 == 0
    assert 0 <= rounded - amount < 10_000


def test_a_negative_sum_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        round_up_to_ten_thousand(-1)


def test_money_to_the_nearest_ten_thousand() -> None:
    assert [round_to_ten_thousand(sum_) for sum_ in (0, 4_999, 5_000, 702_000, 759_000)] == [
        0, 0, 10_000, 700_000, 760_000,
    ]  # fmt: skip


def test_money_is_written_with_vietnamese_separators() -> None:
    assert (format_vnd(2_530_000), format_vnd(0)) == ("2.530.000 đồng", "0 đồng")
