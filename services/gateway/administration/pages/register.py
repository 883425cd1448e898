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
from services.gateway.web import FormDep, Web, WebDep, or_again
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
        may_publish=web.can(Action.KEEP_RULEBOOK),
        may_convene=web.can(Action.CONVENE),
        may_operate=web.can(Action.OPERATE),
        may_keep_accounts=web.can(Action.KEEP_ACCOUNTS),
    )


@router.get("/don-vi")
async def register_page(
    web: WebDep,
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    unit: Annotated[str, Query(alias="don-vi", max_length=40)] = "",
) -> Response:
    return await _register(web, search, unit)


async def _register(web: Web, search: str = "", unit: str = "") -> Response:
    units = await web.nominations.get("/v1/units", list[Unit])
    chosen = next((each for each in units if str(each.unit_id) == unit), None)
    people = await web.nominations.get(
        "/v1/people", list[Person], q=search, unit=chosen.unit_id if chosen else None, limit=200
    )
    return await web.page(
        "administration/register.html",
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
@or_again(_register)
async def add_unit(web: WebDep, form: FormDep) -> Response:
    values: dict[str, Any] = {name: form[name] for name in ("code", "name", "kind")}
    values["is_standing_unit"] = form.is_on("is_standing_unit")
    units = await web.nominations.get("/v1/units", list[Unit])
    known = next((each for each in units if each.code.lower() == form["code"].lower()), None)
    _require_replacing(form, f"{known.name}" if known else None)
    return await _write(web, form, "units", UnitRow, values, "Đã ghi đơn vị.")


@router.post("/can-bo")
@or_again(_register)
async def add_person(web: WebDep, form: FormDep) -> Response:
    people = await web.nominations.get("/v1/people", list[Person], q=form["code"].lower(), limit=200)
    known = next((each for each in people if each.code.lower() == form["code"].lower()), None)
    _require_replacing(form, f"{known.name}, {known.unit_name}" if known else None)
    names = ("code", "name", "sex", "birth_year", "category", "position", "position_level", "unit_code", "joined_on")
    return await _write(web, form, "people", PersonRow, {name: form[name] for name in names}, "Đã ghi cán bộ.")


def _require_replacing(form: Form, known: str | None) -> None:
    """A code that somebody has already is typed on purpose, or by mistake: the form says which."""
    if known is not None and not form.is_on("replace"):
        text = f"Mã {form['code']} đã có: {known}. Muốn sửa mục ấy thì đánh dấu “Sửa mục đã có mã này” rồi gửi lại."
        raise Invalid([FormProblem(text, "code")])


async def _write(web: Web, form: Form, table: str, model: Any, values: dict[str, Any], notice: str) -> Response:
    body = RegisterRows.model_validate({table: [read(model, values)]})
    await web.nominations.post("/v1/register/bulk", body, RegisterWritten, key=form.key)
    return await web.done("/quan-tri/don-vi", notice)


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
    return await _import(web)


async def _import(web: Web, import_id: UUID | None = None) -> Response:
    checked = await web.nominations.get(f"/v1/register/imports/{import_id}", RegisterImport) if import_id else None
    return await web.page("administration/import.html", found=checked)


@router.post("/nhap")
@or_again(_import)
async def upload(web: WebDep, form: FormDep) -> Response:
    """A dry run: nothing is written until it is confirmed."""
    file = form.file("file")
    if file is None:
        raise Invalid([FormProblem("Chưa chọn tệp Excel.", "file")])
    content = await file.read(MOST_BYTES + 1)
    part = ((file.filename or "so-dang-ky.xlsx")[:200], content, EXCEL)
    found = await web.nominations.upload("/v1/register/imports", part, RegisterImport, key=form.key)
    return await web.done(f"/quan-tri/nhap/{found.import_id}")


@router.get("/nhap/{import_id:uuid}")
async def checked_page(import_id: UUID, web: WebDep) -> Response:
    return await _import(web, import_id)


@router.post("/nhap/{import_id:uuid}")
@or_again(_import)
async def confirm(import_id: UUID, web: WebDep, form: FormDep) -> Response:
    await web.nominations.post(f"/v1/register/imports/{import_id}/confirm", None, RegisterWritten, key=form.key)
    return await web.done("/quan-tri/don-vi", "Đã ghi sổ đăng ký từ tệp Excel.")


@router.get("/so-luat")
async def rulebook_page(web: WebDep) -> Response:
    return await _rulebook(web)


async def _rulebook(web: Web) -> Response:
    versions = await web.nominations.get("/v1/rulebooks", list[RulebookLine])
    words = await rulebook_words(web)
    return await web.page(
        "administration/rulebook.html",
        versions=versions,
        awards=words.awards(),
        rulebook=words.content,
        may_publish=web.can(Action.KEEP_RULEBOOK),
    )


@router.post("/so-luat")
@or_again(_rulebook)
async def publish(web: WebDep, form: FormDep) -> Response:
    """Publish the rulebook that comes with the product."""
    await web.nominations.post("/v1/rulebooks", RulebookIn(), RulebookLine, key=form.key)
    web.services.forget_office(web.account.office_id)
    return await web.done("/quan-tri/so-luat", "Đã công bố sổ luật; các phần khác nhận được trong ít giây.")
