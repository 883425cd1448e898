"""Verdicts in one line each, as the story tells them."""

from collections.abc import Iterable
from uuid import UUID

from contracts.nominations.api import nominations as api
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import VerdictWord
from deploy.sample.cast import Cast

AWARD_NAMES = {
    "LDTT": "Lao động tiên tiến",
    "CSTD_CO_SO": "Chiến sĩ thi đua cơ sở",
    "CSTD_TINH": "Chiến sĩ thi đua tỉnh",
    "TT_LDTT": "Tập thể lao động tiên tiến",
    "TT_LDXS": "Tập thể lao động xuất sắc",
    "GIAY_KHEN": "Giấy khen",
    "BANG_KHEN_TINH": "Bằng khen của tỉnh",
}
WORDS = {
    VerdictWord.MET: "đạt",
    VerdictWord.NOT_MET: "chưa đạt",
    VerdictWord.TO_VERIFY: "cần xác minh",
    VerdictWord.HELD: "tạm dừng",
}
IN_THE_WAY = (VerdictWord.NOT_MET, VerdictWord.HELD)


def refusals(cast: Cast, results: Iterable[api.BulkResult]) -> list[str]:
    """Who was refused, for what, and the sentences that stand in the way."""
    return [
        f"Từ chối {AWARD_NAMES[result.award_code]} cho {name_of(cast, result.nominee_id)} – {reason(result)}"
        for result in results
        if result.problem is not None
    ]


def reason(result: api.BulkResult) -> str:
    """The criteria in the way, each with the first sentence of its answer; without a verdict, the rule's code."""
    if "verdict" not in result.detail:
        return str(result.problem)
    verdict = VerdictAnswer.model_validate(result.detail["verdict"])
    found = [each for each in verdict.results if each.verdict in IN_THE_WAY and each.effect in ("block", "hold")]
    return "; ".join(f"{each.name}: {each.sentence.split('. ')[0].rstrip('.')}" for each in found)


def name_of(cast: Cast, nominee_id: UUID) -> str:
    codes = {id_: code for code, id_ in (*cast.people.items(), *cast.units.items())}
    code = codes[nominee_id]
    return cast.person(code).name if code in cast.people else cast.unit(code).name
