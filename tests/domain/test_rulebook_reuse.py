"""One achievement, one award: E11, E12, E21, case by case."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, AwardLevel, VerdictWord
from services.nominations.law.domain import Facts, Override, PastAward, Use
from tests.domain.rulebook_facts import MET, NOT_MET, TO_VERIFY, line, person, verdict, word

USE = Use("Số hóa hồ sơ", "GIAY_KHEN", 2025, "Nguyễn Văn A")
TITLE = replace(USE, award="LDTT", period_year=2026)
INITIATIVE = replace(USE, is_initiative=True)


def using(*uses: Use) -> Facts:
    return person(uses=uses)


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (USE, NOT_MET),
        (replace(USE, answer="Nêu lại cho rõ"), NOT_MET),
        (replace(USE, is_decided=False), TO_VERIFY),
        (replace(USE, is_decided=False, answer="Đã rút đề nghị kia"), MET),
        (replace(USE, is_same=False), TO_VERIFY),
        (replace(USE, is_same=False, answer="Hai hệ thống khác nhau"), MET),
        (replace(USE, is_own=False), TO_VERIFY),
        (TITLE, MET),
        (INITIATIVE, MET),
    ],
)
def test_an_achievement_is_awarded_once_and_what_is_alike_is_answered(use: Use, expected: VerdictWord) -> None:
    assert word("CSTD_CO_SO", using(use), "E12") is expected


def test_a_title_and_the_title_it_presupposes_are_no_double_in_either_order() -> None:
    soldier, advanced = replace(USE, award="CSTD_CO_SO"), replace(USE, award="LDTT")

    assert word("LDTT", using(soldier), "E12") is MET
    assert word("CSTD_TINH", using(soldier, advanced), "E12") is MET
    assert word("GIAY_KHEN", using(soldier), "E12") is NOT_MET


def test_a_double_is_shown_side_by_side_and_nothing_is_said_before_anybody_looked() -> None:
    result = line("CSTD_CO_SO", using(USE), "E12")

    assert result.inputs == (("Số hóa hồ sơ", "“Giấy khen của Chánh Văn phòng” năm 2025 (Nguyễn Văn A)"),)
    assert result.citation == "điểm c khoản 2 Điều 5 Luật Thi đua, khen thưởng 2022"
    assert not {"E12", "E21"} & {each.code for each in verdict("CSTD_CO_SO", person()).results}


@pytest.mark.parametrize(
    ("award", "use", "expected"),
    [
        ("CSTD_CO_SO", INITIATIVE, NOT_MET),
        ("CSTD_CO_SO", replace(INITIATIVE, is_own=False), MET),
        ("CSTD_CO_SO", replace(INITIATIVE, is_decided=False), TO_VERIFY),
        ("CSTD_CO_SO", replace(INITIATIVE, is_decided=False, is_own=False), MET),
        ("CSTD_CO_SO", replace(INITIATIVE, is_same=False), TO_VERIFY),
        ("CSTD_CO_SO", replace(INITIATIVE, is_same=False, is_own=False), TO_VERIFY),
        ("CSTD_CO_SO", replace(INITIATIVE, is_same=False, answer="Hai hệ thống khác nhau"), MET),
        ("CSTD_TINH", replace(INITIATIVE, award="CSTD_CO_SO"), NOT_MET),
        ("CSTD_TINH", replace(INITIATIVE, award="CSTD_CO_SO", is_wider=True), TO_VERIFY),
        ("CSTD_TINH", replace(INITIATIVE, is_wider=True), NOT_MET),
    ],
)
def test_an_initiative_is_used_once_for_a_title_or_a_form(award: str, use: Use, expected: VerdictWord) -> None:
    assert word(award, using(use), "E21") is expected


def test_a_person_may_answer_for_an_initiative_used_again_and_the_reason_is_shown() -> None:
    answered = replace(using(INITIATIVE), overrides=(Override("E21", "Đã phát triển thành phiên bản mới", "Trần B"),))
    elsewhere = replace(using(INITIATIVE), overrides=(Override("E12", "Không liên quan"),))

    result = line("CSTD_CO_SO", answered, "E21")

    assert result.verdict is TO_VERIFY
    assert "(Trần B): Đã phát triển thành phiên bản mới" in result.sentence
    assert ("Lý do xét tiếp", "Đã phát triển thành phiên bản mới") in result.inputs
    assert word("CSTD_CO_SO", elsewhere, "E21") is NOT_MET


def test_sudden_and_thematic_awards_are_no_ground_for_merit_higher_up() -> None:
    sudden = replace(USE, ground=AwardGround.SUDDEN)
    thematic = replace(USE, ground=AwardGround.MOVEMENT)

    assert word("BANG_KHEN_TINH", using(sudden), "E11") is NOT_MET
    assert word("BANG_KHEN_TINH", using(thematic), "E11") is NOT_MET
    for harmless in (USE, replace(sudden, is_own=False), replace(sudden, is_decided=False)):
        assert "E11" not in {each.code for each in verdict("BANG_KHEN_TINH", using(harmless)).results}


def test_only_merit_is_barred_from_resting_on_sudden_awards() -> None:
    sudden = using(replace(USE, ground=AwardGround.SUDDEN))

    of_service = verdict("BANG_KHEN_TINH", replace(sudden, ground=AwardGround.SERVICE))

    assert "E11" not in {each.code for each in of_service.results}
    assert "E11" not in {each.code for each in verdict("LDTT", sudden).results}


def test_sudden_awards_of_the_period_are_named_as_not_counted() -> None:
    def given_on(day: date) -> Facts:
        return person(past_awards=(PastAward("GIAY_KHEN", AwardLevel.OFFICE, AwardGround.SUDDEN, day, day.year),))

    result = line("BANG_KHEN_TINH", given_on(date(2026, 3, 1)), "E11")

    assert result.sentence == (
        "Không tính vào thành tích công trạng: “Giấy khen của Chánh Văn phòng” (đột xuất, 2026)."
    )
    assert "E11" not in {each.code for each in verdict("BANG_KHEN_TINH", given_on(date(2024, 12, 31))).results}
