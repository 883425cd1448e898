"""Of every service: a stale page, a missing right, a service that is away."""

from datetime import date
from typing import Final
from uuid import UUID

from services.office.refusal.facts import Refusal, says

EVERYWHERE: Final[dict[str, Refusal]] = {
    "stale": says(
        "Vừa có người khác sửa mục này. Trang đã hiện bản mới nhất; anh/chị xem lại rồi làm tiếp.",
        current=int,
        given=int,
        stored=int,
        read=int,
        case_id=UUID,
    ),
    "forbidden": says("Vai trò của anh/chị không làm được việc này.", action=str),
    "not_found": says("Không tìm thấy, hoặc anh/chị không được xem mục này.", kind=str, id=str),
    "bad_token": says("Phiên làm việc không còn hiệu lực. Anh/chị đăng nhập lại.", reason=str),
    "unavailable": says("Hệ thống tạm thời chưa nhận được. Chưa có gì được ghi; anh/chị thử lại sau ít phút."),
    "files_unavailable": says(
        "Kho tệp không ghi hoặc không đọc được (đầy, mất kết nối hoặc thiếu quyền), nên tệp chưa được nhận. Cơ sở dữ liệu vẫn bình thường; "
        "anh/chị báo bộ phận vận hành."
    ),
    "clock_differs": says(
        "Các máy của hệ thống không nhận nhau: thường do đồng hồ của máy chủ chạy lệch quá 5 giây. Anh/chị báo bộ phận vận hành."
    ),
    "too_large": says(
        "Nội dung gửi lên quá lớn: tệp tối đa 25 MB, biểu mẫu không kèm tệp tối đa 1 MB.", limit_bytes=int
    ),
    "too_many": says("Máy của anh/chị gửi quá nhiều yêu cầu. Anh/chị đợi một phút rồi thử lại."),
    "event.too_large": says("Nội dung quá dài nên chưa ghi. Rút gọn rồi gửi lại.", event=str, bytes=int, most=int),
    "event.contradicts": says(
        "Sự kiện {event} trái với những gì đã ghi ở đây nên chưa áp dụng.", event=str, known=str, told=str
    ),
    "idempotency.reused": says("Biểu mẫu này đã được gửi với nội dung khác. Anh/chị mở lại trang rồi gửi."),
    "dates_reversed": says("Ngày sau phải từ ngày trước trở đi ({first} rồi mới đến {last}).", first=date, last=date),
    "not_migrated": says("Hệ thống đang được nâng cấp. Chưa có gì được ghi; anh/chị thử lại sau ít phút."),
}
