"""An award of an earlier year is annulled: what that would change is looked at first, then it happens, and statistics follow."""

from datetime import date

from contracts.nominations.api import awards as api
from contracts.words import AnnulmentGround, VerdictWord
from deploy.sample import verdicts
from deploy.sample.api import NOMINATIONS
from deploy.sample.model import AwardCode
from services.office.text import format_date, format_number
from tests.year.stage import Stage

KEPT_AS = "annulled_award"
GROUND = AnnulmentGround.STANDARD_NOT_MET
REASON = "Kết luận kiểm tra: xếp loại năm ấy phải điều chỉnh, không còn đủ tiêu chuẩn (mẫu)."


async def annul(stage: Stage, code: str, award: AwardCode, year: int, number: str) -> api.AwardDetail:
    """Shown dry, then done; the figures of both years before and after are the last two answers that are kept."""
    standing = stage.cast.standing
    found = await standing.get(
        NOMINATIONS, "/v1/awards", api.AwardList, person=str(stage.cast.people[code]), award=award.value, year=year
    )
    body = api.Annulment(
        version=found.items[0].version, ground=GROUND, reason=REASON, decision_number=number, annulled_on=stage.today
    )
    path = f"/v1/awards/{found.items[0].award_id}"
    preview = await standing.post(NOMINATIONS, f"{path}/annulment/preview", body, api.AnnulmentPreview)
    await standing.post(NOMINATIONS, f"{path}/annulment", body, api.Award)
    await stage.settled()
    detail = await standing.get(NOMINATIONS, path, api.AwardDetail)
    stage.keep(KEPT_AS, preview, detail)
    _tell(stage, preview)
    return detail


async def figures(stage: Stage, since: int) -> dict[str, int]:
    """The ledger's figures from that year on, as `GET /v1/summary` gives them."""
    return dict((await stage.take_figures(date(since, 1, 1), date(stage.today.year, 12, 31))).figures)


def _tell(stage: Stage, preview: api.AnnulmentPreview) -> None:
    award, effects = preview.award, preview.effects
    stage.tell(
        f"Hủy {award.award_name} năm {award.period_year} của {award.nominee_name}, Quyết định {award.decision_number} "
        f"({'nhập từ sổ cũ' if award.imported else 'trong hệ thống'})",
        *(
            f"Chuỗi {award.award_name} tính đến năm {each.until_year}: {each.before} năm → {each.after} năm"
            for each in effects.streaks
        ),
        *(
            f"{each.subject.award_name} năm {each.subject.period_year} của {each.subject.nominee_name} "
            f"({'hồ sơ đang xét' if each.subject.kind == 'nomination' else each.subject.mark}): "
            f"{each.name}: {_word(each.before)} → {_word(each.after)}"
            for each in effects.verdicts
        ),
        f"Thu hồi {_sum(effects.money_to_return)}, hạn {format_date(preview.return_by)}; "
        + ("; ".join(map(_paid, effects.money)) or "không có khen thưởng khác cùng ngày phải tính lại"),
        *(
            f"Thống kê {each.award_code} năm {each.period_year}: {each.before} → {each.after} khen thưởng"
            for each in effects.counts
        ),
    )


def _word(word: str) -> str:
    return verdicts.WORDS[VerdictWord(word)]


def _sum(money: int | None) -> str:
    return "khoản đã chi (sổ cũ không ghi)" if money is None else f"{format_number(money)} đồng"


def _paid(other: api.MoneyChange) -> str:
    return f"{other.award_name} cùng ngày: {_sum(other.before)} → {_sum(other.after)}"
