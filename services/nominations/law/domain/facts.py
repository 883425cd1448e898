"""What is known about a nominee: the only thing, beside the rulebook, that a verdict rests on."""

from dataclasses import dataclass, replace
from datetime import date

from contracts.words import AwardGround, AwardLevel, DisciplineLevel, Grade, NomineeKind, Scope


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from–to, both included; no end: still running."""

    start: date
    end: date | None = None

    def touches(self, first: date, last: date) -> bool:
        return self.start <= last and (self.end is None or self.end >= first)


@dataclass(frozen=True, slots=True)
class Discipline:
    """A discipline decision; ``term`` is the time it stands on the record, open while its end is not known."""

    level: DisciplineLevel
    term: Span


@dataclass(frozen=True, slots=True)
class Matter:
    """Something under consideration or verification (discipline, investigation, inspection, complaint, press report).

    ``released_on`` is set when a clean conclusion, or the discipline decision it led to, has been entered.
    """

    what: str
    opened_on: date
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative or an accepted scientific topic; ``recognised_on`` is empty while recognition is pending."""

    name: str
    year: int
    scope: Scope
    recognised_on: date | None = None
    is_topic: bool = False


@dataclass(frozen=True, slots=True)
class Achievement:
    """A deed put forward; ``is_confirmed`` once the unit has proved it."""

    name: str
    achieved_on: date
    ground: AwardGround
    scope: Scope = Scope.BASE
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class PastAward:
    """An award decided and not annulled; ``period_year`` is the last year of merit the decision names, if it names one."""

    code: str
    level: AwardLevel
    ground: AwardGround
    decided_on: date
    period_year: int | None = None
    decision_number: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """An achievement or initiative now put forward that another award already rests on (law.md E12, E21).

    ``award`` is the code of the award that took it, ``nominee`` who got or is proposed for it; ``is_own`` when that is this
    nominee. ``is_same`` False: only much alike. ``is_decided`` False: proposed, not decided. ``is_wider`` when an initiative
    was since recognised for a wider scope. ``answer`` is the reason a person gave for putting it forward all the same.
    """

    what: str
    award: str
    period_year: int
    nominee: str
    is_initiative: bool = False
    is_own: bool = True
    is_same: bool = True
    is_decided: bool = True
    is_wider: bool = False
    ground: AwardGround = AwardGround.MERIT
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Dissolution:
    """A unit dissolved or merged; ``successor`` took over its task and is who may still propose it (NĐ 152 Đ33.4)."""

    on: date
    successor: str = ""
    successor_proposes: bool = False


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of ``base`` people of the office have ``award`` for the period already, and how many others are proposed."""

    award: str
    base: int
    decided: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal text, by its code in the rulebook, cited in a paper of the dossier dated ``on``."""

    text: str
    where: str
    on: date


@dataclass(frozen=True, slots=True)
class Override:
    """A person answers for going on against rule ``rule`` (E21); a reason is always given."""

    rule: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CollectiveFacts:
    """What a unit's members were given in one year; ``*_pending`` are proposals not yet decided in the round.

    ``undecided`` counts members with any open proposal of that year (E18); ``women`` is None where nobody has counted.
    """

    members: int
    ldtt: int = 0
    ldtt_pending: int = 0
    cstd_co_so: int = 0
    cstd_co_so_pending: int = 0
    completed: int = 0
    ungraded: int = 0
    disciplined_canh_cao_or_more: int = 0
    undecided: int = 0
    women: int | None = None


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One year of one nominee; ``awards`` are decided and not annulled, ``pending`` proposed in the round."""

    year: int
    grade: Grade | None = None
    awards: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()
    disciplines: tuple[Discipline, ...] = ()
    maternity_leave: Span | None = None
    members: CollectiveFacts | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A unit that was merged into this one: its years up to the day ``until``."""

    name: str
    until: date
    years: tuple[YearFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All a verdict rests on. ``statements`` are what the unit confirmed in its minutes (bình xét), by code.

    ``denied`` are those it said are not so; of one in neither it has not said anything. ``is_worker``: người lao động, not cán
    bộ, công chức or viên chức.
    ``uses`` and ``missing_papers`` are None while nobody has looked, and empty when somebody looked and found none.
    ``ground`` is what the case is put forward for; ``upward_on`` the day the province submits it, where known.
    """

    kind: NomineeKind
    belongs: tuple[Span, ...] = ()
    years: tuple[YearFacts, ...] = ()
    matters: tuple[Matter, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    statements: frozenset[str] = frozenset()
    is_woman: bool | None = None
    ground: AwardGround = AwardGround.MERIT
    past_awards: tuple[PastAward, ...] = ()
    uses: tuple[Use, ...] | None = None
    overrides: tuple[Override, ...] = ()
    missing_papers: tuple[str, ...] | None = None
    dissolution: Dissolution | None = None
    predecessors: tuple[Predecessor, ...] = ()
    quotas: tuple[Quota, ...] = ()
    citations: tuple[Citation, ...] = ()
    upward_on: date | None = None
    denied: frozenset[str] = frozenset()
    is_worker: bool | None = None

    def __post_init__(self) -> None:
        if len({facts.year for facts in self.years}) != len(self.years):
            raise ValueError("a year may be described once only")

    def without_award(self, award: str, year: int) -> "Facts":
        """As if the award had not been given for that year: an award that was given is judged again this way."""
        return replace(
            self,
            years=tuple(
                replace(facts, awards=facts.awards - {award}) if facts.year == year else facts for facts in self.years
            ),
            past_awards=tuple(past for past in self.past_awards if (past.code, past.period_year) != (award, year)),
        )

    def year(self, year: int) -> YearFacts:
        return next((facts for facts in self.years if facts.year == year), YearFacts(year))
