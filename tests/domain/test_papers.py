"""Rules of papers: numbers, dates, grounds, signatures and recipients as NĐ 30/2020 wants them written."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import SigningForm
from services.office.papers import (
    DECREE_152,
    EMULATION_LAW,
    MOTTO,
    NATIONAL_NAME,
    DocumentGround,
    LawGround,
    PaperKind,
    bold_width_mm,
    degree_before,
    grounds_lines,
    long_date,
    not_in_force,
    number_line,
    number_text,
    period_text,
    place_and_date,
    plain,
    recipients_lines,
    short_date,
    signature_lines,
    symbol_text,
)


@pytest.mark.parametrize(("number", "text"), [(1, "01"), (9, "09"), (10, "10"), (123, "123"), (None, "……")])
def test_a_number_below_ten_takes_a_leading_zero(number: int | None, text: str) -> None:
    assert number_text(number) == text


def test_a_symbol_names_kind_and_office_and_a_letter_the_drafting_unit() -> None:
    assert symbol_text(PaperKind.REPORT, "VPUBND") == "BC-VPUBND"
    assert symbol_text(None, "VPUBND", "HCTC") == "VPUBND-HCTC"
    assert number_line(5, symbol_text(PaperKind.SUBMISSION_LETTER, "VPUBND")) == "Số: 05/TTr-VPUBND"


@pytest.mark.parametrize(
    ("on", "long", "short"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026", "05/02/2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026", "05/3/2026"),
        (date(2026, 12, 15), "ngày 15 tháng 12 năm 2026", "15/12/2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_leading_zero(on: date, long: str, short: str) -> None:
    assert (long_date(on), short_date(on)) == (long, short)


def test_an_unsigned_paper_leaves_day_and_month_blank() -> None:
    assert place_and_date("Ninh Bình", None, 2026) == "Ninh Bình, ngày …… tháng …… năm 2026"
    assert place_and_date("Ninh Bình", date(2026, 7, 3), 2026) == "Ninh Bình, ngày 03 tháng 7 năm 2026"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        (date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "quý I năm 2026"),
        (date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "từ ngày 01 tháng 02 năm 2026 đến ngày 30 tháng 4 năm 2026"),
        (date(2026, 1, 1), date(2026, 6, 29), "từ ngày 01 tháng 01 năm 2026 đến ngày 29 tháng 6 năm 2026"),
        (date(2025, 1, 1), date(2026, 6, 30), "từ ngày 01 tháng 01 năm 2025 đến ngày 30 tháng 6 năm 2026"),
    ],
)
def test_a_period_is_named_as_staff_name_it(start: date, end: date, text: str) -> None:
    assert period_text(start, end) == text


def test_grounds_cite_laws_without_number_and_end_in_semicolons_and_one_full_stop() -> None:
    plan = DocumentGround("Kế hoạch", None, None, "Văn phòng", "về công tác thi đua")

    assert grounds_lines((EMULATION_LAW, DECREE_152, plan)) == (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân quyền trong"
        " lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của Luật Thi đua, khen thưởng;",
        "Căn cứ Kế hoạch số …… ngày …… tháng …… năm …… của Văn phòng về công tác thi đua.",
    )


@pytest.mark.parametrize(
    ("on", "lapsed"),
    [
        (date(2025, 6, 30), (DECREE_152,)),
        (date(2025, 7, 1), ()),
        (date(2027, 2, 28), ()),
        (date(2027, 3, 1), (DECREE_152,)),
        (date(2023, 12, 31), (EMULATION_LAW, DECREE_152)),
    ],
)
def test_a_paper_may_not_rest_on_a_text_that_is_not_in_force_that_day(
    on: date, lapsed: tuple[LawGround | DocumentGround, ...]
) -> None:
    assert not_in_force((EMULATION_LAW, DECREE_152), on) == lapsed


def test_the_head_signs_under_the_title_alone_and_others_under_the_form() -> None:
    assert signature_lines("Chánh Văn phòng") == ("CHÁNH VĂN PHÒNG",)
    assert signature_lines("Chánh Văn phòng", SigningForm.ACTING) == ("Q. CHÁNH VĂN PHÒNG",)
    assert signature_lines("Phó Chánh Văn phòng", SigningForm.FOR_THE_HEAD, "Chánh Văn phòng") == (
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
    )


@pytest.mark.parametrize(("form", "behalf"), [(SigningForm.FOR_THE_HEAD, None), (None, "Chánh Văn phòng")])
def test_a_signing_form_without_the_one_signed_for_is_refused(form: SigningForm | None, behalf: str | None) -> None:
    with pytest.raises(ValueError, match="do not go together"):
        signature_lines("Phó Chánh Văn phòng", form, behalf)


@pytest.mark.parametrize(
    ("name", "degree"), [("TS. Lê Văn A", "TS."), ("ThS Lê Văn A", "ThS"), ("Lê Văn A", None), ("Tsai A", None)]
)
def test_a_degree_before_a_name_is_noticed(name: str, degree: str | None) -> None:
    assert degree_before(name) == degree


def test_recipients_end_with_the_archive() -> None:
    assert recipients_lines(("Sở Nội vụ;", "Các phòng"), ("VP1",)) == (
        "- Sở Nội vụ;",
        "- Các phòng;",
        "- Lưu: VT, VP1.",
    )
    assert recipients_lines((), ("VT",)) == ("- Lưu: VT.",)


@given(st.text())
def test_plain_text_is_composed_on_one_line_and_stays_so(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) == "Cc" for c in once)


def test_widths_agree_with_the_head_measured_in_practice() -> None:
    assert bold_width_mm(NATIONAL_NAME, 13) == pytest.approx(95.7, abs=0.5)
    assert bold_width_mm(MOTTO, 14) == pytest.approx(60.2, abs=0.5)
    assert bold_width_mm("ĐƯỜNG", 13) == bold_width_mm("DUONG", 13)
