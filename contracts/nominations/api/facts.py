"""The facts of a nominee as a question gives them: all that a verdict rests on, with nothing entered before."""

from typing import Annotated

from pydantic import Field, Strict

from contracts.fields import CodeText, Day, Flag, Name, Prose, Reason, Request, ShortText, WrittenYear
from contracts.words import AwardGround, AwardLevel, DisciplineLevel, Grade, NomineeKind, Scope

Count = Annotated[int, Strict(), Field(ge=0, le=100_000)]


class SpanFacts(Request):
    """Days from–to, both included; no end: still running."""

    start: Day
    end: Day | None = None


class DisciplineFacts(Request):
    level: DisciplineLevel
    term: SpanFacts


class MatterFacts(Request):
    """Something under consideration or verification; released by a clean conclusion."""

    what: Name
    opened_on: Day
    released_on: Day | None = None


class InitiativeFacts(Request):
    name: Name
    year: WrittenYear
    scope: Scope
    recognised_on: Day | None = None
    is_topic: Flag = False


class AchievementFacts(Request):
    name: Name
    achieved_on: Day
    ground: AwardGround
    scope: Scope = Scope.BASE
    is_confirmed: Flag = True


class PastAwardFacts(Request):
    """An award decided and not annulled; ``period_year`` where the decision names one."""

    code: CodeText
    level: AwardLevel
    ground: AwardGround
    decided_on: Day
    period_year: WrittenYear | None = None
    decision_number: ShortText = ""


class UseFacts(Request):
    """Something put forward that another award rests on already."""

    what: Name
    award: CodeText
    period_year: WrittenYear
    nominee: Name
    is_initiative: Flag = False
    is_own: Flag = True
    is_same: Flag = True
    is_decided: Flag = True
    is_wider: Flag = False
    ground: AwardGround = AwardGround.MERIT
    answer: Prose = ""


class OverrideFacts(Request):
    rule: CodeText
    reason: Reason
    by: ShortText = ""


class DissolutionFacts(Request):
    on: Day
    successor: ShortText = ""
    successor_proposes: Flag = False


class QuotaFacts(Request):
    award: CodeText
    base: Count
    decided: Count = 0
    pending: Count = 0


class CitationFacts(Request):
    text: CodeText
    where: Name
    on: Day


class MembersFacts(Request):
    """What a unit's members were given in one year; ``*_pending`` are proposals not yet decided."""

    members: Count
    ldtt: Count = 0
    ldtt_pending: Count = 0
    cstd_co_so: Count = 0
    cstd_co_so_pending: Count = 0
    completed: Count = 0
    ungraded: Count = 0
    disciplined_canh_cao_or_more: Count = 0
    undecided: Count = 0
    women: Count | None = None


Awards = Annotated[frozenset[CodeText], Field(max_length=30)]


class YearFactsIn(Request):
    year: WrittenYear
    grade: Grade | None = None
    awards: Awards = frozenset()
    pending: Awards = frozenset()
    disciplines: Annotated[tuple[DisciplineFacts, ...], Field(max_length=20)] = ()
    maternity_leave: SpanFacts | None = None
    members: MembersFacts | None = None


class PredecessorFacts(Request):
    """A unit that was merged into this one."""

    name: Name
    until: Day
    years: Annotated[tuple[YearFactsIn, ...], Field(max_length=50)] = ()


class FactsIn(Request):
    """All a verdict rests on. ``statements`` the unit confirmed, ``denied`` it said are not so; of the others it said nothing.

    ``uses`` and ``missing_papers`` left out: nobody has looked; empty: none was found."""

    kind: NomineeKind
    belongs: Annotated[tuple[SpanFacts, ...], Field(max_length=50)] = ()
    years: Annotated[tuple[YearFactsIn, ...], Field(max_length=50)] = ()
    matters: Annotated[tuple[MatterFacts, ...], Field(max_length=50)] = ()
    initiatives: Annotated[tuple[InitiativeFacts, ...], Field(max_length=50)] = ()
    achievements: Annotated[tuple[AchievementFacts, ...], Field(max_length=50)] = ()
    statements: Annotated[frozenset[CodeText], Field(max_length=50)] = frozenset()
    is_woman: Flag | None = None
    ground: AwardGround = AwardGround.MERIT
    past_awards: Annotated[tuple[PastAwardFacts, ...], Field(max_length=200)] = ()
    uses: Annotated[tuple[UseFacts, ...], Field(max_length=200)] | None = None
    overrides: Annotated[tuple[OverrideFacts, ...], Field(max_length=20)] = ()
    missing_papers: Annotated[tuple[Name, ...], Field(max_length=50)] | None = None
    dissolution: DissolutionFacts | None = None
    predecessors: Annotated[tuple[PredecessorFacts, ...], Field(max_length=10)] = ()
    quotas: Annotated[tuple[QuotaFacts, ...], Field(max_length=20)] = ()
    citations: Annotated[tuple[CitationFacts, ...], Field(max_length=50)] = ()
    upward_on: Day | None = None
    denied: Annotated[frozenset[CodeText], Field(max_length=50)] = frozenset()
    is_worker: Flag | None = None
