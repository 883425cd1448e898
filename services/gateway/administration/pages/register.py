"""Quản trị: units and people, import from Excel with a dry run, the rulebook, the council, accounts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.nominations.api.register import (
    Person,
    PersonRow,
    RegisterImport,
    RegisterRows,
    RegisterWritten,
    Unit,
    UnitRow,
)
from contracts.nominations.api.rulebook import RulebookIn, RulebookLine
from services.gateway.administration.texts import CATEGORIES, POSITION_LEVELS, SEXES, UNIT_KINDS
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused
from services.office.access import Action

router = APIRouter(prefix="/quan-tri", include_in_schema=False)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 20 * 1024 * 1024


@router.get("")
async def admin_page(web: WebDep) -> Response:
    """What there is to administer, each with one sentence."""
    return await web.page(
        "administration/home.html",
        may_keep=web.can(Action.KEEP_REGISTER),
        may_publish=web.can(Action.PUBLISH_RULEBOOK),
        may_convene=web.can(Action.CONVENE),
        may_operate=web.can(Action.OPERATE),
    )


@router.get("/don-vi")
async def register_page(
    web: WebDep,
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    unit: Annotated[str, Query(alias="don-vi", max_length=40)] = "",
) -> Response:
    return await _register(web, search, unit)


async def _register(
    web: Web, search: str = "", unit: str = "", problems: list[FormProblem] | None = None, form: Form | None = None
) -> Response:
    units = await web.nominations.get("/v1/units", list[Unit])
    chosen = next((each for each in units if str(each.unit_id) == unit), None)
    people = await web.nominations.get(
        "/v1/people", list[Person], q=search, unit=chosen.unit_id if chosen else None, limit=200
    )
    return await web.page(
        "administration/register.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        units=units,
        people=people,
        search=search,
        unit=unit,
        may_keep=web.can(Action.KEEP_REGISTER),
        unit_kinds=list(UNIT_KINDS.items()),
        sexes=list(SEXES.items()),
        categories=list(CATEGORIES.items()),
        levels=list(POSITION_LEVELS.items()),
    )


@router.post("/don-vi")
async def add_unit(web: WebDep, form: FormDep) -> Response:
    values: dict[str, Any] = {name: form[name] for name in ("code", "name", "kind")}
    values["is_standing_unit"] = form.is_on("is_standing_unit")
    return await _write(web, form, "units", UnitRow, values, "Đã ghi đơn vị.")


@router.post("/can-bo")
async def add_person(web: WebDep, form: FormDep) -> Response:
    names = ("code", "name", "sex", "birth_year", "category", "position", "position_level", "unit_code", "joined_on")
    return await _write(web, form, "people", PersonRow, {name: form[name] for name in names}, "Đã ghi cán bộ.")


async def _write(web: Web, form: Form, table: str, model: Any, values: dict[str, Any], notice: str) -> Response:
    try:
        body = RegisterRows.model_validate({table: [read(model, values)]})
        await web.nominations.post("/v1/register/bulk", body, RegisterWritten, key=form.key)
    except NOT_DONE as error:
        return await _register(web, problems=row_problems(error), form=form)
    return await web.done("/quan-tri/don-vi", notice)


def row_problems(error: Any) -> list[FormProblem]:
    """A refused register names its rows; otherwise what any refusal says."""
    rows = getattr(getattr(error, "problem", None), "detail", {}).get("problems")
    if isinstance(rows, list):
        return [FormProblem(str(row.get("message", "")), str(row.get("column") or "") or None) for row in rows]
    return refused(error)


@router.get("/mau.xlsx")
async def template_file(web: WebDep) -> Response:
    return await _file(web, "/v1/register/template.xlsx")


@router.get("/so-dang-ky.xlsx")
async def export_file(web: WebDep) -> Response:
    return await _file(web, "/v1/register/export.xlsx")


async def _file(web: Web, path: str) -> Response:
    answer = await web.nominations.download(path)
    return Response(answer.content, headers={n: answer.headers[n] for n in ("content-type", "content-disposition")})


@router.get("/nhap")
async def import_page(web: WebDep) -> Response:
    return await web.page("administration/import.html", found=None)


@router.post("/nhap")
async def upload(web: WebDep, form: FormDep) -> Response:
    """A dry run: nothing is written until it is confirmed."""
    try:
        file = form.file("file")
        if file is None:
            raise Invalid([FormProblem("Chưa chọn tệp Excel.", "file")])
        content = await file.read(MOST_BYTES + 1)
        part = ((file.filename or "so-dang-ky.xlsx")[:200], content, EXCEL)
        found = await web.nominations.upload("/v1/register/imports", part, RegisterImport, key=form.key)
    except NOT_DONE as error:
        return await web.page("administration/import.html", status=422, problems=refused(error), form=form, found=None)
    return await web.done(f"/quan-tri/nhap/{found.import_id}")


@router.get("/nhap/{import_id:uuid}")
async def checked_page(import_id: UUID, web: WebDep) -> Response:
    found = await web.nominations.get(f"/v1/register/imports/{import_id}", RegisterImport)
    return await web.page("administration/import.html", found=found)


@router.post("/nhap/{import_id:uuid}")
async def confirm(import_id: UUID, web: WebDep, form: FormDep) -> Response:
    try:
        await web.nominations.post(f"/v1/register/imports/{import_id}/confirm", None, RegisterWritten, key=form.key)
    except NOT_DONE as error:
        found = await web.nominations.get(f"/v1/register/imports/{import_id}", RegisterImport)
        return await web.page(
            "administration/import.html", status=422, problems=row_problems(error), form=form, found=found
        )
    return await web.done("/quan-tri/don-vi", "Đã ghi sổ đăng ký từ tệp Excel.")


@router.get("/so-luat")
async def rulebook_page(web: WebDep) -> Response:
    return await _rulebook(web)


async def _rulebook(web: Web, problems: list[FormProblem] | None = None) -> Response:
    versions = await web.nominations.get("/v1/rulebooks", list[RulebookLine])
    words = await rulebook_words(web)
    return await web.page(
        "administration/rulebook.html",
        status=422 if problems else 200,
        problems=problems,
        versions=versions,
        awards=words.awards(),
        document=words.document,
        may_publish=web.can(Action.PUBLISH_RULEBOOK),
    )


@router.post("/so-luat")
async def publish(web: WebDep, form: FormDep) -> Response:
    """Publish the rulebook that comes with the product."""
    try:
        await web.nominations.post("/v1/rulebooks", RulebookIn(), RulebookLine, key=form.key)
    except NOT_DONE as error:
        return await _rulebook(web, refused(error))
    return await web.done("/quan-tri/so-luat", "Đã công bố sổ luật; các phần khác nhận được trong ít giây.")
