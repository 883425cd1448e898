"""Signing in, sessions and accounts."""

from typing import Final

from services.office.refusal.facts import Refusal, says

ACCOUNTS: Final[dict[str, Refusal]] = {
    "form.expired": says(
        "Trang mở đã lâu nên không còn gửi được. Anh/chị kiểm tra lại nội dung bên dưới rồi gửi lần nữa."
    ),
    "sign_in.wrong": says("Tên đăng nhập hoặc mật khẩu chưa đúng."),
    "sign_in.too_many": says("Đã sai nhiều lần. Anh/chị thử lại sau 15 phút."),
    "account.username_taken": says("Tên đăng nhập “{username}” đã có người dùng.", username=str),
    "account.service_role": says("Tài khoản của người không mang vai trò của phần mềm."),
    "account.own": says("Anh/chị không tự khóa tài khoản của mình được."),
}
