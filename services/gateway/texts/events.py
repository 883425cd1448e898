"""Words for the services themselves: what they tell each other, what they set aside, which of them is away."""

from typing import Final

EVENTS: Final = {
    "NominationSubmitted": "Nộp đề nghị",
    "NominationHeld": "Tạm dừng đề nghị",
    "NominationReleased": "Tiếp tục xét đề nghị",
    "WithdrawalRequested": "Xin rút đề nghị",
    "RulebookPublished": "Công bố sổ luật",
    "MovementLaunched": "Phát động phong trào",
    "RoundOpened": "Mở đợt xét",
    "UnitRecorded": "Ghi đơn vị",
    "PersonRecorded": "Ghi cán bộ",
    "ExemplarConfirmed": "Công nhận điển hình",
    "AwardRecorded": "Vào sổ khen thưởng",
    "AwardRevalued": "Tính lại tiền thưởng",
    "AwardAnnulled": "Hủy khen thưởng",
    "CaseReceived": "Tiếp nhận hồ sơ",
    "NominationReturned": "Trả lại bổ sung",
    "CouncilDecided": "Hội đồng cho ý kiến",
    "CandidatesPublished": "Công khai danh sách đề nghị",
    "AwardDecided": "Ký quyết định khen thưởng",
    "AwardDeclined": "Không khen thưởng",
    "ProposalSubmittedUpward": "Trình cấp trên",
    "UpperAuthorityAnswered": "Cấp trên trả lời",
    "WithdrawalAccepted": "Đồng ý cho rút",
    "WithdrawalRefused": "Không đồng ý cho rút",
    "ResultPublished": "Công bố kết quả",
    "ReportDue": "Nhắc báo cáo đến hạn",
    "ReportSubmitted": "Gửi báo cáo",
    "ReportOverdue": "Báo cáo quá hạn",
    "UnitResultsRecorded": "Ghi kết quả đơn vị",
}
PARKED_REASONS: Final = {
    "bad-json": "nội dung không đọc được",
    "wrong-schema": "nội dung không đúng mẫu",
    "unknown-type": "loại sự kiện lạ",
    "unknown-major": "phiên bản sự kiện mới hơn phần mềm",
    "too-large": "nội dung quá lớn",
    "null-body": "không có nội dung",
    "bad-headers": "đầu mục không đúng mẫu",
    "foreign-type": "sự kiện của phần mềm khác",
    "handler-failed": "xử lý bị lỗi",
}
SERVICES: Final = {"nominations": "Đề nghị khen thưởng", "reviews": "Hội đồng và xét duyệt", "reporting": "Báo cáo"}
SERVICES_AWAY: Final = {
    "nominations": "Phần Đề nghị khen thưởng đang tạm ngừng",
    "reviews": "Phần Hội đồng đang tạm ngừng",
    "reporting": "Phần Báo cáo đang tạm ngừng",
}

CATALOGUES: Final = {"event": EVENTS, "parked": PARKED_REASONS, "service": SERVICES, "service_away": SERVICES_AWAY}
