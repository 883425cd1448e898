"""Questions as people ask them, and what the command answers."""

import json
from typing import Any

from contracts.nominations.api import questions as api
from services.nominations.questions.commands import asking
from tests.support.source import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "questions.json"
BALLOT = {"id": "b", "kind": "ballot", "award": "CSTD_CO_SO", "on": "2026-11-20", "seats": 9, "present": 9}
DAYS = {"id": "d", "kind": "deadline", "start": "2026-08-28", "working_days": 5}


def ask(question: dict[str, Any] | str) -> dict[str, Any]:
    text = question if isinstance(question, str) else json.dumps(question)
    told, _ = asking.answer_text(text)
    answer: dict[str, Any] = json.loads(told)
    api.AnsweredQuestion.model_validate(answer)
    return answer


def refusal(question: dict[str, Any] | str) -> tuple[str | None, str]:
    error = ask(question)["error"]
    return error["field"], error["rule"]


def verdict_question(**more: Any) -> dict[str, Any]:
    facts = {"kind": "person", "belongs": [{"start": "2015-03-01"}], "years": [{"year": 2026, "grade": "hoan_thanh"}]}
    return {
        "id": "v",
        "kind": "verdict",
        "award": "LDTT",
        "period_year": 2026,
        "on": "2026-12-05",
        "facts": facts,
        **more,
    }
