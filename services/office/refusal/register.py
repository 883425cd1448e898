"""The office, its register of people and units, and the workbook it is imported from."""

from typing import Final
from uuid import UUID

from services.office.refusal.facts import Data, Refusal, says

REGISTER: Final[dict[str, Refusal]] = {
    "office.exists": says("Cơ quan này đã được thiết lập.", office_id=UUID),
    "register.rows": says("Có dòng chưa đúng, chưa ghi gì. Xem từng dòng bên dưới.", problems=Data),
    "register.not_the_operators": says(
        "Người vận hành chỉ ghi đơn vị, cán bộ đầu tiên khi thiết lập; sau đó sổ đăng ký do thường trực Hội đồng giữ."
    ),
    "register.too_many_rows": says("Nhiều dòng quá ({rows}); mỗi lần tối đa {most} dòng.", rows=int, most=int),
    "import.confirmed": says("Tệp này đã được ghi vào sổ.", import_id=UUID),
    "import.has_problems": says(
        "Tệp còn {problems} chỗ chưa đúng nên chưa ghi. Sửa trong Excel rồi tải lên lại.", problems=int
    ),
    "person.unknown": says(
        "Có người chưa có trong sổ đăng ký cán bộ, hoặc thông tin chưa kịp chuyển sang. Thử lại sau ít giây.",
        people=list[UUID],
    ),
}
