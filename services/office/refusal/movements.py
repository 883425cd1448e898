"""Plans, movements and the rounds that take nominations."""

from datetime import date
from typing import Final

from services.office.refusal.facts import AwardCode, Refusal, says

MOVEMENTS: Final[dict[str, Refusal]] = {
    "plan.exists": says("Kế hoạch mang mã {plan} đã có.", plan=str),
    "plan.code_is_fixed": says("Mã của kế hoạch không đổi được.", plan=str),
    "movement.exists": says("Phong trào mang mã {movement} đã có.", movement=str),
    "movement.launched": says("Phong trào đã phát động ngày {launched_on}.", launched_on=date),
    "movement.not_launched": says("Phong trào “{movement}” chưa phát động nên chưa mở được đợt xét.", movement=str),
    "round.award_not_taken": says(
        "Đợt “{round}” không nhận danh hiệu này. Chọn đợt khác hoặc danh hiệu khác.", award=AwardCode, round=str
    ),
    "round.closed": says("Đợt xét đã hết hạn nộp ngày {submit_by}.", submit_by=date),
    "round.not_open_yet": says("Đợt xét mở từ ngày {opened_on}.", opened_on=date),
}
