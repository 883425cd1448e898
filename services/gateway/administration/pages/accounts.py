"""Quản trị: local accounts of the office, kept by the gateway itself."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Unit
from services.chassis.audit import audit
from services.chassis.ids import new_id
from services.gateway.accounts import commands, store
from services.gateway.accounts.store import Account
from services.gateway.forms import Form, FormProblem, Invalid
from services.gateway.passwords import SHORTEST
from services.gateway.people import everyone
from services.gateway.refusals import sentence
from services.gateway.texts import ROLES
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action, Role
from services.office.refusal import Forbidden

router = APIRouter(prefix="/quan-tri", include_in_schema=False)


@router.get("/tai-khoan")
async def accounts_page(web: WebDep) -> Response:
    return await _accounts(web)


def _check_keeper(web: Web) -> None:
    """Accounts are the gateway's own: here it decides by itself."""
    if not web.can(Action.OPERATE):
        raise Forbidden("keep_accounts")


async def _accounts(web: Web) -> Response:
    _check_keeper(web)
    async with web.runtime.database.transaction() as tx:
        accounts = await store.accounts_of_office(tx, web.account.office_id)
    people = await web.maybe(everyone(web)) or []
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    return await web.page(
        "administration/accounts.html",
        accounts=accounts,
        people=[(str(p.person_id), f"{p.name} – {p.unit_name}") for p in people],
        unit_names={unit.unit_id: unit.name for unit in units},
        roles=list(ROLES.items()),
        shortest=SHORTEST,
    )


@router.post("/tai-khoan")
@or_again(_accounts)
async def add_account(web: WebDep, form: FormDep) -> Response:
    """An account for a person of the register."""
    _check_keeper(web)
    account = await _account_of(web, form)
    async with web.runtime.database.transaction() as tx:
        kept = await commands.keep_account(tx, account)
        await audit(
            tx,
            web.account.actor,
            "account.keep",
            "account",
            kept.account_id,
            at=web.runtime.clock.now(),
            username=kept.username,
            roles=sorted(kept.roles),
        )
    return await web.done("/quan-tri/tai-khoan", f"Đã ghi tài khoản {kept.username}.")


async def _account_of(web: Web, form: Form) -> Account:
    """What the form says, checked: the person is of this office's register, at least one role, a password long enough."""
    problems = []
    username, password = form["username"], str(form.raw.get("password") or "")
    person = next((p for p in await everyone(web) if str(p.person_id) == form["person_id"]), None)
    roles = frozenset(Role(code) for code in form.many("roles") if code in ROLES)
    if not username or not username.isprintable() or any(sign.isspace() for sign in username) or len(username) > 64:
        problems.append(FormProblem("Tên đăng nhập: viết liền, tối đa 64 ký tự.", "username"))
    if person is None:
        problems.append(FormProblem("Chưa chọn người.", "person_id"))
    if not roles:
        problems.append(FormProblem("Chọn ít nhất một vai trò.", "roles"))
    if password and not SHORTEST <= len(password) <= 200:
        problems.append(FormProblem(f"Mật khẩu: từ {SHORTEST} ký tự trở lên.", "password"))
    if problems or person is None:
        raise Invalid(problems)
    account = Account(new_id(), web.account.office_id, username, person.person_id, person.name, person.unit_id, roles)
    return await commands.with_password(account, password or None)


@router.post("/tai-khoan/{account_id:uuid}/khoa")
@or_again(_accounts)
async def disable_account(account_id: UUID, web: WebDep, _: FormDep) -> Response:
    _check_keeper(web)
    if account_id == web.account.account_id:
        raise Invalid([FormProblem(sentence("account.own"))])
    async with web.runtime.database.transaction() as tx:
        await store.disable_account(tx, web.account.office_id, account_id)
    return await web.done("/quan-tri/tai-khoan", "Đã khóa tài khoản.")
