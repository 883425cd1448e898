"""Between the register and its Excel workbook: rows read from a file, and the register written out as one."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from services.nominations.register import domain
from services.nominations.register.domain import PastProblem, RowProblem, Rows
from services.nominations.register.workbook import (
    AwardRow,
    PersonRow,
    Problem,
    Register,
    RegisterImport,
    UnitRow,
    YearRow,
)
from services.nominations.register.workbook.layout import PAST_AWARDS, PEOPLE, UNITS, YEARS


def rows_of(register: Register) -> Rows:
    """What a workbook says, as the register's rows; a year's row also holds the discipline and leave that began in it."""
    personal = tuple(row for row in register.years if row.nominee_kind == "person")
    return Rows(
        units=tuple(domain.Unit(**_values(row)) for row in register.units),
        people=tuple(_person(row) for row in register.people),
        years=tuple(
            domain.Year(row.nominee_kind, row.nominee_code, row.year, row.grade, row.unit_code)
            for row in register.years
        ),
        disciplines=tuple(
            domain.Discipline(row.nominee_code, row.discipline, row.discipline_from, row.discipline_to)
            for row in personal
            if row.discipline and row.discipline_from
        ),
        leaves=tuple(
            domain.Leave(row.nominee_code, row.leave_from, row.leave_to) for row in personal if row.leave_from
        ),
        awards=tuple(_award(row) for row in register.awards),
    )


def register_of(
    units: Iterable[Mapping[str, Any]],
    people: Iterable[Mapping[str, Any]],
    years: Iterable[Mapping[str, Any]],
    awards: Iterable[Mapping[str, Any]],
) -> Register:
    """The workbook's four lists from stored rows."""
    return Register(
        units=tuple(UnitRow(**dict(row)) for row in units),
        people=tuple(
            PersonRow(
                code=row["code"],
                name=row["name"],
                sex=row["sex"],
                birth_year=row["birth_year"],
                category=row["category"],
                level=row["position_level"],
                unit_code=row["unit_code"],
                joined_on=row["joined_on"],
                position=row["position"] or None,
                left_on=row["left_on"],
            )
            for row in people
        ),
        years=tuple(YearRow(**dict(row)) for row in years),
        awards=tuple(AwardRow(**dict(row)) for row in awards),
    )


def problem_rows(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """A workbook's problems as the API tells them; the way out belongs to the sentence."""
    return [
        {
            "sheet": problem.sheet or "",
            "row": int("".join(letter for letter in problem.cell if letter.isdigit())) if problem.cell else 0,
            "column": problem.column,
            "cell": problem.cell,
            "rule": problem.rule,
            "message": f"{problem.message} {problem.way_out}".strip(),
        }
        for problem in found
    ]


AWARD_FIELDS = {"award_code": "award", "period_year": "year", "money_vnd": "money"}
"""The register's fields that have another name in the workbook."""


def past_problem_rows(read: RegisterImport, found: Iterable[PastProblem]) -> list[dict[str, Any]]:
    """What the ledger says of a workbook's awards, each at its cell."""
    told = []
    for problem in found:
        name = AWARD_FIELDS.get(problem.field, problem.field)
        heading = next((column.heading for column in PAST_AWARDS.columns if column.field == name), None)
        told.append(
            {
                "sheet": PAST_AWARDS.name,
                "row": read.award_rows[problem.place],
                "column": heading,
                "cell": read.award_cell(problem.place, name),
                "rule": problem.rule,
                "message": problem.message,
            }
        )
    return told


SHEETS = {"units": UNITS.name, "people": PEOPLE.name, "awards": PAST_AWARDS.name}
"""Every other list of the register is a part of the sheet of years."""


def fact_problem_rows(found: Iterable[RowProblem]) -> list[dict[str, Any]]:
    """Facts of a workbook that cannot all be true; the sentence names the nominee by code, the sheet where it is."""
    return [
        {
            "sheet": SHEETS.get(problem.sheet, YEARS.name),
            "row": 0,
            "column": None,
            "cell": None,
            "rule": problem.rule,
            "message": problem.message,
        }
        for problem in found
    ]


def _values(row: UnitRow) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _person(row: PersonRow) -> domain.Person:
    return domain.Person(
        code=row.code,
        name=row.name,
        sex=row.sex,
        birth_year=row.birth_year,
        category=row.category,
        unit_code=row.unit_code,
        joined_on=row.joined_on,
        position=row.position or "",
        position_level=row.level,
        left_on=row.left_on,
    )


def _award(row: AwardRow) -> domain.PastAward:
    return domain.PastAward(
        nominee_kind=row.nominee_kind,
        nominee_code=row.nominee_code,
        award_code=row.award,
        ground=row.ground,
        period_year=row.year,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        money_vnd=row.money,
        signer=row.signer or "",
        level=row.level,
    )
