"""Vietnamese names, dates and numbers."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.office.names import is_found, normalise, search_key, search_patterns, sort_key
from services.office.text import format_date, format_number, format_paper_date, format_share, format_waiting, join_words

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ Đ  -")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đặng Xuân Nguyên", "dang xuan nguyen"),
        ("  Nguyễn   Thị Ưởng ", "nguyen thi uong"),
        ("VĂN PHÒNG UBND TỈNH", "van phong ubnd tinh"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_marks(text: str, key: str) -> None:
    assert search_key(text) == key


@settings(deadline=None)
@given(VIETNAMESE | st.text())
def test_a_search_key_is_the_same_for_both_spellings_and_for_itself(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert search_key(composed) == search_key(decomposed) == search_key(search_key(text))


@settings(deadline=None)
@given(VIETNAMESE)
def test_a_vietnamese_search_key_is_plain(text: str) -> None:
    assert search_key(text).isascii()


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert unicodedata.is_normalized("NFC", normalise(text))


def test_people_are_listed_by_given_name() -> None:
    names = ["Lê Văn Bình", "Nguyễn Thị Ánh", "Trần Văn An", "Phạm Đức Dũng", "Đỗ Thị Đào", "Bùi Văn An", "Lê Thị Ân"]

    assert sorted(names, key=sort_key) == [
        "Bùi Văn An",
        "Trần Văn An",
        "Nguyễn Thị Ánh",
        "Lê Thị Ân",
        "Lê Văn Bình",
        "Phạm Đức Dũng",
        "Đỗ Thị Đào",
    ]


def test_tones_follow_the_dictionary() -> None:
    assert sorted(["má", "mà", "mạ", "ma", "mã", "mả"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@settings(deadline=None)
@given(VIETNAMESE)
def test_the_order_does_not_depend_on_the_spelling(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_dates_as_staff_and_papers_write_them() -> None:
    assert format_date(date(2026, 2, 5)) == "05/02/2026"
    assert format_paper_date("Ninh Bình", date(2026, 2, 5)) == "Ninh Bình, ngày 05 tháng 02 năm 2026"
    assert format_paper_date("Ninh Bình", date(2026, 4, 15)) == "Ninh Bình, ngày 15 tháng 4 năm 2026"


def test_numbers_have_vietnamese_separators() -> None:
    assert (format_number(1_234_567), format_number(Decimal("1234.5")), format_number(12)) == (
        "1.234.567",
        "1.234,5",
        "12",
    )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(7, 10, "7/10 = 70 %"), (9, 13, "9/13 = 69,2 %"), (6999, 10000, "6999/10000 = 69,9 %"), (0, 0, "0/0")],
)
def test_a_share_is_never_shown_larger_than_it_is(part: int, whole: int, text: str) -> None:
    assert format_share(part, whole) == text


def test_waiting_is_said_in_working_days() -> None:
    assert [format_waiting(days) for days in (5, 0, -2)] == [
        "còn 5 ngày làm việc",
        "hạn hôm nay",
        "quá hạn 2 ngày làm việc",
    ]


def test_words_are_joined_as_spoken() -> None:
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a và b", "a, b và c"]


@pytest.mark.parametrize(
    "written", ["\u00d0ặng Văn \u00d0ức", "\u00f0ặng văn \u00f0ức", "\u0189ặng Văn \u0189ức", "ĐẶNG VĂN ĐỨC"]
)
def test_every_letter_that_looks_like_d_with_a_stroke_is_found_and_sorted_as_it(written: str) -> None:
    assert search_key(written) == "dang van duc"
    assert sort_key(written) == sort_key("Đặng Văn Đức")
    assert is_found("Đức", written)


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "\u02bc", "\u02bb", "`", "\u00b4", "\u2032", "\uff07"])
def test_every_apostrophe_of_a_name_is_the_same(apostrophe: str) -> None:
    assert search_key(f"H{apostrophe}Mông") == search_key("HMông") == "hmong"
    assert sort_key(f"Y K{apostrophe}Bia") == sort_key("Y K'Bia")


@pytest.mark.parametrize("wanted", ["an nguyen", "Nguyễn An", "van  AN", "", "ng vă"])
def test_words_are_found_in_any_order(wanted: str) -> None:
    assert is_found(wanted, "Nguyễn Văn An")


def test_a_word_that_is_not_there_is_not_found() -> None:
    assert not is_found("an tran", "Nguyễn Văn An")


def test_signs_of_sql_in_what_was_typed_are_letters() -> None:
    assert search_patterns("50% a_b \\") == [r"%50\%%", r"%a\_b%", r"%\\%"]
