"""Words for codes: what the API calls `on_agenda` is read as "Trong chương trình họp". One place, so that a language can be added."""

from typing import Final

ROLES: Final = {
    "staff": "Cán bộ, công chức",
    "unit_head": "Trưởng đơn vị",
    "standing_unit": "Thường trực Hội đồng",
    "council_member": "Ủy viên Hội đồng",
    "chief": "Chánh Văn phòng",
    "leadership": "Lãnh đạo Văn phòng",
    "records_clerk": "Văn thư",
    "operator": "Vận hành",
}

AWARDS: Final = {
    "LDTT": "Lao động tiên tiến",
    "CSTD_CO_SO": "Chiến sĩ thi đua cơ sở",
    "CSTD_TINH": "Chiến sĩ thi đua tỉnh",
    "TT_LDTT": "Tập thể lao động tiên tiến",
    "TT_LDXS": "Tập thể lao động xuất sắc",
    "GIAY_KHEN": "Giấy khen",
    "BANG_KHEN_TINH": "Bằng khen của Chủ tịch UBND tỉnh",
    "CSTD_TOAN_QUOC": "Chiến sĩ thi đua toàn quốc",
    "CO_THI_DUA_TINH": "Cờ thi đua của UBND tỉnh",
    "CO_THI_DUA_CHINH_PHU": "Cờ thi đua của Chính phủ",
    "BANG_KHEN_THU_TUONG": "Bằng khen của Thủ tướng Chính phủ",
    "HUAN_CHUONG_LAO_DONG_III": "Huân chương Lao động hạng Ba",
    "HUAN_CHUONG_LAO_DONG_II": "Huân chương Lao động hạng Nhì",
    "HUAN_CHUONG_LAO_DONG_I": "Huân chương Lao động hạng Nhất",
}
AWARDS_SHORT: Final = {
    "LDTT": "LĐTT",
    "CSTD_CO_SO": "CSTĐ cơ sở",
    "CSTD_TINH": "CSTĐ tỉnh",
    "TT_LDTT": "TT LĐTT",
    "TT_LDXS": "TT LĐXS",
    "GIAY_KHEN": "Giấy khen",
    "BANG_KHEN_TINH": "Bằng khen tỉnh",
    "CSTD_TOAN_QUOC": "CSTĐ toàn quốc",
    "CO_THI_DUA_TINH": "Cờ tỉnh",
    "CO_THI_DUA_CHINH_PHU": "Cờ Chính phủ",
    "BANG_KHEN_THU_TUONG": "Bằng khen TTg",
    "HUAN_CHUONG_LAO_DONG_III": "HCLĐ Ba",
    "HUAN_CHUONG_LAO_DONG_II": "HCLĐ Nhì",
    "HUAN_CHUONG_LAO_DONG_I": "HCLĐ Nhất",
}

GROUNDS: Final = {
    "merit": "Công trạng",
    "sudden": "Đột xuất",
    "movement": "Phong trào",
    "service": "Cống hiến",
    "external": "Đối ngoại",
}

VERDICTS: Final = {"met": "Đạt", "not_met": "Chưa đạt", "to_verify": "Cần xác minh", "held": "Tạm dừng"}
VERDICT_TONES: Final = {"met": "success", "not_met": "danger", "to_verify": "warning", "held": "secondary"}
VERDICT_ICONS: Final = {"met": "circle-check", "not_met": "circle-x", "to_verify": "help-circle", "held": "clock-pause"}
CERTAINTIES: Final = {
    "A": "đã đối chiếu chính văn điều luật",
    "B": "đã đối chiếu qua văn bản ràng buộc khác",
    "C": "chưa đối chiếu: mới có một nguồn thứ cấp",
    "?": "chưa đối chiếu",
    "own": "chưa đối chiếu: cách hiểu của cơ quan",
}

NOMINATION_STATES: Final = {
    "draft": "Nháp",
    "submitted": "Đã nộp",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại bổ sung",
    "council_decided": "Hội đồng đã cho ý kiến",
    "proposed_upward": "Đã trình cấp trên",
    "awarded": "Được khen thưởng",
    "declined": "Không được khen thưởng",
    "withdrawn": "Đã rút",
}
NOMINATION_TONES: Final = {
    "draft": "secondary",
    "submitted": "azure",
    "received": "blue",
    "returned": "orange",
    "council_decided": "indigo",
    "proposed_upward": "purple",
    "awarded": "success",
    "declined": "danger",
    "withdrawn": "secondary",
}
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
POSITIONS: Final = {
    "chair": "Chủ tịch",
    "vice": "Phó Chủ tịch",
    "secretary": "Ủy viên thư ký",
    "member": "Ủy viên",
}
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

MOVEMENT_SCOPES: Final = {
    "prime_minister": "Phong trào do Thủ tướng Chính phủ phát động",
    "party_state": "Phong trào trong xây dựng Đảng, chính quyền",
    "province": "Phong trào của tỉnh",
    "office": "Phong trào của cơ quan",
}
UNIT_KINDS: Final = {"lanh_dao": "Lãnh đạo", "phong": "Phòng", "ban": "Ban", "trung_tam": "Trung tâm"}
CATEGORIES: Final = {
    "can_bo": "Cán bộ",
    "cong_chuc": "Công chức",
    "vien_chuc": "Viên chức",
    "nguoi_lao_dong": "Người lao động",
}
POSITION_LEVELS: Final = {
    "lanh_dao": "Lãnh đạo Văn phòng",
    "cap_truong": "Cấp trưởng",
    "cap_pho": "Cấp phó",
    "khong_chuc_vu": "Không giữ chức vụ",
}
SEXES: Final = {"nam": "Nam", "nu": "Nữ"}
GRADES: Final = {
    "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc",
    "hoan_thanh_tot": "Hoàn thành tốt",
    "hoan_thanh": "Hoàn thành",
    "khong_hoan_thanh": "Không hoàn thành",
}
PERIOD_STATES: Final = {"ahead": "Chưa đến hạn", "due": "Sắp đến hạn", "overdue": "Quá hạn", "submitted": "Đã gửi"}
PERIOD_TONES: Final = {"ahead": "secondary", "due": "warning", "overdue": "danger", "submitted": "success"}
PERIOD_PARTS: Final = {
    "H1": "6 tháng đầu năm {}",
    "H2": "6 tháng cuối năm {}",
    "Q1": "quý I/{}",
    "Q2": "quý II/{}",
    "Q3": "quý III/{}",
    "Q4": "quý IV/{}",
    **{f"{month:02}": f"tháng {month:02}/{{}}" for month in range(1, 13)},
}
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
REUSE_ANSWERS: Final = {
    "different": "Hai việc khác nhau",
    "allowed": "Cùng một sáng kiến, được xét tiếp",
    "same": "Đúng là cùng một việc",
}
RULE_SECTIONS: Final = {
    "rulebook": "Sổ luật",
    "texts": "Văn bản",
    "awards": "Danh hiệu, hình thức",
    "criteria": "Tiêu chuẩn",
    "base_salaries": "Lương cơ sở",
    "factors": "Mức tiền thưởng",
    "papers": "Giấy tờ",
    "check_items": "Mục thẩm định",
    "votes": "Tỷ lệ phiếu",
    "councils": "Hội đồng",
    "deadlines": "Thời hạn",
    "holidays": "Ngày nghỉ, làm bù",
    "policies": "Lựa chọn của cơ quan",
    "transitions": "Chuyển tiếp",
}
RECORD_KINDS: Final = {"achievement": "Thành tích", "initiative": "Sáng kiến", "topic": "Đề tài"}
RECORD_SCOPES: Final = {
    "base": "Cơ sở",
    "province": "Cấp tỉnh",
    "nation": "Toàn quốc",
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
SERVICES: Final = {
    "nominations": "Đề nghị khen thưởng",
    "reviews": "Hội đồng và xét duyệt",
    "reporting": "Báo cáo",
}
SERVICES_AWAY: Final = {
    "nominations": "Phần Đề nghị khen thưởng đang tạm ngừng",
    "reviews": "Phần Hội đồng đang tạm ngừng",
    "reporting": "Phần Báo cáo đang tạm ngừng",
}

CATALOGUES: Final = {
    "role": ROLES,
    "award": AWARDS,
    "award_short": AWARDS_SHORT,
    "ground": GROUNDS,
    "verdict": VERDICTS,
    "verdict_tone": VERDICT_TONES,
    "verdict_icon": VERDICT_ICONS,
    "certainty": CERTAINTIES,
    "nomination": NOMINATION_STATES,
    "nomination_tone": NOMINATION_TONES,
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
    "scope": MOVEMENT_SCOPES,
    "category": CATEGORIES,
    "grade": GRADES,
    "period": PERIOD_STATES,
    "period_tone": PERIOD_TONES,
    "event": EVENTS,
    "reuse": REUSE_ANSWERS,
    "rule_section": RULE_SECTIONS,
    "record_kind": RECORD_KINDS,
    "record_scope": RECORD_SCOPES,
    "parked": PARKED_REASONS,
    "service": SERVICES,
    "service_away": SERVICES_AWAY,
}


def period_words(period: str) -> str:
    """ "tháng 11/2026" for 2026-11, "năm 2026" for 2026; a period of another kind as it is."""
    year, _, part = period.partition("-")
    if part in PERIOD_PARTS:
        return PERIOD_PARTS[part].format(year)
    return f"năm {year}" if not part and year.isdigit() else period


def word(code: object, catalogue: str) -> str:
    """The word for a code; an unknown code is shown as it is rather than hidden."""
    return CATALOGUES[catalogue].get(str(code), str(code))
