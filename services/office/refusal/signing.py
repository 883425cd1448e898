"""Who signs what, and the numbers and days of decisions and letters."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import AwardLevel
from services.office.refusal.facts import PaperNumber, Refusal, Year, says

SIGNING: Final[dict[str, Refusal]] = {
    "signer.handed_over": says("Chánh Văn phòng đã chuyển hồ sơ này cho cấp phó ký thay.", case_id=UUID),
    "signer.not_handed_over": says(
        "Phó Chánh Văn phòng chỉ ký thay hồ sơ mà Chánh Văn phòng đã chuyển vì có liên quan.", case_id=UUID
    ),
    "signer.no_deputy": says("Cơ quan không cho cấp phó ký thay (lựa chọn trong sổ luật).", case_id=UUID),
    "signer.needs_reason": says("Hãy ghi vì sao chuyển cấp phó ký thay."),
    "signer.recused": says(
        "Anh/chị đã tránh hồ sơ này ở Hội đồng nên không ký được; chuyển cấp phó ký thay.", cases=list[UUID]
    ),
    "paper.future": says("Ngày ký không được sau hôm nay ({today}).", today=date),
    "paper.before_council": says("Ngày ký không được trước ngày Hội đồng kết luận ({advised_on}).", advised_on=date),
    "paper.number_taken": says(
        "Số {number} năm {year} đã dùng. Để trống để lấy số kế tiếp.", number=PaperNumber, year=Year
    ),
    "council.not_recommended": says(
        "Hội đồng không đề nghị hồ sơ này nên không ký khen thưởng được; có thể từ chối.", case_id=UUID
    ),
    "award.decided_above": says(
        "Danh hiệu này do cấp trên quyết định: trình lên, không ký tại cơ quan.", case_id=UUID, level=AwardLevel
    ),
    "award.decided_here": says(
        "Danh hiệu này do Chánh Văn phòng quyết định: ký tại cơ quan, không trình lên.", case_id=UUID
    ),
}
