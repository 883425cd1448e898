"""The public list of candidates and what people object to it."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import ObjectionState
from services.office.refusal.facts import Refusal, says

OBJECTIONS: Final[dict[str, Refusal]] = {
    "candidates.day_needed": says(
        "Sổ luật không đặt số ngày công khai cho các hồ sơ này; anh/chị ghi ngày hết hạn góp ý."
    ),
    "candidates.too_short": says("Danh sách phải công khai ít nhất đến hết ngày {least} theo sổ luật.", least=date),
    "candidates.not_listed": says(
        "Phải công khai danh sách ít nhất {days} ngày làm việc trước khi ký, trình.", case_id=UUID, days=int
    ),
    "candidates.open": says(
        "Danh sách còn lấy ý kiến đến hết ngày {closes_on}; ngày ký phải sau ngày đó.", case_id=UUID, closes_on=date
    ),
    "objection.not_listed": says("Chỉ góp ý được về đề nghị đã công khai.", case_id=UUID),
    "objection.list_closed": says(
        "Đã hết hạn lấy ý kiến (ngày {closes_on}). Anh/chị gửi ý kiến bằng văn bản cho thường trực Hội đồng.",
        closes_on=date,
    ),
    "objection.without_a_name": says(
        "Cơ quan không nhận kiến nghị, phản ánh không ghi tên. Ghi tên người gửi, hoặc đổi lựa chọn trong sổ luật."
    ),
    "objection.own": says("Đây là kiến nghị do chính anh/chị gửi; người khác phải giải quyết.", objection_id=UUID),
    "objection.state": says("Kiến nghị này đã được xử lý; tải lại trang để xem.", state=ObjectionState),
    "objection.needs_reason": says("Hãy ghi nội dung xác minh hoặc trả lời."),
    "objection.unanswered": says(
        "Còn kiến nghị, phản ánh chưa trả lời. Thường trực trả lời xong thì mới ký, trình được.",
        case_id=UUID,
        objections=list[UUID],
    ),
    "candidates.closed": says("Ngày hết hạn góp ý không thể trước hôm nay ({today}).", today=date),
}
