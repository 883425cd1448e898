"""What the sample Office is made of: frozen values with short text codes, every one marked as a sample."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.words import (
    AwardGround,
    CouncilPosition,
    DisciplineLevel,
    Grade,
    NomineeKind,
    PositionLevel,
    Scope,
    Sex,
    StaffCategory,
    UnitKind,
)
from services.office.access import Role


class AwardCode(StrEnum):
    LDTT = "LDTT"
    CSTD_CO_SO = "CSTD_CO_SO"
    CSTD_TINH = "CSTD_TINH"
    TT_LDTT = "TT_LDTT"
    TT_LDXS = "TT_LDXS"
    GIAY_KHEN = "GIAY_KHEN"
    BANG_KHEN_TINH = "BANG_KHEN_TINH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Whatever the sample holds says so itself, wherever it is carried."""

    is_sample: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnit(Marked):
    """A unit; ``successor_code`` names the unit that took over a dissolved one's tasks."""

    code: str
    name: str
    kind: UnitKind
    is_standing_unit: bool
    founded_on: date
    dissolved_on: date | None = None
    successor_code: str | None = None
    head_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson(Marked):
    """A person with the unit of now, or the last one for those who left."""

    code: str
    name: str
    sex: Sex
    birth_year: int
    category: StaffCategory
    position: str
    level: PositionLevel
    unit_code: str
    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePosting(Marked):
    """A stay in a unit, both days included; ``to_on`` is empty for the present one."""

    person_code: str
    unit_code: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleYear(Marked):
    """A person's grade for a year, given by the unit of that year's end."""

    person_code: str
    year: int
    unit_code: str
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnitYear(Marked):
    """A unit's own grade for a year."""

    unit_code: str
    year: int
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDiscipline(Marked):
    """A discipline in force from its decision to the end of its term, both days included."""

    person_code: str
    kind: DisciplineLevel
    from_on: date
    to_on: date
    decision_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLeave(Marked):
    """A maternity leave (nghỉ thai sản), both days included."""

    person_code: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleInitiative(Marked):
    """An initiative; number, day and decider stand only on a recognised one."""

    code: str
    title: str
    year: int
    author_codes: tuple[str, ...]
    scope: Scope
    recognised: bool
    decision_number: str | None = None
    decided_on: date | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAward(Marked):
    """An award of a past year; ``nominee_code`` is a person's or, for a collective, a unit's code."""

    nominee_kind: NomineeKind
    nominee_code: str
    award: AwardCode
    year: int
    ground: AwardGround
    decision_number: str
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCouncilMember(Marked):
    person_code: str
    seat: CouncilPosition
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCouncil(Marked):
    name: str
    decision_number: str
    established_on: date
    members: tuple[SampleCouncilMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAccount(Marked):
    username: str
    person_code: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleStory(Marked):
    """A person whose record shows one thing clearly, for the demo and for those who look around."""

    code: str
    person_code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOffice(Marked):
    """The whole sample; the same seed always gives the same office."""

    code: str
    name: str
    seed: int
    units: tuple[SampleUnit, ...]
    people: tuple[SamplePerson, ...]
    postings: tuple[SamplePosting, ...]
    years: tuple[SampleYear, ...]
    unit_years: tuple[SampleUnitYear, ...]
    disciplines: tuple[SampleDiscipline, ...]
    leaves: tuple[SampleLeave, ...]
    initiatives: tuple[SampleInitiative, ...]
    awards: tuple[SampleAward, ...]
    council: SampleCouncil
    accounts: tuple[SampleAccount, ...]
    stories: tuple[SampleStory, ...]
