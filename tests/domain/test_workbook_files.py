"""Files that are no workbook, or one made to do harm, are told and cost nothing."""

import pytest

from services.nominations.register.workbook import RegisterImport
from services.nominations.register.workbook import file as workbook_file
from services.nominations.register.workbook.layout import MAX_ROWS
from tests.domain.workbooks import REGISTER, repacked, told, with_cell, zipped
from tests.support.workbooks import read_workbook, template_workbook, write_workbook


def test_an_empty_template_and_an_empty_file_are_told() -> None:
    assert told(read_workbook(template_workbook())) == [(None, None, "empty_file")]
    assert told(read_workbook(b"")) == [(None, None, "empty_file")]


@pytest.mark.parametrize(
    "data",
    [
        "Mã;Họ và tên\n1;Đỗ Thị Hà\n".encode(),
        b"PK\x03\x04 broken off",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        zipped(**{"word/document.xml": b"<document/>"}),
        write_workbook(REGISTER)[:-400],
        repacked("xl/workbook.xml", lambda _: b"<workbook"),
        repacked("xl/worksheets/sheet1.xml", lambda _: b"<worksheet>"),
        repacked("xl/workbook.xml", lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml),
        repacked("xl/workbook.xml", lambda xml: xml.decode().encode("utf-16")),
        repacked(
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="&#65;1"/></mergeCells>'),
        ),
    ],
)
def test_what_is_not_a_workbook_is_told(data: bytes) -> None:
    assert told(read_workbook(data)) == [(None, None, "not_xlsx")]


def test_a_zip_bomb_is_noticed_before_it_goes_off() -> None:
    bomb = zipped(**{"xl/workbook.xml": bytes(workbook_file.MAX_UNZIPPED + 1)})

    assert len(bomb) < 100_000
    assert told(read_workbook(bomb)) == [(None, None, "too_large")]


def test_a_bomb_that_lies_about_its_size_is_noticed_too() -> None:
    honest = zipped(**{"xl/workbook.xml": bytes(1_000_000)})
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert lying != honest
    assert told(read_workbook(lying)) == [(None, None, "not_xlsx")]


def test_a_merge_of_a_whole_sheet_is_refused_instead_of_made() -> None:
    merge = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = repacked("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", merge))

    assert told(read_workbook(data)) == [(None, None, "too_large")]


@pytest.mark.parametrize(
    ("element", "limit"), [(b"<row/>", workbook_file.MAX_SHEET_ROWS), (b"<c/>", workbook_file.MAX_CELLS)]
)
def test_more_rows_or_cells_than_a_register_needs_are_refused_unread(element: bytes, limit: int) -> None:
    data = repacked("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", element * limit))

    assert told(read_workbook(data)) == [(None, None, "too_large")]


def test_a_file_heavier_than_the_limit_is_refused_unopened() -> None:
    assert told(read_workbook(bytes(workbook_file.MAX_FILE + 1))) == [(None, None, "too_large")]


def test_a_stray_value_in_the_last_cell_of_the_sheet_costs_nothing() -> None:
    assert with_cell("Đơn vị", "XFD1048576", "x") == RegisterImport(REGISTER, ())


def test_more_rows_than_one_import_takes_are_told_once() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(5, MAX_ROWS + 6))
    data = repacked("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))

    read = read_workbook(data)

    assert told(read) == [("Đơn vị", None, "too_many_rows")]
    assert read.register.units == ()
