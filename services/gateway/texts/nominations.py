"""Words for what is proposed and on what it rests: titles and forms, verdicts, achievements, movements, the rulebook."""

from typing import Final

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
REUSE_ANSWERS: Final = {
    "different": "Hai việc khác nhau",
    "allowed": "Cùng một sáng kiến, được xét tiếp",
    "same": "Đúng là cùng một việc",
}
RECORD_KINDS: Final = {"achievement": "Thành tích", "initiative": "Sáng kiến", "topic": "Đề tài"}
RECORD_SCOPES: Final = {"base": "Cơ sở", "province": "Cấp tỉnh", "nation": "Toàn quốc"}
MOVEMENT_SCOPES: Final = {
    "prime_minister": "Phong trào do Thủ tướng Chính phủ phát động",
    "party_state": "Phong trào trong xây dựng Đảng, chính quyền",
    "province": "Phong trào của tỉnh",
    "office": "Phong trào của cơ quan",
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

CATALOGUES: Final = {
    "award": AWARDS,
    "award_short": AWARDS_SHORT,
    "ground": GROUNDS,
    "verdict": VERDICTS,
    "verdict_tone": VERDICT_TONES,
    "verdict_icon": VERDICT_ICONS,
    "certainty": CERTAINTIES,
    "nomination": NOMINATION_STATES,
    "nomination_tone": NOMINATION_TONES,
    "reuse": REUSE_ANSWERS,
    "record_kind": RECORD_KINDS,
    "record_scope": RECORD_SCOPES,
    "scope": MOVEMENT_SCOPES,
    "rule_section": RULE_SECTIONS,
}
