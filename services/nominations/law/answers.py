"""What the API answers of the law: the dry run of publishing a rulebook, and a verdict as plain values."""

import json
from collections.abc import Mapping
from typing import Any

from contracts.nominations.api.rulebook import RulebookCheck, RuleChange, RuleProblem
from services.nominations.law.domain import OtherLaw, Verdict, changes
from services.nominations.law.files import loader

MOST_CHANGES = 500
MOST_PROBLEMS = 100


def checked(
    files: Mapping[str, str] | None, document: Mapping[str, Any], current: str | None, kept: Mapping[str, str]
) -> RulebookCheck:
    """What publishing these files would do to an office whose versions have the checksums ``kept``."""
    try:
        rulebook = loader.load() if files is None else loader.parse(files)
    except loader.RulebookRefused as refused:
        problems = [RuleProblem(file=e.file, line=e.line, reason=e.reason) for e in refused.problems[:MOST_PROBLEMS]]
        return RulebookCheck(version="", current=current, is_taken=False, problems=problems)
    is_taken = kept.get(rulebook.version, loader.sha256(rulebook)) != loader.sha256(rulebook)
    found = changes.between(document, loader.as_json(rulebook)) if document else []
    told = [
        RuleChange(
            section=each.section,
            entry=each.entry,
            name=each.name,
            what=each.what,
            fields=[(name, _text(before), _text(after)) for name, before, after in each.fields],
        )
        for each in found[:MOST_CHANGES]
    ]
    return RulebookCheck(version=rulebook.version, current=current, is_taken=is_taken, changes=told)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


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
