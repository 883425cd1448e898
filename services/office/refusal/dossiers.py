"""Nominations with their papers, and the minutes of a unit's own meeting."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import NominationState
from services.office.refusal.facts import AwardCode, Data, Refusal, says

DOSSIERS: Final[dict[str, Refusal]] = {
    "nomination.duplicate": says(
        "{nominee} đã được đề nghị danh hiệu này trong đợt này.", award=AwardCode, nominee=str
    ),
    "nomination.not_eligible": says(
        "Chưa đủ điều kiện. Xem từng tiêu chuẩn bên dưới: mục nào chưa đạt và cần gì để đạt.", verdict=Data
    ),
    "nomination.needs_reason": says(
        "Có tiêu chuẩn chưa đạt theo quy định chưa đối chiếu với luật mới. Nêu lý do vẫn đề nghị: người thẩm định, Hội đồng và người ký đều đọc."
    ),
    "nomination.on_hold": says(
        "Đang có việc xem xét, xác minh nên tạm dừng đề nghị (Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4).", verdict=Data
    ),
    "nomination.not_editable": says("Đề nghị đang ở bước “{state}” nên không sửa được.", state=NominationState),
    "nomination.already_submitted": says("Đề nghị đã nộp (đang ở bước “{state}”).", state=NominationState),
    "nomination.withdrawal_pending": says("Đơn vị đã xin rút đề nghị này, đang chờ thường trực Hội đồng."),
    "nomination.held": says("Đề nghị đang tạm dừng để xác minh: {reason}", reason=str),
    "nomination.completion_overdue": says("Đã quá hạn bổ sung ({complete_by}).", complete_by=date),
    "nomination.not_under_review": says("Chỉ tạm dừng được đề nghị đang xét.", state=NominationState),
    "nomination.already_held": says("Đề nghị đã tạm dừng: {reason}", reason=str),
    "nomination.not_held": says("Đề nghị không ở trạng thái tạm dừng."),
    "nomination.closed": says("Đề nghị đã kết thúc.", state=NominationState),
    "dossier.incomplete": says(
        "Hồ sơ còn thiếu: {papers}. Bổ sung ở mục Giấy tờ rồi nộp lại.", missing=Data, papers=str
    ),
    "nomination.not_minuted": says(
        "Biên bản bình xét không ghi nội dung đơn vị xác nhận: {names}. Bỏ đánh dấu ở mục Sửa, hoặc sửa biên bản cho đúng.",
        statements=list[str],
        names=list[str],
    ),
    "attachment.empty": says("Tệp rỗng. Chọn lại tệp có nội dung."),
    "attachment.too_large": says(
        "Tệp quá lớn: tối đa {limit_mb} MB. Giảm dung lượng (quét ở độ phân giải thấp hơn) rồi tải lại.",
        limit_mb=int,
        size=int,
    ),
    "attachment.too_many": says("Đã có {most} tệp, không nhận thêm. Gỡ bớt tệp không cần rồi tải lại.", most=int),
    "attachment.kind": says(
        "Nội dung tệp không phải loại được nhận ({allowed}), dù tên tệp ghi thế nào; tệp có macro không được nhận. Lưu lại đúng loại rồi tải lên.",
        allowed=str,
        found=str,
    ),
    "attachment.infected": says(
        "Tệp có mã độc ({found}) nên không nhận. Quét máy tính, dùng bản sạch của tệp.", found=str
    ),
    "attachment.infected_in_dossier": says(
        "Tệp {name} có mã độc ({found}). Gỡ tệp đó rồi nộp lại.", name=str, found=str
    ),
    "attachment.scan_pending": says("Tệp {name} đang chờ quét vi-rút. Thử nộp lại sau ít phút.", name=str),
    "attachment.paper_unknown": says(
        "Danh hiệu này không cần giấy tờ mang mã {paper}. Chọn một trong: {known}.", paper=str, known=list[str]
    ),
    "unit_meeting.future": says("Ngày họp bình xét không được sau hôm nay ({today}).", today=date),
    "unit_meeting.present_twice": says("Có người được ghi có mặt hai lần."),
    "unit_meeting.more_than_all": says(
        "Số người có mặt ({present}) nhiều hơn số người của đơn vị ({members}).", present=int, members=int
    ),
    "unit_meeting.officer_absent": says(
        "{name} chủ trì hoặc ghi biên bản nên phải có tên trong số người có mặt.", name=str
    ),
    "unit_meeting.one_officer": says("Chủ trì và thư ký phải là hai người."),
    "unit_meeting.row_twice": says("{nominee} được ghi hai lần cho cùng một danh hiệu.", nominee=str, award=AwardCode),
    "unit_meeting.not_of_unit": says(
        "{nominee} không thuộc {unit} trong năm xét nên đơn vị này không bình xét.", nominee=str, unit=str
    ),
    "unit_meeting.award_not_taken": says("Đợt xét không nhận danh hiệu này ({nominee}).", nominee=str, award=AwardCode),
    "unit_meeting.consensus_counted": says(
        "{nominee}: đã thống nhất thì để trống số phiếu, hoặc chọn cách biểu quyết.", nominee=str
    ),
    "unit_meeting.too_many_votes": says(
        "{nominee}: {counted} phiếu, nhiều hơn {voters} người được biểu quyết (không tính chính người được bình xét).",
        nominee=str,
        counted=int,
        voters=int,
    ),
    "unit_meeting.other_round": says(
        "Biên bản của đơn vị, đợt xét này không chuyển sang đơn vị, đợt khác được. Ghi biên bản mới."
    ),
    "verdict.not_under_review": says(
        "Đề nghị đang ở bước “{state}” nên không xét lại điều kiện.", nomination_id=UUID, state=NominationState
    ),
    "verdict.submission_is_frozen": says("Kết quả xét khi nộp đã khóa cùng hồ sơ, không xét lại được."),
}
