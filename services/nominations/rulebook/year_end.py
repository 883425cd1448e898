"""A unit's year-end table: each nominee against each award, with what is already proposed or given."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.words import NomineeKind
from services.nominations.rulebook.domain import Rulebook, Verdict, in_force, judge
from services.nominations.rulebook.store import Known


def rows(
    rulebook: Rulebook,
    nominees: Sequence[Known],
    awards: Sequence[str],
    period_year: int,
    today: date,
    statements: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """One row a nominee; an award asked for that is not for its kind, or not in force today, has no cell."""
    offered = [rule for rule in in_force(rulebook.awards, today) if not awards or rule.code in awards]
    return [
        {
            "nominee_kind": known.raw.kind.value,
            "nominee_id": known.nominee_id,
            "code": known.code,
            "name": known.name,
            "cells": [
                _cell(judge(rulebook, rule.code, known.facts(known.stating(statements)), period_year, today), known)
                for rule in offered
                if NomineeKind(known.raw.kind) in rule.nominees
            ],
        }
        for known in nominees
    ]


def _cell(verdict: Verdict, known: Known) -> dict[str, Any]:
    """The sentence is that of the first criterion that gave the overall word."""
    decisive = next(
        (result for result in verdict.results if result.effect.counts and result.verdict is verdict.overall), None
    )
    proposed = next(
        (row for row in known.proposed if row["award"] == verdict.award and row["year"] == verdict.period_year), None
    )
    given = any(row["award"] == verdict.award and row["year"] == verdict.period_year for row in known.raw.awards)
    return {
        "award_code": verdict.award,
        "overall": verdict.overall.value,
        "sentence": decisive.sentence if decisive else "",
        "nomination_id": proposed["nomination_id"] if proposed else None,
        "nomination_state": proposed["state"] if proposed else None,
        "is_awarded": given,
    }
