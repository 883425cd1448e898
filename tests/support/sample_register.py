"""The sample Office as the register's workbook rows, so that it enters by the same door as a real office's Excel file."""

from contracts.words import NomineeKind
from deploy.sample.model import SampleOffice
from services.nominations.register.workbook import AwardRow, PersonRow, Register, UnitRow, YearRow


def register_of(office: SampleOffice, through_year: int = 2026) -> Register:
    """Units, people, past awards and the facts of every year up to ``through_year``."""
    return Register(
        units=tuple(
            UnitRow(
                code=unit.code,
                name=unit.name,
                kind=unit.kind.value,
                is_standing_unit=unit.is_standing_unit,
                founded_on=unit.founded_on,
                dissolved_on=unit.dissolved_on,
                successor_code=unit.successor_code,
                head_code=unit.head_code,
            )
            for unit in office.units
        ),
        people=tuple(
            PersonRow(
                code=person.code,
                name=person.name,
                sex=person.sex.value,
                birth_year=person.birth_year,
                category=person.category.value,
                level=person.level.value,
                unit_code=person.unit_code,
                joined_on=person.joined_on,
                position=person.position,
                left_on=person.left_on,
            )
            for person in office.people
        ),
        years=tuple(row for row in (*_person_years(office), *_unit_years(office)) if row.year <= through_year),
        awards=tuple(
            AwardRow(
                nominee_kind=award.nominee_kind.value,
                nominee_code=award.nominee_code,
                award=award.award.value,
                year=award.year,
                ground=award.ground.value,
                decision_number=award.decision_number,
                decided_on=award.decided_on,
                decided_by=award.decided_by,
            )
            for award in office.awards
        ),
    )


def _person_years(office: SampleOffice) -> list[YearRow]:
    disciplines = {(d.person_code, d.from_on.year): d for d in office.disciplines}
    leaves = {(leave.person_code, leave.from_on.year): leave for leave in office.leaves}
    rows = []
    for fact in office.years:
        discipline = disciplines.get((fact.person_code, fact.year))
        leave = leaves.get((fact.person_code, fact.year))
        rows.append(
            YearRow(
                nominee_kind=NomineeKind.PERSON.value,
                nominee_code=fact.person_code,
                year=fact.year,
                grade=fact.grade.value,
                unit_code=fact.unit_code,
                discipline=discipline.kind.value if discipline else None,
                discipline_from=discipline.from_on if discipline else None,
                discipline_to=discipline.to_on if discipline else None,
                leave_from=leave.from_on if leave else None,
                leave_to=leave.to_on if leave else None,
            )
        )
    return rows


def _unit_years(office: SampleOffice) -> list[YearRow]:
    return [
        YearRow(
            nominee_kind=NomineeKind.COLLECTIVE.value,
            nominee_code=fact.unit_code,
            year=fact.year,
            grade=fact.grade.value,
        )
        for fact in office.unit_years
    ]
