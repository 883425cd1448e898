"""Opening an Excel file that a stranger may have made: what is not a plain workbook of bearable size is refused."""

import re
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries

from services.office.packages import LargePackage, check_markup, open_package, parts_of

MAX_FILE = 10 * 1024 * 1024
MAX_UNZIPPED = 64 * 1024 * 1024
MAX_PARTS = 500
MAX_CELLS = 1_000_000
MAX_SHEET_ROWS = 100_000
MAX_MERGED = 100_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b([^>]*)>")
_REF = re.compile(rb"""\bref\s*=\s*["']([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)["']""")


class Unreadable(Exception):
    """The file as a whole cannot be taken; says which rule, why, and what to do."""

    def __init__(self, rule: str, message: str, way_out: str) -> None:
        super().__init__(rule)
        self.rule, self.message, self.way_out = rule, message, way_out


def open_workbook(data: bytes) -> Workbook:
    """The workbook in ``data``, or Unreadable; never needs much more memory than MAX_UNZIPPED allows."""
    if not data:
        raise Unreadable("empty_file", "Tệp rỗng, không có nội dung.", "Tải mẫu về, điền dữ liệu rồi nộp lại.")
    if len(data) > MAX_FILE:
        raise _too_large(f"Tệp nặng hơn {MAX_FILE // 1024 // 1024} MB.")
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            "not_xlsx",
            "Tệp theo định dạng Excel cũ (.xls) hoặc có đặt mật khẩu.",
            "Mở bằng Excel, bỏ mật khẩu nếu có, chọn Lưu thành (Save As) loại .xlsx rồi nộp lại.",
        )
    try:
        plain = _repacked(data)
        return load_workbook(plain, keep_links=False)
    except Unreadable:
        raise
    except LargePackage as large:
        raise _too_large(f"Nội dung giải nén vượt {MAX_UNZIPPED // 1024 // 1024} MB.") from large
    except MemoryError as large:
        raise too_heavy() from large
    except Exception as broken:  # openpyxl answers a malformed part with whatever error it stumbles upon
        raise _not_a_workbook() from broken


def _repacked(data: bytes) -> BytesIO:
    """The same parts in a new, uncompressed archive: openpyxl never trusts the sizes the stranger declared."""
    plain, cells, rows, merged = BytesIO(), 0, 0, 0
    with open_package(BytesIO(data), MAX_PARTS) as given, ZipFile(plain, "w", ZIP_STORED) as kept:
        for name, content in parts_of(given, MAX_UNZIPPED):
            check_markup(content)
            cells += sum(1 for _ in _CELL.finditer(content))
            rows += sum(1 for _ in _ROW.finditer(content))
            merged += _merged_cells(content)
            if cells > MAX_CELLS or rows > MAX_SHEET_ROWS or merged > MAX_MERGED:
                raise _too_large("Bảng tính có quá nhiều ô, dòng hoặc ô gộp.")
            kept.writestr(ZipInfo(name), content)
    plain.seek(0)
    return plain


def _merged_cells(content: bytes) -> int:
    """How many cells the merges of a part cover: openpyxl makes every one of them."""
    covered = 0
    for merge in _MERGE.finditer(content):
        ref = _REF.search(merge[1])
        if ref is None:
            raise _not_a_workbook()
        left, top, right, bottom = range_boundaries(ref[1].decode("ascii"))
        if left is None or top is None or right is None or bottom is None:
            raise _not_a_workbook()
        covered += (right - left + 1) * (bottom - top + 1)
    return covered


def too_heavy() -> Unreadable:
    """Reading it would take more time or memory than an import may."""
    return _too_large("Tệp quá phức tạp nên không đọc hết được trong thời gian cho phép.")


def _not_a_workbook() -> Unreadable:
    return Unreadable(
        "not_xlsx",
        "Tệp không phải bảng tính Excel (.xlsx) đọc được.",
        "Dùng tệp mẫu, hoặc mở bằng Excel và lưu lại thành loại .xlsx rồi nộp lại.",
    )


def _too_large(message: str) -> Unreadable:
    return Unreadable(
        "too_large",
        message,
        "Xóa các dòng, cột và trang tính thừa, bỏ hình ảnh, hoặc chia thành nhiều tệp rồi nộp lần lượt.",
    )
