"""Quản trị: local accounts of the office, kept by the gateway itself."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Unit
from services.chassis.acting import acting
from services.chassis.ids import new_id
from services.gateway.accounts import store
from services.gateway.accounts.commands import keeping, password_links
from services.gateway.accounts.store import Account, links
from services.gateway.forms import Form, FormProblem, Invalid
from services.gateway.people import everyone
from services.gateway.render import role_words
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
    if not web.can(Action.KEEP_ACCOUNTS):
        raise Forbidden(Action.KEEP_ACCOUNTS)


async def _accounts(web: Web, link: tuple[str, str, bool] | None = None) -> Response:
    """All accounts; ``link``: for whom one was just made, its address, and whether a second person must confirm it."""
    _check_keeper(web)
    async with web.runtime.database.transaction() as tx:
        accounts = await store.accounts_of_office(tx, web.account.office_id)
        waiting = {each.account_id: each.roles for each in await links.grants_waiting(tx, web.account.office_id)}
    people = await web.maybe(everyone(web)) or []
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    return await web.page(
        "administration/accounts.html",
        accounts=accounts,
        people=[(str(p.person_id), f"{p.name} – {p.unit_name}") for p in people],
        unit_names={unit.unit_id: unit.name for unit in units},
        roles=list(ROLES.items()),
        waiting=waiting,
        link=link,
    )


@router.post("/tai-khoan")
@or_again(_accounts)
async def add_account(web: WebDep, form: FormDep) -> Response:
    """An account for a person of the register."""
    _check_keeper(web)
    wanted = await _account_of(web, form)
    async with web.runtime.database.transaction() as tx:
        kept = await keeping.keep_account(tx, wanted, acting(web.runtime, web.account.actor))
    web.signed_out(kept.account.account_id)
    done = f"Đã ghi tài khoản {kept.account.username}."
    if kept.waiting:
        done += f" Vai trò chờ người thứ hai xác nhận: {role_words(kept.waiting)}."
    return await web.done("/quan-tri/tai-khoan", done)


async def _account_of(web: Web, form: Form) -> Account:
    """What the form says, checked: the person is of this office's register, and has at least one role."""
    problems = []
    username = form["username"]
    person = next((p for p in await everyone(web) if str(p.person_id) == form["person_id"]), None)
    roles = frozenset(Role(code) for code in form.many("roles") if code in ROLES)
    if not username or not username.isprintable() or any(sign.isspace() for sign in username) or len(username) > 64:
        problems.append(FormProblem("Tên đăng nhập: viết liền, tối đa 64 ký tự.", "username"))
    if person is None:
        problems.append(FormProblem("Chưa chọn người.", "person_id"))
    if not roles:
        problems.append(FormProblem("Chọn ít nhất một vai trò.", "roles"))
    if problems or person is None:
        raise Invalid(problems)
    return keeping.cleaned(
        Account(new_id(), web.account.office_id, username, person.person_id, person.name, person.unit_id, roles)
    )


@router.post("/tai-khoan/{account_id:uuid}/duong-dan")
@or_again(_accounts)
async def make_link(account_id: UUID, web: WebDep, _: FormDep) -> Response:
    """A link by which the person sets a password; on this very answer and nowhere else."""
    _check_keeper(web)
    async with web.runtime.database.transaction() as tx:
        act = acting(web.runtime, web.account.actor)
        account, token, needs_code = await password_links.make_password_link(tx, account_id, act)
    address = str(web.request.url.replace(path="/dat-mat-khau", query=f"ma={token}", fragment=""))
    return await _accounts(web, (account.name, address, needs_code))


@router.post("/tai-khoan/{account_id:uuid}/khoa")
@or_again(_accounts)
async def disable_account(account_id: UUID, web: WebDep, _: FormDep) -> Response:
    _check_keeper(web)
    async with web.runtime.database.transaction() as tx:
        await keeping.disable_account(tx, account_id, acting(web.runtime, web.account.actor))
    web.signed_out(account_id)
    return await web.done("/quan-tri/tai-khoan", "Đã khóa tài khoản.")
