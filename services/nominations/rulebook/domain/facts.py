"""What is known about a nominee: the only thing, beside the rulebook, that a verdict rests on."""

from dataclasses import dataclass
from datetime import date

from services.nominations.rulebook.domain.words import AwardGround, DisciplineLevel, Grade, NomineeKind, Scope


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
class CollectiveFacts:
    """What a unit's members were given in one year; ``*_pending`` are proposals not yet decided in the round."""

    members: int
    ldtt: int = 0
    ldtt_pending: int = 0
    cstd_co_so: int = 0
    cstd_co_so_pending: int = 0
    completed: int = 0
    ungraded: int = 0
    disciplined_canh_cao_or_more: int = 0


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
class Facts:
    """All a verdict rests on. ``statements`` are what the unit confirmed in its minutes (bình xét), by code."""

    kind: NomineeKind
    belongs: tuple[Span, ...] = ()
    years: tuple[YearFacts, ...] = ()
    matters: tuple[Matter, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    statements: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len({facts.year for facts in self.years}) != len(self.years):
            raise ValueError("a year may be described once only")

    def year(self, year: int) -> YearFacts:
        return next((facts for facts in self.years if facts.year == year), YearFacts(year))
