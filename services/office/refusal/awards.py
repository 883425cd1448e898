"""Awards that were granted: annulled and given back."""

from datetime import date
from typing import Final
from uuid import UUID

from services.office.refusal.facts import Refusal, says

AWARDS: Final[dict[str, Refusal]] = {
    "award.annulled": says("Danh hiệu này đã bị hủy ngày {annulled_on}.", annulled_on=date),
    "award.stands": says("Khen thưởng này chưa bị hủy nên không có gì phải nộp lại.", award_id=UUID),
    "award.returned": says("Đã ghi việc nộp lại hiện vật, tiền thưởng của khen thưởng này.", award_id=UUID),
    "annulment.needs_authority": says(
        "Khen thưởng do {decided_by} quyết định: ghi rõ cấp trên nào đã ký quyết định hủy.", decided_by=str
    ),
    "annulment.not_competent": says(
        "Khen thưởng do {decided_by} quyết định nên chỉ cấp ấy hủy được. Ghi đúng người ký quyết định hủy.",
        decided_by=str,
    ),
}
