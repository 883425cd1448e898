"""Cases from receipt to publication: appraisal, return, inquiries, withdrawal, verdicts."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.words import CaseStage, InquiryState, VerdictWord
from services.office.refusal.facts import AwardCode, ChangedVerdict, Refusal, says

CASES: Final[dict[str, Refusal]] = {
    "case.stage": says(
        "Hồ sơ đang ở bước “{stage}” nên chưa làm được việc này.", case_id=UUID, stage=CaseStage, needed=list[CaseStage]
    ),
    "case.held": says("Hồ sơ đang tạm dừng để xác minh: {reason}", case_id=UUID, reason=str),
    "cases.listed_twice": says("Một hồ sơ được chọn hai lần."),
    "own.case": says(
        "Đây là hồ sơ của chính anh/chị; người khác phải xử lý.", case_id=UUID, award_code=AwardCode, cases=list[UUID]
    ),
    "received_on.future": says("Ngày nhận không được sau hôm nay ({today}).", today=date),
    "received_on.needs_reason": says(
        "Ngày nhận khác hôm nay thì phải ghi lý do (ví dụ: nhận hồ sơ giấy trước đó).", today=date
    ),
    "checklist.unanswered": says("Bảng kiểm còn mục chưa trả lời.", items=list[str]),
    "checklist.not_met": says("Có mục bắt buộc chưa đạt: hồ sơ này nên trả lại để bổ sung.", items=list[str]),
    "checklist.unknown_item": says("Bảng kiểm đã đổi. Trang đã hiện bản mới; anh/chị trả lời lại.", items=list[str]),
    "appraisal.held": says(
        "Đang có việc xem xét, xác minh nên chưa kết luận được (Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4). Chờ kết luận rõ ràng."
    ),
    "appraisal.not_met": says(
        "Chưa đạt: {criteria}. Hồ sơ này không kết luận đủ điều kiện được; trả lại đơn vị, hoặc xét lại khi dữ liệu đã sửa.",
        criteria=list[str],
    ),
    "appraisal.needs_reason": says(
        "Kết quả xét là “{overall}”: ghi lý do vẫn kết luận đủ điều kiện. Hội đồng và người ký đều đọc.",
        overall=VerdictWord,
    ),
    "return.nothing_missing": says("Chọn hoặc viết ít nhất một nội dung cần bổ sung."),
    "return.past_deadline": says("Hạn bổ sung phải từ hôm nay ({today}) trở đi.", today=date),
    "own.collective": says(
        "Đây là hồ sơ của tập thể do anh/chị đứng đầu; người khác phải xử lý (quy định của cơ quan).", case_id=UUID
    ),
    "return.ground_for_each": says(
        "Ghi căn cứ thì ghi cho từng nội dung còn thiếu ({missing} nội dung, {grounds} căn cứ).",
        missing=int,
        grounds=int,
    ),
    "inquiry.past_deadline": says("Hạn trả lời phải từ hôm nay ({today}) trở đi.", today=date),
    "inquiry.state": says("Câu hỏi này đã khép lại nên không trả lời hay đóng được nữa.", state=InquiryState),
    "inquiry.needs_words": says("Hãy ghi nội dung trả lời hoặc lý do."),
    "inquiry.unanswered": says(
        "Còn chờ trả lời của {units}. Chờ trả lời, hoặc đóng câu hỏi và ghi lý do, rồi kết luận.",
        units=str,
        inquiries=list[UUID],
    ),
    "withdrawal.unanswered": says(
        "Đơn vị đang xin rút hồ sơ này. Đồng ý hoặc không đồng ý cho rút trước khi ký.", case_id=UUID
    ),
    "withdrawal.needs_reason": says("Hãy ghi lý do không đồng ý cho rút."),
    "withdrawal.not_asked": says("Đơn vị chưa xin rút hồ sơ này."),
    "withdrawal.too_late": says("Hồ sơ đã ở bước “{stage}” nên không rút được nữa.", stage=CaseStage),
    "verdict.unreachable": says(
        "Chưa xét được điều kiện vì phần Đề nghị khen thưởng đang tạm ngừng. Chưa ghi gì; thử lại sau ít phút.",
        answered=int,
    ),
    "verdict.no_record": says(
        "Hồ sơ nhận trước khi có kết quả xét khi tiếp nhận: {cases}. Thường trực mở hồ sơ, bấm “Xét lại điều kiện”.",
        cases=list[ChangedVerdict],
    ),
    "verdict.held": says(
        "Chưa ký, trình được vì đang có việc xem xét, xác minh: {cases}. Chờ kết luận rõ ràng rồi ký.",
        cases=list[ChangedVerdict],
    ),
    "verdict.differs": says(
        "Chưa ký, trình được: điều kiện hôm nay khác với khi tiếp nhận – {cases}. Thường trực Hội đồng mở từng hồ sơ, trả lời chỗ khác kèm lý do; hoặc bỏ hồ sơ đó khỏi văn bản.",
        cases=list[ChangedVerdict],
    ),
    "verdict.outdated": says("Điều kiện vừa được xét lại. Trang đã hiện kết quả mới; anh/chị đọc rồi trả lời lại."),
    "verdict.held_not_answered": says("Đang tạm dừng để xác minh thì không trả lời thay được: chờ kết luận rõ ràng."),
    "verdict.same": says("Kết quả xét không khác khi tiếp nhận nên không cần trả lời."),
    "answer.before_letter": says("Ngày trả lời không được trước ngày trình ({sent_on}).", sent_on=date),
    "answer.needs_number": says("Cấp trên đồng ý thì cần số quyết định."),
    "answer.needs_reason": says("Cấp trên không đồng ý thì cần lý do."),
    "publish.no_outcome": says("Hồ sơ chưa có kết quả để công bố.", stage=CaseStage),
    "publish.already": says("Kết quả đã công bố ngày {published_on}.", published_on=date),
}
