"""From the facts a question carries to those a verdict rests on: the same fields, checked at the edge."""

from collections.abc import Sequence
from dataclasses import asdict

from contracts.nominations.api import facts as api
from contracts.nominations.api import questions
from services.nominations.law.domain import (
    Achievement,
    Citation,
    CollectiveFacts,
    Contradiction,
    Discipline,
    Dissolution,
    Facts,
    Frame,
    Initiative,
    Matter,
    Override,
    PastAward,
    Predecessor,
    Quota,
    Rulebook,
    Span,
    Use,
    YearFacts,
    contradictions,
    unknown_codes,
)
from services.office.refusal import Refused

MOST_TOLD = 20
"""Contradictions told of one question."""


def facts_of(told: api.FactsIn) -> Facts:
    """Refuses (``facts.year_twice``) a year that is described twice."""
    return Facts(
        kind=told.kind,
        belongs=tuple(_span(each) for each in told.belongs),
        years=_years(told.years, "facts.years"),
        matters=tuple(Matter(each.what, each.opened_on, each.released_on) for each in told.matters),
        initiatives=tuple(
            Initiative(each.name, each.year, each.scope, each.recognised_on, each.is_topic) for each in told.initiatives
        ),
        achievements=tuple(
            Achievement(each.name, each.achieved_on, each.ground, each.scope, each.is_confirmed)
            for each in told.achievements
        ),
        statements=told.statements,
        is_woman=told.is_woman,
        ground=told.ground,
        past_awards=tuple(
            PastAward(each.code, each.level, each.ground, each.decided_on, each.period_year, each.decision_number)
            for each in told.past_awards
        ),
        uses=None if told.uses is None else tuple(_use(each) for each in told.uses),
        overrides=tuple(Override(each.rule, each.reason, each.by) for each in told.overrides),
        missing_papers=told.missing_papers,
        dissolution=_dissolution(told.dissolution),
        predecessors=tuple(
            Predecessor(each.name, each.until, _years(each.years, "facts.predecessors")) for each in told.predecessors
        ),
        quotas=tuple(Quota(each.award, each.base, each.decided, each.pending) for each in told.quotas),
        citations=tuple(Citation(each.text, each.where, each.on) for each in told.citations),
        upward_on=told.upward_on,
        denied=told.denied,
        is_worker=told.is_worker,
    )


def refuse_contradictions(facts: Facts, question: questions.VerdictQuestion, rulebook: Rulebook) -> None:
    """Refuses facts that cannot be true together (``facts.contradictory``), or name what the rulebook does not know.

    All of them are told at once, each with both facts; ``field`` is the place of the first.
    """
    unknown = list(unknown_codes(facts, rulebook))[:MOST_TOLD]
    if unknown:
        raise Refused(
            "facts.unknown_code",
            field=f"facts.{unknown[0].field}",
            told=_told(unknown),
            contradictions=_listed(unknown),
        )
    frame = Frame(rulebook.award_names, rulebook.titles, question.on, question.award, question.period_year)
    found = contradictions(facts, frame)[:MOST_TOLD]
    if found:
        raise Refused(
            "facts.contradictory", field=f"facts.{found[0].field}", told=_told(found), contradictions=_listed(found)
        )


def _told(found: Sequence[Contradiction]) -> str:
    return " ".join(each.sentence for each in found)


def _listed(found: Sequence[Contradiction]) -> list[dict[str, str]]:
    return [{**asdict(each), "field": f"facts.{each.field}"} for each in found]


def _years(told: Sequence[api.YearFactsIn], field: str) -> tuple[YearFacts, ...]:
    if len({each.year for each in told}) < len(told):
        raise Refused("facts.year_twice", field=field)
    return tuple(
        YearFacts(
            year=each.year,
            grade=each.grade,
            awards=each.awards,
            pending=each.pending,
            disciplines=tuple(Discipline(one.level, _span(one.term)) for one in each.disciplines),
            maternity_leave=_span(each.maternity_leave) if each.maternity_leave else None,
            members=_members(each.members) if each.members else None,
        )
        for each in told
    )


def _span(told: api.SpanFacts) -> Span:
    return Span(told.start, told.end)


def _members(told: api.MembersFacts) -> CollectiveFacts:
    return CollectiveFacts(**dict(told))


def _use(told: api.UseFacts) -> Use:
    return Use(**dict(told))


def _dissolution(told: api.DissolutionFacts | None) -> Dissolution | None:
    return Dissolution(told.on, told.successor, told.successor_proposes) if told else None
