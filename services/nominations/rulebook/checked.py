"""The dry run of publishing a rulebook: its problems by file and line, or its changes against the current one, in words."""

import json
from collections.abc import Mapping
from typing import Any

from contracts.nominations.api.rulebook import RulebookCheck, RuleChange, RuleProblem
from services.nominations.rulebook import changes, loader

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
