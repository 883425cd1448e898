"""The register's workbook: what is written is read back the same, however people type it."""

import unicodedata
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from deploy.sample.office import sample_office
from services.nominations.register.workbook import Register, RegisterImport, UnitRow
from services.nominations.register.workbook.layout import GRADES
from tests.domain.workbooks import REGISTER, edited, with_cell
from tests.support.sample_register import register_of
from tests.support.workbooks import SHEETS, read_workbook, template_workbook, write_workbook


def test_the_sample_office_is_read_back_as_it_was_written() -> None:
    register = register_of(sample_office())

    assert read_workbook(write_workbook(register)) == RegisterImport(register, ())


def test_the_template_has_headings_guidance_drop_downs_frozen_panes_and_widths() -> None:
    book = load_workbook(BytesIO(template_workbook()))

    assert book.sheetnames == ["Đơn vị", "Nhân sự", "Kết quả năm", "Khen thưởng đã có", "Danh mục"]
    assert book["Danh mục"].sheet_state == "hidden"
    for sheet in SHEETS:
        worksheet = book[sheet.name]
        rows = list(worksheet.iter_rows(values_only=True))
        guarded = {str(rule.sqref).split(":")[0]: rule.type for rule in worksheet.data_validations.dataValidation}
        lists = [worksheet.cell(3, place).coordinate for place, c in enumerate(sheet.columns, 1) if c.words]
        assert rows == [tuple(c.heading for c in sheet.columns), tuple(c.guide for c in sheet.columns)]
        assert worksheet.freeze_panes == "B3"
        assert all(len(rule.errorTitle or "") <= 32 for rule in worksheet.data_validations.dataValidation)
        assert lists and all(guarded[cell] == "list" for cell in lists)
        assert all(worksheet.column_dimensions[cell[0]].width >= 10 for cell in lists)


def test_every_drop_down_offers_exactly_the_words_the_reader_knows() -> None:
    book = load_workbook(BytesIO(template_workbook()))

    for sheet in SHEETS:
        rules = {str(r.sqref).split(":")[0]: r for r in book[sheet.name].data_validations.dataValidation}
        for place, column in enumerate(sheet.columns, 1):
            if column.words is not None:
                _, area = rules[book[sheet.name].cell(3, place).coordinate].formula1.split("!")
                offered = [cell.value for (cell,) in book["Danh mục"][area.replace("$", "")]]
                assert [column.words.code_of(label) for label in offered] == list(column.words.labels)


@pytest.mark.parametrize(
    "written",
    [
        "15/12/2025",
        " 15/12/2025 ",
        "15-12-2025",
        "15.12.2025",
        "2025-12-15",
        "2025-12-15 00:00:00",
        "ngày 15 tháng 12 năm 2025",
        46006,
        46006.0,
        "46006",
        date(2025, 12, 15),
        datetime(2025, 12, 15, 9, 30),
    ],
)
def test_a_date_is_read_however_it_was_typed(written: object) -> None:
    read = with_cell("Khen thưởng đã có", "G3", written)

    assert read == RegisterImport(REGISTER, ())


def test_a_serial_follows_the_1904_calendar_of_a_workbook_made_on_an_old_mac() -> None:
    def change(book: Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)
        book["Nhân sự"]["I3"] = date(2012, 3, 1)
        book["Khen thưởng đã có"]["G3"] = 46006 - 1462

    assert edited(change) == RegisterImport(REGISTER, ())


@pytest.mark.parametrize(
    "written",
    [
        "Hoàn thành tốt nhiệm vụ",
        unicodedata.normalize("NFD", "Hoàn thành tốt nhiệm vụ"),
        "hoan thanh tot nhiem vu",
        "HOÀN THÀNH  TỐT NHIỆM VỤ",
        "hoan_thanh_tot",
        "HTTNV",
        "tốt\u200b",
    ],
)
def test_a_grade_is_understood_with_or_without_marks_composed_or_not(written: str) -> None:
    assert with_cell("Kết quả năm", "E3", written) == RegisterImport(REGISTER, ())


def test_all_four_grades_are_kept_apart_without_marks() -> None:
    written = [
        "hoan thanh xuat sac nhiem vu",
        "hoan thanh tot nhiem vu",
        "hoan thanh nhiem vu",
        "khong hoan thanh nhiem vu",
    ]

    assert [GRADES.code_of(word) for word in written] == list(GRADES.labels)


def test_a_decomposed_name_is_kept_composed() -> None:
    read = with_cell("Nhân sự", "B3", unicodedata.normalize("NFD", "Đỗ  Thị Hà"))

    assert read == RegisterImport(REGISTER, ())


def test_columns_may_stand_in_another_order_and_headings_without_marks() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Đơn vị"]
        sheet.move_range("A1:A4", cols=9)
        sheet["J1"] = "ma don vi"

    assert edited(change) == RegisterImport(REGISTER, ())


def test_the_guidance_row_may_be_deleted() -> None:
    assert edited(lambda book: book["Đơn vị"].delete_rows(2)) == RegisterImport(REGISTER, ())


def test_blank_rows_between_are_passed_over() -> None:
    assert edited(lambda book: book["Đơn vị"].insert_rows(4, amount=3)) == RegisterImport(REGISTER, ())


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    register = Register((UnitRow("TH", "=1+1", "phong"), UnitRow("NC", "#N/A", "phong")))

    assert read_workbook(write_workbook(register)) == RegisterImport(register, ())


def test_a_number_typed_as_a_code_is_read_as_its_digits() -> None:
    read = edited(lambda book: book["Đơn vị"].__setitem__("A4", 12.0))

    assert [unit.code for unit in read.register.units] == ["HCTC", "12"]
