"""Words about one's own account: what was done to it, and by whom."""

from collections.abc import Mapping
from typing import Final

MESSAGES: Final = {
    "roles_asked": "{by} đề nghị giao thêm cho anh/chị vai trò {roles}. Vai trò có hiệu lực khi người thứ hai xác nhận.",
    "roles_changed": "{by} đã ghi lại vai trò của anh/chị: {roles}.",
    "roles_confirmed": "{by} đã xác nhận vai trò của anh/chị: {roles}.",
    "roles_refused": "{by} không đồng ý giao cho anh/chị vai trò {roles}.",
    "link_made": "{by} đã cấp đường dẫn đặt lại mật khẩu cho tài khoản của anh/chị. "
    "Nếu anh/chị không yêu cầu, hãy hủy đường dẫn ở trang Tài khoản của tôi.",
    "link_confirmed": "{by} đã xác nhận việc đặt lại mật khẩu cho tài khoản của anh/chị.",
    "password_set_by_link": "Mật khẩu của anh/chị đã được đặt lại bằng đường dẫn do {by} cấp, xác nhận.",
    "password_changed": "{by} đã đổi mật khẩu. Nếu không phải anh/chị, báo ngay bộ phận vận hành.",
    "disabled": "{by} đã khóa tài khoản của anh/chị.",
}

CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = {"account_message": MESSAGES}
