"""One request of a signed-in person: who, through which clients, and how a page or a redirect is made of it."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection
from starlette.types import Scope

from contracts.nominations.api.register import Office
from services.chassis.database import Unavailable
from services.chassis.http import bears_token
from services.chassis.runtime import Runtime
from services.chassis.strangers import note_known
from services.gateway import render
from services.gateway.accounts import store
from services.gateway.accounts.store import Session
from services.gateway.caller import Caller
from services.gateway.clients import ServiceAway, ServiceRefused
from services.gateway.forms import Form, FormProblem, Invalid, problems_of
from services.gateway.menu import menu_for
from services.gateway.refusals import sentence
from services.gateway.rulebook_words import rulebook_words
from services.gateway.security import is_cross_site
from services.office.refusal import Refused

COOKIE = "thidua_session"
TOKEN_LETTERS = 43
"""Of a session's token; what is of another length need not be looked up."""


class SignInNeeded(Exception):
    """Nobody is signed in; ``then`` is where to go afterwards."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class FormRefused(Exception):
    """A posted form that does not come from a page of this session."""


@dataclass(kw_only=True)
class Web(Caller):
    """What a page's function works with."""

    request: Request
    runtime: Runtime
    session: Session
    token: str
    form: Form | None = None
    """What was typed, where a page is shown again."""
    problems: list[FormProblem] = field(default_factory=list)
    """What stands at the top of the page."""
    is_refused: bool = False

    async def office(self) -> Office | None:
        """The own office; None before it is set up or while nominations is away (then `away` says so)."""
        return await self.maybe(self.services.office(self.account.actor))

    async def page(self, template: str, *, status: int | None = None, **context: Any) -> HTMLResponse:
        """A whole page, 422 where a form was refused. A notice waiting in the session is shown once."""
        office = await self.office()
        if self.session.notice:
            async with self.runtime.database.transaction() as tx:
                await store.set_notice(tx, self.token, "")
        rulebook = await rulebook_words(self)
        names = {"award_names": rulebook.names, "award_short_names": rulebook.short_names}
        html = render.page(template, **self._frame(office), **names, **context)
        return HTMLResponse(html, status or (422 if self.is_refused else 200))

    def refuse(self, problems: list[FormProblem], form: Form | None = None) -> None:
        """The page that follows names these problems and keeps what was typed."""
        self.is_refused = True
        self.problems += problems
        self.form = form

    def _frame(self, office: Office | None) -> dict[str, Any]:
        clock = self.runtime.clock
        return {
            "web": self,
            "account": self.account,
            "office": office,
            "menu": menu_for(self),
            "path": self.request.url.path,
            "csrf": self.session.csrf,
            "key": uuid4().hex,
            "problems": self.problems,
            "form": self.form or Form(),
            "notice": self.session.notice,
            "today": clock.today(),
            "is_simulated": clock.is_simulated,
            "is_preview": self.runtime.settings.preview,
            "away": self.away,
        }

    async def is_signed_in(self) -> bool:
        """Whether this session is still there, and still says what it said when the request began."""
        async with self.runtime.database.transaction() as tx:
            session = await store.session(tx, self.token)
        return session is not None and session.account.actor == self.account.actor

    def signed_out(self, account_id: UUID) -> None:
        """Sessions of this account may have ended: its open pages are told at once."""
        self.request.app.state.live.end(account_id)

    async def done(self, url: str, notice: str = "") -> Response:
        """After a successful post: look at ``url``, which says ``notice`` once."""
        if notice:
            async with self.runtime.database.transaction() as tx:
                await store.set_notice(tx, self.token, notice)
        return RedirectResponse(url, 303)


def refused(error: Invalid | ServiceRefused | ServiceAway | Refused) -> list[FormProblem]:
    """What stands in the way of a form, to be listed at the top of it."""
    if isinstance(error, Invalid):
        return error.problems
    if isinstance(error, ServiceAway):
        return [FormProblem(sentence("unavailable"))]
    if isinstance(error, Refused):
        return [FormProblem(sentence(error.code, error.detail), error.field)]
    return problems_of(error.problem)


NOT_DONE = (Invalid, ServiceRefused, ServiceAway, Refused)
"""What a posted form may run into."""

Handler = Callable[..., Awaitable[Response]]


def or_again(page: Handler) -> Callable[[Handler], Handler]:
    """For the route of a posted form: where it is refused, ``page`` again with the reasons and the input kept (422).

    ``page`` takes the request's `Web` and those parts of the address that it names; the form is in ``web.form``.
    """
    named = set(signature(page).parameters)

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(**given: Any) -> Response:
            web: Web = given["web"]
            try:
                return await handler(**given)
            except NOT_DONE as error:
                web.refuse(refused(error), given.get("form"))
            return await page(**{name: value for name, value in given.items() if name in named and name != "form"})

        return handle

    return guard


async def is_signed_in(scope: Scope) -> bool:
    """Whether a request is from somebody who is signed in, or brings an actor token; nobody is while the database is away."""
    if await bears_token(scope):
        return True
    token = HTTPConnection(scope).cookies.get(COOKIE, "")
    if len(token) != TOKEN_LETTERS:
        return False
    runtime: Runtime = scope["app"].state.runtime
    try:
        async with runtime.database.transaction() as tx:
            return await store.session(tx, token) is not None
    except Unavailable:
        return False


async def _web(request: Request) -> Web:
    runtime: Runtime = request.app.state.runtime
    token = request.cookies.get(COOKIE, "")
    session: Session | None = None
    if token:
        async with runtime.database.transaction() as tx:
            session = await store.session(tx, token)
            if session is not None and session.is_stale:
                await store.touch_session(tx, token)
    if session is None:
        then = request.url.path if request.method == "GET" else "/"
        raise SignInNeeded(f"{then}?{request.url.query}" if request.url.query and request.method == "GET" else then)
    note_known(request)
    return Web(
        clock=runtime.clock,
        services=request.app.state.services,
        account=session.account,
        request=request,
        runtime=runtime,
        session=session,
        token=token,
    )


WebDep = Annotated[Web, Depends(_web)]


async def _form(request: Request, web: WebDep) -> Form:
    """The posted form, if it comes from a page of this session."""
    form = Form(await request.form(max_fields=5000, max_files=40))
    if is_cross_site(request) or not _same(form["csrf"], web.session.csrf):
        raise FormRefused
    return form


FormDep = Annotated[Form, Depends(_form)]


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())


async def together(*calls: Awaitable[Any]) -> list[Any]:
    """Several calls at once, each already made safe with `Web.maybe` or `Web.allowed`."""
    return list(await asyncio.gather(*calls))


__all__ = ["NOT_DONE", "FormDep", "FormRefused", "SignInNeeded", "Web", "WebDep", "or_again", "refused", "together"]
