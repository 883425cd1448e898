"""What is wrong in a register's workbook is told at its cell with a way out, never raised."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from services.nominations.register.workbook import PersonRow, Register, YearRow
from tests.domain.workbooks import AWARD, OTHER_UNIT, PERSON, UNIT, YEAR, edited, told, with_cell
from tests.support.workbooks import SHEETS, read_workbook, write_workbook


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


def test_after_a_thousand_problems_the_rest_is_counted() -> None:
    people = tuple(
        PersonRow(f"VP-{n:04d}", "Đỗ Thị Hà", "nu", 1988, "cong_chuc", "khong_chuc_vu", "X", date(2012, 3, 1))
        for n in range(1, 1_302)
    )

    problems = read_workbook(write_workbook(Register((UNIT,), people))).problems

    assert len(problems) == 1_001
    assert (problems[-1].rule, problems[-1].message) == ("more_problems", "Còn 301 lỗi nữa chưa liệt kê.")
