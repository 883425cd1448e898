"""The sample Office's fourteen units: plausible for an Office of a provincial People's Committee, none copied from one."""

from dataclasses import dataclass
from datetime import date

from contracts.words import StaffCategory, UnitKind

MERGED_ON = date(2025, 7, 1)
"""The first day without the former unit: its tasks and people are its successor's from then on."""


@dataclass(frozen=True, slots=True)
class UnitSketch:
    """A unit before it has people: how many it holds, how many of them workers, and what its staff are called."""

    code: str
    name: str
    kind: UnitKind
    headcount: int
    workers: int = 0
    deputies: int = 2
    category: StaffCategory = StaffCategory.CIVIL_SERVANT
    head_title: str = "Trưởng phòng"
    deputy_title: str = "Phó Trưởng phòng"
    staff_title: str = "Chuyên viên"
    founded_on: date = date(1992, 4, 1)
    dissolved_on: date | None = None
    successor_code: str | None = None


LEADERSHIP = "LDVP"
STANDING = "HCTC"
SERVICE_CENTRE = "PVHCC"
INFORMATION_CENTRE = "TTCB"
FORMER = "KSTT"

SKETCHES = (
    UnitSketch(
        LEADERSHIP,
        "Lãnh đạo Văn phòng",
        UnitKind.LEADERSHIP,
        5,
        deputies=4,
        head_title="Chánh Văn phòng",
        deputy_title="Phó Chánh Văn phòng",
    ),
    UnitSketch(STANDING, "Phòng Hành chính – Tổ chức", UnitKind.DIVISION, 17, workers=3),
    UnitSketch("TH", "Phòng Tổng hợp", UnitKind.DIVISION, 16, deputies=3),
    UnitSketch("KTN", "Phòng Kinh tế ngành", UnitKind.DIVISION, 13),
    UnitSketch("NNMT", "Phòng Nông nghiệp – Môi trường", UnitKind.DIVISION, 10),
    UnitSketch("XDCT", "Phòng Xây dựng – Công Thương", UnitKind.DIVISION, 10),
    UnitSketch("NC", "Phòng Nội chính", UnitKind.DIVISION, 11),
    UnitSketch("KGVX", "Phòng Khoa giáo – Văn xã", UnitKind.DIVISION, 12),
    UnitSketch("QTTV", "Phòng Quản trị – Tài vụ", UnitKind.DIVISION, 23, workers=14),
    UnitSketch(
        "TCD",
        "Ban Tiếp công dân",
        UnitKind.BOARD,
        9,
        deputies=1,
        head_title="Trưởng ban",
        deputy_title="Phó Trưởng ban",
        founded_on=date(2014, 9, 1),
    ),
    UnitSketch(
        SERVICE_CENTRE,
        "Trung tâm Phục vụ hành chính công",
        UnitKind.CENTRE,
        19,
        head_title="Giám đốc",
        deputy_title="Phó Giám đốc",
        founded_on=date(2017, 11, 1),
    ),
    UnitSketch(
        INFORMATION_CENTRE,
        "Trung tâm Thông tin – Công báo",
        UnitKind.CENTRE,
        14,
        category=StaffCategory.PUBLIC_EMPLOYEE,
        head_title="Giám đốc",
        deputy_title="Phó Giám đốc",
        staff_title="Viên chức",
    ),
    UnitSketch(
        "NK",
        "Nhà khách",
        UnitKind.CENTRE,
        19,
        workers=12,
        deputies=1,
        category=StaffCategory.PUBLIC_EMPLOYEE,
        head_title="Giám đốc",
        deputy_title="Phó Giám đốc",
        staff_title="Viên chức",
    ),
    UnitSketch(
        FORMER,
        "Phòng Kiểm soát thủ tục hành chính",
        UnitKind.DIVISION,
        2,
        deputies=0,
        founded_on=date(2017, 9, 1),
        dissolved_on=MERGED_ON,
        successor_code=SERVICE_CENTRE,
    ),
)
