"""One's own account: what was done to it, what waits for one's confirmation, and setting a password by a one-time link."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.chassis.acting import acting
from services.chassis.audit import audit
from services.chassis.proxies import client_address, source_of
from services.chassis.runtime import Runtime
from services.gateway import passwords, render
from services.gateway.accounts import commands, store
from services.gateway.accounts.commands import keeping, password_links
from services.gateway.accounts.store import links
from services.gateway.errors import error_page
from services.gateway.forms import Form, FormProblem, Invalid
from services.gateway.refusals import sentence
from services.gateway.security import is_cross_site
from services.gateway.web import FormDep, FormRefused, Web, WebDep, or_again
from services.office.access import Action
from services.office.refusal import Forbidden, NotFound, Refused

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Query(alias="ma", max_length=100)]


@router.get("/tai-khoan")
async def own_page(web: WebDep) -> Response:
    return await _own(web)


async def _own(web: Web) -> Response:
    async with web.runtime.database.transaction() as tx:
        messages = await links.unread_messages(tx, web.account.account_id)
        has_link = await links.has_password_link(tx, web.account.account_id)
        sessions = await store.sessions_of(tx, web.account.account_id, web.token)
    return await web.page(
        "own_account/own.html",
        messages=messages,
        has_link=has_link,
        sessions=sessions,
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
    )


@router.post("/tai-khoan/phien")
async def end_other_sessions(web: WebDep, form: FormDep) -> Response:
    """One of the own sessions, or all but this one."""
    account_id, chosen = web.account.account_id, form["session_id"]
    async with web.runtime.database.transaction() as tx:
        if chosen:
            await store.end_session_of(tx, account_id, _id(chosen))
        else:
            await store.end_other_sessions_of(tx, account_id, web.token)
        act = acting(web.runtime, web.account.actor)
        await audit(tx, act.by, "session.end", "account", account_id, at=act.at, session_id=chosen or "others")
    web.signed_out(account_id)
    return await web.done("/tai-khoan", "Đã kết thúc phiên làm việc ở nơi khác.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("session", text) from None


@router.post("/tai-khoan/mat-khau")
@or_again(_own)
async def change_password(web: WebDep, form: FormDep) -> Response:
    """The old one is asked for, and guessing it waits as it does when signing in."""
    old, new, again = (str(form.raw.get(name) or "") for name in ("old", "password", "again"))
    account, address = web.account, source_of(client_address(web.request))
    async with web.runtime.database.transaction() as tx:
        source = await commands.take_turn(tx, account.username, address, "")
        kept = await store.password_hash(tx, account.account_id)
    if not await passwords.is_right(old, kept):
        raise Refused("password.own_wrong", field="old")
    async with web.runtime.database.transaction() as tx:
        await store.give_turn_back(tx, account.username, source, address)
    wrong = [FormProblem(text, "password") for text in passwords.problems(new, account.username, account.name)]
    if not wrong and new != again:
        wrong = [FormProblem("Hai lần nhập chưa giống nhau.", "again")]
    if wrong:
        raise Invalid(wrong)
    if new == old:
        raise Refused("password.same", field="password")
    hashed = await passwords.hash_password(new)
    async with web.runtime.database.transaction() as tx:
        await commands.change_password(tx, account, hashed, web.token, acting(web.runtime, account.actor))
    web.signed_out(account.account_id)
    return await web.done("/tai-khoan", "Đã đổi mật khẩu. Các phiên làm việc ở nơi khác đã kết thúc.")


@router.post("/tai-khoan/da-doc")
async def read_messages(web: WebDep, _: FormDep) -> Response:
    async with web.runtime.database.transaction() as tx:
        await links.read_messages(tx, web.account.account_id)
    return await web.done("/tai-khoan")


@router.post("/tai-khoan/huy-duong-dan")
async def cancel_link(web: WebDep, _: FormDep) -> Response:
    """By whoever did not ask for a new password."""
    async with web.runtime.database.transaction() as tx:
        await password_links.cancel_password_link(tx, web.account, acting(web.runtime, web.account.actor))
    return await web.done("/tai-khoan", "Đã hủy đường dẫn đặt lại mật khẩu.")


@router.get("/xac-nhan")
async def waiting_page(web: WebDep) -> Response:
    return await _waiting(web)


async def _waiting(web: Web, given: tuple[str, str] | None = None) -> Response:
    """What waits for a second person; ``given``: for whom a code has just been made, and the code, shown this once."""
    if not web.can(Action.CONFIRM_ACCOUNTS):
        raise Forbidden(Action.CONFIRM_ACCOUNTS)
    async with web.runtime.database.transaction() as tx:
        waiting = await keeping.waiting_for(tx, web.account.actor)
    return await web.page("own_account/waiting.html", waiting=waiting, given=given)


@router.post("/xac-nhan/vai-tro/{grant_id:uuid}")
@or_again(_waiting)
async def settle_roles(grant_id: UUID, web: WebDep, form: FormDep) -> Response:
    settle = keeping.refuse_roles if form.is_on("refuse") else keeping.confirm_roles
    async with web.runtime.database.transaction() as tx:
        account = await settle(tx, grant_id, acting(web.runtime, web.account.actor))
    web.signed_out(account.account_id)
    done = "Đã trả lời không đồng ý" if form.is_on("refuse") else "Đã xác nhận vai trò"
    return await web.done("/xac-nhan", f"{done}: {account.name}.")


@router.post("/xac-nhan/mat-khau/{link_id:uuid}")
@or_again(_waiting)
async def settle_link(link_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The code is on this very answer and nowhere else."""
    act = acting(web.runtime, web.account.actor)
    if form.is_on("refuse"):
        async with web.runtime.database.transaction() as tx:
            await password_links.refuse_password_link(tx, link_id, act)
        return await web.done("/xac-nhan", "Đã hủy đường dẫn đặt lại mật khẩu.")
    async with web.runtime.database.transaction() as tx:
        account, code = await password_links.confirm_password_link(tx, link_id, act)
    return await _waiting(web, (account.name, code))


@router.get("/dat-mat-khau")
async def password_page(request: Request, token: Token = "") -> Response:
    return await _password(request, token)


@router.post("/dat-mat-khau")
async def set_password(request: Request, token: Token = "") -> Response:
    """Once, with the code that the second person gave."""
    runtime: Runtime = request.app.state.runtime
    if is_cross_site(request):
        raise FormRefused
    form = Form(await request.form(max_fields=10, max_files=0))
    password, again = (str(form.raw.get(name) or "") for name in ("password", "again"))
    async with runtime.database.transaction() as tx:
        known = await links.password_link(tx, token)
    if known is None:
        return _gone()
    problems = [FormProblem(text, "password") for text in passwords.problems(password, known.username, known.name)]
    if not problems and password != again:
        problems = [FormProblem("Hai lần nhập chưa giống nhau.", "again")]
    if problems:
        return await _password(request, token, problems)
    async with runtime.database.transaction() as tx:
        link = await links.try_password_link(tx, token)
    if link is None:
        return _gone()
    if await passwords.is_right(password, known.password_hash):
        return await _password(request, token, [FormProblem(sentence("password.same"), "password")])
    hashed = await passwords.hash_password(password)
    try:
        async with runtime.database.transaction() as tx:
            await password_links.check_code(tx, link, token, form["code"].replace(" ", ""))
            account = await password_links.set_password(tx, link, hashed, runtime.clock.now())
    except Refused as refusal:
        return await _password(request, token, [FormProblem(sentence(refusal.code), refusal.field)])
    request.app.state.live.end(account.account_id)
    return RedirectResponse("/dang-nhap", 303)


async def _password(request: Request, token: str, problems: list[FormProblem] | None = None) -> Response:
    runtime: Runtime = request.app.state.runtime
    async with runtime.database.transaction() as tx:
        known = await links.password_link(tx, token)
        needs_code = known is not None and await password_links.needs_code(tx, known.office_id, known.account_id)
    if known is None:
        return _gone()
    html = render.page(
        "own_account/password.html",
        token=token,
        name=known.name,
        username=known.username,
        needs_code=needs_code,
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
        problems=problems or [],
        is_simulated=runtime.clock.is_simulated,
        is_preview=runtime.settings.preview,
        today=runtime.clock.today(),
    )
    return HTMLResponse(html, 422 if problems else 200, {"referrer-policy": "no-referrer"})


def _gone() -> Response:
    return error_page(404, "Đường dẫn không còn dùng được", sentence("link.expired"))
