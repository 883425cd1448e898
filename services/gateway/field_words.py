"""What the input fields are called, and what is wrong with one that breaks a rule of its type: the gateway's own words for HTTP 422."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.gateway.refusals import fill

FIELDS: Final = {
    "version": "Phiên bản đang xem",
    "username": "Tên đăng nhập",
    "password": "Mật khẩu",
    "name": "Tên",
    "superior_name": "Cơ quan cấp trên",
    "place": "Địa danh",
    "symbol": "Ký hiệu",
    "award_code": "Danh hiệu, hình thức",
    "nominee_id": "Người hoặc tập thể được đề nghị",
    "nominee_kind": "Loại đối tượng",
    "round_id": "Đợt xét",
    "period_year": "Năm",
    "summary": "Tóm tắt thành tích",
    "reason": "Lý do",
    "missing": "Nội dung cần bổ sung",
    "note": "Ghi chú",
    "complete_by": "Hạn bổ sung",
    "received_on": "Ngày nhận",
    "held_on": "Ngày họp",
    "case_ids": "Hồ sơ",
    "cases": "Hồ sơ",
    "answers": "Bảng kiểm",
    "present": "Người có mặt",
    "choices": "Phiếu",
    "number": "Số văn bản",
    "decided_on": "Ngày ký",
    "declined_on": "Ngày",
    "submitted_on": "Ngày gửi",
    "answered_on": "Ngày trả lời",
    "decision_number": "Số quyết định",
    "authority": "Cấp có thẩm quyền",
    "due_on": "Ngày đến hạn",
    "paper_number": "Số văn bản",
    "period": "Kỳ báo cáo",
    "code": "Mã",
    "birth_year": "Năm sinh",
    "joined_on": "Ngày vào cơ quan",
    "unit_code": "Đơn vị",
    "file": "Tệp",
    "valid_from": "Hiệu lực từ",
    "members": "Thành viên",
    "conclusion": "Kết luận",
    "submit_by": "Hạn nộp",
    "opened_on": "Ngày mở",
    "starts_on": "Ngày bắt đầu",
    "ends_on": "Ngày kết thúc",
    "year": "Năm",
    "from": "Từ ngày",
    "to": "Đến ngày",
    "title": "Tên",
    "recipient": "Nơi nhận",
    "assigned": "Số việc được giao",
    "completed": "Số việc hoàn thành",
    "on_time": "Số việc đúng hạn",
    "signer_title": "Chức vụ người ký",
    "position": "Chức vụ",
    "roles": "Vai trò",
    "awards": "Danh hiệu, hình thức",
    "files": "Tệp sổ luật",
    "recognised_on": "Ngày công nhận",
    "decided_by": "Người công nhận",
    "achieved_on": "Ngày đạt được",
    "owners": "Người hoặc tập thể có thành tích",
    "from_day": "Hiệu lực từ",
    "source": "Căn cứ",
    "places": "Số chỗ",
    "letter": "Giấy cử",
    "starts_at": "Giờ họp, viết như 08:30",
    "papers": "Tài liệu",
    "guests": "Khách mời",
    "question": "Nội dung cần biết",
    "answer": "Trả lời",
    "text": "Kiến nghị, phản ánh",
    "what": "Nội dung cần xác minh",
    "paper": "Số văn bản",
    "closes_on": "Ngày hết hạn lấy ý kiến",
    "in_favour": "Số đồng ý",
    "against": "Số không đồng ý",
    "blank": "Số phiếu trắng",
    "abstained": "Số phiếu trắng",
    "choice": "Lựa chọn",
    "annulled_on": "Ngày quyết định hủy",
    "ground": "Lý do theo luật, hoặc xét theo",
    "returned_on": "Ngày nộp lại",
    "money_vnd": "Số tiền",
    "chair_id": "Chủ trì",
    "secretary_id": "Thư ký",
    "person_id": "Người",
    "unit_id": "Đơn vị",
    "responsible_unit_id": "Đơn vị chịu trách nhiệm",
    "signed_on": "Ngày ký",
    "signer_name": "Người ký",
    "launched_on": "Ngày phát động",
    "recipients": "Nơi nhận",
    "target_percent": "Chỉ tiêu phần trăm",
    "theme": "Chủ đề",
    "theme_office": "Chủ đề của cơ quan",
    "theme_province": "Chủ đề của tỉnh",
    "from_on": "Từ ngày",
    "to_on": "Đến ngày",
    "valid_to": "Hiệu lực đến",
    "left_on": "Ngày nghỉ",
    "grade": "Xếp loại",
    "level": "Cấp, hoặc mức kỷ luật",
    "kind": "Loại",
    "scope": "Phạm vi",
    "month": "Tháng",
    "period_from": "Từ ngày",
    "period_to": "Đến ngày",
    "paper_code": "Giấy tờ",
    "letter_from": "Người gửi thư",
    "certificate": "Giấy chứng nhận",
}

UNNAMED: Final = "Nội dung đã gửi"
"""A field that no form shows: a code says nothing to whoever reads it."""

RULES: Final = {
    "missing": "chưa có",
    "string_too_short": "chưa có",
    "string_too_long": "quá dài (tối đa {max_length} ký tự)",
    "string_pattern_mismatch": "chưa đúng cách viết, hoặc có ký tự lạ",
    "too_short": "chưa chọn mục nào",
    "too_long": "quá nhiều mục (tối đa {max_length})",
    "int_parsing": "phải là số",
    "int_type": "phải là số",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải từ {le} trở xuống",
    "date_from_datetime_parsing": "phải là ngày, viết như 05/12/2026",
    "date_parsing": "phải là ngày, viết như 05/12/2026",
    "date_type": "phải là ngày, viết như 05/12/2026",
    "uuid_parsing": "chưa chọn",
    "enum": "chưa chọn",
    "bool_parsing": "chưa chọn",
    "extra_forbidden": "là trường lạ",
    "value_error": "chưa hợp lệ",
}


def field_sentence(
    path: Sequence[str], rule: str, context: Mapping[str, object], award_names: Mapping[str, str]
) -> str:
    """ "Ngày họp: phải là ngày, viết như 05/12/2026." for the field at ``path`` that breaks a rule of its type."""
    named = [part for part in path if not part.isdigit() and part != "body"]
    row = next((int(part) + 1 for part in path if part.isdigit()), None)
    label = _label(named, award_names)
    where = f"Dòng {row}, {label[0].lower()}{label[1:]}" if row is not None else label
    return f"{where}: {fill(RULES.get(rule, 'chưa hợp lệ'), context)}."


def field_called(path: Sequence[str]) -> str:
    """The name with which `field_sentence` begins, where it is one field of a form; empty for a row of many."""
    return FIELDS.get(path[0], UNNAMED) if len(path) == 1 else ""


def _label(named: Sequence[str], award_names: Mapping[str, str]) -> str:
    """What a field is called; places of a meeting are asked for by award."""
    if not named:
        return "Biểu mẫu"
    if len(named) > 1 and named[0] == "places":
        return f"{FIELDS['places']}, {award_names.get(named[1], named[1])}"
    return FIELDS.get(named[-1], UNNAMED)
