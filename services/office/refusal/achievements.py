"""Achievements, initiatives and topics, and what is put forward again."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import RecordKind, Scope
from services.office.refusal.facts import Refusal, Year, says

ACHIEVEMENTS: Final[dict[str, Refusal]] = {
    "achievement.no_owner": says("Nêu ít nhất một người hoặc một đơn vị có thành tích này."),
    "achievement.owner_twice": says("Có người (đơn vị) được ghi hai lần. Bỏ bớt một dòng."),
    "achievement.no_day": says("Thành tích cần ngày đạt được; sáng kiến, đề tài cần năm."),
    "achievement.not_yet": says("Chưa đến ngày này. Ghi khi việc đã làm xong.", today=date),
    "achievement.author_is_a_unit": says("Tác giả sáng kiến, đề tài là người, không phải đơn vị. Chọn từng tác giả."),
    "achievement.code_taken": says("Mã {taken} đã có. Chọn mã khác, hoặc mở hồ sơ đã có.", taken=str),
    "achievement.kind_stays": says("Loại của hồ sơ không đổi được. Ghi một hồ sơ mới đúng loại.", kind=RecordKind),
    "achievement.recognised": says(
        "Đã được công nhận ngày {recognised_on}: chỉ thường trực Hội đồng sửa được.", recognised_on=date
    ),
    "achievement.recognition_day": says("Ngày công nhận phải từ năm {year} đến hôm nay.", year=Year, today=date),
    "achievement.recognised_already": says(
        "Đã được công nhận; chỉ ghi thêm khi được công nhận ở phạm vi rộng hơn.", scope=Scope
    ),
    "achievement.no_evidence": says(
        "Chưa có minh chứng hoặc giấy chứng nhận nên chưa ghi công nhận được. Bổ sung trước."
    ),
    "achievement.not_theirs": says(
        "Có thành tích, sáng kiến không phải của người (đơn vị) được đề nghị. Kiểm tra lại.", records=list[UUID]
    ),
    "reuse.same_record": says("Hai đề nghị cùng nêu một hồ sơ thành tích nên không thể là hai việc khác nhau."),
    "reuse.standing_unit_only": says(
        "Chỉ thường trực Hội đồng cho dùng lại. Anh/chị nêu lý do khác, hoặc thay thành tích."
    ),
    "reuse.deed_never_twice": says(
        "Một thành tích chỉ được khen một lần (Luật Thi đua, khen thưởng Điều 5). Thay thành tích khác."
    ),
}
