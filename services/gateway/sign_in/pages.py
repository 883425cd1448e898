"""Signing in and out: by password, or by a link of this very machine while a setting allows it."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.chassis.audit import audit
from services.chassis.proxies import client_address, source_of
from services.chassis.runtime import Runtime
from services.gateway import passwords, render
from services.gateway.accounts import commands, store
from services.gateway.accounts.store import Account, Place
from services.gateway.drafts import store as drafts
from services.gateway.errors import error_page
from services.gateway.forms import Form, FormProblem
from services.gateway.people import has_left
from services.gateway.refusals import sentence
from services.gateway.security import is_cross_site, is_from_here
from services.gateway.web import COOKIE, DRAFT_COOKIE, FormDep, FormRefused, WebDep
from services.office.refusal import Refused

router = APIRouter(include_in_schema=False)

FORM_COOKIE = "thidua_form"
BROWSER_COOKIE = "thidua_browser"
"""By which a browser is known again in which somebody signed in by a password; it signs nobody in."""
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class SignIn:
    """How people sign in here, as the gateway's settings say."""

    by_links: bool
    """Links of this very machine sign in without a password."""
    over_tls_only: bool
    """The session's cookie travels over TLS only, even where the page did not come over it."""


def _sign_in(request: Request) -> SignIn:
    sign_in: SignIn = request.app.state.sign_in
    return sign_in


@router.get("/dang-nhap")
async def sign_in_page(request: Request, tiep: str = "/", giu: str = "") -> Response:
    return _page(request, tiep, is_kept=giu == "1")


@router.post("/dang-nhap")
async def sign_in(request: Request) -> Response:
    """Wrong or too often wrong says so, and not which of the two fields was wrong."""
    runtime: Runtime = request.app.state.runtime
    form = Form(await request.form(max_fields=20, max_files=0))
    expected = request.cookies.get(FORM_COOKIE, "")
    if is_cross_site(request):
        raise FormRefused
    then = form.get("tiep", "/")
    if not expected or not secrets.compare_digest(form["csrf"].encode(), expected.encode()):
        return _page(request, then, form["username"], sentence("form.expired"))
    username, password = form["username"][:64], str(form.raw.get("password") or "")
    address = source_of(client_address(request))
    try:
        async with runtime.database.transaction() as tx:
            source = await commands.take_turn(tx, username, address, request.cookies.get(BROWSER_COOKIE, ""))
            account = await store.account_by_username(tx, username)
    except Refused as refusal:
        return _page(request, then, username, sentence(refusal.code, refusal.detail))
    if not await passwords.is_right(password, account.password_hash if account else None):
        if account is not None:
            await _note(runtime, account, "sign_in.failed", address)
        return _page(request, then, username, sentence("sign_in.wrong"))
    assert account is not None
    if await has_left(request.app.state.services, account, runtime.clock.today()):
        await _note(runtime, account, "sign_in.left", address)
        return _page(request, then, username, sentence("sign_in.left"))
    async with runtime.database.transaction() as tx:
        await store.give_turn_back(tx, username, source, address)
        browser = await commands.know_browser(tx, account)
    answer = await _enter(request, runtime, account, then)
    answer.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=A_YEAR,
        path="/dang-nhap",
        httponly=True,
        samesite="strict",
        secure=_secure(request),
    )
    return answer


@router.get("/vao/{token}")
async def follow_link(request: Request, token: Annotated[str, Path(max_length=100)]) -> Response:
    """A sign-in link as `make run` prints it: good on this machine only, again and again until it expires."""
    runtime: Runtime = request.app.state.runtime
    if not _sign_in(request).by_links or not is_from_here(request):
        return error_page(404, "Không tìm thấy", "Đường dẫn đăng nhập chỉ dùng được trên chính máy đang chạy Thidua.")
    async with runtime.database.transaction() as tx:
        account = await store.account_by_link(tx, token)
    if account is None:
        text = "Đường dẫn đăng nhập đã hết hạn. Chạy lại make run để lấy đường dẫn mới."
        return error_page(404, "Đường dẫn đã hết hạn", text)
    return await _enter(request, runtime, account, "/")


@router.post("/dang-xuat")
async def sign_out(web: WebDep, _: FormDep) -> Response:
    async with web.runtime.database.transaction() as tx:
        await store.end_session(tx, web.token)
        account_id, at = web.account.account_id, web.runtime.clock.now()
        await audit(tx, web.account.actor, "sign_out", "account", account_id, at=at)
    answer = RedirectResponse("/dang-nhap", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def _note(runtime: Runtime, account: Account, action: str, address: str) -> None:
    """Under the name of the account: who really tried is what the address is for."""
    async with runtime.database.transaction() as tx:
        at = runtime.clock.now()
        await audit(tx, account.actor, action, "account", account.account_id, at=at, address=address)


async def _enter(request: Request, runtime: Runtime, account: Account, then: str) -> Response:
    async with runtime.database.transaction() as tx:
        old = request.cookies.get(COOKIE)
        if old:
            await store.end_session(tx, old)
        at = Place(client_address(request), request.headers.get("user-agent", "")[:200])
        token = await commands.start_session(tx, account, at)
        leaves_drafts = request.cookies.get(DRAFT_COOKIE, "")
        if not leaves_drafts or await drafts.account_of_key(tx, leaves_drafts) != account.account_id:
            leaves_drafts = secrets.token_urlsafe(32)
            await drafts.add_key(tx, leaves_drafts, account.account_id)
        await audit(
            tx,
            account.actor,
            "sign_in",
            "account",
            account.account_id,
            at=runtime.clock.now(),
            address=at.address,
            browser=at.browser,
        )
    answer = RedirectResponse(_inside(then), 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(store.LONGEST_SECONDS),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_secure(request),
    )
    answer.set_cookie(
        DRAFT_COOKIE,
        leaves_drafts,
        max_age=int(drafts.KEY_SECONDS),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_secure(request),
    )
    answer.delete_cookie(FORM_COOKIE, path="/dang-nhap")
    return answer


def _page(request: Request, then: str, username: str = "", problem: str = "", is_kept: bool = False) -> Response:
    token = secrets.token_urlsafe(24)
    runtime: Runtime = request.app.state.runtime
    html = render.page(
        "sign_in/form.html",
        csrf=token,
        then=_inside(then),
        username=username,
        is_kept=is_kept,
        problems=[FormProblem(problem, "username")] if problem else [],
        is_simulated=runtime.clock.is_simulated,
        is_preview=runtime.settings.preview,
        today=runtime.clock.today(),
        has_links=_sign_in(request).by_links and is_from_here(request),
    )
    answer = HTMLResponse(html, 422 if problem else 200)
    answer.set_cookie(
        FORM_COOKIE, token, max_age=3600, path="/dang-nhap", httponly=True, samesite="strict", secure=_secure(request)
    )
    return answer


def _inside(then: str) -> str:
    """Only a path of this site: never ``//elsewhere`` nor ``/\\elsewhere``."""
    is_ours = then.startswith("/") and not then.startswith(("//", "/\\")) and not any(ord(sign) < 32 for sign in then)
    return then if is_ours else "/"


def _secure(request: Request) -> bool:
    return request.url.scheme == "https" or _sign_in(request).over_tls_only
