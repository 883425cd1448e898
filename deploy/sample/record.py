"""Six years of the sample Office's facts: grades, disciplines, maternity leaves."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from contracts.words import DisciplineLevel, Grade, PositionLevel, Sex
from deploy.sample.draws import Draws
from deploy.sample.model import (
    SampleDiscipline,
    SampleLeave,
    SamplePerson,
    SamplePosting,
    SampleUnit,
    SampleUnitYear,
    SampleYear,
)
from deploy.sample.stories import StorySketch

FIRST_YEAR, THIS_YEAR = 2021, 2026
YEARS = range(FIRST_YEAR, THIS_YEAR + 1)
_COMMON_YEAR = {Grade.GOOD: 90.0, Grade.COMPLETED: 9.0, Grade.NOT_COMPLETED: 1.0}
_HARD_YEAR = {Grade.GOOD: 40.0, Grade.COMPLETED: 60.0}
EXCELLENT_PERCENT = 20
"""At most this share of a unit is graded xuất sắc (NĐ 335/2025)."""

_PENALTIES = (
    (2021, DisciplineLevel.REPRIMAND),
    (2022, DisciplineLevel.WARNING),
    (2023, DisciplineLevel.REPRIMAND),
    (2024, DisciplineLevel.PAY_CUT),
    (2025, DisciplineLevel.WARNING),
)
_LEAVES = 11
_STRUGGLING = ("NK", 2026)
"""The unit and year in which fewer than 70 % reach tốt, so that its collective title is out of reach."""
_BEFORE_THE_MERGER = ("KSTT", 2024)
"""The dissolved unit's last full year was excellent: its successor may count it."""


def number_on(day: date, slot: int, issuer: str = "VPUBND") -> str:
    """A decision number that grows through the year and differs for every day and slot (0 to 3)."""
    return f"{day.timetuple().tm_yday * 4 + slot:02d}/QĐ-{issuer}"


def unit_at(postings: Sequence[SamplePosting], day: date) -> str | None:
    """Where one person's postings put him on a day."""
    return next((p.unit_code for p in postings if p.from_on <= day and (p.to_on is None or day <= p.to_on)), None)


def draw_disciplines(
    people: Sequence[SamplePerson], parts: Mapping[str, StorySketch], draws: Draws
) -> list[SampleDiscipline]:
    """One a year for someone of no story, and those the stories tell."""
    candidates = [p for p in people if p.code not in parts and p.left_on is None and p.joined_on < date(2020, 1, 1)]
    chosen = draws.some([p for p in candidates if p.level is PositionLevel.NONE], len(_PENALTIES))
    found = []
    for person, (year, kind) in zip(chosen, _PENALTIES, strict=True):
        from_on = date(year, draws.between(3, 9), 10)
        found.append(_discipline(person.code, kind, from_on, from_on.replace(year=year + 1, day=9)))
    for code, story in parts.items():
        if story.discipline:
            found.append(_discipline(code, *story.discipline))
    return sorted(found, key=lambda d: (d.from_on, d.person_code))


def _discipline(code: str, kind: DisciplineLevel, from_on: date, to_on: date) -> SampleDiscipline:
    return SampleDiscipline(
        person_code=code, kind=kind, from_on=from_on, to_on=to_on, decision_number=number_on(from_on, 3)
    )


def draw_leaves(people: Sequence[SamplePerson], parts: Mapping[str, StorySketch], draws: Draws) -> list[SampleLeave]:
    """Six months each, to women of an age to have had a child in these years."""
    mothers = [
        p
        for p in people
        if p.sex is Sex.FEMALE and p.birth_year >= 1985 and p.joined_on < date(2021, 1, 1)
        if p.left_on is None and p.code not in parts
    ]
    leaves = []
    for person in draws.some(mothers, _LEAVES):
        from_on = date(draws.between(FIRST_YEAR, THIS_YEAR - 1), draws.between(1, 12), 1)
        leaves.append(SampleLeave(person_code=person.code, from_on=from_on, to_on=_six_months_from(from_on)))
    for code, story in parts.items():
        if story.leave:
            leaves.append(SampleLeave(person_code=code, from_on=story.leave[0], to_on=story.leave[1]))
    return sorted(leaves, key=lambda leave: (leave.from_on, leave.person_code))


def _six_months_from(first: date) -> date:
    months = first.month + 5
    following = date(first.year + months // 12, months % 12 + 1, 1)
    return following - timedelta(days=1)


def draw_years(
    people: Sequence[SamplePerson],
    postings: Mapping[str, Sequence[SamplePosting]],
    disciplines: Sequence[SampleDiscipline],
    parts: Mapping[str, StorySketch],
    draws: Draws,
) -> list[SampleYear]:
    """Grades of everyone who served at least half a year and still served on 1 December."""
    merit = {person.code: draws.share() for person in people}
    punished = {(d.person_code, d.from_on.year): d.kind for d in disciplines}
    leading = {person.code for person in people if person.level is not PositionLevel.NONE}
    found = []
    for year in YEARS:
        by_unit: dict[str, list[str]] = {}
        for person in people:
            unit_code = unit_at(postings[person.code], date(year, 12, 31))
            if unit_code and person.joined_on <= date(year, 7, 1):
                by_unit.setdefault(unit_code, []).append(person.code)
        for unit_code, codes in by_unit.items():
            fixed = {code: parts[code].grades[year] for code in codes if code in parts and year in parts[code].grades}
            fixed |= {code: _grade_after(punished[code, year]) for code in codes if (code, year) in punished}
            room = len(codes) * EXCELLENT_PERCENT // 100 - sum(g is Grade.EXCELLENT for g in fixed.values())
            free = [code for code in codes if code not in fixed]
            ranked = sorted(free, key=lambda code: -(merit[code] + 0.35 * draws.share()))
            best = {code for code in ranked[: max(room, 0)] if code not in parts}
            for code in codes:
                grade = fixed.get(code) or (Grade.EXCELLENT if code in best else None)
                if grade is None and (code in parts or code in leading):
                    grade = Grade.GOOD
                grade = grade or draws.weighted(_HARD_YEAR if (unit_code, year) == _STRUGGLING else _COMMON_YEAR)
                found.append(SampleYear(person_code=code, year=year, unit_code=unit_code, grade=grade))
    return sorted(found, key=lambda fact: (fact.person_code, fact.year))


def _grade_after(kind: DisciplineLevel) -> Grade:
    """A reprimand leaves the task completed; anything heavier does not."""
    return Grade.COMPLETED if kind is DisciplineLevel.REPRIMAND else Grade.NOT_COMPLETED


def draw_unit_years(units: Sequence[SampleUnit], years: Sequence[SampleYear], draws: Draws) -> list[SampleUnitYear]:
    """Each unit's grade: excellent for the few with the best people and nobody who failed, completed for the weakest."""
    found = []
    for year in YEARS:
        for unit in units:
            grades = [fact.grade for fact in years if fact.year == year and fact.unit_code == unit.code]
            if not grades or (unit.dissolved_on and unit.dissolved_on <= date(year, 12, 31)):
                continue
            good = sum(grade in (Grade.EXCELLENT, Grade.GOOD) for grade in grades) / len(grades)
            if Grade.NOT_COMPLETED not in grades and good >= 0.9 and draws.chance(0.35):
                grade = Grade.EXCELLENT
            else:
                grade = Grade.GOOD if good >= 0.75 else Grade.COMPLETED
            if (unit.code, year) == _BEFORE_THE_MERGER:
                grade = Grade.EXCELLENT
            found.append(SampleUnitYear(unit_code=unit.code, year=year, grade=grade))
    return found
