"""The records that must be there for the demo: one person each, whose facts show one rule clearly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from contracts.words import DisciplineLevel, Grade, Scope, Sex

XS, TOT, HT, KHT = Grade.EXCELLENT, Grade.GOOD, Grade.COMPLETED, Grade.NOT_COMPLETED


@dataclass(frozen=True, slots=True)
class StorySketch:
    """What is fixed about a person of ``unit`` before the rest of the record is drawn."""

    code: str
    unit: str
    note: str
    grades: Mapping[int, Grade] = field(default_factory=dict)
    initiatives: tuple[tuple[int, Scope, bool], ...] = ()
    discipline: tuple[DisciplineLevel, date, date] | None = None
    leave: tuple[date, date] | None = None
    sex: Sex | None = None
    joined_on: date | None = None
    left_on: date | None = None
    came_from: tuple[str, date] | None = None


SKETCHES = (
    StorySketch(
        "chuoi_ba_nam",
        "TH",
        "Ba năm liền Chiến sĩ thi đua cơ sở (2023–2025), năm 2026 có sáng kiến được tỉnh công nhận",
        grades={2021: TOT, 2022: TOT, 2023: XS, 2024: XS, 2025: XS, 2026: XS},
        initiatives=((2026, Scope.PROVINCE, True),),
    ),
    StorySketch(
        "chuoi_dut",
        "KTN",
        "Chiến sĩ thi đua cơ sở 2022, 2023 và 2025: chuỗi bị đứt ở năm 2024",
        grades={2021: TOT, 2022: XS, 2023: XS, 2024: TOT, 2025: XS, 2026: XS},
        initiatives=((2026, Scope.PROVINCE, True),),
    ),
    StorySketch(
        "hai_nam_lien_tiep",
        "KGVX",
        "Hai năm liền Chiến sĩ thi đua cơ sở (2024, 2025), chưa có Bằng khen của Chủ tịch UBND tỉnh",
        grades={2021: TOT, 2022: TOT, 2023: TOT, 2024: XS, 2025: XS, 2026: XS},
    ),
    StorySketch(
        "da_dat_cstd_tinh",
        "HCTC",
        "Đã là Chiến sĩ thi đua cấp tỉnh năm 2024 sau ba năm Chiến sĩ thi đua cơ sở (2022–2024)",
        grades={2021: TOT, 2022: XS, 2023: XS, 2024: XS, 2025: TOT, 2026: XS},
        initiatives=((2024, Scope.PROVINCE, True),),
    ),
    StorySketch(
        "sang_kien",
        "NC",
        "Năm 2026 hoàn thành tốt và có sáng kiến được Văn phòng công nhận",
        grades={2025: TOT, 2026: TOT},
        initiatives=((2026, Scope.BASE, True),),
    ),
    StorySketch(
        "sang_kien_chua_cong_nhan",
        "NNMT",
        "Năm 2026 hoàn thành tốt, sáng kiến không được công nhận",
        grades={2025: TOT, 2026: TOT},
        initiatives=((2026, Scope.BASE, False),),
    ),
    StorySketch(
        "ky_luat",
        "XDCT",
        "Bị kỷ luật cảnh cáo trong năm 2026",
        grades={2025: TOT, 2026: KHT},
        discipline=(DisciplineLevel.WARNING, date(2026, 5, 15), date(2027, 5, 14)),
    ),
    StorySketch(
        "het_ky_luat",
        "QTTV",
        "Kỷ luật khiển trách năm 2024, đã hết thời hạn",
        grades={2024: HT, 2025: TOT, 2026: TOT},
        discipline=(DisciplineLevel.REPRIMAND, date(2024, 3, 1), date(2025, 2, 28)),
    ),
    StorySketch(
        "thai_san",
        "PVHCC",
        "Nghỉ thai sản sáu tháng trong năm 2026",
        grades={2025: TOT, 2026: TOT},
        leave=(date(2026, 2, 1), date(2026, 7, 31)),
        sex=Sex.FEMALE,
    ),
    StorySketch(
        "chuyen_don_vi",
        "HCTC",
        "Chuyển từ Phòng Tổng hợp sang Phòng Hành chính – Tổ chức từ ngày 01/03/2026",
        grades={2025: TOT, 2026: TOT},
        came_from=("TH", date(2026, 3, 1)),
    ),
    StorySketch(
        "moi_vao",
        "TTCB",
        "Vào làm từ ngày 01/09/2026, chưa đủ thời gian để xếp loại năm 2026",
        joined_on=date(2026, 9, 1),
    ),
    StorySketch("da_nghi", "TCD", "Thôi làm việc từ ngày 01/09/2026", left_on=date(2026, 8, 31)),
    StorySketch(
        "chi_hoan_thanh", "NK", "Năm 2026 xếp loại hoàn thành nhiệm vụ, chưa đạt mức tốt", grades={2025: TOT, 2026: HT}
    ),
)
