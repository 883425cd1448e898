"""The register's workbook: what is written is read back the same, and every kind of bad data is told, never raised."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from deploy.sample.office import sample_office
from deploy.sample.register import register_of
from services.nominations.register import workbook_file
from services.nominations.register.workbook import (
    AwardRow,
    PersonRow,
    Register,
    RegisterImport,
    UnitRow,
    YearRow,
    read_workbook,
    template_workbook,
    write_workbook,
)
from services.nominations.register.workbook_layout import GRADES, MAX_ROWS, SHEETS

UNIT = UnitRow("HCTC", "Phòng Hành chính – Tổ chức", "phong", is_standing_unit=True)
OTHER_UNIT = UnitRow("TH", "Phòng Tổng hợp", "phong")
PERSON = PersonRow(
    "VP-0001", "Đỗ Thị Hà", "nu", 1988, "cong_chuc", "khong_chuc_vu", "HCTC", date(2012, 3, 1), "Chuyên viên"
)
YEAR = YearRow("person", "VP-0001", 2025, "hoan_thanh_tot", "HCTC")
AWARD = AwardRow(
    "person", "VP-0001", "LDTT", 2025, "merit", "15/QĐ-VPUBND", date(2025, 12, 15), "Chánh Văn phòng UBND tỉnh"
)
REGISTER = Register((UNIT, OTHER_UNIT), (PERSON,), (YEAR,), (AWARD,))


def edited(change: Callable[[Workbook], object], register: Register = REGISTER) -> RegisterImport:
    """Read the register's workbook after someone has changed it in Excel."""
    book = load_workbook(BytesIO(write_workbook(register)))
    change(book)
    out = BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


def with_cell(sheet: str, cell: str, value: Any) -> RegisterImport:
    return edited(lambda book: book[sheet].__setitem__(cell, value))


def told(read: RegisterImport) -> list[tuple[str | None, str | None, str]]:
    return [(problem.sheet, problem.cell, problem.rule) for problem in read.problems]


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


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("12/31/2025", "not_a_date"),
        ("30/02/2025", "not_a_date"),
        ("15/12/25", "not_a_date"),
        ("cuối năm", "not_a_date"),
        (True, "not_a_date"),
        (-3, "date_out_of_range"),
        (9_999_999, "cell_error"),
        ("99999999", "not_a_date"),
        (2025, "date_out_of_range"),
        ("15/12/1925", "date_out_of_range"),
        ("15/12/2225", "date_out_of_range"),
        ("15/12/2024", "dates_reversed"),
    ],
)
@pytest.mark.filterwarnings("ignore:Cell G3 is marked as a date but the serial value:UserWarning")
def test_a_wrong_date_is_told_at_its_cell(written: object, rule: str) -> None:
    read = with_cell("Khen thưởng đã có", "G3", written)

    assert told(read) == [("Khen thưởng đã có", "G3", rule)]
    assert all(problem.message and problem.way_out for problem in read.problems)


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


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "rule"),
    [
        ("Kết quả năm", "E3", "Giỏi", "unknown_word"),
        ("Kết quả năm", "E3", 5, "unknown_word"),
        ("Kết quả năm", "C3", 1925, "year_out_of_range"),
        ("Kết quả năm", "C3", "20255", "not_a_year"),
        ("Kết quả năm", "C3", "năm ngoái", "not_a_year"),
        ("Kết quả năm", "C3", 2025.5, "not_a_year"),
        ("Kết quả năm", "C3", date(2025, 1, 1), "not_a_year"),
        ("Kết quả năm", "D3", "KHONGCO", "unknown_unit"),
        ("Kết quả năm", "D3", None, "required"),
        ("Kết quả năm", "B3", "VP-9999", "unknown_person"),
        ("Kết quả năm", "B3", None, "required"),
        ("Kết quả năm", "I3", "01/03/2024", "other_year"),
        ("Nhân sự", "H3", "KHONGCO", "unknown_unit"),
        ("Nhân sự", "D3", 1888, "year_out_of_range"),
        ("Nhân sự", "J3", "01/03/2011", "dates_reversed"),
        ("Nhân sự", "A3", "VP 0001?", "bad_code"),
        ("Nhân sự", "B3", "A" * 301, "too_long"),
        ("Nhân sự", "B3", "A" * 5_000, "too_long"),
        ("Nhân sự", "B3", None, "required"),
        ("Nhân sự", "B3", "   ", "required"),
        ("Nhân sự", "B3", "=CONCATENATE(A3,A3)", "formula"),
        ("Nhân sự", "B3", "#N/A", "cell_error"),
        ("Đơn vị", "D4", "có lẽ", "unknown_word"),
        ("Đơn vị", "G4", "TH", "own_successor"),
        ("Đơn vị", "G4", "KHONGCO", "unknown_unit"),
        ("Đơn vị", "H4", "VP-9999", "unknown_person"),
        ("Đơn vị", "A4", "hctc", "duplicate_code"),
        ("Khen thưởng đã có", "C3", "Tập thể lao động tiên tiến", "award_not_for_nominee"),
        ("Khen thưởng đã có", "F3", date(2025, 12, 15), "not_text"),
    ],
)
def test_a_bad_cell_is_told_with_its_place_and_rule(sheet: str, cell: str, value: object, rule: str) -> None:
    read = with_cell(sheet, cell, value)

    assert told(read) == [(sheet, cell, rule)]
    assert not read.is_clean
    assert all(problem.message and problem.way_out for problem in read.problems)


def test_what_a_cell_makes_missing_or_wrong_elsewhere_is_told_there() -> None:
    discipline_without_day = with_cell("Kết quả năm", "F3", "Cảnh cáo")
    day_without_discipline = with_cell("Kết quả năm", "H3", "01/03/2025")
    end_without_beginning = with_cell("Kết quả năm", "J3", "01/03/2025")
    award_of_a_collective = with_cell("Khen thưởng đã có", "A3", "Tập thể")

    assert told(discipline_without_day) == [("Kết quả năm", "G3", "required")]
    assert told(day_without_discipline) == [("Kết quả năm", "F3", "required")]
    assert told(end_without_beginning) == [("Kết quả năm", "I3", "required")]
    assert told(award_of_a_collective) == [
        ("Khen thưởng đã có", "B3", "unknown_unit"),
        ("Khen thưởng đã có", "C3", "award_not_for_nominee"),
    ]


def test_a_problem_names_the_column_the_value_and_the_way_out() -> None:
    (problem,) = with_cell("Kết quả năm", "E3", "Giỏi").problems

    assert (problem.column, problem.value) == ("Mức xếp loại", "Giỏi")
    assert problem.message == "“Giỏi” không có trong danh sách “Mức xếp loại”."
    assert problem.way_out == (
        "Chọn một trong: Hoàn thành xuất sắc nhiệm vụ; Hoàn thành tốt nhiệm vụ; Hoàn thành nhiệm vụ; "
        "Không hoàn thành nhiệm vụ."
    )


def test_a_fault_in_a_persons_row_is_not_told_again_at_every_mention_of_the_person() -> None:
    assert told(with_cell("Nhân sự", "D3", "?")) == [("Nhân sự", "D3", "not_a_year")]


def test_a_person_in_two_units_is_told_apart_from_a_code_used_twice() -> None:
    moved = PersonRow(**{**{f: getattr(PERSON, f) for f in PERSON.__slots__}, "unit_code": "TH"})

    in_two_units = read_workbook(write_workbook(Register((UNIT, OTHER_UNIT), (PERSON, moved))))
    twice = read_workbook(write_workbook(Register((UNIT, OTHER_UNIT), (PERSON, PERSON))))

    assert told(in_two_units) == [("Nhân sự", "H4", "person_in_two_units")]
    assert told(twice) == [("Nhân sự", "A4", "duplicate_code")]


def test_a_year_and_an_award_entered_twice_are_told() -> None:
    read = read_workbook(write_workbook(Register((UNIT,), (PERSON,), (YEAR, YEAR), (AWARD, AWARD))))

    assert told(read) == [("Kết quả năm", "C4", "duplicate_year"), ("Khen thưởng đã có", "C4", "duplicate_award")]


def test_a_collective_has_neither_discipline_nor_leave() -> None:
    fact = YearRow("collective", "HCTC", 2025, "hoan_thanh_tot", leave_from=date(2025, 2, 1))

    assert told(read_workbook(write_workbook(Register((UNIT,), (), (fact,))))) == [
        ("Kết quả năm", "I3", "not_for_collective")
    ]


def test_codes_already_in_the_register_may_be_named_without_standing_in_the_file() -> None:
    award_alone = write_workbook(Register(awards=(AWARD,)))

    assert told(read_workbook(award_alone)) == [("Khen thưởng đã có", "B3", "unknown_person")]
    assert read_workbook(award_alone, known_people=frozenset({"VP-0001"})).is_clean


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


def test_a_sheet_that_is_not_there_is_told() -> None:
    read = edited(lambda book: book.remove(book["Nhân sự"]))

    assert told(read) == [("Nhân sự", None, "missing_sheet")]
    assert read.register == Register((UNIT, OTHER_UNIT), (), (YEAR,), (AWARD,))


def test_sheets_of_some_other_workbook_are_told() -> None:
    out = BytesIO()
    Workbook().save(out)

    assert told(read_workbook(out.getvalue())) == [(sheet.name, None, "missing_sheet") for sheet in SHEETS]


def test_a_missing_an_unknown_and_a_repeated_heading_are_told() -> None:
    missing = with_cell("Nhân sự", "B1", None)
    unknown = with_cell("Nhân sự", "F1", "Chức danh")
    repeated = with_cell("Nhân sự", "K1", "Họ và tên")

    assert told(missing) == [("Nhân sự", None, "missing_column")]
    assert told(unknown) == [("Nhân sự", "F1", "unknown_column")]
    assert told(repeated) == [("Nhân sự", "K1", "duplicate_column")]


def test_merged_cells_are_told_and_their_rows_left_out() -> None:
    read = edited(lambda book: book["Đơn vị"].merge_cells("C3:C4"))

    assert told(read) == [("Đơn vị", "C3", "merged_cells")]
    assert read.register.units == ()


def test_hidden_rows_and_hidden_sheets_are_told() -> None:
    def change(book: Workbook) -> None:
        book["Đơn vị"].row_dimensions[4].hidden = True
        book["Đơn vị"].row_dimensions[9].hidden = True
        book["Nhân sự"].sheet_state = "hidden"

    assert told(edited(change)) == [("Đơn vị", "A4", "hidden_row"), ("Nhân sự", None, "hidden_sheet")]


def test_an_empty_template_and_an_empty_file_are_told() -> None:
    assert told(read_workbook(template_workbook())) == [(None, None, "empty_file")]
    assert told(read_workbook(b"")) == [(None, None, "empty_file")]


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(write_workbook(REGISTER))) as given, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            content = given.read(name)
            kept.writestr(name, change(content) if name == part else content)
    return out.getvalue()


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


def test_after_a_thousand_problems_the_rest_is_counted() -> None:
    people = tuple(
        PersonRow(f"VP-{n:04d}", "Đỗ Thị Hà", "nu", 1988, "cong_chuc", "khong_chuc_vu", "X", date(2012, 3, 1))
        for n in range(1, 1_302)
    )

    problems = read_workbook(write_workbook(Register((UNIT,), people))).problems

    assert len(problems) == 1_001
    assert (problems[-1].rule, problems[-1].message) == ("more_problems", "Còn 301 lỗi nữa chưa liệt kê.")
