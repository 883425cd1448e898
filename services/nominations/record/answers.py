"""What the API answers of a record: a unit's year-end table, and the record of one person or unit."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from contracts.nominations.api import register as register_api
from contracts.words import NomineeKind
from services.nominations.law.domain import Rulebook, Verdict, in_force, judge, streak
from services.nominations.record.domain import Known
from services.office.text import format_date


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
        (row for row in known.proposed if row["award"] == verdict.award_code and row["year"] == verdict.period_year),
        None,
    )
    given = any(row["award"] == verdict.award_code and row["year"] == verdict.period_year for row in known.raw.awards)
    return {
        "award_code": verdict.award_code,
        "overall": verdict.overall.value,
        "sentence": decisive.sentence if decisive else "",
        "nomination_id": proposed["nomination_id"] if proposed else None,
        "nomination_state": proposed["state"] if proposed else None,
        "is_awarded": given,
        "is_compared": verdict.is_compared,
        "may_go_on": verdict.may_go_on,
    }


def record_answer(known: Known, year: int) -> register_api.Record:
    """A streak runs up to this year where this year's title is given already, else up to last year."""
    facts = known.facts()
    titles = sorted({code for each in facts.years for code in each.awards})
    streaks = []
    for code in titles:
        until = year if code in facts.year(year).awards else year - 1
        streaks.append({"award_code": code, "until_year": until, "years": streak(facts.years, code, until).unbroken})
    return register_api.Record.model_validate(
        {
            "nominee_kind": facts.kind.value,
            "nominee_id": known.nominee_id,
            "name": known.name,
            "years": [
                {"year": each.year, "grade": each.grade, "awards": sorted(each.awards)}
                for each in facts.years
                if each.grade or each.awards
            ],
            "streaks": [each for each in streaks if each["years"]],
            "initiatives": _listed(known.raw.initiatives, "name", "year"),
            "disciplines": [
                f"{d.level.value} ({format_date(d.term.start)}–{format_date(d.term.end) if d.term.end else ''})"
                for each in facts.years
                for d in each.disciplines
            ],
            "matters": _listed(known.raw.matters, "what", "opened"),
        }
    )


def _listed(rows: Sequence[Mapping[str, Any]], name: str, when: str) -> list[str]:
    return [f"{row[name]} ({row[when]})" for row in rows]
