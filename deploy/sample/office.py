"""The sample Office (Văn phòng mẫu): the same seed gives the same units, people and years, and nobody in it exists."""

from contracts.words import PositionLevel
from deploy.sample.awards import Facts, draw_awards
from deploy.sample.council import accounts_of, council_of
from deploy.sample.draws import Draws
from deploy.sample.initiatives import draw_initiatives
from deploy.sample.model import SampleOffice, SamplePerson, SamplePosting, SampleStory, SampleUnit
from deploy.sample.people import draw_people, draw_postings
from deploy.sample.record import draw_disciplines, draw_leaves, draw_unit_years, draw_years
from deploy.sample.units import LEADERSHIP, SKETCHES, STANDING, UnitSketch


def sample_office(seed: int = 2026) -> SampleOffice:
    """Draw the whole office; each part has its own stream, so a change in one leaves the others as they were."""
    people, parts = draw_people(Draws(seed, "people"))
    postings = draw_postings(people, parts, Draws(seed, "postings"))
    units = tuple(_unit(sketch, people) for sketch in SKETCHES)
    stays: dict[str, list[SamplePosting]] = {}
    for posting in postings:
        stays.setdefault(posting.person_code, []).append(posting)
    disciplines = draw_disciplines(people, parts, Draws(seed, "disciplines"))
    years = draw_years(people, stays, disciplines, parts, Draws(seed, "grades"))
    unit_years = draw_unit_years(units, years, Draws(seed, "unit grades"))
    initiatives = draw_initiatives(years, parts, Draws(seed, "initiatives"))
    reserved = frozenset(code for code, story in parts.items() if story.code != "da_dat_cstd_tinh")
    awards = draw_awards(Facts(years, unit_years, disciplines, initiatives, reserved), Draws(seed, "awards"))
    council = council_of(units, people)
    return SampleOffice(
        code="VPUBND-MAU",
        name="Văn phòng UBND tỉnh Ninh Bình (mẫu)",
        seed=seed,
        units=units,
        people=people,
        postings=tuple(postings),
        years=tuple(years),
        unit_years=tuple(unit_years),
        disciplines=tuple(disciplines),
        leaves=tuple(draw_leaves(people, parts, Draws(seed, "leaves"))),
        initiatives=tuple(initiatives),
        awards=tuple(awards),
        council=council,
        accounts=accounts_of(units, people, council, parts),
        stories=tuple(SampleStory(code=story.code, person_code=code, note=story.note) for code, story in parts.items()),
    )


def _unit(sketch: UnitSketch, people: tuple[SamplePerson, ...]) -> SampleUnit:
    """A unit with its head; of the leadership the head is the one who is Chánh Văn phòng."""
    level = PositionLevel.LEADERSHIP if sketch.code == LEADERSHIP else PositionLevel.HEAD
    heads = (
        p.code
        for p in people
        if p.unit_code == sketch.code and p.level is level and p.position == sketch.head_title and p.left_on is None
    )
    return SampleUnit(
        code=sketch.code,
        name=sketch.name,
        kind=sketch.kind,
        is_standing_unit=sketch.code == STANDING,
        founded_on=sketch.founded_on,
        dissolved_on=sketch.dissolved_on,
        successor_code=sketch.successor_code,
        head_code=next(heads, None),
    )
