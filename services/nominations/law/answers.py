"""What the API answers of the law: the dry run of publishing a rulebook, and a verdict."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from contracts.nominations.api.rulebook import (
    PublishedRulebook,
    RulebookCheck,
    RulebookLine,
    RuleChange,
    RuleProblem,
    VerdictAnswer,
)
from services.nominations.law.domain import Verdict, changes
from services.nominations.law.files import loader
from services.nominations.law.store import Version

MOST_CHANGES = 500
MOST_PROBLEMS = 100
VERDICT = TypeAdapter(Verdict)
"""Writes a verdict as `VerdictAnswer` does, without making one: many thousand questions are answered in one go."""


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
    """A verdict as the API answers it."""
    return VerdictAnswer.model_validate(verdict, from_attributes=True)


def shown(verdict: Verdict) -> dict[str, Any]:
    """A verdict as a refusal carries it and a dossier freezes it: `verdict_answer` in plain values."""
    form: dict[str, Any] = VERDICT.dump_python(verdict, mode="json")
    return form
