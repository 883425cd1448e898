"""The smallest answers of services that show all that the worked year has to show, and the events that go with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

Answers = Mapping[str, tuple[Mapping[str, Any], ...]]

NOMINATION, OTHER, ANNULLED, PAID = (UUID(int=number) for number in (2, 22, 99, 98))
UNIT = "u"


def verdict(*results: Mapping[str, Any], overall: str = "met", **more: Any) -> dict[str, Any]:
    return {"overall": overall, "results": list(results), "period_year": 2025, "award_code": "BANG_KHEN_TINH", **more}


def criterion(code: str, word: str, sentence: str = "", **more: Any) -> dict[str, Any]:
    return {"code": code, "verdict": word, "sentence": sentence, "certainty": "A", "inputs": [], **more}


def refused(code: str, sentence: str = "") -> dict[str, Any]:
    found = verdict(criterion(code, "not_met", sentence), overall="not_met")
    return {"problem": "nomination.not_eligible", "detail": {"verdict": found}}


def kept(moment: str, overall: str) -> dict[str, Any]:
    return {"nomination_id": str(NOMINATION), "revision": 1, "moment": moment, "overall": overall}


def title(year: int) -> dict[str, Any]:
    return {"period_year": year, "annulled_on": None}


def by_law(day: str, certainty: str, other: str) -> dict[str, Any]:
    rule = criterion("D74-TIEU-CHUAN", "met", certainty=certainty)
    return {"law_day": day, "moment": "receipt", "verdict": verdict(rule, other_law={"law": other})}


def item(nomination: UUID, in_favour: int, written: Mapping[str, int] | None = None) -> dict[str, Any]:
    return {"nomination_id": str(nomination), "vote": {"in_favour": in_favour, "needed": 8, "written": written}}


HELD = {"code": "case.held", "detail": {"reason": "đơn"}}
EFFECTS: dict[str, Any] = {
    "money_to_return": 2_340_000,
    "streaks": [{"before": 2, "after": 0}],
    "verdicts": [
        {"subject": {"kind": "nomination", "subject_id": str(NOMINATION)}},
        {"subject": {"kind": "award", "subject_id": "later"}},
    ],
    "money": [{"award_id": str(PAID), "before": 0, "after": 710_000}],
}


def figures(annulled: int, imported: int) -> dict[str, Any]:
    return {"figures": {"ledger.annulled": annulled, "ledger.imported": imported}}


def told() -> Answers:
    end = {"state": "awarded", "is_held": False, "nomination_id": str(NOMINATION), "nominee": {"name": "A"}}
    leave = criterion("E13", "met", inputs=[["Nghỉ thai sản", "từ 01/02/2026 đến 31/07/2026"]])
    merged = criterion("D74-TIEU-CHUAN", "to_verify", "(năm 2024: tính thành tích của đơn vị sáp nhập)")
    match = {"mine": {"text": "So tay dien tu"}, "other": {"text": "Sổ tay điện tử"}, "percent": 100}
    few = {"code": "ballot.impossible", "detail": {"cases": [{"needed": 8, "voters": 7}]}}
    return {
        "verdicts_of_every_kind": (
            kept("submission", "met"),
            kept("receipt", "held"),
            kept("rejudged", "not_met"),
            kept("signing", "to_verify"),
        ),
        "broken_streak": (refused("E05-CHUOI", "chuỗi đứt ở năm 2024."), {"items": [title(2025), title(2023)]}),
        "merged_unit": (
            refused("E16"),
            {"verdict": verdict(merged), "nominee": {"unit_id": UNIT}, "revision": 1},
            {"verdict": verdict(criterion("E16", "met")), "revision": 1},
            {"unit_id": UNIT},
        ),
        "maternity_counts": ({"verdict": verdict(leave), "state": "awarded"},),
        "matter_after_submission": (HELD, HELD, HELD, end),
        "reused_initiative": ({**match, "answer": {"reason": "khác"}}, {"unanswered": 0}, refused("E21")),
        "impossible_ballot": (few,),
        "passed_in_writing": (item(NOMINATION, 8, {"in_favour": 1}),),
        "failed_by_one": (item(OTHER, 7),),
        "two_laws": (by_law("2026-09-28", "B", "Luật 06/2026"), by_law("2026-10-02", "C", "Luật 2022")),
        "annulled_award": (
            {"award": {"award_id": str(ANNULLED)}, "effects": EFFECTS},
            {"award": {"award_id": str(ANNULLED)}, "annulment": {"effects": EFFECTS}},
            {"code": "verdict.differs", "detail": {}},
            figures(0, 9),
            figures(1, 8),
        ),
    }
