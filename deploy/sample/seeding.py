"""Moving in: the sample Office's register, rulebook, plan, council, letterhead and calendar, each through the public API."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import movements as plan_api
from contracts.nominations.api import register as api
from contracts.nominations.api import rulebook as rulebook_api
from contracts.reporting.api import obligations as obligations_api
from contracts.reporting.api import reports as reports_api
from contracts.reviews.api import composition as composition_api
from contracts.words import (
    AwardGround,
    DisciplineLevel,
    Grade,
    MovementScope,
    PositionLevel,
    Scope,
    Sex,
    StaffCategory,
    UnitKind,
)
from contracts.words import NomineeKind as ApiNomineeKind
from deploy.sample.api import NOMINATIONS, REPORTING, REVIEWS, Desk, Problem
from deploy.sample.cast import Cast
from deploy.sample.model import SampleOffice
from deploy.sample.plan import Plan

Say = Callable[[str], None]
T = TypeVar("T")

AWARDS_A_CALL: Final = 300
OFFICE_MOVEMENT: Final = "VPUB-2026"
PROVINCE_MOVEMENT: Final = "TINH-2026"
LETTERHEAD_PLACE: Final = "Ninh Bình"
SUPERIOR: Final = "Ủy ban nhân dân tỉnh Ninh Bình"
SYMBOL: Final = "VPUBND"


async def set_up_office(desk: Desk, sample: SampleOffice) -> None:
    """The office itself, marked as a sample, and the rulebook that comes with the product."""
    about = api.OfficeIn(
        name=sample.name, superior_name=SUPERIOR, place=LETTERHEAD_PLACE, symbol=SYMBOL, is_sample=True
    )
    try:
        await desk.post(NOMINATIONS, "/v1/offices", about, api.Office)
    except Problem as problem:
        if problem.code != "office.exists":
            raise
    await desk.post(NOMINATIONS, "/v1/rulebooks", rulebook_api.RulebookIn(), rulebook_api.RulebookLine)


async def write_register(desk: Desk, sample: SampleOffice) -> api.RegisterWritten:
    """Units, people and where they served."""
    rows = api.RegisterRows(
        units=[
            api.UnitRow(
                code=unit.code,
                name=unit.name,
                kind=UnitKind(unit.kind.value),
                is_standing_unit=unit.is_standing_unit,
                founded_on=unit.founded_on,
                dissolved_on=unit.dissolved_on,
                successor_code=unit.successor_code,
                head_code=unit.head_code,
            )
            for unit in sample.units
        ],
        people=[
            api.PersonRow(
                code=person.code,
                name=person.name,
                sex=Sex(person.sex.value),
                birth_year=person.birth_year,
                category=StaffCategory(person.category.value),
                position=person.position,
                position_level=PositionLevel(person.level.value),
                unit_code=person.unit_code,
                joined_on=person.joined_on,
                left_on=person.left_on,
            )
            for person in sample.people
        ],
        postings=[
            api.PostingRow(
                person_code=stay.person_code, unit_code=stay.unit_code, from_on=stay.from_on, to_on=stay.to_on
            )
            for stay in sample.postings
        ],
    )
    return await desk.post(NOMINATIONS, "/v1/register/bulk", rows, api.RegisterWritten)


async def write_grades(desk: Desk, sample: SampleOffice, years: Iterable[int]) -> api.RegisterWritten:
    """What these years ended with: grades of people and units, initiatives."""
    wanted = frozenset(years)
    rows = api.RegisterRows(
        years=[
            api.YearRow(code=fact.person_code, year=fact.year, grade=Grade(fact.grade.value), unit_code=fact.unit_code)
            for fact in sample.years
            if fact.year in wanted
        ]
        + [
            api.YearRow(
                nominee_kind=ApiNomineeKind.COLLECTIVE,
                code=each.unit_code,
                year=each.year,
                grade=Grade(each.grade.value),
            )
            for each in sample.unit_years
            if each.year in wanted
        ],
        initiatives=[
            api.InitiativeRow(
                code=each.code,
                title=each.title,
                year=each.year,
                author_codes=list(each.author_codes),
                scope=Scope.PROVINCE if each.scope is Scope.PROVINCE else Scope.BASE,
                recognised_on=each.decided_on,
                decision_number=each.decision_number or "",
                decided_by=each.decided_by or "",
            )
            for each in sample.initiatives
            if each.year in wanted
        ],
    )
    return await desk.post(NOMINATIONS, "/v1/register/bulk", rows, api.RegisterWritten)


async def write_incidents(desk: Desk, sample: SampleOffice, years: Iterable[int]) -> api.RegisterWritten:
    """What happened to people in these years: disciplines and maternity leaves."""
    wanted = frozenset(years)
    rows = api.RegisterRows(
        disciplines=[
            api.DisciplineRow(
                person_code=each.person_code,
                level=DisciplineLevel(each.kind.value),
                from_on=each.from_on,
                to_on=each.to_on,
                decision_number=each.decision_number,
            )
            for each in sample.disciplines
            if each.from_on.year in wanted
        ],
        leaves=[
            api.LeaveRow(person_code=each.person_code, from_on=each.from_on, to_on=each.to_on)
            for each in sample.leaves
            if each.from_on.year in wanted
        ],
    )
    return await desk.post(NOMINATIONS, "/v1/register/bulk", rows, api.RegisterWritten)


async def write_past_awards(desk: Desk, sample: SampleOffice, before: int, say: Say) -> int:
    """The ledger of the years before ``before``; answers how many awards there are."""
    past = [award for award in sample.awards if award.year < before]
    written = 0
    for chunk in _chunks(past, AWARDS_A_CALL):
        rows = api.RegisterRows(
            awards=[
                api.PastAwardRow(
                    nominee_kind=ApiNomineeKind(award.nominee_kind.value),
                    nominee_code=award.nominee_code,
                    award_code=award.award.value,
                    ground=AwardGround(award.ground.value),
                    period_year=award.year,
                    decision_number=award.decision_number,
                    decided_on=award.decided_on,
                    decided_by=award.decided_by,
                )
                for award in chunk
            ]
        )
        await desk.post(NOMINATIONS, "/v1/register/bulk", rows, api.RegisterWritten)
        written += len(chunk)
        say(f"Đang nạp dữ liệu mẫu: {written}/{len(past)} khen thưởng đã có …")
    return written


def _chunks(items: Sequence[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


async def keep_plan(desk: Desk, plan: Plan) -> UUID:
    """The plan in its own words."""
    for known in await desk.get(NOMINATIONS, "/v1/plans", list[plan_api.Plan]):
        if known.code == plan.code:
            return known.plan_id
    body = plan_api.PlanIn(
        code=plan.code,
        year=plan.year,
        number=plan.number,
        symbol=plan.symbol,
        title=plan.title,
        theme_province=plan.province_theme,
        theme_office=plan.office_theme,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        target_percent=plan.target_percent,
        target_text=plan.target_text,
        audience=plan.audience,
        grounds=list(plan.grounds),
        recipients=list(plan.recipients),
        report_recipients=list(plan.report_recipients),
        mottos=list(plan.mottos),
    )
    return (await desk.post(NOMINATIONS, "/v1/plans", body, Recorded)).id


async def add_movements(desk: Desk, plan: Plan, plan_id: UUID) -> dict[str, plan_api.Movement]:
    """The two movements of the themes and every movement the plan names; answers all by code."""
    wanted = [
        plan_api.MovementIn(
            plan_id=plan_id,
            code=PROVINCE_MOVEMENT,
            name=f"Phong trào thi đua năm {plan.year} của tỉnh Ninh Bình",
            theme=plan.province_theme,
            scope=MovementScope.PROVINCE,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        ),
        plan_api.MovementIn(
            plan_id=plan_id,
            code=OFFICE_MOVEMENT,
            name=f"Phong trào thi đua năm {plan.year} của Văn phòng UBND tỉnh",
            theme=plan.office_theme,
            scope=MovementScope.OFFICE,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        ),
    ]
    wanted += [
        plan_api.MovementIn(
            plan_id=plan_id,
            code=each.code,
            name=each.name,
            tied_to=each.tied_to or "",
            scope=each.scope,
            starts_on=date(each.first_year, 1, 1) if each.first_year else plan.starts_on,
            ends_on=date(each.last_year, 12, 31) if each.last_year else plan.ends_on,
        )
        for each in plan.movements
    ]
    known = await _movements(desk, plan_id)
    for movement in wanted:
        if movement.code not in known:
            await desk.post(NOMINATIONS, "/v1/movements", movement, Recorded)
    return await _movements(desk, plan_id)


async def launch(desk: Desk, movements: Iterable[plan_api.Movement], on: date) -> int:
    """Phát động; answers how many were launched now."""
    waiting = [movement for movement in movements if movement.launched_on is None]
    for movement in waiting:
        body = plan_api.Launch(version=movement.version, launched_on=on)
        await desk.post(NOMINATIONS, f"/v1/movements/{movement.movement_id}/launch", body, plan_api.Movement)
    return len(waiting)


async def _movements(desk: Desk, plan_id: UUID) -> dict[str, plan_api.Movement]:
    found = await desk.get(NOMINATIONS, "/v1/movements", list[plan_api.Movement], plan_id=str(plan_id))
    return {movement.code: movement for movement in found}


async def open_round(desk: Desk, body: plan_api.RoundIn) -> plan_api.Round:
    """The round of that name, opened now if it was not."""
    for known in await desk.get(NOMINATIONS, "/v1/rounds", list[plan_api.Round]):
        if known.name == body.name:
            return known
    made = await desk.post(NOMINATIONS, "/v1/rounds", body, Recorded)
    rounds = await desk.get(NOMINATIONS, "/v1/rounds", list[plan_api.Round])
    return next(each for each in rounds if each.round_id == made.id)


async def found_council(cast: Cast, valid_from: date) -> composition_api.Council:
    """The nine seats of the sample."""
    known = await cast.standing.get(REVIEWS, "/v1/councils", composition_api.Councils)
    if known.items:
        return known.items[0]
    sample = cast.sample.council
    body = composition_api.CreateCouncil(
        name=sample.name,
        decision_number=sample.decision_number,
        valid_from=valid_from,
        members=[
            composition_api.CouncilMember(
                person_id=cast.people[member.person_code],
                name=cast.person(member.person_code).name,
                position=member.seat,
            )
            for member in sample.members
        ],
    )
    return await cast.standing.post(REVIEWS, "/v1/councils", body, composition_api.Council)


async def set_letterhead(cast: Cast, plan: Plan) -> None:
    """What stands on papers; the Chief's name is the sample's."""
    body = reports_api.Letterhead(
        office_name="Văn phòng UBND tỉnh Ninh Bình",
        head_name="Văn phòng",
        superior_name="UBND tỉnh Ninh Bình",
        place=LETTERHEAD_PLACE,
        symbol=SYMBOL,
        theme_province=plan.province_theme,
        theme_office=plan.office_theme,
        recipients=[line for line in plan.recipients if not line.startswith("Lưu")],
        archive=["VT", "VP1"],
        signer_title="Chánh Văn phòng",
        signer_name=cast.chief.actor.name,
        is_sample=True,
    )
    await cast.standing.put(REPORTING, "/v1/letterhead", body, reports_api.Letterhead)


async def usual_obligations(cast: Cast, year: int, *, include_past: bool = False) -> obligations_api.Obligations:
    """The usual calendar of a year; what is there already is left alone."""
    standing_unit = next(unit.code for unit in cast.sample.units if unit.is_standing_unit)
    body = obligations_api.DefaultsRequest(
        year=year, responsible_unit_id=cast.units[standing_unit], include_past=include_past
    )
    await cast.standing.post(REPORTING, "/v1/obligations/defaults", body, obligations_api.Obligations)
    return await cast.standing.get(REPORTING, "/v1/obligations", obligations_api.Obligations, year=year)
