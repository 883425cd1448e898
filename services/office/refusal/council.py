"""The council, its members, meetings, attendance and recusals."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import MeetingStage
from services.office.refusal.facts import Refusal, says

COUNCIL: Final[dict[str, Refusal]] = {
    "declaration.recused": says(
        "Anh/chị đã khai tránh xung đột lợi ích với hồ sơ này nên không xem được.", case_id=UUID
    ),
    "council.not_in_force": says(
        "Hội đồng này không có hiệu lực vào ngày họp (có từ {valid_from}). Chọn ngày khác, hoặc Hội đồng khác.",
        valid_from=date,
        valid_to=date,
    ),
    "council.none": says("Chưa có Hội đồng còn hiệu lực. Thường trực lập Hội đồng ở Quản trị › Hội đồng."),
    "council.member_twice": says("Một người có tên hai lần trong Hội đồng."),
    "council.one_chair": says("Hội đồng phải có đúng một Chủ tịch.", chairs=int),
    "council.not_a_member": says("Người này không phải ủy viên Hội đồng."),
    "quorum.more_than_all": says("Số dự họp tối thiểu không được quá số ủy viên."),
    "quorum.missing": says(
        "Chưa đủ người dự họp: có mặt {present}, cần ít nhất {needed} trên {seats} ủy viên.",
        present=int,
        needed=int,
        seats=int,
    ),
    "agenda.case_twice": says("Một hồ sơ có hai lần trong chương trình."),
    "agenda.empty": says("Chương trình họp không còn hồ sơ nào."),
    "agenda.not_on_it": says("Hồ sơ không có trong chương trình của phiên họp này.", case_id=UUID, cases=list[UUID]),
    "agenda.postponed": says("Hồ sơ đã được để lại phiên sau.", case_id=UUID),
    "attendance.unmarked": says("Chưa điểm danh. Điểm danh rồi mới mở bỏ phiếu."),
    "attendance.not_a_member": says("Có người không thuộc Hội đồng.", people=list[UUID]),
    "attendance.outdated": says(
        "Thành phần Hội đồng đã thay đổi từ khi điểm danh. Điểm danh lại rồi mở bỏ phiếu.", people=list[UUID]
    ),
    "attendance.no_substitutes": says("Quy chế của Hội đồng không cho cử người dự thay."),
    "attendance.substitute": says(
        "Người dự thay phải là người khác ngoài Hội đồng, thay cho một ủy viên vắng, có giấy cử."
    ),
    "council.composition_order": says(
        "Thay đổi thành viên phải có hiệu lực từ ngày {from_day} trở đi, sau lần thay đổi trước.", from_day=date
    ),
    "meeting.other_day": says(
        "Phiên họp được triệu tập ngày {called_for}, hôm nay là {today}. Mở hôm nay thì ghi lý do; lý do vào biên bản.",
        called_for=date,
        today=date,
    ),
    "meeting.nobody_presides": says(
        "Không còn ai có mặt được chủ trì: {cases}. Để hồ sơ đó sang phiên khác.", cases=list[str]
    ),
    "meeting.not_invited": says("Phiên họp này chưa gửi giấy mời."),
    "meeting.no_guests": says("Quy chế của Hội đồng không cho mời người ngoài Hội đồng dự họp."),
    "places.no_rule": says("Quy chế của Hội đồng không có quy định lấy từ trên xuống khi vượt số chỗ."),
    "places.tie": says(
        "Bằng phiếu ở chỗ cuối ({places} chỗ) mà phiếu của Chủ tịch không phân định được: để lại bớt hồ sơ sang phiên khác.",
        cases=list[UUID],
        places=int,
    ),
    "recusal.already": says("Ủy viên đã tránh hồ sơ này rồi.", case_id=UUID),
    "recusal.too_late": says("Đã bỏ phiếu về hồ sơ này nên không khai tránh được nữa.", case_id=UUID),
    "own.counting": says(
        "Có hồ sơ của chính anh/chị: người khác phải nhận kiểm phiếu hồ sơ đó trước khi kết thúc.",
        cases=list[UUID],
        case_id=UUID,
    ),
    "meeting.stage": says(
        "Phiên họp đang ở bước “{stage}” nên chưa làm được việc này.", stage=MeetingStage, needed=MeetingStage
    ),
    "declaration.missing": says("Chưa khai tránh xung đột lợi ích: {members}.", meeting_id=UUID, members=list[str]),
}
