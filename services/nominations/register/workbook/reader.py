"""A filled-in workbook read: every row that can be read, and everything wrong with it.

Reading never raises on bad data; whatever is wrong is a ``Problem``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from services.nominations.law.domain import AwardRule
from services.nominations.register.workbook.cells import Fault, Value, cleaned, parse, shown
from services.nominations.register.workbook.checks import Found, Located, check
from services.nominations.register.workbook.file import Unreadable, open_workbook
from services.nominations.register.workbook.layout import MAX_ROWS, Column, Register, Sheet, sheets, word_key
from services.nominations.register.workbook.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """A dry run: the rows that could be read, and everything that keeps the file from being taken as it is.

    ``award_rows`` and ``award_columns`` say where an award of the register stood, for whoever checks it further.
    """

    register: Register
    problems: tuple[Problem, ...]
    award_rows: tuple[int, ...] = field(default=(), compare=False)
    award_columns: Mapping[str, str] = field(default_factory=dict, compare=False)

    def award_cell(self, place: int, name: str) -> str | None:
        """ "C7" for the field ``name`` of the award at ``place`` in the register; None where the file has no such column."""
        letter = self.award_columns.get(name)
        return f"{letter}{self.award_rows[place]}" if letter else None

    @property
    def is_clean(self) -> bool:
        return not self.problems


def read_workbook(
    data: bytes,
    awards: Sequence[AwardRule],
    known_units: frozenset[str] = frozenset(),
    known_people: frozenset[str] = frozenset(),
) -> RegisterImport:
    """Read a filled-in workbook, its past awards by the rulebook's names; codes of ``known_units`` and ``known_people`` may be named without standing in it."""
    problems = Problems()
    try:
        book = open_workbook(data)
    except Unreadable as refusal:
        return unread(refusal)
    by_name: dict[str, Worksheet] = {}
    for worksheet in book.worksheets:
        by_name.setdefault(word_key(cleaned(worksheet.title)), worksheet)
    found = {
        sheet.fills: _read_sheet(sheet, by_name.get(word_key(sheet.name)), book.epoch, problems)
        for sheet in sheets(awards)
    }
    if not problems and not any(part.rows for part in found.values()):
        problems.add_whole(
            None,
            "empty_file",
            "Tệp chưa có dòng dữ liệu nào.",
            "Điền dữ liệu từ dòng 3 của mỗi trang tính rồi nộp lại.",
        )
    only_for = {award.code: award.nominees[0].value for award in awards if len(award.nominees) == 1}
    check(found, known_units, known_people, only_for, problems)
    lists: dict[str, Any] = {fills: tuple(located.row for located in part.rows) for fills, part in found.items()}
    given = found["awards"]
    return RegisterImport(
        Register(**lists),
        problems.all(),
        tuple(located.number for located in given.rows),
        {name: get_column_letter(place) for name, place in given.places.items()},
    )


def unread(refusal: Unreadable) -> RegisterImport:
    """Nothing could be read, for this reason."""
    problems = Problems()
    problems.add_whole(None, refusal.rule, refusal.message, refusal.way_out)
    return RegisterImport(Register(), problems.all())


def _read_sheet(sheet: Sheet, worksheet: Worksheet | None, epoch: datetime, problems: Problems) -> Found:
    """The sheet's good rows; ``is_whole`` is False where rows could be missing from what was read."""
    if worksheet is None:
        problems.add_whole(
            sheet.name,
            "missing_sheet",
            f"Không có trang tính “{sheet.name}”.",
            f"Đặt lại tên trang tính là “{sheet.name}”, hoặc chép dữ liệu vào tệp mẫu.",
        )
        return Found(sheet)
    if worksheet.sheet_state != "visible":
        problems.add_whole(
            sheet.name, "hidden_sheet", "Trang tính đang bị ẩn.", "Bỏ ẩn (Unhide) trang tính rồi nộp lại."
        )
    by_row = _cells_by_row(worksheet)
    places = _places(sheet, by_row.pop(1, {}), problems)
    if places is None:
        return Found(sheet)
    found = Found(sheet, {column.field: place for place, column in places.items()}, is_whole=True)
    rows = {number: own for number, cells in by_row.items() if (own := _own_cells(number, cells, places))}
    if len(rows) > MAX_ROWS:
        problems.add_whole(
            sheet.name,
            "too_many_rows",
            f"Trang tính có {len(rows)} dòng, nhiều hơn {MAX_ROWS} dòng của một lần nhập.",
            "Chia dữ liệu thành nhiều tệp rồi nhập lần lượt.",
        )
        return Found(sheet)
    merged = _report_merges(sheet, worksheet, places, problems)
    for number in sorted(rows):
        if number in merged:
            found.is_whole = False
            continue
        dimension = worksheet.row_dimensions.get(number)
        if dimension is not None and dimension.hidden:
            problems.add(
                sheet.name,
                f"A{number}",
                None,
                None,
                Fault(
                    "hidden_row",
                    f"Dòng {number} đang bị ẩn nhưng có dữ liệu.",
                    "Bỏ ẩn hoặc bỏ lọc, xem lại, hoặc xóa dòng.",
                ),
            )
        _read_row(found, number, rows[number], places, epoch, problems)
    return found


def _cells_by_row(worksheet: Worksheet) -> dict[int, dict[int, Cell]]:
    """Cells that hold something. Walking the sheet's rectangle instead would make every cell up to its last one."""
    by_row: dict[int, dict[int, Cell]] = {}
    for (number, place), cell in worksheet._cells.items():
        if isinstance(cell, Cell) and cell.value is not None:
            by_row.setdefault(number, {})[place] = cell
    return by_row


def _places(sheet: Sheet, headings: dict[int, Cell], problems: Problems) -> dict[int, Column] | None:
    """Which column stands where; None if a required one is missing, so that no row can be read."""
    by_key = {word_key(column.heading): column for column in sheet.columns}
    places: dict[int, Column] = {}
    for place, cell in sorted(headings.items()):
        heading = shown(cell.value)
        column = by_key.get(word_key(heading))
        if heading and column is None:
            fault = Fault("unknown_column", f"Không biết cột “{heading}”.", "Sửa tên cột theo mẫu, hoặc xóa cột này.")
            problems.add(sheet.name, cell.coordinate, heading, cell.value, fault)
        elif column in places.values():
            fault = Fault("duplicate_column", f"Cột “{heading}” có hai lần.", "Giữ một cột, xóa cột kia.")
            problems.add(sheet.name, cell.coordinate, heading, cell.value, fault)
        elif column is not None:
            places[place] = column
    missing = [column.heading for column in sheet.columns if column.required and column not in places.values()]
    for heading in missing:
        problems.add_whole(
            sheet.name,
            "missing_column",
            f"Thiếu cột “{heading}” ở dòng tiêu đề (dòng 1).",
            "Dùng lại dòng tiêu đề của tệp mẫu.",
            column=heading,
        )
    return None if missing else places


def _own_cells(number: int, cells: dict[int, Cell], places: dict[int, Column]) -> dict[int, Cell]:
    """A row's cells in known columns; none for a blank row and for the template's guidance under the headings."""
    own = {place: cell for place, cell in cells.items() if place in places and not _is_blank(cell.value)}
    if number == 2 and any(shown(cell.value) == places[place].guide for place, cell in own.items()):
        return {}
    return own


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _report_merges(sheet: Sheet, worksheet: Worksheet, places: dict[int, Column], problems: Problems) -> frozenset[int]:
    """Rows that a merge touches: nobody can tell which of them its value is for."""
    touched: set[int] = set()
    for merge in worksheet.merged_cells.ranges:
        if merge.max_row <= 2 or not any(merge.min_col <= place <= merge.max_col for place in places):
            continue
        touched.update(range(merge.min_row, merge.max_row + 1))
        fault = Fault(
            "merged_cells", f"Các ô {merge.coord} bị gộp.", "Bỏ gộp ô (Unmerge) và điền giá trị vào từng dòng."
        )
        column = places.get(merge.min_col)
        cell = f"{get_column_letter(merge.min_col)}{merge.min_row}"
        problems.add(sheet.name, cell, column.heading if column else None, None, fault)
    return frozenset(touched)


def _read_row(
    found: Found, number: int, cells: dict[int, Cell], places: dict[int, Column], epoch: datetime, problems: Problems
) -> None:
    values: dict[str, Value] = {}
    faulty = False
    for place, column, value, raw in _values(cells, places, epoch):
        if isinstance(value, Fault):
            faulty = True
            problems.add(found.sheet.name, f"{get_column_letter(place)}{number}", column.heading, raw, value)
        else:
            values[column.field] = value
    found.mention(values.get("code"))
    if faulty:
        found.is_whole = found.is_whole and ("code" in values or "code" not in found.places)
        return
    arguments: dict[str, Any] = values
    found.rows.append(Located(number, found.sheet.row_type(**arguments)))


def _values(
    cells: dict[int, Cell], places: dict[int, Column], epoch: datetime
) -> Iterator[tuple[int, Column, Value | Fault, object]]:
    for place, column in places.items():
        cell = cells.get(place)
        raw = None if cell is None else cell.value
        if cell is not None and (cell.data_type == "f" or isinstance(raw, ArrayFormula | DataTableFormula)):
            raw = raw.text if isinstance(raw, ArrayFormula) else str(raw)
            way_out = "Chép ô rồi dán lại dạng giá trị (Paste Values)."
            yield place, column, Fault("formula", "Ô chứa công thức, không phải giá trị.", way_out), raw
        elif cell is not None and cell.data_type == "e":
            yield place, column, Fault("cell_error", f"Ô đang báo lỗi {shown(raw)}.", "Sửa ô thành giá trị đúng."), raw
        else:
            yield place, column, parse(raw, column, epoch, cell.number_format if cell else "General"), raw
