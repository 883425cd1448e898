"""How the register's Excel workbook is laid out: four sheets, their columns, and the words a cell may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from services.nominations.law.domain import AwardRule
from services.office.names import search_key

MAX_ROWS = 20_000
"""Most rows of one sheet that one import takes."""
FIRST_DATE, LAST_DATE = date(1945, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit; ``kind`` is lanh_dao, phong, ban or trung_tam."""

    code: str
    name: str
    kind: str
    is_standing_unit: bool = False
    founded_on: date | None = None
    dissolved_on: date | None = None
    successor_code: str | None = None
    head_code: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the unit of now, or the last one for those who left."""

    code: str
    name: str
    sex: str
    birth_year: int
    category: str
    level: str
    unit_code: str
    joined_on: date
    position: str | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A person's or a unit's facts of one year; a discipline or a leave stands in the year it begins."""

    nominee_kind: str
    nominee_code: str
    year: int
    grade: str
    unit_code: str | None = None
    discipline: str | None = None
    discipline_from: date | None = None
    discipline_to: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award already given; ``year`` is the year the achievement was counted for, ``money`` what is known to be paid."""

    nominee_kind: str
    nominee_code: str
    award: str
    year: int
    ground: str
    decision_number: str
    decided_on: date
    decided_by: str
    level: str | None = None
    signer: str | None = None
    money: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """What the workbook holds: the same four lists that an office's register is made of."""

    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    years: tuple[YearRow, ...] = ()
    awards: tuple[AwardRow, ...] = ()


class Kind(Enum):
    TEXT = auto()
    CODE = auto()
    DATE = auto()
    YEAR = auto()
    WORD = auto()
    FLAG = auto()
    MONEY = auto()


class Words:
    """The words of a drop-down: each code with its label, and other ways in which staff write it."""

    def __init__(self, name: str, labels: Mapping[str, str], also: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.labels = dict(labels)
        written = {**(also or {}), **{code: code for code in labels}, **{label: code for code, label in labels.items()}}
        self._codes = {word_key(word): code for word, code in written.items()}

    def code_of(self, text: str) -> str | None:
        """The code meant, with or without dấu, hyphens or capitals; None if no word of the list is meant."""
        return self._codes.get(word_key(text))


def word_key(text: str) -> str:
    """Search key in which hyphens, dashes and underscores are spaces."""
    return search_key(text.translate(str.maketrans("-–—_/", "     ")))


UNIT_KINDS = Words("Loại đơn vị", {"lanh_dao": "Lãnh đạo", "phong": "Phòng", "ban": "Ban", "trung_tam": "Trung tâm"})
SEXES = Words("Giới tính", {"nam": "Nam", "nu": "Nữ"})
CATEGORIES = Words(
    "Đối tượng",
    {"can_bo": "Cán bộ", "cong_chuc": "Công chức", "vien_chuc": "Viên chức", "nguoi_lao_dong": "Người lao động"},
    {"NLĐ": "nguoi_lao_dong", "Hợp đồng lao động": "nguoi_lao_dong"},
)
LEVELS = Words(
    "Cấp chức vụ",
    {
        "lanh_dao": "Lãnh đạo Văn phòng",
        "cap_truong": "Cấp trưởng",
        "cap_pho": "Cấp phó",
        "khong_chuc_vu": "Không giữ chức vụ",
    },
)
GRADES = Words(
    "Mức xếp loại",
    {
        "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc nhiệm vụ",
        "hoan_thanh_tot": "Hoàn thành tốt nhiệm vụ",
        "hoan_thanh": "Hoàn thành nhiệm vụ",
        "khong_hoan_thanh": "Không hoàn thành nhiệm vụ",
    },
    {"HTXS": "hoan_thanh_xuat_sac", "HTXSNV": "hoan_thanh_xuat_sac", "Xuất sắc": "hoan_thanh_xuat_sac"}
    | {"HTT": "hoan_thanh_tot", "HTTNV": "hoan_thanh_tot", "Tốt": "hoan_thanh_tot"}
    | {"HT": "hoan_thanh", "HTNV": "hoan_thanh", "KHT": "khong_hoan_thanh", "KHTNV": "khong_hoan_thanh"},
)
DISCIPLINES = Words(
    "Hình thức kỷ luật",
    {
        "khien_trach": "Khiển trách",
        "canh_cao": "Cảnh cáo",
        "ha_bac_luong": "Hạ bậc lương",
        "giang_chuc": "Giáng chức",
        "cach_chuc": "Cách chức",
        "buoc_thoi_viec": "Buộc thôi việc",
    },
)
NOMINEE_KINDS = Words("Cá nhân hay tập thể", {"person": "Cá nhân", "collective": "Tập thể"}, {"Đơn vị": "collective"})
AWARD_LEVELS = Words(
    "Cấp quyết định",
    {"office": "Cơ quan", "province": "Tỉnh", "state": "Nhà nước"},
    {
        "Văn phòng": "office",
        "Cấp tỉnh": "province",
        "UBND tỉnh": "province",
        "Trung ương": "state",
        "Chính phủ": "state",
    },
)
GROUNDS = Words(
    "Loại khen thưởng",
    {
        "merit": "Công trạng",
        "sudden": "Đột xuất",
        "movement": "Phong trào",
        "service": "Cống hiến",
        "external": "Đối ngoại",
    },
    {"Chuyên đề": "movement", "Thường xuyên": "merit"},
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the row's field it fills, its heading, the guidance under it, and what a cell may hold."""

    field: str
    heading: str
    guide: str
    kind: Kind = Kind.TEXT
    required: bool = False
    words: Words | None = None
    longest: int = 300
    years: tuple[int, int] = (1990, 2100)
    width: int = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns in order, and which list of the register it fills."""

    name: str
    fills: str
    row_type: type[UnitRow | PersonRow | YearRow | AwardRow]
    columns: tuple[Column, ...]


_DAY = "dd/mm/yyyy"
_CHOOSE = "Chọn trong danh sách"

UNITS = Sheet(
    "Đơn vị",
    "units",
    UnitRow,
    (
        Column("code", "Mã đơn vị", "Mã ngắn, không trùng. Ví dụ: HCTC", Kind.CODE, True),
        Column("name", "Tên đơn vị", "Tên đầy đủ", required=True, width=42),
        Column("kind", "Loại đơn vị", _CHOOSE, Kind.WORD, True, UNIT_KINDS),
        Column("is_standing_unit", "Đơn vị thường trực", "Có: đơn vị tham mưu thi đua, khen thưởng", Kind.FLAG),
        Column("founded_on", "Ngày thành lập", _DAY, Kind.DATE),
        Column("dissolved_on", "Không còn từ ngày", f"{_DAY}, nếu đã giải thể hoặc sáp nhập", Kind.DATE),
        Column("successor_code", "Mã đơn vị kế thừa", "Đơn vị nhận nhiệm vụ khi sáp nhập", Kind.CODE),
        Column("head_code", "Mã người đứng đầu", "Mã ở trang Nhân sự", Kind.CODE),
    ),
)
PEOPLE = Sheet(
    "Nhân sự",
    "people",
    PersonRow,
    (
        Column("code", "Mã nhân sự", "Mã không trùng. Ví dụ: VP-0123", Kind.CODE, True),
        Column("name", "Họ và tên", "Viết đủ dấu", required=True, width=30),
        Column("sex", "Giới tính", _CHOOSE, Kind.WORD, True, SEXES),
        Column("birth_year", "Năm sinh", "Bốn chữ số", Kind.YEAR, True, years=(1930, 2015)),
        Column("category", "Đối tượng", _CHOOSE, Kind.WORD, True, CATEGORIES),
        Column("position", "Chức vụ, công việc", "Ví dụ: Chuyên viên", width=28),
        Column("level", "Cấp chức vụ", _CHOOSE, Kind.WORD, True, LEVELS, width=22),
        Column("unit_code", "Mã đơn vị", "Đơn vị hiện nay, hoặc đơn vị cuối cùng", Kind.CODE, True),
        Column("joined_on", "Ngày vào cơ quan", _DAY, Kind.DATE, True),
        Column("left_on", "Ngày nghỉ, chuyển đi", f"{_DAY}, nếu đã thôi việc", Kind.DATE),
    ),
)
YEARS = Sheet(
    "Kết quả năm",
    "years",
    YearRow,
    (
        Column("nominee_kind", "Cá nhân hay tập thể", _CHOOSE, Kind.WORD, True, NOMINEE_KINDS, width=20),
        Column("nominee_code", "Mã nhân sự hoặc đơn vị", "Mã đã có ở hai trang đầu", Kind.CODE, True, width=24),
        Column("year", "Năm", "Bốn chữ số, mỗi năm một dòng", Kind.YEAR, True, width=10),
        Column("unit_code", "Đơn vị cuối năm", "Mã đơn vị xếp loại; bắt buộc với cá nhân", Kind.CODE),
        Column("grade", "Mức xếp loại", _CHOOSE, Kind.WORD, True, GRADES, width=32),
        Column("discipline", "Hình thức kỷ luật", "Để trống nếu không có", Kind.WORD, words=DISCIPLINES),
        Column("discipline_from", "Kỷ luật từ ngày", _DAY, Kind.DATE),
        Column("discipline_to", "Kỷ luật đến ngày", _DAY, Kind.DATE),
        Column("leave_from", "Thai sản từ ngày", _DAY, Kind.DATE),
        Column("leave_to", "Thai sản đến ngày", _DAY, Kind.DATE),
    ),
)
PAST_AWARDS = Sheet(
    "Khen thưởng đã có",
    "awards",
    AwardRow,
    (
        Column("nominee_kind", "Cá nhân hay tập thể", _CHOOSE, Kind.WORD, True, NOMINEE_KINDS, width=20),
        Column("nominee_code", "Mã nhân sự hoặc đơn vị", "Mã đã có ở hai trang đầu", Kind.CODE, True, width=24),
        Column("award", "Danh hiệu, hình thức", _CHOOSE, Kind.WORD, True, width=36),
        Column("year", "Năm thành tích", "Năm được tính thành tích", Kind.YEAR, True, width=16),
        Column("ground", "Loại khen thưởng", _CHOOSE, Kind.WORD, True, GROUNDS),
        Column("decision_number", "Số quyết định", "Ví dụ: 15/QĐ-VPUBND", required=True, longest=64, width=22),
        Column("decided_on", "Ngày quyết định", _DAY, Kind.DATE, True),
        Column("decided_by", "Người quyết định", "Ví dụ: Chánh Văn phòng UBND tỉnh", required=True, width=32),
        Column("level", "Cấp quyết định", "Để trống: theo sổ luật", Kind.WORD, words=AWARD_LEVELS),
        Column("signer", "Người ký", "Họ tên người ký, nếu biết", width=28),
        Column("money", "Tiền thưởng (đồng)", "Số đã chi; để trống: tính theo quy định", Kind.MONEY, width=20),
    ),
)


def sheets(awards: Sequence[AwardRule]) -> tuple[Sheet, ...]:
    """The four sheets; a past award is chosen from those of the rulebook, by its name or as staff write it."""
    also = {word: award.code for award in awards for word in (*award.also, award.short_name)}
    words = Words("Danh hiệu, hình thức", {award.code: award.name for award in awards}, also)
    columns = tuple(replace(each, words=words) if each.field == "award" else each for each in PAST_AWARDS.columns)
    return UNITS, PEOPLE, YEARS, replace(PAST_AWARDS, columns=columns)
