"""Words for codes: what the API calls `on_agenda` is read as "Trong chương trình họp". Each area's own stand in its folder."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from contracts.catalog import EVENTS

VERDICTS: Final = {"met": "Đạt", "not_met": "Chưa đạt", "to_verify": "Cần xác minh", "held": "Tạm dừng"}
VERDICT_TONES: Final = {"met": "success", "not_met": "danger", "to_verify": "warning", "held": "secondary"}
VERDICT_ICONS: Final = {"met": "circle-check", "not_met": "circle-x", "to_verify": "help-circle", "held": "clock-pause"}
CERTAINTIES: Final = {
    "A": "đã đối chiếu chính văn điều luật",
    "B": "đã đối chiếu qua văn bản ràng buộc khác",
    "C": "chưa đối chiếu: mới có một nguồn thứ cấp",
    "?": "chưa đối chiếu",
    "own": "chưa đối chiếu: cách hiểu của cơ quan",
}
WENT_ON: Final = {"submission": "Đơn vị vẫn nộp", "appraisal": "Thẩm định vẫn kết luận đủ điều kiện"}
ROLES: Final = {
    "staff": "Cán bộ, công chức",
    "unit_head": "Trưởng đơn vị",
    "standing_unit": "Thường trực Hội đồng",
    "council_member": "Ủy viên Hội đồng",
    "chief": "Chánh Văn phòng",
    "leadership": "Lãnh đạo Văn phòng",
    "records_clerk": "Văn thư",
    "operator": "Vận hành",
    "auditor": "Kiểm tra nhật ký",
}
GRADES: Final = {
    "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc",
    "hoan_thanh_tot": "Hoàn thành tốt",
    "hoan_thanh": "Hoàn thành",
    "khong_hoan_thanh": "Không hoàn thành",
}
SERVICES: Final = {"nominations": "Đề nghị khen thưởng", "reviews": "Hội đồng và xét duyệt", "reporting": "Báo cáo"}
SERVICES_AWAY: Final = {
    "nominations": "Phần Đề nghị khen thưởng đang tạm ngừng",
    "reviews": "Phần Hội đồng đang tạm ngừng",
    "reporting": "Phần Báo cáo đang tạm ngừng",
}
PERIOD_PARTS: Final = {
    "H1": "6 tháng đầu năm {}",
    "H2": "6 tháng cuối năm {}",
    "Q1": "quý I/{}",
    "Q2": "quý II/{}",
    "Q3": "quý III/{}",
    "Q4": "quý IV/{}",
    **{f"{month:02}": f"tháng {month:02}/{{}}" for month in range(1, 13)},
}

CATALOGUES: Final[dict[str, Mapping[str, str]]] = {
    "verdict": VERDICTS,
    "verdict_tone": VERDICT_TONES,
    "verdict_icon": VERDICT_ICONS,
    "certainty": CERTAINTIES,
    "went_on": WENT_ON,
    "role": ROLES,
    "grade": GRADES,
    "event": {name: event.label for name, event in EVENTS.items()},
    "service": SERVICES,
    "service_away": SERVICES_AWAY,
}


@cache
def catalogues() -> Mapping[str, Mapping[str, str]]:
    """Every list of words, those of the areas too: they are found by folder, as their templates are, so that no shared
    module imports an area."""
    found: dict[str, Mapping[str, str]] = dict(CATALOGUES)
    for file in sorted(Path(__file__).parent.glob("*/texts.py")):
        found |= import_module(f"services.gateway.{file.parent.name}.texts").CATALOGUES
    return found


def word(code: object, catalogue: str) -> str:
    """The word for a code; an unknown code is shown as it is rather than hidden."""
    return catalogues()[catalogue].get(str(code), str(code))


def period_words(period: str) -> str:
    """ "tháng 11/2026" for 2026-11, "năm 2026" for 2026; a period of another kind as it is."""
    year, _, part = period.partition("-")
    if part in PERIOD_PARTS:
        return PERIOD_PARTS[part].format(year)
    return f"năm {year}" if not part and year.isdigit() else period
