"""What is wrong with a field that breaks a rule of its type, in Vietnamese, for whoever reads an answer without a page around it."""

from collections.abc import Mapping
from typing import Final

FIELD_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "Chưa có.",
    "extra_forbidden": "Không có trường nào mang tên này.",
    "json_invalid": "Không phải JSON. Mỗi dòng là trọn một câu hỏi, hoặc cả tệp là một mảng [ … ].",
    "json_type": "Không phải JSON.",
    "union_tag_invalid": "Loại câu hỏi (kind) phải là một trong: {expected_tags}.",
    "union_tag_not_found": "Chưa nêu loại câu hỏi (kind).",
    "dict_type": "Phải là một đối tượng { … }.",
    "model_type": "Phải là một đối tượng { … }.",
    "model_attributes_type": "Phải là một đối tượng { … }.",
    "list_type": "Phải là một danh sách [ … ].",
    "tuple_type": "Phải là một danh sách [ … ].",
    "set_type": "Phải là một danh sách [ … ].",
    "frozen_set_type": "Phải là một danh sách [ … ].",
    "too_short": "Cần ít nhất {min_length} mục.",
    "too_long": "Nhiều nhất {max_length} mục.",
    "string_type": "Phải là chữ trong dấu ngoặc kép.",
    "string_unicode": "Có chữ không đọc được.",
    "string_too_short": "Không được để trống.",
    "string_too_long": "Dài nhất {max_length} ký tự.",
    "string_pattern_mismatch": "Có ký tự không dùng được ở đây.",
    "int_type": "Phải là số nguyên, không đặt trong dấu ngoặc kép.",
    "int_parsing": "Phải là số nguyên, không đặt trong dấu ngoặc kép.",
    "int_parsing_size": "Số dài quá mức đọc được.",
    "int_from_float": "Phải là số nguyên.",
    "bool_type": "Phải là true hoặc false, không đặt trong dấu ngoặc kép.",
    "bool_parsing": "Phải là true hoặc false, không đặt trong dấu ngoặc kép.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than_equal": "Phải từ {le} trở xuống.",
    "less_than": "Phải dưới {lt}.",
    "enum": "Phải là một trong: {expected}.",
    "literal_error": "Phải là một trong: {expected}.",
    "date_type": "Phải là ngày, viết như “2026-12-05”.",
    "date_parsing": "Phải là ngày, viết như “2026-12-05”.",
    "date_from_datetime_parsing": "Không có ngày này; ngày viết như “2026-12-05”.",
    "date_from_datetime_inexact": "Phải là ngày, viết như “2026-12-05”, không kèm giờ.",
    "recursion_loop": "Lồng nhau quá sâu.",
}


def field_sentence(rule: str, context: Mapping[str, object]) -> str:
    """The sentence of a pydantic rule; of one that has none here, a plain one in the same language.

    Args:
        context: what the rule says about itself (``ge``, ``max_length``, ``expected``).
    """
    sentence = FIELD_SENTENCES.get(rule, "Chưa đúng cách viết.")
    for name, value in context.items():
        sentence = sentence.replace(f"{{{name}}}", _listed(value))
    return sentence


def _listed(value: object) -> str:
    """Pydantic lists choices as ``'a', 'b' or 'c'``."""
    return str(value).replace(" or ", ", ").replace("'", "")
