"""Words for reports: where a period stands, and the names of a report's figures."""

from collections.abc import Mapping
from typing import Final

from contracts.words import ReminderStep
from services.gateway.texts import period_words, word

PERIOD_STATES: Final = {"ahead": "Chưa đến hạn", "due": "Sắp đến hạn", "overdue": "Quá hạn", "submitted": "Đã gửi"}
PERIOD_TONES: Final = {"ahead": "secondary", "due": "warning", "overdue": "danger", "submitted": "success"}
FIGURES: Final = {
    "units": "Đơn vị",
    "people": "Cán bộ, công chức, viên chức, người lao động",
    "rounds": "Đợt xét",
    "exemplars": "Điển hình được công nhận",
    "facts.unplaced": "Sự kiện chưa xếp được vào đề nghị nào",
    "ledger.recorded": "Sổ khen thưởng: ghi mới",
    "ledger.imported": "Sổ khen thưởng: nhập từ trước",
    "ledger.annulled": "Sổ khen thưởng: hủy",
    "ledger.money_vnd": "Sổ khen thưởng: tiền thưởng (đồng)",
    "reports.due": "Lần nhắc báo cáo",
    "reports.submitted": "Báo cáo đã gửi",
    "reports.overdue": "Báo cáo quá hạn",
    "results.assigned": "Việc được giao",
    "results.completed": "Việc hoàn thành",
    "results.on_time": "Việc đúng hạn",
    "cases.submitted": "Hồ sơ chờ tiếp nhận",
    "cases.received": "Hồ sơ chờ thẩm định, trình Hội đồng",
    "cases.returned": "Hồ sơ chờ bổ sung",
    "cases.advised": "Hồ sơ chờ quyết định",
    "cases.sent_up": "Hồ sơ đã trình, chờ kết quả",
    "cases.held": "Hồ sơ tạm dừng",
    "cases.total": "Hồ sơ đang giải quyết",
    "movements.total": "Phong trào",
}
AWARD_MEASURES: Final = {
    "submitted": "đề nghị",
    "returned": "trả lại",
    "withdrawn": "rút",
    "recommended": "Hội đồng đề nghị khen",
    "not_recommended": "Hội đồng không đề nghị",
    "decided": "đã khen",
    "declined": "không khen",
    "sent_up": "đã trình cấp trên",
    "upper_granted": "cấp trên khen",
    "upper_refused": "cấp trên không khen",
    "money_vnd": "tiền thưởng (đồng)",
}

CATALOGUES: Final = {"period": PERIOD_STATES, "period_tone": PERIOD_TONES}


def figure(name: str, award_names: Mapping[str, str]) -> str:
    """A figure's name in words: ``awards.<code>.decided`` → "Lao động tiên tiến: đã khen"."""
    kind, _, rest = name.partition(".")
    if kind == "awards":
        code, _, measure = rest.rpartition(".")
        award = "Mọi danh hiệu, hình thức" if code == "total" else award_names.get(code, code)
        return f"{award}: {AWARD_MEASURES.get(measure, measure)}"
    if kind == "events":
        return f"Số lần: {word(rest, 'event').lower()}"
    if kind == "movements" and rest != "total":
        return word(rest, "scope")
    return FIGURES.get(name, name)


def happening(name: str, label: str) -> str:
    """What a line of the timeline is about: "T-14 Báo cáo năm" → "Báo cáo năm (còn 14 ngày)", a period by its words."""
    first, _, rest = label.partition(" ")
    if rest and first in set(ReminderStep):
        days = ReminderStep(first).offset.days
        when = f"còn {-days} ngày" if days < 0 else "đến hạn hôm nay" if days == 0 else f"quá hạn {days} ngày"
        return f"{rest} ({when})"
    if name == "ReportSubmitted" and rest:
        return f"kỳ {period_words(rest)}"
    return label
