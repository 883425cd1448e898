"""Signing in, sessions and accounts."""

from typing import Final

from services.office.refusal.facts import Refusal, says

ACCOUNTS: Final[dict[str, Refusal]] = {
    "form.expired": says(
        "Trang mở đã lâu nên không còn gửi được. Anh/chị kiểm tra lại nội dung bên dưới rồi gửi lần nữa."
    ),
    "sign_in.wrong": says("Tên đăng nhập hoặc mật khẩu chưa đúng."),
    "sign_in.wait": says("Đã sai nhiều lần. Anh/chị thử lại sau {wait}.", wait=str),
    "sign_in.left": says("Anh/chị không còn làm việc ở cơ quan này nên không đăng nhập được."),
    "password.own_wrong": says("Mật khẩu hiện tại chưa đúng."),
    "password.same": says("Mật khẩu mới giống mật khẩu cũ."),
    "account.username_taken": says("Tên đăng nhập “{username}” đã có người dùng.", username=str),
    "account.person_has_one": says("Người này đã có tài khoản {username}.", username=str),
    "account.own_roles": says(
        "Không ai tự ghi vai trò cho mình. Người vận hành khác, hoặc người có thẩm quyền, làm việc này."
    ),
    "account.second_person": says(
        "Việc này phải do người thứ hai xác nhận: không phải người đề nghị, không phải người được giao."
    ),
    "account.no_password": says(
        "Người vận hành không đặt mật khẩu cho người khác; hãy cấp đường dẫn để người ấy tự đặt."
    ),
    "link.expired": says(
        "Đường dẫn đã hết hạn, đã dùng, hoặc mã đã nhập sai nhiều lần. Anh/chị xin cấp đường dẫn mới."
    ),
    "link.not_confirmed": says("Đường dẫn chưa được người thứ hai xác nhận nên chưa dùng được."),
    "link.code_wrong": says("Mã xác nhận chưa đúng. Nhập sai 5 lần thì đường dẫn không dùng được nữa."),
    "account.service_role": says("Tài khoản của người không mang vai trò của phần mềm."),
    "account.own": says("Anh/chị không tự khóa tài khoản của mình được."),
}
