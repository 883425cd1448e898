"""One request of a signed-in person: who, through which clients, and how a page or a redirect is made of it."""

import asyncio
import hmac
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from contracts.nominations.api.register import Office
from services.chassis.runtime import Runtime
from services.gateway import render
from services.gateway.accounts import store
from services.gateway.accounts.store import Session
from services.gateway.caller import Caller
from services.gateway.clients import ServiceAway, ServiceRefused
from services.gateway.forms import Form, FormProblem, Invalid, problems_of
from services.gateway.menu import menu_for
from services.gateway.refusals import sentence
from services.gateway.security import is_cross_site

COOKIE = "thidua_session"


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

    async def office(self) -> Office | None:
        """The own office; None before it is set up or while nominations is away (then `away` says so)."""
        return await self.maybe(self.services.office(self.account.actor))

    async def page(
        self,
        template: str,
        *,
        status: int = 200,
        problems: list[FormProblem] | None = None,
        form: Form | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """A whole page. A notice waiting in the session is shown once."""
        office = await self.office()
        if self.session.notice:
            async with self.runtime.database.transaction() as tx:
                await store.set_notice(tx, self.token, "")
        html = render.page(template, **self._frame(office), problems=problems or [], form=form or Form(), **context)
        return HTMLResponse(html, status)

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
            "notice": self.session.notice,
            "today": clock.today(),
            "is_simulated": clock.is_simulated,
            "is_preview": self.runtime.settings.preview,
            "away": self.away,
        }

    async def done(self, url: str, notice: str = "") -> Response:
        """After a successful post: look at ``url``, which says ``notice`` once."""
        if notice:
            async with self.runtime.database.transaction() as tx:
                await store.set_notice(tx, self.token, notice)
        return RedirectResponse(url, 303)


def refused(error: Invalid | ServiceRefused | ServiceAway) -> list[FormProblem]:
    """What stands in the way of a form, to be listed at the top of it."""
    if isinstance(error, Invalid):
        return error.problems
    if isinstance(error, ServiceAway):
        return [FormProblem(sentence("unavailable"))]
    return problems_of(error.problem)


NOT_DONE = (Invalid, ServiceRefused, ServiceAway)
"""What a posted form may run into: ``except NOT_DONE as error: … problems=refused(error), status=422``."""


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


__all__ = ["NOT_DONE", "FormDep", "FormRefused", "SignInNeeded", "Web", "WebDep", "refused", "together"]
