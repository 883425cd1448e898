"""Setting up an office of one's own: its name and symbol, the standing unit and its clerk, the rulebook; then the register."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Office, OfficeIn, PersonRow, RegisterRows, RegisterWritten, Unit, UnitRow
from contracts.nominations.api.rulebook import RulebookIn, RulebookLine
from services.chassis.acting import acting
from services.chassis.ids import new_id
from services.gateway.accounts.commands import keeping, password_links
from services.gateway.accounts.store import Account
from services.gateway.administration.texts import SEXES
from services.gateway.forms import Form, FormProblem, Invalid, read
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


async def _page(web: Web, made: tuple[str, str, str] | None = None) -> Response:
    """``made``: name and user name of the clerk, and the address where the clerk sets a password, shown this once."""
    if not web.can(Action.SET_UP_OFFICE):
        raise Forbidden(Action.SET_UP_OFFICE)
    office = await web.nominations.find("/v1/office", Office)
    units = await web.nominations.get("/v1/units", list[Unit]) if office is not None else []
    return await web.page(
        "administration/set_up.html",
        step=1 if office is None else 3 if units else 2,
        sexes=list(SEXES.items()),
        made=made,
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
    """The standing unit, its clerk in the register, and the clerk's account with the link by which the clerk opens it."""
    if not form["username"] or any(sign.isspace() for sign in form["username"]):
        raise Invalid([FormProblem("Tên đăng nhập: viết liền, tối đa 64 ký tự.", "username")])
    written = await web.nominations.post("/v1/register/bulk", _rows(form), RegisterWritten, key=form.key)
    wanted = Account(
        new_id(),
        web.account.office_id,
        form["username"][:64],
        written.people[CLERK_CODE],
        form["name"],
        written.units[STANDING_UNIT_CODE],
        keeping.CLERK_ROLES,
    )
    act = acting(web.runtime, web.account.actor)
    async with web.runtime.database.transaction() as tx:
        kept = await keeping.keep_account(tx, keeping.cleaned(wanted), act)
        _, token, _ = await password_links.make_password_link(tx, kept.account.account_id, act)
    address = str(web.request.url.replace(path="/dat-mat-khau", query=f"ma={token}", fragment=""))
    return await _page(web, (kept.account.name, kept.account.username, address))


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
