"""What every award asks, both sides: E01, E02, E09, E10, E13; and which law governs."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, Certainty, Grade, Scope
from services.nominations.law.domain import Achievement, Initiative, Matter, Span, judge
from services.office.refusal import Refused
from tests.domain.rulebook_facts import (
    AFTER_AMENDMENT,
    HELD,
    MET,
    NOT_MET,
    RULEBOOK,
    SURE_DAY,
    TO_VERIFY,
    disciplined,
    in_year,
    line,
    members,
    person,
    unit,
    verdict,
    word,
)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((Span(SURE_DAY),), MET),
        ((Span(date(2026, 12, 31)),), NOT_MET),
        ((Span(date(2010, 1, 1), date(2026, 1, 1)),), MET),
        ((Span(date(2010, 1, 1), date(2020, 1, 1)), Span(date(2024, 1, 1))), MET),
        ((Span(date(2010, 1, 1), date(2025, 12, 31)),), NOT_MET),
        ((Span(date(2027, 1, 1)),), NOT_MET),
        ((), NOT_MET),
    ],
)
def test_the_nominee_belongs_to_the_office_in_the_period(spans: tuple[Span, ...], expected: object) -> None:
    assert word("LDTT", person(belongs=spans), "E01") is expected
    assert word("TT_LDTT", unit(belongs=spans), "E01") is expected


def test_two_stays_from_the_same_day_are_shown_in_one_order() -> None:
    stays = (Span(date(2026, 1, 1)), Span(date(2026, 1, 1), date(2026, 3, 1)))

    assert line("LDTT", person(belongs=stays), "E01") == line("LDTT", person(belongs=stays[::-1]), "E01")


def test_merit_lies_in_the_period_counted() -> None:
    old = Achievement("Việc năm ngoái", date(2025, 12, 31), AwardGround.MOVEMENT)
    new = Achievement("Việc năm nay", date(2026, 1, 1), AwardGround.MOVEMENT)

    assert word("LDTT", person(achievements=(new,)), "E02") is MET
    assert word("LDTT", person(achievements=(old,)), "E02") is NOT_MET
    assert word("LDTT", person(achievements=(new, old)), "E02") is TO_VERIFY
    assert word("BANG_KHEN_TINH", person(achievements=(old,)), "E02") is MET


def test_a_year_that_has_not_begun_cannot_be_judged() -> None:
    assert word("LDTT", person(), "E02", on=date(2025, 12, 31)) is NOT_MET


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        (Matter("đơn tố cáo", date(2026, 9, 15)), HELD),
        (Matter("đơn tố cáo", date(2026, 9, 16)), TO_VERIFY),
        (Matter("đơn tố cáo", date(2026, 5, 1), date(2026, 9, 15)), MET),
        (Matter("đơn tố cáo", date(2026, 5, 1), date(2026, 9, 16)), HELD),
    ],
)
def test_an_open_matter_holds_until_released(matter: Matter, expected: object) -> None:
    assert verdict("LDTT", person(matters=(matter,))).overall is expected
    assert verdict("TT_LDTT", unit(matters=(matter,))).overall is expected


def test_a_hold_goes_before_a_refusal_and_a_refusal_before_a_question() -> None:
    refused = in_year(person(statements=frozenset()), 2026, grade=Grade.COMPLETED)
    held = replace(refused, matters=(Matter("thanh tra", date(2026, 3, 1)),))

    assert verdict("LDTT", person(statements=frozenset())).overall is TO_VERIFY
    assert verdict("LDTT", refused).overall is NOT_MET
    assert verdict("LDTT", held).overall is HELD


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 11, 1), date(2025, 12, 31), MET),
        (date(2025, 1, 1), date(2026, 1, 1), TO_VERIFY),
        (date(2025, 6, 1), date(2026, 6, 1), TO_VERIFY),
        (date(2025, 9, 15), date(2026, 9, 14), TO_VERIFY),
        (date(2025, 9, 16), date(2026, 9, 15), NOT_MET),
        (date(2026, 2, 1), date(2027, 1, 31), NOT_MET),
        (date(2026, 2, 1), None, NOT_MET),
    ],
)
def test_merit_counts_from_the_end_of_a_discipline(start: date, end: date | None, expected: object) -> None:
    assert word("LDTT", disciplined(person(), start, end), "E10") is expected


def test_a_discipline_after_the_period_still_wipes_its_merit() -> None:
    later = disciplined(person(), date(2027, 1, 10), date(2027, 2, 10))

    assert word("LDTT", later, "E10", on=date(2027, 2, 20)) is NOT_MET


def test_three_years_of_merit_are_touched_by_a_discipline_in_any_of_them() -> None:
    past = disciplined(person(), date(2023, 6, 1), date(2024, 6, 1))

    assert word("LDTT", past, "E10") is MET
    assert line("CSTD_TINH", past, "E10").sentence == (
        "Kỷ luật hết thời hạn ngày 01/06/2024: chỉ tính thành tích từ 02/06/2024."
    )


def test_maternity_leave_is_told_and_takes_nothing_away() -> None:
    on_leave = in_year(person(), 2026, maternity_leave=Span(date(2026, 2, 1), date(2026, 7, 31)))

    assert line("LDTT", on_leave, "E13").sentence == (
        "Thời gian nghỉ thai sản (từ 01/02/2026 đến 31/07/2026) được tính để xét danh hiệu, khen thưởng."
    )
    assert verdict("LDTT", on_leave).overall is MET
    assert "E13" not in [result.code for result in verdict("LDTT", person()).results]


def test_a_rule_the_new_law_may_have_changed_says_what_is_known_with_a_mark() -> None:
    result = line("LDTT", in_year(person(), 2026, grade=Grade.COMPLETED), "E03", on=AFTER_AMENDMENT)

    assert (result.verdict, result.certainty) == (NOT_MET, Certainty.C)
    assert result.sentence == "Năm 2026 hoàn thành nhiệm vụ; cần hoàn thành tốt nhiệm vụ trở lên."
    assert (result.caveat, result.readings) == ("Chưa đối chiếu với Luật 06/2026/QH16.", ())
    assert result.citation == "khoản 1 Điều 24 Luật Thi đua, khen thưởng 2022 (chưa đối chiếu)"


def test_a_rule_that_is_sure_still_blocks_after_the_amendment() -> None:
    here_no_more = person(belongs=(Span(date(2010, 1, 1), date(2020, 1, 1)),))

    assert verdict("LDTT", here_no_more, AFTER_AMENDMENT).overall is NOT_MET
    assert verdict("LDTT", disciplined(person(), date(2026, 5, 1), None), AFTER_AMENDMENT).overall is NOT_MET


@pytest.mark.parametrize(
    ("grade", "has_initiative", "words", "expected"),
    [
        (Grade.EXCELLENT, True, [MET, MET], MET),
        (Grade.EXCELLENT, False, [MET, NOT_MET], TO_VERIFY),
        (Grade.GOOD, True, [MET, NOT_MET], TO_VERIFY),
        (Grade.GOOD, False, [NOT_MET, NOT_MET], NOT_MET),
    ],
)
def test_after_the_amendment_or_and_and_are_both_read(
    grade: Grade, has_initiative: bool, words: list[object], expected: object
) -> None:
    initiatives = (Initiative("Mới", 2026, Scope.BASE, date(2026, 6, 1)),) if has_initiative else ()
    result = line("CSTD_CO_SO", in_year(person(initiatives=initiatives), 2026, grade=grade), "E04", AFTER_AMENDMENT)

    assert [reading.word for reading in result.readings] == words
    assert result.verdict is expected


def test_the_day_of_receipt_chooses_the_law() -> None:
    refused = in_year(person(), 2026, grade=Grade.COMPLETED)

    received_before = verdict("LDTT", refused, on=AFTER_AMENDMENT, law_day=date(2026, 9, 30))
    received_after = verdict("LDTT", refused, on=AFTER_AMENDMENT, law_day=date(2026, 10, 1))

    assert (received_before.overall, received_before.may_go_on) == (NOT_MET, False)
    assert (received_after.overall, received_after.may_go_on) == (NOT_MET, True)
    assert (received_before.judged_on, received_before.law_day) == (AFTER_AMENDMENT, date(2026, 9, 30))


def test_a_decree_that_may_have_lapsed_still_says_what_it_said_with_a_mark() -> None:
    after = date(2027, 3, 2)
    under = disciplined(person(), date(2026, 5, 1), None)

    before = line("LDTT", under, "E10", on=date(2027, 3, 1))
    lapsed = line("LDTT", under, "E10", on=after)

    assert (before.verdict, before.caveat) == (NOT_MET, "")
    assert (lapsed.verdict, lapsed.caveat) == (
        NOT_MET,
        "Nghị định 152/2025/NĐ-CP đến hết 01/03/2027 nếu không được kéo dài; chưa đối chiếu quy định sau đó.",
    )
    assert word("LDTT", person(matters=(Matter("điều tra", date(2026, 3, 1)),)), "E09", on=after) is HELD


def test_an_award_is_refused_for_the_wrong_kind_of_nominee_and_an_unknown_one() -> None:
    with pytest.raises(Refused, match="award_not_for_nominee"):
        judge(RULEBOOK, "LDTT", unit(), 2026, AFTER_AMENDMENT)
    with pytest.raises(Refused, match="rulebook_has_no_entry"):
        judge(RULEBOOK, "HUAN_CHUONG", person(), 2026, AFTER_AMENDMENT)


def test_a_verdict_names_its_rulebook_and_counts_its_words() -> None:
    judged = verdict("TT_LDTT", unit(members(ldtt=6)))

    assert judged.rulebook_version == RULEBOOK.version
    assert (judged.count(MET), judged.count(NOT_MET), judged.count(TO_VERIFY)) == (8, 1, 0)


def test_a_year_may_be_described_once_only() -> None:
    with pytest.raises(ValueError, match="once only"):
        person(years=(*person().years, person().years[0]))
