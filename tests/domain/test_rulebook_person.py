"""Titles of a person, both sides of every rule: E03, E04, E05."""

from datetime import date

import pytest

from contracts.words import Grade, Scope
from services.nominations.law.domain import Facts, Initiative, Span
from tests.domain.rulebook_facts import MET, NOT_MET, STATEMENTS, TO_VERIFY, in_year, line, person, verdict, word

BASE_INITIATIVE = Initiative("Mẫu phiếu trình mới", 2026, Scope.BASE, date(2026, 7, 1))


@pytest.mark.parametrize("award", ["LDTT", "CSTD_CO_SO", "CSTD_TINH"])
def test_who_meets_every_rule_is_eligible(award: str) -> None:
    assert verdict(award, person()).overall is MET


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        (Grade.EXCELLENT, MET),
        (Grade.GOOD, MET),
        (Grade.COMPLETED, NOT_MET),
        (Grade.NOT_COMPLETED, NOT_MET),
        (None, TO_VERIFY),
    ],
)
def test_an_advanced_worker_completed_well_or_better(grade: Grade | None, expected: object) -> None:
    facts = in_year(person(), 2026, grade=grade)

    assert word("LDTT", facts, "E03") is expected
    assert verdict("LDTT", facts).overall is expected


def test_a_refusal_says_what_would_meet_the_rule_and_where_it_stands() -> None:
    result = line("LDTT", in_year(person(), 2026, grade=Grade.COMPLETED), "E03")

    assert result.sentence == "Năm 2026 hoàn thành nhiệm vụ; cần hoàn thành tốt nhiệm vụ trở lên."
    assert result.would_meet == "Được xếp loại hoàn thành tốt nhiệm vụ trở lên"
    assert result.citation == "khoản 1 Điều 24 Luật Thi đua, khen thưởng 2022"
    assert result.inputs == (("Xếp loại năm 2026", "hoàn thành nhiệm vụ"),)


def test_spirit_and_solidarity_wait_for_the_unit_s_word() -> None:
    assert word("LDTT", person(statements=STATEMENTS - {"tinh_than"}), "E03-TINH-THAN") is TO_VERIFY
    assert word("LDTT", person(), "E03-TINH-THAN") is MET


@pytest.mark.parametrize(
    ("grade", "initiatives", "expected"),
    [
        (Grade.EXCELLENT, (), MET),
        (Grade.GOOD, (BASE_INITIATIVE,), MET),
        (Grade.GOOD, (Initiative("Đề tài", 2026, Scope.BASE, date(2026, 7, 1), is_topic=True),), MET),
        (Grade.GOOD, (Initiative("Đang chờ", 2026, Scope.BASE),), TO_VERIFY),
        (Grade.GOOD, (Initiative("Công nhận sau", 2026, Scope.BASE, date(2026, 10, 1)),), TO_VERIFY),
        (Grade.GOOD, (Initiative("Năm trước", 2025, Scope.BASE, date(2025, 7, 1)),), NOT_MET),
        (Grade.GOOD, (), NOT_MET),
    ],
)
def test_an_emulation_soldier_was_excellent_or_had_an_initiative(
    grade: Grade, initiatives: tuple[Initiative, ...], expected: object
) -> None:
    facts = in_year(person(initiatives=initiatives), 2026, grade=grade)

    assert word("CSTD_CO_SO", facts, "E04") is expected


def test_an_emulation_soldier_also_meets_the_advanced_worker_s_standard() -> None:
    facts = in_year(person(), 2026, grade=Grade.COMPLETED)

    assert verdict("CSTD_CO_SO", facts).overall is NOT_MET
    assert word("CSTD_CO_SO", facts, "E04") is MET


def with_titles(*years: int, pending: tuple[int, ...] = (), leave: tuple[int, ...] = ()) -> Facts:
    facts = person(years=())
    for year in range(2018, 2027):
        facts = in_year(
            facts,
            year,
            grade=Grade.EXCELLENT,
            awards=frozenset({"CSTD_CO_SO"}) if year in years else frozenset(),
            pending=frozenset({"CSTD_CO_SO"}) if year in pending else frozenset(),
            maternity_leave=Span(date(year, 2, 1), date(year, 7, 31)) if year in leave else None,
        )
    return facts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (with_titles(2024, 2025, 2026), MET),
        (with_titles(2022, 2023, 2024, 2025, 2026), MET),
        (with_titles(2025, 2026), NOT_MET),
        (with_titles(2023, 2024, 2026), NOT_MET),
        (with_titles(2023, 2024, 2025), NOT_MET),
        (with_titles(2024, 2025, pending=(2026,)), TO_VERIFY),
        (with_titles(2025, pending=(2026,)), NOT_MET),
        (with_titles(2023, 2024, 2026, leave=(2025,)), TO_VERIFY),
        (with_titles(2024, 2026, leave=(2025,)), NOT_MET),
        (with_titles(2024, 2025, 2026, leave=(2023,)), MET),
        (with_titles(2024, 2025, 2026, leave=(2025,)), MET),
    ],
)
def test_a_provincial_soldier_has_three_years_in_a_row(facts: Facts, expected: object) -> None:
    assert word("CSTD_TINH", facts, "E05-CHUOI") is expected


def test_a_broken_streak_names_the_year_that_broke_it() -> None:
    result = line("CSTD_TINH", with_titles(2023, 2024, 2026), "E05-CHUOI")

    assert result.sentence == (
        "Có “Chiến sĩ thi đua cơ sở” 1 năm liên tục tính đến năm 2026, cần 3; chuỗi đứt ở năm 2025."
    )


def test_a_pending_title_is_named_as_the_condition_and_older_leave_is_not() -> None:
    result = line("CSTD_TINH", with_titles(2022, 2024, 2025, pending=(2026,), leave=(2023,)), "E05-CHUOI")

    assert result.sentence == "Đủ 3 năm liên tục nếu “Chiến sĩ thi đua cơ sở” năm 2026 được công nhận."


@pytest.mark.parametrize(
    ("initiative", "expected"),
    [
        (Initiative("Cấp tỉnh", 2025, Scope.PROVINCE, date(2025, 12, 1)), MET),
        (Initiative("Toàn quốc", 2024, Scope.NATION, date(2024, 12, 1)), MET),
        (Initiative("Cơ sở", 2026, Scope.BASE, date(2026, 6, 1)), NOT_MET),
        (Initiative("Quá cũ", 2023, Scope.PROVINCE, date(2023, 6, 1)), NOT_MET),
        (Initiative("Đang chờ", 2026, Scope.PROVINCE), TO_VERIFY),
    ],
)
def test_a_provincial_soldier_has_an_initiative_of_the_province(initiative: Initiative, expected: object) -> None:
    assert word("CSTD_TINH", person(initiatives=(initiative,)), "E05-SANG-KIEN") is expected
