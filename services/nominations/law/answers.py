"""What the API answers of the law: the dry run of publishing a rulebook, and a verdict."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from contracts.nominations.api.rulebook import (
    CriterionAnswer,
    OtherLawAnswer,
    PublishedRulebook,
    ReadingAnswer,
    RulebookCheck,
    RulebookLine,
    RuleChange,
    RuleProblem,
    VerdictAnswer,
)
from services.nominations.law.domain import CriterionResult, OtherLaw, Verdict, changes
from services.nominations.law.files import loader
from services.nominations.law.store import Version

MOST_CHANGES = 500
MOST_PROBLEMS = 100


def line(version: Version) -> RulebookLine:
    return RulebookLine(**asdict(version))


def published(version: Version, document: Mapping[str, Any]) -> PublishedRulebook:
    """A version whole."""
    return PublishedRulebook.model_validate({**asdict(version), "rulebook": document})


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


def verdict_answer(verdict: Verdict) -> VerdictAnswer:
    """A verdict as the API answers it, a refusal carries it and a dossier freezes it."""
    return VerdictAnswer(
        award_code=verdict.award,
        nominee_kind=verdict.nominee_kind,
        period_year=verdict.period_year,
        overall=verdict.overall,
        results=[_criterion(result) for result in verdict.results],
        rulebook_version=verdict.rulebook_version,
        judged_on=verdict.judged_on,
        law_day=verdict.law_day,
        other_law=_other_law(verdict.other_law) if verdict.other_law else None,
    )


def shown(verdict: Verdict) -> dict[str, Any]:
    """`verdict_answer` as plain values."""
    return verdict_answer(verdict).model_dump(mode="json")


def _criterion(result: CriterionResult) -> CriterionAnswer:
    return CriterionAnswer(
        code=result.code,
        rule=result.rule,
        name=result.name,
        effect=result.effect,
        verdict=result.verdict,
        sentence=result.sentence,
        would_meet=result.would_meet,
        inputs=list(result.inputs),
        citation=result.citation,
        certainty=result.certainty,
        valid_from=result.valid_from,
        readings=[
            ReadingAnswer(label=reading.label, word=reading.word, sentence=reading.sentence)
            for reading in result.readings
        ],
    )


def _other_law(other: OtherLaw) -> OtherLawAnswer:
    return OtherLawAnswer(
        law=other.law,
        law_day=other.law_day,
        overall=other.overall,
        favours=other.favours,
        may_be_chosen=other.may_be_chosen,
        sentence=other.sentence,
        citation=other.citation,
        certainty=other.certainty,
    )
