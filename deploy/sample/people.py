"""Who works in the sample Office: 180 people who do not exist, with their units over time."""

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date, timedelta

from contracts.words import PositionLevel, Sex, StaffCategory
from deploy.sample.draws import Draws
from deploy.sample.model import SamplePerson, SamplePosting
from deploy.sample.names import full_name
from deploy.sample.stories import SKETCHES as STORIES
from deploy.sample.stories import StorySketch
from deploy.sample.units import (
    FORMER,
    INFORMATION_CENTRE,
    LEADERSHIP,
    MERGED_ON,
    SERVICE_CENTRE,
    SKETCHES,
    STANDING,
    UnitSketch,
)

TRANSFERS = 14
LEAVERS = 5
MOVED_WITH_THE_MERGER = 5

_WORK = {
    "QTTV": ("Lái xe", "Lái xe", "Nhân viên kỹ thuật", "Nhân viên bảo vệ", "Nhân viên phục vụ"),
    "NK": ("Nhân viên lễ tân", "Nhân viên buồng", "Nhân viên bếp", "Nhân viên bàn", "Nhân viên bảo vệ"),
    STANDING: ("Nhân viên phục vụ", "Nhân viên lưu trữ"),
}
_SPECIAL_TITLES = {
    STANDING: ("Chuyên viên thi đua, khen thưởng", "Chuyên viên thi đua, khen thưởng", "Văn thư viên", "Văn thư viên"),
    "QTTV": ("Kế toán viên", "Kế toán viên", "Kế toán viên"),
    INFORMATION_CENTRE: ("Kỹ sư công nghệ thông tin", "Kỹ sư công nghệ thông tin"),
}
_ORDINARY = ("Chuyên viên", "Viên chức")
_BORN = {
    PositionLevel.LEADERSHIP: (1970, 1978),
    PositionLevel.HEAD: (1972, 1982),
    PositionLevel.DEPUTY: (1974, 1987),
    PositionLevel.NONE: (1971, 2001),
}


def draw_people(draws: Draws) -> tuple[tuple[SamplePerson, ...], dict[str, StorySketch]]:
    """Everyone, numbered by the day they came, and the story that each person of a story plays (by code)."""
    drafts = [person for sketch in SKETCHES for person in _staff_of(sketch, draws)]
    parts: dict[int, StorySketch] = {}
    for story in STORIES:
        index = next(i for i, person in enumerate(drafts) if i not in parts and _can_play(person, story))
        drafts[index], parts[index] = _dressed(drafts[index], story), story
    _let_some_leave(drafts, parts.keys(), draws)
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].joined_on, i))
    codes = {index: f"VP-{number:04d}" for number, index in enumerate(order, start=1)}
    people = tuple(replace(drafts[index], code=codes[index]) for index in order)
    return people, {codes[index]: story for index, story in parts.items()}


def draw_postings(people: Sequence[SamplePerson], parts: dict[str, StorySketch], draws: Draws) -> list[SamplePosting]:
    """Everyone's stays in units: most have one, those who moved two; the merger moved its own people."""
    came_from = {code: story.came_from for code, story in parts.items() if story.came_from}
    settled = [p for p in people if p.level is PositionLevel.NONE and p.left_on is None and p.code not in parts]
    merged = [p for p in settled if p.unit_code == SERVICE_CENTRE and p.joined_on < date(2020, 1, 1)]
    came_from |= {person.code: (FORMER, MERGED_ON) for person in draws.some(merged, MOVED_WITH_THE_MERGER)}
    movable = [
        person
        for person in settled
        if person.code not in came_from
        and person.category is StaffCategory.CIVIL_SERVANT
        and person.joined_on < date(2019, 1, 1)
    ]
    for person in draws.some(movable, TRANSFERS):
        origins = [s.code for s in SKETCHES if s.founded_on <= person.joined_on and _takes_transfers(s, person)]
        came_from[person.code] = (draws.one_of(origins), date(draws.between(2021, 2025), draws.between(1, 12), 1))
    return [posting for person in people for posting in _postings_of(person, came_from.get(person.code))]


def _postings_of(person: SamplePerson, came_from: tuple[str, date] | None) -> list[SamplePosting]:
    if came_from is None:
        return [_posting(person, person.unit_code, person.joined_on, person.left_on)]
    origin, moved_on = came_from
    return [
        _posting(person, origin, person.joined_on, moved_on - timedelta(days=1)),
        _posting(person, person.unit_code, moved_on, person.left_on),
    ]


def _posting(person: SamplePerson, unit_code: str, from_on: date, to_on: date | None) -> SamplePosting:
    return SamplePosting(person_code=person.code, unit_code=unit_code, from_on=from_on, to_on=to_on)


def _takes_transfers(sketch: UnitSketch, person: SamplePerson) -> bool:
    return (
        sketch.category is StaffCategory.CIVIL_SERVANT
        and sketch.code not in (LEADERSHIP, FORMER, person.unit_code)
        and sketch.dissolved_on is None
    )


def _staff_of(sketch: UnitSketch, draws: Draws) -> list[SamplePerson]:
    special = list(_SPECIAL_TITLES.get(sketch.code, ()))
    people = []
    for place in range(sketch.headcount):
        if place == 0:
            level, title = PositionLevel.HEAD, sketch.head_title
        elif place <= sketch.deputies:
            level, title = PositionLevel.DEPUTY, sketch.deputy_title
        else:
            level, title = PositionLevel.NONE, sketch.staff_title
        category = sketch.category
        if sketch.code == LEADERSHIP:
            level = PositionLevel.LEADERSHIP
            category = StaffCategory.OFFICIAL if place == 0 else category
        if place >= sketch.headcount - sketch.workers:
            category, title = StaffCategory.WORKER, draws.one_of(_WORK[sketch.code])
        elif level is PositionLevel.NONE and special:
            title = special.pop(0)
        people.append(_person(sketch, level, category, title, draws))
    return people


def _person(
    sketch: UnitSketch, level: PositionLevel, category: StaffCategory, title: str, draws: Draws
) -> SamplePerson:
    leads = level is not PositionLevel.NONE
    sex = Sex.FEMALE if draws.chance(0.3 if leads else 0.5) and title != "Lái xe" else Sex.MALE
    birth_year = draws.between(*_BORN[level])
    earliest = birth_year + 22
    joined_year = min(2026, earliest + draws.between(0, 6)) if not leads else earliest + draws.between(0, 4)
    joined_on = max(date(joined_year, draws.between(1, 12 if joined_year < 2026 else 3), 1), sketch.founded_on)
    left_on = None
    if sketch.code == FORMER:
        left_on = MERGED_ON - timedelta(days=1) if leads else date(2024, 9, 30)
    return SamplePerson(
        code="",
        name=full_name(draws, sex),
        sex=sex,
        birth_year=birth_year,
        category=category,
        position=title,
        level=level,
        unit_code=sketch.code,
        joined_on=joined_on,
        left_on=left_on,
    )


def _can_play(person: SamplePerson, story: StorySketch) -> bool:
    return (
        person.unit_code == story.unit
        and person.level is PositionLevel.NONE
        and person.category is not StaffCategory.WORKER
        and person.position in _ORDINARY
        and person.joined_on < date(2020, 7, 1)
        and story.sex in (None, person.sex)
        and (story.leave is None or person.birth_year >= 1986)
    )


def _dressed(person: SamplePerson, story: StorySketch) -> SamplePerson:
    if story.joined_on:
        return replace(person, joined_on=story.joined_on, birth_year=story.joined_on.year - 24)
    return replace(person, left_on=story.left_on)


def _let_some_leave(drafts: list[SamplePerson], taken: Container[int], draws: Draws) -> None:
    leavers = [
        index
        for index, person in enumerate(drafts)
        if index not in taken
        and person.position in _ORDINARY
        and person.unit_code not in (FORMER, SERVICE_CENTRE)
        and person.joined_on < date(2020, 1, 1)
    ]
    for index in draws.some(leavers, LEAVERS):
        month = date(draws.between(2022, 2025), draws.between(2, 12), 1)
        drafts[index] = replace(drafts[index], left_on=month - timedelta(days=1))
