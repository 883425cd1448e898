"""Words for what becomes of a nomination after it is submitted: the case and its steps, the council, meetings and ballots."""

from typing import Final

CASE_STAGES: Final = {
    "submitted": "Chờ tiếp nhận",
    "received": "Chờ thẩm định",
    "appraised": "Đã thẩm định",
    "on_agenda": "Trong chương trình họp",
    "advised": "Hội đồng đã cho ý kiến",
    "sent_up": "Đã trình cấp trên",
    "returned": "Trả lại bổ sung",
    "decided": "Đã ký quyết định",
    "declined": "Không khen thưởng",
    "upper_granted": "Cấp trên đã khen",
    "upper_refused": "Cấp trên không khen",
    "withdrawn": "Đã rút",
}
CASE_TONES: Final = {
    "submitted": "azure",
    "received": "blue",
    "appraised": "cyan",
    "on_agenda": "indigo",
    "advised": "indigo",
    "sent_up": "purple",
    "returned": "orange",
    "decided": "success",
    "declined": "danger",
    "upper_granted": "success",
    "upper_refused": "danger",
    "withdrawn": "secondary",
}
CASE_STEPS: Final = {
    "submitted": "Đơn vị nộp",
    "resubmitted": "Đơn vị nộp lại",
    "received": "Tiếp nhận",
    "appraised": "Thẩm định xong",
    "returned": "Trả lại bổ sung",
    "held": "Tạm dừng để xác minh",
    "released": "Tiếp tục xét",
    "withdrawal_requested": "Đơn vị xin rút",
    "withdrawn": "Đồng ý cho rút",
    "withdrawal_refused": "Không đồng ý cho rút",
    "unit_asked": "Hỏi đơn vị",
    "unit_answered": "Đơn vị trả lời",
    "inquiry_closed": "Không chờ đơn vị trả lời",
    "objection_received": "Có kiến nghị, phản ánh",
    "objection_verified": "Tạm dừng để xác minh kiến nghị",
    "objection_answered": "Trả lời kiến nghị",
    "handed_over": "Chuyển cấp phó ký thay",
    "candidate_published": "Công khai danh sách đề nghị",
    "on_agenda": "Đưa vào chương trình họp",
    "off_agenda": "Rút khỏi chương trình họp",
    "postponed": "Để lại phiên sau",
    "advised": "Hội đồng cho ý kiến",
    "decided": "Ký quyết định khen thưởng",
    "declined": "Không khen thưởng",
    "sent_up": "Trình cấp trên",
    "upper_granted": "Cấp trên đồng ý",
    "upper_refused": "Cấp trên không đồng ý",
    "answered": "Cấp trên trả lời",
    "result_published": "Công bố kết quả",
    "difference_answered": "Trả lời chỗ khác của điều kiện",
}
MEETING_STAGES: Final = {"planned": "Sắp họp", "open": "Đang họp", "closed": "Đã kết thúc", "cancelled": "Đã hủy"}
MEETING_TONES: Final = {"planned": "azure", "open": "success", "closed": "secondary", "cancelled": "danger"}
COUNCIL_RULES: Final = (
    ("written_opinions", "Ủy viên vắng được gửi ý kiến bằng văn bản", "Không nhận ý kiến bằng văn bản"),
    ("substitutes", "Ủy viên vắng được cử người dự thay", "Không cử người dự thay"),
    ("open_on_list", "Danh hiệu số đông biểu quyết theo danh sách", "Danh hiệu số đông cũng bỏ phiếu kín"),
    ("own_unit_recuses", "Tránh hồ sơ của đơn vị mình", "Không tránh hồ sơ của đơn vị mình"),
    ("relatives_recuse", "Tránh hồ sơ của người thân", "Không tránh hồ sơ của người thân"),
    ("recused_stay_in_denominator", "Người tránh vẫn tính vào tổng số", "Người tránh không tính vào tổng số"),
    ("tie", "Phiếu ngang nhau: theo ý kiến Chủ tịch", "Phiếu ngang nhau: không thông qua"),
    ("guests", "Được mời khách dự", "Không mời khách"),
    ("equal_merit_order", "Thành tích ngang nhau: ưu tiên nữ", "Thành tích ngang nhau: không xếp ưu tiên"),
    ("over_quota_from_top", "Quá số chỗ: lấy từ trên xuống theo phiếu", "Không giới hạn số chỗ khi kết luận"),
)
"""A council's working rules (quy chế làm việc): name, what it says where on, what where off."""
POSITIONS: Final = {"chair": "Chủ tịch", "vice": "Phó Chủ tịch", "secretary": "Ủy viên thư ký", "member": "Ủy viên"}
METHODS: Final = {"open": "biểu quyết", "secret": "bỏ phiếu kín"}
CHOICES: Final = {"for": "Đồng ý", "against": "Không đồng ý", "blank": "Phiếu trắng"}
POSTPONED: Final = {
    "by_the_council": "Hội đồng để lại phiên sau",
    "held": "hồ sơ đang tạm dừng để xác minh",
    "withdrawal_requested": "đơn vị xin rút",
    "withdrawn": "hồ sơ đã rút",
    "impossible": "có người tránh trong phiên họp nên không còn đủ số phiếu",
}
PRESIDED_WHY: Final = {
    "chair": "Chủ tịch",
    "chair_absent": "Chủ tịch vắng",
    "chair_own_case": "hồ sơ của chính Chủ tịch",
    "chair_recused": "Chủ tịch tránh xung đột lợi ích",
}
RECUSAL_REASONS: Final = {"own_nomination": "hồ sơ của chính mình", "own_unit": "hồ sơ của đơn vị mình"}

CATALOGUES: Final = {
    "case": CASE_STAGES,
    "case_tone": CASE_TONES,
    "case_step": CASE_STEPS,
    "meeting": MEETING_STAGES,
    "meeting_tone": MEETING_TONES,
    "position": POSITIONS,
    "method": METHODS,
    "choice": CHOICES,
    "postponed": POSTPONED,
    "presided_why": PRESIDED_WHY,
    "recusal_reason": RECUSAL_REASONS,
}
