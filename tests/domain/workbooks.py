"""A small register for tests of its workbook, and what people and others do to the file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

from services.nominations.register.workbook import AwardRow, PersonRow, Register, RegisterImport, UnitRow, YearRow
from tests.support.workbooks import read_workbook, write_workbook

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


def zipped(**parts: bytes) -> bytes:
    """A ZIP of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The register's workbook with one of its parts changed."""
    out = BytesIO()
    with ZipFile(BytesIO(write_workbook(REGISTER))) as given, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            content = given.read(name)
            kept.writestr(name, change(content) if name == part else content)
    return out.getvalue()
