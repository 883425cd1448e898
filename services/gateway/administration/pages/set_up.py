"""Setting up an office of one's own: its name and symbol, the standing unit and its clerk, the rulebook; then the register."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Office, OfficeIn, PersonRow, RegisterRows, RegisterWritten, Unit, UnitRow
from contracts.nominations.api.rulebook import RulebookIn, RulebookLine
from services.chassis.ids import new_id
from services.gateway.accounts import commands
from services.gateway.accounts.store import Account
from services.gateway.administration.texts import SEXES
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.passwords import SHORTEST
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action
from services.office.refusal import Forbidden

router = APIRouter(prefix="/thiet-lap", include_in_schema=False)

CLERK_CODE = "CB001"
STANDING_UNIT_CODE = "HCTC"


@router.get("")
async def setup_page(web: WebDep) -> Response:
    """Step one while there is no office, step two while it has no unit, then only the way on."""
    return await _page(web)


async def _page(web: Web) -> Response:
    if not web.can(Action.SET_UP_OFFICE):
        raise Forbidden(Action.SET_UP_OFFICE)
    office = await web.nominations.find("/v1/office", Office)
    units = await web.nominations.get("/v1/units", list[Unit]) if office is not None else []
    return await web.page(
        "administration/set_up.html",
        step=1 if office is None else 3 if units else 2,
        sexes=list(SEXES.items()),
        shortest=SHORTEST,
    )


@router.post("")
@or_again(_page)
async def create_office(web: WebDep, form: FormDep) -> Response:
    values = {name: form[name] for name in ("name", "superior_name", "place", "symbol")}
    await web.nominations.post("/v1/offices", read(OfficeIn, values), Office, key=form.key)
    await web.nominations.post("/v1/rulebooks", RulebookIn(), RulebookLine, key=f"{form.key}-so-luat")
    web.services.forget_office(web.account.office_id)
    return await web.done("/thiet-lap", "Đã thiết lập cơ quan và công bố sổ luật kèm theo phần mềm.")


@router.post("/thuong-truc")
@or_again(_page)
async def add_clerk(web: WebDep, form: FormDep) -> Response:
    """The standing unit, its clerk in the register, and the clerk's account."""
    password = str(form.raw.get("password") or "")
    if not SHORTEST <= len(password) <= 200:
        raise Invalid([FormProblem(f"Mật khẩu: từ {SHORTEST} ký tự trở lên.", "password")])
    if not form["username"] or " " in form["username"]:
        raise Invalid([FormProblem("Tên đăng nhập: viết liền, tối đa 64 ký tự.", "username")])
    written = await web.nominations.post("/v1/register/bulk", _rows(form), RegisterWritten, key=form.key)
    account = Account(
        new_id(),
        web.account.office_id,
        form["username"][:64],
        written.people[CLERK_CODE],
        form["name"],
        written.units[STANDING_UNIT_CODE],
        commands.CLERK_ROLES,
    )
    account = await commands.with_password(commands.cleaned(account), password)
    async with web.runtime.database.transaction() as tx:
        await commands.keep_account(tx, account)
    notice = f"Đã lập tài khoản {account.username}. Tiếp theo: nhập các đơn vị và cán bộ từ Excel, hoặc nhập tay ở Đơn vị, cán bộ."
    return await web.done("/quan-tri/nhap", notice)


def _rows(form: Form) -> RegisterRows:
    """One unit and one person, as the import knows them by code later."""
    unit = read(UnitRow, {"code": STANDING_UNIT_CODE, "name": form["unit_name"], "is_standing_unit": True})
    person: dict[str, Any] = {
        "code": CLERK_CODE,
        "name": form["name"],
        "sex": form["sex"],
        "birth_year": form["birth_year"],
        "category": "cong_chuc",
        "unit_code": STANDING_UNIT_CODE,
        "joined_on": form["joined_on"],
    }
    return RegisterRows(units=[unit], people=[read(PersonRow, person)])
