"""The question before all others: can the facts be true together?"""

from dataclasses import fields, replace
from typing import Any

from services.nominations.law.domain.contradictions import HELD_ALREADY, Frame, contradictions, in_doubt
from services.nominations.law.domain.facts import Facts
from services.nominations.law.domain.findings import NOT_MET, TO_VERIFY, Case, Finding
from services.nominations.law.domain.rules import Check

MOST_TOLD = 20
"""Contradictions told in one verdict: who has more is helped by the first ones."""


def facts_agree(case: Case, check: Check) -> Finding | None:
    """Said only where they do not. A title held already is refused; which other fact is wrong has to be verified."""
    frame = Frame(case.award_names, case.titles, case.on, case.award, case.period_year)
    if not in_doubt(contradictions(case.facts, frame)):
        return None
    found = in_doubt(contradictions(_in_one_order(case.facts), frame))
    told = sorted({each.sentence: each for each in found}.values(), key=lambda each: each.sentence)[:MOST_TOLD]
    is_held = any(each.rule == HELD_ALREADY for each in found)
    return Finding(
        NOT_MET if is_held else TO_VERIFY,
        " ".join(each.sentence for each in told),
        "Đề nghị danh hiệu, hình thức khác" if is_held else "Sửa dữ kiện sai, rồi xét lại",
        tuple((each.first, each.second) for each in told),
    )


def _in_one_order(facts: Facts) -> Facts:
    """Facts have no order: the same ones make the same sentences."""
    lists: dict[str, Any] = {
        field.name: tuple(sorted(value, key=repr))
        for field in fields(facts)
        if isinstance(value := getattr(facts, field.name), tuple)
    }
    return replace(facts, **lists)
