"""Words for a case and its steps."""

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
INQUIRIES: Final = {"open": "Đang chờ", "answered": "Đã trả lời", "closed": "Không chờ trả lời"}
INQUIRY_TONES: Final = {"open": "azure", "answered": "success", "closed": "secondary"}
OBJECTIONS: Final = {"open": "Mới nhận", "verifying": "Đang xác minh", "answered": "Đã trả lời"}
OBJECTION_TONES: Final = {"open": "azure", "verifying": "orange", "answered": "success"}

CATALOGUES: Final = {
    "case": CASE_STAGES,
    "case_tone": CASE_TONES,
    "case_step": CASE_STEPS,
    "inquiry": INQUIRIES,
    "inquiry_tone": INQUIRY_TONES,
    "objection": OBJECTIONS,
    "objection_tone": OBJECTION_TONES,
}
