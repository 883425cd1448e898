"""The register over HTTP: the office, its units and people, their yearly facts, and imports from Excel."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.fields import (
    Amount,
    Answer,
    CodeText,
    Day,
    Name,
    PaperSymbol,
    RegisterCode,
    Request,
    ShortText,
    YearNumber,
)
from contracts.words import (
    AwardGround,
    AwardLevel,
    DisciplineLevel,
    Grade,
    ImportState,
    NomineeKind,
    PositionLevel,
    Scope,
    Sex,
    StaffCategory,
    UnitKind,
)


class OfficeIn(Request):
    """The office of the token: its id is the token's ``office``."""

    name: Name
    superior_name: Name
    place: Name
    symbol: CodeText
    is_sample: bool = False


class Office(Answer):
    office_id: UUID
    name: str
    superior_name: str
    place: str
    symbol: str
    is_sample: bool


class UnitRow(Request):
    """A unit by its code; a known code is changed, a new one is added."""

    code: RegisterCode
    name: Name
    kind: UnitKind = UnitKind.DIVISION
    is_standing_unit: bool = False
    founded_on: Day | None = None
    dissolved_on: Day | None = None
    successor_code: RegisterCode | None = None
    head_code: RegisterCode | None = None


class PersonRow(Request):
    code: RegisterCode
    name: Name
    sex: Sex
    birth_year: Annotated[int, Field(ge=1930, le=2015)]
    category: StaffCategory
    position: ShortText = ""
    position_level: PositionLevel = PositionLevel.NONE
    unit_code: RegisterCode
    joined_on: Day
    left_on: Day | None = None


class PostingRow(Request):
    """A stay in a unit, both days included; no end: the present one."""

    person_code: RegisterCode
    unit_code: RegisterCode
    from_on: Day
    to_on: Day | None = None


class YearRow(Request):
    """A year's grade of a person or a unit; ``unit_code`` is the unit that graded the person."""

    nominee_kind: NomineeKind = NomineeKind.PERSON
    code: RegisterCode
    year: YearNumber
    grade: Grade
    unit_code: RegisterCode | None = None


class DisciplineRow(Request):
    person_code: RegisterCode
    level: DisciplineLevel
    from_on: Day
    to_on: Day | None = None
    decision_number: ShortText = ""


class LeaveRow(Request):
    """A maternity leave (nghỉ thai sản), both days included."""

    person_code: RegisterCode
    from_on: Day
    to_on: Day | None = None


class MatterRow(Request):
    """Something being considered or verified (NĐ 152/2025 Điều 4.4); ``released_on`` once the conclusion is clean."""

    nominee_kind: NomineeKind = NomineeKind.PERSON
    nominee_code: RegisterCode
    what: Name
    opened_on: Day
    released_on: Day | None = None


class InitiativeRow(Request):
    code: CodeText
    title: Name
    year: YearNumber
    author_codes: Annotated[list[RegisterCode], Field(min_length=1, max_length=20)]
    scope: Scope = Scope.BASE
    is_topic: bool = False
    recognised_on: Day | None = None
    decision_number: ShortText = ""
    decided_by: ShortText = ""


class PastAwardRow(Request):
    """An award decided before the system: it enters the ledger as imported. Money only where it is known.

    ``level`` is checked against the rulebook's where it is given; ``signer`` is the person who signed.
    """

    nominee_kind: NomineeKind
    nominee_code: RegisterCode
    award_code: CodeText
    ground: AwardGround = AwardGround.MERIT
    period_year: YearNumber
    decision_number: PaperSymbol
    decided_on: Day
    decided_by: Name
    money_vnd: Amount | None = None
    signer: ShortText = ""
    level: AwardLevel | None = None


class RegisterRows(Request):
    """Rows of the register by code, at most 2000 in one call; all are written or none."""

    units: list[UnitRow] = []
    people: list[PersonRow] = []
    postings: list[PostingRow] = []
    years: list[YearRow] = []
    disciplines: list[DisciplineRow] = []
    leaves: list[LeaveRow] = []
    matters: list[MatterRow] = []
    initiatives: list[InitiativeRow] = []
    awards: list[PastAwardRow] = []


class RegisterWritten(Answer):
    """How many rows of each kind were added or changed, and the ids of the units and people named."""

    counts: dict[str, int]
    units: dict[str, UUID] = {}
    people: dict[str, UUID] = {}


class RowProblem(Answer):
    """One thing wrong with one row: the sheet (or list), the row as Excel counts it, the column, the rule, the sentence.

    ``cell`` is its address in the sheet ("C7"), where it is one cell.
    """

    sheet: str
    row: int
    column: str | None = None
    cell: str | None = None
    rule: str
    message: str


class RegisterImport(Answer):
    """A dry run: what would be written, and what stands in the way."""

    import_id: UUID
    state: ImportState
    file_name: str
    uploaded_at: datetime
    counts: dict[str, int]
    problems: list[RowProblem]
    confirmed_at: datetime | None = None


class Unit(Answer):
    unit_id: UUID
    code: str
    name: str
    kind: UnitKind
    is_standing_unit: bool
    founded_on: date | None
    dissolved_on: date | None
    successor_unit_id: UUID | None
    head_person_id: UUID | None
    members: int


class Person(Answer):
    person_id: UUID
    code: str
    name: str
    sex: Sex
    category: StaffCategory
    position: str
    position_level: PositionLevel
    unit_id: UUID
    unit_name: str
    joined_on: date
    left_on: date | None


class YearRecord(Answer):
    """One year of a person or unit: the grade and the awards decided and not annulled."""

    year: int
    grade: Grade | None
    awards: list[str]


class Streak(Answer):
    """Consecutive years with a title up to ``until_year``."""

    award_code: str
    until_year: int
    years: int


class Record(Answer):
    """What is kept about a nominee: for the person, the unit's head and the standing unit only."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    name: str
    years: list[YearRecord]
    streaks: list[Streak]
    initiatives: list[str]
    disciplines: list[str]
    matters: list[str]
