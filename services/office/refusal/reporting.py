"""Obligations and their periods, reports, results of work."""

from datetime import date
from typing import Final
from uuid import UUID

from services.office.refusal.facts import PaperNumber, Refusal, Year, says

REPORTING: Final[dict[str, Refusal]] = {
    "obligation.without_dates": says("Cần ít nhất một ngày đến hạn hoặc một quy tắc tính ngày."),
    "period.exists": says("Kỳ {period} đã có.", period=str),
    "period.repeated": says("Một kỳ được ghi hai lần."),
    "rule.repeated": says("Một quy tắc được ghi hai lần."),
    "report.already_submitted": says("Báo cáo kỳ này đã gửi ngày {submitted_on}.", submitted_on=date),
    "report.not_submitted": says("Báo cáo kỳ này chưa ghi là đã gửi."),
    "report.unknown": says("Không có báo cáo này.", report_id=UUID),
    "letterhead.missing": says("Chưa đặt tiêu đề văn bản của cơ quan (tên, ký hiệu, người ký)."),
    "number.taken": says(
        "Số {number} năm {year} đã dùng cho văn bản khác. Chọn số khác hoặc để trống.",
        number=PaperNumber,
        year=Year,
        kind=str,
    ),
    "period.outside_year": says("Kỳ báo cáo phải nằm trọn trong năm {year}.", year=Year),
    "period.backwards": says("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.", **{"from": date, "to": date}),
    "results.more_completed_than_assigned": says(
        "Số việc hoàn thành không được nhiều hơn số việc được giao ({assigned}).", assigned=int
    ),
    "results.more_on_time_than_completed": says(
        "Số việc đúng hạn không được nhiều hơn số việc hoàn thành ({completed}).", completed=int
    ),
    "results.month_not_begun": says("Tháng này chưa bắt đầu (hôm nay là {today}).", today=date),
    "timeline.bad_place": says("Không đọc tiếp được từ chỗ này. Mở lại trang."),
    "submission.in_future": says("Ngày gửi không được sau hôm nay ({today}).", today=date),
}
