"""Secret and open ballots, paper counted by tellers, written opinions."""

from typing import Final
from uuid import UUID

from contracts.words import VoteMethod
from services.office.refusal.facts import AwardCode, Data, Refusal, says

BALLOTS: Final[dict[str, Refusal]] = {
    "ballot.impossible": says(
        "Có hồ sơ mà dù mọi người có quyền bỏ phiếu đều đồng ý vẫn không đủ số phiếu. Để hồ sơ đó sang phiên khác.",
        cases=Data,
    ),
    "ballot.which_award": says("Phiếu kín theo từng danh hiệu: tải lại trang để lấy đúng phiếu."),
    "ballot.no_round": says(
        "Danh hiệu này không có lượt bỏ phiếu kín nào đang mở. Tải lại trang phiên họp.", award_code=AwardCode
    ),
    "ballot.on_paper": says(
        "Danh hiệu này bỏ phiếu bằng giấy: nhận phiếu giấy từ tổ kiểm phiếu.", award_code=AwardCode
    ),
    "ballot.not_on_paper": says(
        "Danh hiệu này bỏ phiếu trên máy, không nhập kết quả kiểm phiếu giấy.", award_code=AwardCode
    ),
    "ballot.key_lost": says(
        "Khóa của thùng phiếu đã mất nên không mở được phiếu nào. Thư ký hủy lượt bỏ phiếu này, ghi biên bản và bỏ phiếu lại.",
        award_code=AwardCode,
    ),
    "ballot.box_damaged": says(
        "Thùng phiếu không khớp với danh sách đã bỏ phiếu. Thư ký hủy lượt bỏ phiếu này, ghi biên bản và bỏ phiếu lại.",
        award_code=AwardCode,
    ),
    "ballot.recused_later": says(
        "Có người khai tránh sau khi đã nộp phiếu. Thư ký hủy lượt bỏ phiếu này, ghi biên bản và bỏ phiếu lại.",
        case_id=UUID,
        cast=int,
        voters=int,
    ),
    "tellers.two": says("Kiểm phiếu giấy cần đúng hai người khác nhau."),
    "tellers.not_present": says("Người kiểm phiếu phải là ủy viên có mặt.", people=list[UUID]),
    "tellers.candidate": says(
        "Người kiểm phiếu không được là người được đề nghị hoặc người phải tránh hồ sơ nào trên phiếu.",
        people=list[UUID],
    ),
    "tellers.not_one": says("Anh/chị không phải người kiểm phiếu của danh hiệu này.", award_code=AwardCode),
    "tellers.agreed": says("Hai người kiểm phiếu đã khớp; kết quả không sửa được nữa.", award_code=AwardCode),
    "tellers.waiting": says(
        "Anh/chị đã nhập; chờ người kiểm phiếu thứ hai nhập kết quả của mình.", award_code=AwardCode
    ),
    "tellers.incomplete": says("Nhập kết quả cho mọi người trên phiếu.", missing=list[UUID]),
    "tellers.missing": says("Chưa đủ kết quả của hai người kiểm phiếu.", award_code=AwardCode, entered=int),
    "tellers.differ": says(
        "Hai người kiểm phiếu không khớp nhau: cả hai đếm và nhập lại.", award_code=AwardCode, attempt=int
    ),
    "written.no_declaration": says(
        "{member} chưa khai xung đột lợi ích. Đánh dấu nếu văn bản ghi rõ không có, hoặc nhập lời khai trước.",
        member=str,
    ),
    "written.not_allowed": says("Quy chế làm việc của Hội đồng không tính ý kiến bằng văn bản.", source=str),
    "written.present": says("Ủy viên này có mặt nên bỏ phiếu tại phiên họp, không gửi ý kiến bằng văn bản."),
    "written.already": says("Ý kiến bằng văn bản của ủy viên này đã được nhập."),
    "ballot.absent": says("Chỉ ủy viên có mặt mới được bỏ phiếu."),
    "ballot.recused": says("Phiếu có hồ sơ anh/chị phải tránh. Tải lại trang để lấy phiếu đúng."),
    "ballot.already_cast": says("Anh/chị đã nộp phiếu ({method}).", method=VoteMethod),
    "ballot.already_by_name": says("Hồ sơ này đã có phiếu ghi tên nên không nhập kết quả đếm tay."),
    "ballot.nothing_to_vote": says("Không có hồ sơ nào chờ anh/chị bỏ phiếu.", method=VoteMethod),
    "ballot.case_twice": says("Phiếu có hồ sơ ghi hai lần."),
    "ballot.incomplete": says("Phiếu còn hồ sơ chưa chọn. Chọn đủ rồi nộp.", missing=list[UUID], strange=list[UUID]),
    "ballot.is_secret": says("Hồ sơ này phải bỏ phiếu kín, không đếm tay.", case_id=UUID),
    "ballot.too_many": says(
        "Số phiếu ({cast}) nhiều hơn số người được bỏ phiếu ({voters}).", cast=int, voters=int, case_id=UUID
    ),
    "ballot.missing": says("Có hồ sơ chưa có phiếu nào. Để hồ sơ đó sang phiên khác rồi kết thúc.", cases=list[UUID]),
    "ballot.waiting": says(
        "Còn người có mặt chưa nộp phiếu: {members}. Chờ, hoặc đánh dấu kết thúc khi còn thiếu phiếu.",
        members=list[str],
    ),
}
