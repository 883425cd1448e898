"""Text of the time before Unicode, escapes and codes with leading zeros: what a workbook shows is what is kept."""

from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook

from services.nominations.register.workbook import Register, RegisterImport
from services.nominations.register.workbook.encodings import to_unicode
from tests.domain.workbooks import REGISTER, edited, told, with_cell
from tests.support.workbooks import read_workbook, write_workbook

PERSON, PLACE = "Nhân sự", "B3"


def _kept(read: RegisterImport) -> str:
    return read.register.people[0].name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NguyÔn V¨n H¶i", "Nguyễn Văn Hải"),
        ("\u00a7ç Ngäc TuÊn", "Đỗ Ngọc Tuấn"),
        ("NGUYÔN V¡N H¶I", "NGUYỄN VĂN HẢI"),
        ("Nguyeãn Vaên Haûi", "Nguyễn Văn Hải"),
        ("Löông Thò Höông", "Lương Thị Hương"),
        ("Ñoã Ngoïc Tuaán", "Đỗ Ngọc Tuấn"),
        ("Phaïm Quyønh Nhö", "Phạm Quỳnh Như"),
    ],
)
def test_text_of_an_old_font_is_converted_where_it_is_sure(written: str, meant: str) -> None:
    read = with_cell(PERSON, PLACE, written)

    assert (_kept(read), read.problems) == (meant, ())


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Văn Hải",
        "Y Blô Êban",
        "Niê Kpă",
        "K'Sor Hờ Ngưu",
        "Rơ Châm Xuân",
        "Giàng A Páo",
        "Quách Gia Huy",
        "Zoé Lê",
        "Hoàng Thuỳ Dung",
        "Ông Ích Đường",
        "Lê Quý Đôn",
        "Khuất Duy Tiến",
        "Vàng Seo Chẩn",
        "Đèo Văn Ún",
        "Mlô Hrip",
    ],
)
def test_names_in_unicode_are_left_as_they_are(name: str) -> None:
    assert to_unicode(name) is None


def test_what_is_not_sure_is_named_at_its_cell() -> None:
    read = with_cell(PERSON, PLACE, "Nguy¶¶n Qx¸z")

    assert told(read) == [(PERSON, PLACE, "old_font")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nguyễn Văn_x000D_\nAn", "Nguyễn Văn An"),
        ("Nguyễn_x0009_Văn_x000d_An", "Nguyễn Văn An"),
        ("Nguyễn\u200b Văn_x0007_ An", "Nguyễn Văn An"),
        ("\u00d0ặng Văn \u00d0ức", "Đặng Văn Đức"),
    ],
)
def test_an_escaped_character_is_the_character(written: str, meant: str) -> None:
    assert _kept(with_cell(PERSON, PLACE, written)) == meant


def test_what_only_looks_like_an_escape_is_read_back_as_it_was() -> None:
    person = replace(REGISTER.people[0], name="A _x0041_ B")
    register = Register(REGISTER.units, (person,), REGISTER.years, REGISTER.awards)

    assert _kept(read_workbook(write_workbook(register))) == "A _x0041_ B"


def _numbered(number: Any, number_format: str) -> RegisterImport:
    def change(book: Workbook) -> None:
        for sheet, cell in ((PERSON, "A3"), ("Kết quả năm", "B3"), ("Khen thưởng đã có", "B3")):
            book[sheet][cell] = number
            book[sheet][cell].number_format = number_format

    return edited(change)


@pytest.mark.parametrize(
    ("number", "number_format", "code"),
    [(123, "00000", "00123"), (7, "000", "007"), (4567, "00", "4567"), (45, "0", "45")],
)
def test_a_code_is_what_its_cell_shows(number: int, number_format: str, code: str) -> None:
    read = _numbered(number, number_format)

    assert read.problems == ()
    assert (read.register.people[0].code, read.register.years[0].nominee_code) == (code, code)


@pytest.mark.parametrize(
    ("number", "number_format"), [(123, '"VP-"0000'), (1234, "#,##0"), (0.5, "0%"), (1234567890123456, "0")]
)
def test_a_number_that_the_cell_shows_otherwise_is_named_at_its_cell(number: float, number_format: str) -> None:
    read = _numbered(number, number_format)

    assert (PERSON, "A3", "shown_otherwise") in told(read)
