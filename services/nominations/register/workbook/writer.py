"""Writing the register's workbook: headings, guidance, drop-downs and rows, as staff see them in Excel."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from services.nominations.law.domain import AwardRule
from services.nominations.register.workbook.cells import cleaned
from services.nominations.register.workbook.layout import (
    FIRST_DATE,
    LAST_DATE,
    MAX_ROWS,
    Column,
    Kind,
    Register,
    Sheet,
    Words,
    sheets,
)

FIRST_ROW = 3
LAST_ROW = MAX_ROWS + FIRST_ROW - 1
_LISTS = "Danh mục"
_FLAGS = Words("Có hay Không", {"true": "Có", "false": "Không"})
_HEADING = PatternFill("solid", start_color="FF1F4E79")
_REQUIRED = PatternFill("solid", start_color="FFC00000")
_GUIDE = PatternFill("solid", start_color="FFF2F2F2")
_UNDER = Border(bottom=Side(style="thin", color="FFBFBFBF"))
_NUMBER_FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.YEAR: "0", Kind.MONEY: "#,##0"}


def template_workbook(awards: Sequence[AwardRule]) -> bytes:
    """The empty workbook that staff fill in."""
    return write_workbook(Register(), awards)


def write_workbook(register: Register, awards: Sequence[AwardRule]) -> bytes:
    """The register as a workbook; reading it back gives the same register."""
    book = Workbook()
    fill(book, register, awards)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(book: Workbook, register: Register, awards: Sequence[AwardRule]) -> None:
    """Put the four sheets and the hidden sheet of word lists into a new workbook."""
    for extra in book.worksheets:
        book.remove(extra)
    laid_out = [(sheet, book.create_sheet(sheet.name)) for sheet in sheets(awards)]
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    references: dict[str, str] = {}
    for sheet, worksheet in laid_out:
        _lay_out(sheet, worksheet)
        for place, column in enumerate(sheet.columns, start=1):
            _guard(worksheet, place, column, lists, references)
        _write_rows(sheet, worksheet, getattr(register, sheet.fills))


def _lay_out(sheet: Sheet, worksheet: Worksheet) -> None:
    """Headings (red where a value is required), guidance under them, widths, both kept in sight while scrolling."""
    worksheet.freeze_panes = "B3"
    worksheet.row_dimensions[1].height = 32
    worksheet.row_dimensions[2].height = 32
    for place, column in enumerate(sheet.columns, start=1):
        heading = worksheet.cell(1, place, column.heading)
        heading.font = Font(bold=True, color="FFFFFFFF")
        heading.fill = _REQUIRED if column.required else _HEADING
        heading.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        guide = worksheet.cell(2, place, column.guide)
        guide.font = Font(italic=True, color="FF595959", size=9)
        guide.fill, guide.border = _GUIDE, _UNDER
        guide.alignment = Alignment(wrap_text=True, vertical="top")
        dimension = worksheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width
        dimension.number_format = _NUMBER_FORMATS.get(column.kind, "@")
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = "9"
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _guard(worksheet: Worksheet, place: int, column: Column, lists: Worksheet, references: dict[str, str]) -> None:
    """The cells' drop-down or limits; dates and codes only warn, for pasted text is read as well."""
    words = _FLAGS if column.kind is Kind.FLAG else column.words
    if words is not None:
        rule = DataValidation(type="list", formula1=_reference(words, lists, references), allow_blank=True)
        rule.errorTitle, rule.error = words.name, "Chọn một giá trị trong danh sách."
        rule.showErrorMessage = True
    elif column.kind is Kind.YEAR:
        low, high = column.years
        rule = DataValidation(type="whole", operator="between", formula1=str(low), formula2=str(high), allow_blank=True)
        rule.errorTitle, rule.error = column.heading, f"Gõ năm từ {low} đến {high}."
        rule.showErrorMessage = True
    elif column.kind is Kind.DATE:
        first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (FIRST_DATE, LAST_DATE))
        rule = DataValidation(type="date", operator="between", formula1=first, formula2=last, allow_blank=True)
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = column.heading, "Gõ ngày theo dạng ngày/tháng/năm."
        rule.showErrorMessage = True
    elif column.field in ("unit_code", "successor_code"):
        rule = DataValidation(type="list", formula1="'Đơn vị'!$A$3:$A$502", allow_blank=True)
        rule.showErrorMessage = False
    else:
        return
    letter = get_column_letter(place)
    rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    worksheet.add_data_validation(rule)


def _reference(words: Words, lists: Worksheet, references: dict[str, str]) -> str:
    """Where a word list stands on the sheet of lists; written there the first time it is asked for."""
    if words.name not in references:
        place = len(references) + 1
        for number, text in enumerate((words.name, *words.labels.values()), start=1):
            lists.cell(number, place, text)
        letter = get_column_letter(place)
        references[words.name] = f"'{_LISTS}'!${letter}$2:${letter}${len(words.labels) + 1}"
    return references[words.name]


def _write_rows(sheet: Sheet, worksheet: Worksheet, rows: Sequence[object]) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for place, column in enumerate(sheet.columns, start=1):
            value = _written(getattr(row, column.field), column)
            if value is None:
                continue
            cell = worksheet.cell(number, place, value)
            cell.number_format = _NUMBER_FORMATS.get(column.kind, "@")
            if isinstance(value, str):
                cell.data_type = "s"  # text stays text, also where it begins with "=" or reads "#N/A"


def _written(value: object, column: Column) -> str | int | date | None:
    if column.kind is Kind.FLAG:
        return "Có" if value else "Không"
    if value is None or isinstance(value, int | date):
        return value
    text = str(value)
    return column.words.labels.get(text, text) if column.words is not None else cleaned(text)
