"""An interim summary to test with: the 2026 plan's movements and plausible sample figures."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from services.office.papers import DECREE_152, EMULATION_LAW, DocumentGround
from services.reporting.papers.domain import AwardFigures, InterimSummary, Movement, StageFigures

PRIME_MINISTER = "Phong trào do Thủ tướng Chính phủ phát động"
PARTY_AND_STATE = "Phong trào trong công tác xây dựng Đảng, chính quyền và quản lý nhà nước"

MOVEMENTS = tuple(
    Movement(name, "thu_tuong", PRIME_MINISTER)
    for name in (
        "Thi đua đổi mới sáng tạo và chuyển đổi số",
        "Đẩy mạnh phát triển kết cấu hạ tầng đồng bộ, hiện đại; thực hành tiết kiệm, chống lãng phí",
        "Cả nước thi đua xây dựng xã hội học tập, đẩy mạnh học tập suốt đời giai đoạn 2023-2030",
        "Chung sức xây dựng nông thôn mới, đô thị văn minh",
        "Vì người nghèo - Không để ai bị bỏ lại phía sau",
        "Cán bộ, công chức, viên chức, người lao động thực hiện văn hoá công sở",
    )
) + tuple(
    Movement(name, "dang_nha_nuoc", PARTY_AND_STATE)
    for name in ("Đoàn kết, kỷ cương, trách nhiệm, hiệu quả", "Dân vận khéo")
)

AWARDS = (
    AwardFigures("LDTT", "Lao động tiên tiến", 96, 5, 1, 88, 2, 85, 3, money_vnd=65_450_000),
    AwardFigures("CSTD_CO_SO", "Chiến sĩ thi đua cơ sở", 21, 3, 0, 17, 2, 16, 1, money_vnd=40_480_000),
    AwardFigures("CSTD_TINH", "Chiến sĩ thi đua tỉnh", 4, 1, 0, 3, 1, 0, 0, 3, 2, 1),
    AwardFigures("TT_LDTT", "Tập thể lao động tiên tiến", 9, 0, 0, 9, 0, 9, 0, money_vnd=18_270_000),
    AwardFigures("TT_LDXS", "Tập thể lao động xuất sắc", 3, 0, 0, 3, 0, 0, 0, 3, 2, 0),
    AwardFigures("GIAY_KHEN", "Giấy khen của Chánh Văn phòng", 12, 1, 0, 11, 0, 10, 1, money_vnd=7_600_000),
    AwardFigures("BANG_KHEN_TINH", "Bằng khen của Chủ tịch UBND tỉnh", 6, 0, 1, 4, 1, 0, 0, 4, 3, 1),
)

FULL: dict[str, Any] = {
    "office_name": "Văn phòng UBND tỉnh Ninh Bình",
    "head_name": "Văn phòng",
    "superior_name": "UBND tỉnh Ninh Bình",
    "place": "Ninh Bình",
    "symbol": "VPUBND",
    "year": 2026,
    "period_from": date(2026, 1, 1),
    "period_to": date(2026, 6, 30),
    "as_of": datetime(2026, 7, 3, 8, 0, tzinfo=timezone(timedelta(hours=7))),
    "sources": ("sổ sự kiện đề nghị khen thưởng", "sổ sự kiện của Hội đồng", "lịch báo cáo"),
    "recipients": ("Sở Nội vụ (Ban TĐKT tỉnh)", "VPUB: Lãnh đạo Văn phòng UBND tỉnh", "Các phòng, ban, trung tâm"),
    "archive": ("VT", "VP1"),
    "signer_title": "Chánh Văn phòng",
    "signer_name": "Trần Văn Mẫu",
    "number": 5,
    "signed_on": date(2026, 7, 3),
    "council_name": "Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh",
    "theme_province": "Thi đua đổi mới, sáng tạo, tăng tốc bứt phá trong kỷ nguyên mới; xây dựng tỉnh Ninh Bình phát triển"
    " nhanh và bền vững",
    "theme_office": "Đổi mới, sáng tạo, kỷ cương, trách nhiệm; nâng cao chất lượng tham mưu, phục vụ hiệu quả chỉ đạo, điều hành;"
    " góp phần phát triển kinh tế - xã hội tỉnh Ninh Bình",
    "grounds": (
        EMULATION_LAW,
        DECREE_152,
        DocumentGround(
            "Kế hoạch",
            "80/KH-UBND",
            date(2026, 3, 15),
            "Ủy ban nhân dân tỉnh Ninh Bình",
            "về triển khai thực hiện công tác thi đua, khen thưởng năm 2026",
        ),
    ),
    "movements": MOVEMENTS,
    "units": 14,
    "people": 180,
    "awards": AWARDS,
    "stages": (
        StageFigures("received", "Chờ thẩm định", 6),
        StageFigures("appraised", "Chờ phiên họp Hội đồng", 8),
        StageFigures("concluded", "Chờ Chánh Văn phòng quyết định", 3),
    ),
    "reports_due": 9,
    "reports_submitted": 7,
    "reports_overdue": 2,
    "is_sample": True,
}


def a_summary(**changes: Any) -> InterimSummary:
    """The full sample with some fields changed."""
    return InterimSummary(**(FULL | changes))


def an_empty_summary() -> InterimSummary:
    """A paper of an office where nothing happened yet: no number, no date, no figures but zeros."""
    return a_summary(
        number=None,
        signed_on=None,
        signer_name=None,
        theme_province=None,
        theme_office=None,
        movements=(),
        units=0,
        people=0,
        awards=(),
        stages=(),
        reports_due=0,
        reports_submitted=0,
        reports_overdue=0,
        sources=(),
        is_sample=False,
    )
