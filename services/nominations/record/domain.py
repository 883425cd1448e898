"""From what the tables say about a nominee to the facts a verdict rests on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.words import AwardGround, AwardLevel, DisciplineLevel, Grade, NomineeKind, Scope
from services.nominations.law.domain import (
    Achievement,
    Citation,
    CollectiveFacts,
    Discipline,
    Dissolution,
    Facts,
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
    texts_named_in,
)

PENDING = frozenset({"submitted", "received", "council_decided", "proposed_upward"})
"""States in which a title is proposed and not yet decided."""

Listed = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known and what the nomination puts forward; days inside the lists are ISO text."""

    kind: NomineeKind
    belongs: tuple[date, date | None]
    grades: Listed = ()
    awards: Listed = ()
    past: Listed = ()
    proposed: Listed = ()
    disciplines: Listed = ()
    leaves: Listed = ()
    matters: Listed = ()
    initiatives: Listed = ()
    members: Mapping[int, CollectiveFacts] = field(default_factory=dict)
    achievements: tuple[Achievement, ...] = ()
    statements: frozenset[str] = frozenset()
    is_woman: bool | None = None
    ground: AwardGround = AwardGround.MERIT
    uses: tuple[Use, ...] | None = None
    overrides: tuple[Override, ...] = ()
    missing_papers: tuple[str, ...] | None = None
    dissolution: Dissolution | None = None
    predecessors: tuple[Predecessor, ...] = ()
    quotas: tuple[Quota, ...] = ()
    citations: tuple[Citation, ...] = ()
    upward_on: date | None = None
    is_worker: bool | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a unit in one year: the titles held, and those proposed and not decided."""

    grade: str | None
    is_woman: bool
    is_disciplined: bool
    titles: frozenset[str]
    pending: frozenset[str]


def counted(members: Sequence[Member], advanced: Sequence[str], soldiers: Sequence[str]) -> CollectiveFacts:
    """What a unit's members were given in one year.

    Args:
        advanced: codes of the awards that count as lao động tiên tiến (law.md E07).
        soldiers: codes of those that count as chiến sĩ thi đua cơ sở (E16).
    """

    def held(awards: Sequence[str]) -> int:
        return sum(not each.titles.isdisjoint(awards) for each in members)

    def pending(awards: Sequence[str]) -> int:
        return sum(each.titles.isdisjoint(awards) and not each.pending.isdisjoint(awards) for each in members)

    return CollectiveFacts(
        members=len(members),
        ldtt=held(advanced),
        ldtt_pending=pending(advanced),
        cstd_co_so=held(soldiers),
        cstd_co_so_pending=pending(soldiers),
        completed=sum(each.grade is not None and each.grade != Grade.NOT_COMPLETED for each in members),
        ungraded=sum(each.grade is None for each in members),
        disciplined_canh_cao_or_more=sum(each.is_disciplined for each in members),
        undecided=sum(bool(each.pending) for each in members),
        women=sum(each.is_woman for each in members),
    )


def facts_from(asked: Asked) -> Facts:
    """A leave over two years counts in each, by its part in it; a discipline stands in the year it began."""
    grades = {row["year"]: Grade(row["grade"]) for row in asked.grades}
    awards: dict[int, set[str]] = defaultdict(set)
    for row in asked.awards:
        awards[row["year"]].add(row["award"])
    pending: dict[int, set[str]] = defaultdict(set)
    for row in asked.proposed:
        if row["state"] in PENDING:
            pending[row["year"]].add(row["award"])
    disciplines: dict[int, list[Discipline]] = defaultdict(list)
    for row in asked.disciplines:
        term = Span(_day(row["from"]), _maybe(row["to"]))
        disciplines[term.start.year].append(Discipline(DisciplineLevel(row["level"]), term))
    leaves: dict[int, Span] = {}
    for row in asked.leaves:
        leaves.update(_by_year(Span(_day(row["from"]), _maybe(row["to"]))))
    named = {*grades, *awards, *pending, *disciplines, *leaves, *asked.members}
    return Facts(
        kind=asked.kind,
        belongs=(Span(*asked.belongs),),
        years=tuple(
            YearFacts(
                year=year,
                grade=grades.get(year),
                awards=frozenset(awards.get(year, ())),
                pending=frozenset(pending.get(year, ())),
                disciplines=tuple(disciplines.get(year, ())),
                maternity_leave=leaves.get(year),
                members=asked.members.get(year),
            )
            for year in sorted(named)
        ),
        matters=tuple(Matter(row["what"], _day(row["opened"]), _maybe(row["released"])) for row in asked.matters),
        initiatives=tuple(
            Initiative(
                name=row["name"],
                year=row["year"],
                scope=Scope(row["scope"]),
                recognised_on=_maybe(row["recognised"]),
                is_topic=row["is_topic"],
            )
            for row in asked.initiatives
        ),
        achievements=asked.achievements,
        statements=asked.statements,
        is_woman=asked.is_woman,
        ground=asked.ground,
        past_awards=tuple(_past_award(row) for row in asked.past),
        uses=asked.uses,
        overrides=asked.overrides,
        missing_papers=asked.missing_papers,
        dissolution=asked.dissolution,
        predecessors=asked.predecessors,
        quotas=asked.quotas,
        citations=asked.citations,
        upward_on=asked.upward_on,
        is_worker=asked.is_worker,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A nominee with all that a verdict rests on, as the register, the ledger and the nominations say now."""

    nominee_id: UUID
    code: str
    name: str
    unit_id: UUID
    unit_name: str
    proposed: Sequence[Mapping[str, Any]]
    raw: Asked

    def facts(self, asked: Asked | None = None) -> Facts:
        return facts_from(asked or self.raw)

    def stating(self, statements: Sequence[str]) -> Asked:
        """With what the unit confirms in its minutes."""
        return replace(self.raw, statements=frozenset(statements))


def citations_in(rulebook: Rulebook, words: str, where: str, on: date) -> tuple[Citation, ...]:
    """The rulebook's texts whose numbers stand in ``words``, as cited in a paper of that day (E20)."""
    return tuple(Citation(text, where, on) for text in texts_named_in(rulebook, words))


def _past_award(row: Mapping[str, Any]) -> PastAward:
    return PastAward(
        code=row["award"],
        level=AwardLevel(row["level"]),
        ground=AwardGround(row["ground"]),
        decided_on=_day(row["decided"]),
        period_year=row["year"],
        decision_number=row["number"],
    )


def _by_year(span: Span) -> dict[int, Span]:
    last = span.end or span.start
    return {
        year: Span(max(span.start, date(year, 1, 1)), min(last, date(year, 12, 31)))
        for year in range(span.start.year, last.year + 1)
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
