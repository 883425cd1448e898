"""The sample Office enters by the same door as a real one: as rows of the register's workbook."""

from deploy.sample.office import sample_office
from tests.support.sample_register import register_of

OFFICE = sample_office()


def test_the_register_holds_every_unit_person_year_and_award_of_the_sample() -> None:
    register = register_of(OFFICE)

    assert [unit.code for unit in register.units] == [unit.code for unit in OFFICE.units]
    assert [person.name for person in register.people] == [person.name for person in OFFICE.people]
    assert len(register.years) == len(OFFICE.years) + len(OFFICE.unit_years)
    assert len(register.awards) == len(OFFICE.awards)


def test_no_discipline_and_no_leave_is_lost_on_the_way() -> None:
    rows = register_of(OFFICE).years

    disciplines = {(r.nominee_code, r.discipline, r.discipline_from, r.discipline_to) for r in rows if r.discipline}
    leaves = {(r.nominee_code, r.leave_from, r.leave_to) for r in rows if r.leave_from}

    assert disciplines == {(d.person_code, d.kind.value, d.from_on, d.to_on) for d in OFFICE.disciplines}
    assert leaves == {(leave.person_code, leave.from_on, leave.to_on) for leave in OFFICE.leaves}


def test_the_facts_of_a_year_not_yet_over_can_be_left_out() -> None:
    years = {row.year for row in register_of(OFFICE, through_year=2025).years}

    assert years == {2021, 2022, 2023, 2024, 2025}
