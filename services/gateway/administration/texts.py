"""Words for what is administered: the register, the rule files, a council's rules, events set aside."""

from typing import Final

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
    "calendars": "Lịch nghỉ của năm",
    "policies": "Lựa chọn của cơ quan",
    "transitions": "Chuyển tiếp",
}
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
PARKED_REASONS: Final = {
    "bad-json": "nội dung không đọc được",
    "wrong-schema": "nội dung không đúng mẫu",
    "unknown-type": "loại sự kiện lạ",
    "unknown-major": "phiên bản sự kiện mới hơn phần mềm",
    "too-large": "nội dung quá lớn",
    "null-body": "không có nội dung",
    "bad-headers": "đầu mục không đúng mẫu",
    "foreign-type": "sự kiện của phần mềm khác",
    "stranger": "không do dịch vụ phát hành loại sự kiện này gửi",
    "wrong-topic": "gửi vào kênh của loại sự kiện khác",
    "contradiction": "trái với những gì đã ghi ở đây",
    "handler-failed": "xử lý bị lỗi",
    "behind-parked": "chờ sự kiện trước của cùng mục được xử lý",
    "early": "đến sớm, còn thiếu sự kiện trước của cùng mục",
}

CATALOGUES: Final = {"category": CATEGORIES, "rule_section": RULE_SECTIONS, "parked": PARKED_REASONS}
