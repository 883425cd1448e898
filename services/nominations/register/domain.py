"""Rows of the register by code, and what can be wrong with them before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Protocol

MOST_PROBLEMS = 200
"""Told of one call: who has more is helped by the first ones."""


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    kind: str
    is_standing_unit: bool = False
    founded_on: date | None = None
    dissolved_on: date | None = None
    successor_code: str | None = None
    head_code: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    code: str
    name: str
    sex: str
    birth_year: int
    category: str
    unit_code: str
    joined_on: date
    position: str = ""
    position_level: str = "khong_chuc_vu"
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A stay in a unit, both days included."""

    person_code: str
    unit_code: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year's grade; ``unit_code`` is the unit that graded the person."""

    nominee_kind: str
    code: str
    year: int
    grade: str
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Discipline:
    person_code: str
    level: str
    from_on: date
    to_on: date | None = None
    decision_number: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A maternity leave, both days included."""

    person_code: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    nominee_kind: str
    nominee_code: str
    what: str
    opened_on: date
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    code: str
    title: str
    year: int
    author_codes: tuple[str, ...]
    scope: str = "base"
    is_topic: bool = False
    recognised_on: date | None = None
    decision_number: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class PastAward:
    nominee_kind: str
    nominee_code: str
    award_code: str
    ground: str
    period_year: int
    decision_number: str
    decided_on: date
    decided_by: str
    money_vnd: int | None = None
    signer: str = ""
    level: str | None = None


class PastProblem(Protocol):
    """What is wrong with the award at ``place``."""

    @property
    def place(self) -> int: ...
    @property
    def field(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def message(self) -> str: ...


class CheckedPast(Protocol):
    """What the ledger says of past awards in a dry run; ``known`` are there already."""

    @property
    def problems(self) -> Sequence[PastProblem]: ...
    @property
    def known(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """What one call or one confirmed import writes: all of it or nothing."""

    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    postings: tuple[Posting, ...] = ()
    years: tuple[Year, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    leaves: tuple[Leave, ...] = ()
    matters: tuple[Matter, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    awards: tuple[PastAward, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many rows of each kind, kinds without rows left out."""
        sizes = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        return {name: size for name, size in sizes.items() if size}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``row`` counts from 1 within its list; ``column`` is the field."""

    sheet: str
    row: int
    column: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """Codes a row may name: those already in the register and those of the call itself."""

    units: frozenset[str]
    people: frozenset[str]


class FactProblem(Protocol):
    """Two facts of one nominee that cannot both be true; ``field`` leads to the second."""

    @property
    def field(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Nominees:
    """The people and units that rows say something about, by code."""

    people: frozenset[str]
    units: frozenset[str]


def nominees_of(rows: Rows) -> Nominees:
    people = {row.code for row in rows.people} | {code for row in rows.initiatives for code in row.author_codes}
    people |= {row.person_code for row in rows.postings} | {row.person_code for row in rows.disciplines}
    people |= {row.person_code for row in rows.leaves}
    named = [(row.nominee_kind, row.code) for row in rows.years]
    named += [(row.nominee_kind, row.nominee_code) for row in rows.matters]
    named += [(row.nominee_kind, row.nominee_code) for row in rows.awards]
    people |= {code for kind, code in named if kind == "person"}
    units = {row.code for row in rows.units} | {code for kind, code in named if kind != "person"}
    return Nominees(frozenset(people), frozenset(units))


_DECIDED_LATER = ("held_already",)
"""A title may be entered while it is still proposed: the proposal is judged again, and not the title refused."""
_SHEETS = {
    "disciplines": "disciplines",
    "maternity_leave": "leaves",
    "matters": "matters",
    "initiatives": "initiatives",
    "past_awards": "awards",
    "awards": "awards",
    "years": "years",
}


def fact_problems(
    rows: Rows, code: str, before: Sequence[FactProblem], after: Sequence[FactProblem]
) -> tuple[RowProblem, ...]:
    """What these rows make untrue of one nominee, at the last row of theirs that says something of the kind.

    What could not be true before is not held against rows that say something else.
    """
    known = {each.sentence for each in before}
    told = []
    for each in after:
        parts = each.field.split(".")
        if each.sentence in known or each.rule in _DECIDED_LATER:
            continue
        sheet = next((_SHEETS[part] for part in reversed(parts) if part in _SHEETS), "people")
        about = [number for number, row in enumerate(getattr(rows, sheet), 1) if code in _named(row)]
        told.append(RowProblem(sheet, max(about, default=0), parts[-1], each.rule, f"{code}: {each.sentence}"))
    return tuple(told)


def _named(row: object) -> tuple[str, ...]:
    codes = (getattr(row, name, None) for name in ("code", "person_code", "nominee_code"))
    return (*filter(None, codes), *getattr(row, "author_codes", ()))


_SPANS = (("founded_on", "dissolved_on"), ("joined_on", "left_on"), ("from_on", "to_on"), ("opened_on", "released_on"))
_KEYS: dict[str, tuple[str, ...]] = {
    "units": ("code",),
    "people": ("code",),
    "postings": ("person_code", "from_on"),
    "years": ("nominee_kind", "code", "year"),
    "disciplines": ("person_code", "from_on"),
    "leaves": ("person_code", "from_on"),
    "matters": ("nominee_kind", "nominee_code", "opened_on", "what"),
    "initiatives": ("code",),
    "awards": ("nominee_kind", "nominee_code", "award_code", "period_year", "decision_number"),
}


def problems(rows: Rows, known: Known) -> tuple[RowProblem, ...]:
    """Everything wrong with the rows, in their order; empty when they can be written."""
    units = known.units | {unit.code for unit in rows.units}
    people = known.people | {person.code for person in rows.people}
    found: list[RowProblem] = []
    for sheet, key in _KEYS.items():
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(getattr(rows, sheet), 1):
            found += _unknown_codes(sheet, number, row, units, people)
            found += _reversed_days(sheet, number, row)
            first = seen.setdefault(tuple(getattr(row, name) for name in key), number)
            if first != number:
                found.append(RowProblem(sheet, number, key[0], "duplicate_row", f"Dòng này trùng dòng {first}."))
    return tuple(found[:MOST_PROBLEMS])


def _unknown_codes(
    sheet: str, number: int, row: object, units: Iterable[str], people: Iterable[str]
) -> Iterator[RowProblem]:
    for column, code in _codes(sheet, row):
        is_unit = column in ("unit_code", "successor_code") or (
            column in ("code", "nominee_code") and getattr(row, "nominee_kind", "") == "collective"
        )
        if code not in (units if is_unit else people):
            what = "đơn vị" if is_unit else "nhân sự"
            rule = "unknown_unit" if is_unit else "unknown_person"
            yield RowProblem(sheet, number, column, rule, f"Không có {what} mang mã “{code}”.")


def _codes(sheet: str, row: object) -> Iterator[tuple[str, str]]:
    """The codes a row names that are not its own."""
    for column in ("unit_code", "successor_code", "head_code", "person_code", "nominee_code"):
        code = getattr(row, column, None)
        if code is not None:
            yield column, code
    if isinstance(row, Year):
        yield "code", row.code
    if isinstance(row, Initiative):
        for code in row.author_codes:
            yield "author_codes", code


def _reversed_days(sheet: str, number: int, row: object) -> Iterator[RowProblem]:
    for first, last in _SPANS:
        start, end = getattr(row, first, None), getattr(row, last, None)
        if start is not None and end is not None and end < start:
            yield RowProblem(sheet, number, last, "dates_reversed", "Ngày sau đứng trước ngày đầu.")
