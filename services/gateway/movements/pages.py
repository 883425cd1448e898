"""Phong trào & kết quả: the year's plan with both themes, its movements and rounds, and each unit's results month by month."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.fields import Recorded
from contracts.nominations.api.movements import Launch, Movement, MovementIn, Plan, Round, RoundIn
from contracts.nominations.api.register import Unit
from contracts.reporting.api.progress import NewUnitResults, UnitResults, UnitResultsList
from services.gateway.forms import FormProblem, Invalid, read
from services.gateway.movements.texts import MOVEMENT_SCOPES
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again, together
from services.office.access import Action

router = APIRouter(prefix="/phong-trao", include_in_schema=False)


@dataclass
class UnitYear:
    """A unit's tasks of the year, summed over the months reported."""

    name: str
    unit_id: UUID
    assigned: int = 0
    completed: int = 0
    on_time: int = 0
    months: dict[int, UnitResults] = field(default_factory=dict)


@router.get("")
async def movements_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    today = web.runtime.clock.today()
    plans, movements, rounds, units, results, words = await together(
        web.maybe(web.nominations.get("/v1/plans", list[Plan])),
        web.maybe(web.nominations.get("/v1/movements", list[Movement])),
        web.maybe(web.nominations.get("/v1/rounds", list[Round])),
        web.maybe(web.nominations.get("/v1/units", list[Unit])),
        web.allowed(web.reporting.get("/v1/results", UnitResultsList, year=today.year)),
        rulebook_words(web),
    )
    plan = next((each for each in plans or () if each.year == today.year), (plans or [None])[0])
    by_scope: dict[str, list[Movement]] = defaultdict(list)
    for movement in movements or ():
        if plan is None or movement.plan_id == plan.plan_id:
            by_scope[movement.scope.value].append(movement)
    return await web.page(
        "movements/page.html",
        plan=plan,
        movements=[(scope, by_scope[scope]) for scope in MOVEMENT_SCOPES if by_scope[scope]],
        launched=[m for m in movements or () if m.launched_on and (plan is None or m.plan_id == plan.plan_id)],
        rounds=rounds or [],
        years=unit_years(units or [], results.items if results else []),
        year=today.year,
        month=today.month if today.day > 20 else max(today.month - 1, 1),
        awards=[(each.code, each.name) for each in words.awards()],
        scopes=list(MOVEMENT_SCOPES.items()),
        may_keep=web.can(Action.KEEP_PLAN),
        may_record=web.can(Action.RECORD_RESULTS),
        record_units=_recordable(web, units or []),
        submit_by=today + timedelta(days=30),
    )


def _recordable(web: Web, units: list[Unit]) -> list[tuple[str, str]]:
    """Whose results this person may record: all units, or the own one."""
    ours = [u for u in units if web.works_for_every_unit or u.unit_id == web.account.unit_id]
    return [(str(unit.unit_id), unit.name) for unit in ours if unit.dissolved_on is None]


def unit_years(units: list[Unit], results: list[UnitResults]) -> list[UnitYear]:
    """Every unit, also those without a figure yet."""
    years = {unit.unit_id: UnitYear(unit.name, unit.unit_id) for unit in units if unit.dissolved_on is None}
    for each in results:
        year = years.setdefault(each.unit_id, UnitYear("Đơn vị cũ", each.unit_id))
        year.assigned += each.assigned
        year.completed += each.completed
        year.on_time += each.on_time
        year.months[each.month] = each
    return list(years.values())


@router.post("/ket-qua")
@or_again(_page)
async def record(web: WebDep, form: FormDep) -> Response:
    """A unit's month; recorded again with the version read it corrects what was there."""
    values: dict[str, Any] = {name: form[name] for name in ("unit_id", "month", "assigned", "completed", "on_time")}
    values["year"] = web.runtime.clock.today().year
    found = await web.reporting.get("/v1/results", UnitResultsList, year=values["year"])
    known = next(
        (r for r in found.items if str(r.unit_id) == values["unit_id"] and str(r.month) == values["month"]), None
    )
    if known and not form.is_on("replace"):
        stored = f"{known.completed}/{known.assigned} việc hoàn thành, {known.on_time} việc đúng hạn"
        text = f"Tháng {known.month} đã có số liệu: {stored}. Muốn thay thì đánh dấu “Thay số đã ghi” rồi gửi lại."
        raise Invalid([FormProblem(text, "replace")])
    body = read(NewUnitResults, {**values, "version": known.version if known else 0})
    await web.reporting.post("/v1/results", body, UnitResults, key=form.key)
    return await web.done("/phong-trao#ket-qua", "Đã ghi kết quả tháng.")


@router.post("/phong-trao-moi")
@or_again(_page)
async def add_movement(web: WebDep, form: FormDep) -> Response:
    names = ("plan_id", "code", "name", "theme", "scope", "starts_on", "ends_on")
    values = {name: form[name] or None for name in names}
    await web.nominations.post("/v1/movements", read(MovementIn, values), Recorded, key=form.key)
    return await web.done("/phong-trao", "Đã thêm phong trào.")


@router.post("/{movement_id:uuid}/phat-dong")
@or_again(_page)
async def launch(movement_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "launched_on": web.runtime.clock.today().isoformat()}
    await web.nominations.post(f"/v1/movements/{movement_id}/launch", read(Launch, values), Movement, key=form.key)
    return await web.done("/phong-trao", "Đã phát động phong trào.")


@router.post("/dot-xet")
@or_again(_page)
async def open_round(web: WebDep, form: FormDep) -> Response:
    today = web.runtime.clock.today()
    values: dict[str, Any] = {
        "movement_id": form["movement_id"],
        "name": form["name"],
        "period_year": form["period_year"] or today.year,
        "opened_on": form["opened_on"] or today.isoformat(),
        "submit_by": form["submit_by"],
        "awards": form.many("awards"),
    }
    await web.nominations.post("/v1/rounds", read(RoundIn, values), Recorded, key=form.key)
    return await web.done("/phong-trao", "Đã mở đợt xét; các đơn vị đề nghị được ngay.")
