"""A verdict as plain values: what the API answers, a refusal carries and a dossier freezes."""

from typing import Any

from services.nominations.rulebook.domain import OtherLaw, Verdict


def shown(verdict: Verdict) -> dict[str, Any]:
    """Only text, numbers, lists and objects; days as ISO text."""
    return {
        "award_code": verdict.award,
        "nominee_kind": verdict.nominee_kind.value,
        "period_year": verdict.period_year,
        "overall": verdict.overall.value,
        "results": [
            {
                "code": result.code,
                "rule": result.rule,
                "name": result.name,
                "effect": result.effect.value,
                "verdict": result.verdict.value,
                "sentence": result.sentence,
                "would_meet": result.would_meet,
                "inputs": [list(pair) for pair in result.inputs],
                "citation": result.citation,
                "certainty": result.certainty.value,
                "valid_from": result.valid_from.isoformat() if result.valid_from else None,
                "readings": [
                    {"label": reading.label, "word": reading.word.value, "sentence": reading.sentence}
                    for reading in result.readings
                ],
            }
            for result in verdict.results
        ],
        "rulebook_version": verdict.rulebook_version,
        "judged_on": verdict.judged_on.isoformat(),
        "law_day": verdict.law_day.isoformat(),
        "other_law": _other_law(verdict.other_law) if verdict.other_law else None,
    }


def _other_law(other: OtherLaw) -> dict[str, Any]:
    return {
        "law": other.law,
        "law_day": other.law_day.isoformat(),
        "overall": other.overall.value,
        "favours": other.favours.value,
        "may_be_chosen": other.may_be_chosen,
        "sentence": other.sentence,
        "citation": other.citation,
        "certainty": other.certainty.value,
    }
