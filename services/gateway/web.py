"""One request of a signed-in person: who, through which clients, and how a page or a redirect is made of it."""

import asyncio
import hmac
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.requests import HTTPConnection
from starlette.routing import Match
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
from services.gateway.clients import ServiceAway, ServiceRefused, Services
from services.gateway.drafts import store as drafts_kept
from services.gateway.drafts.domain import (
    Draft,
    Filled,
    fill,
    identity_names,
    is_kept,
    is_too_large,
    kept_fields,
    labels_of,
)
from services.gateway.forms import Form, FormProblem, Invalid, problems_of
from services.gateway.menu import menu_for
from services.gateway.people import has_left
from services.gateway.refusals import sentence
from services.gateway.rulebook_words import rulebook_words
from services.gateway.security import is_cross_site
from services.office.refusal import Refused

COOKIE = "thidua_session"
TOKEN_LETTERS = 43
"""Of a session's token; what is of another length need not be looked up."""
DRAFT_COOKIE = "thidua_nhap"
"""Says whose browser it is when the session has ended: what was typed is kept for that account, nothing else is opened."""
PARTLY = "! "
"""Begins a notice of something that was done only in part, or not at all."""
LARGEST_UNSIGNED = 1_000_000
"""Bytes of a form that is read of somebody whose session has ended."""


class SignInNeeded(Exception):
    """Nobody is signed in; ``then`` is where to go afterwards, and whether what was sent is kept until then."""

    def __init__(self, then: str, is_kept: bool = False) -> None:
        super().__init__(then)
        self.then = then
        self.is_kept = is_kept


class FormRefused(Exception):
    """A posted form that does not come from a page of this session; ``page`` shows what was typed again where it is kept."""

    def __init__(self, page: str = "") -> None:
        super().__init__(page)
        self.page = page


@dataclass(kw_only=True)
class Web(Caller):
    """What a page's function works with."""

    request: Request
    runtime: Runtime
    session: Session
    token: str
    form: Form | None = None
    """What was typed, where a page is shown again."""
    posted: Form | None = None
    """What this request sent."""
    has_drafts: bool = False
    """Something was typed into a form and not sent yet."""
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
        names = {
            "award_names": rulebook.names,
            "award_short_names": rulebook.short_names,
            "announced_years": rulebook.announced_years,
        }
        html = render.page(template, **self._frame(office), **names, **context)
        labels = labels_of(html, self.request.url.path) if any(each.called for each in self.problems) else {}
        if labels:
            self.problems = [_as_labelled(each, labels) for each in self.problems]
            html = render.page(template, **self._frame(office), **names, **context)
        await self.keep_posted()
        return HTMLResponse(await self._with_drafts(html), status or (422 if self.is_refused else 200))

    async def keep_posted(self) -> None:
        """What was sent and not taken stays the account's until it is taken."""
        if self.posted is not None:
            await keep_draft(
                self.runtime, self.account.account_id, draft_of(self.request, self.posted), self.posted.key
            )

    async def drafts(self) -> list[Draft]:
        """What this person has typed and not sent, the newest first."""
        if self.posted is None and not self.has_drafts:
            return []
        async with self.runtime.database.transaction() as tx:
            return list(await drafts_kept.drafts(tx, self.account.account_id))

    async def draft(self, address: str) -> Form | None:
        """What was typed into the form of this address, for a page whose rows depend on it."""
        found = next((each for each in await self.drafts() if each.address == address), None)
        return None if found is None else Form.of(found.fields)

    async def _with_drafts(self, html: str) -> str:
        """Each form with what was typed into it; of what this request sent only what somebody else changed is named."""
        drafts = await self.drafts()
        if not drafts:
            return html
        sent = draft_of(self.request, self.posted) if self.posted is not None else None

        def note(filled: Filled) -> str:
            draft = filled.draft
            is_sent = sent is not None and (draft.address, draft.identity) == (sent.address, sent.identity)
            if is_sent and not filled.is_conflict and not filled.left_out:
                return ""
            return render.page("parts/draft.html", filled=filled, is_sent=is_sent, csrf=self.session.csrf)

        return await asyncio.to_thread(fill, html, drafts, note)

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
            "notice": self.session.notice.removeprefix(PARTLY),
            "notice_is_whole": not self.session.notice.startswith(PARTLY),
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

    async def done(self, url: str, notice: str = "", *, is_whole: bool = True) -> Response:
        """After a successful post: look at ``url``, which says ``notice`` once; not ``is_whole`` where a part was not done."""
        notice = notice if is_whole else PARTLY + notice
        async with self.runtime.database.transaction() as tx:
            if notice:
                await store.set_notice(tx, self.token, notice)
            if self.posted is not None and is_kept(self.request.url.path):
                sent = draft_of(self.request, self.posted)
                await drafts_kept.close(tx, self.account.account_id, sent, self.posted.key)
                self.posted = None
        return RedirectResponse(url, 303)


def _as_labelled(problem: FormProblem, labels: Mapping[str, str]) -> FormProblem:
    """The field called as its form calls it."""
    label = labels.get(problem.field or "")
    if not label or not problem.called or not problem.text.startswith(f"{problem.called}: "):
        return problem
    return FormProblem(label + problem.text.removeprefix(problem.called), problem.field)


def draft_of(request: Request, form: Form) -> Draft:
    """What a request sent, as it is kept."""
    return Draft(request.url.path, kept_fields(form.raw.multi_items()), form["version"], shown_at(request))


def shown_at(request: Request) -> str:
    """The page from which a form was sent, else one at the form's own address, else the first."""
    sent_from = urlsplit(request.headers.get("referer", ""))
    if sent_from.netloc == request.url.netloc and re.match(r"/(?![/\\])", sent_from.path):
        return f"{sent_from.path}?{sent_from.query}" if sent_from.query else sent_from.path
    scope = {**request.scope, "method": "GET"}
    has_page = any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
    return request.url.path if has_page else "/"


async def keep_draft(runtime: Runtime, account_id: UUID, draft: Draft, key: str) -> bool:
    """False where nothing is kept: of a ballot, of a form of files alone, of what is too long."""
    if not is_kept(draft.address) or is_too_large(draft.fields) or not draft.fields:
        return False
    async with runtime.database.transaction() as tx:
        await drafts_kept.keep(tx, account_id, draft, key)
    return True


def refused(error: Invalid | ServiceRefused | ServiceAway | Refused) -> list[FormProblem]:
    """What stands in the way of a form, to be listed at the top of it."""
    if isinstance(error, Invalid):
        return error.problems
    if isinstance(error, ServiceAway):
        return [FormProblem(sentence("unavailable"))]
    if isinstance(error, Refused):
        return [FormProblem(sentence(error.code, error.detail), error.field)]
    if error.status == 401:  # who acts is signed in here: it is the gateway that is not believed
        return [FormProblem(sentence("clock_differs"))]
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
                form = given.get("form")
                web.refuse(refused(error), _bound(form) if form and form["version"] and _is_stale(error) else form)
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


def _is_stale(error: Exception) -> bool:
    return (error.problem.code if isinstance(error, ServiceRefused) else getattr(error, "code", "")) == "stale"


def _bound(form: Form) -> Form:
    """Of a form whose thing was changed meanwhile: what it is about. The page shows what is stored now, with what was typed beside it."""
    names = identity_names("")
    return Form(FormData([(name, value) for name, value in form.raw.multi_items() if name in names]))


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


async def _web(request: Request) -> Web:
    runtime: Runtime = request.app.state.runtime
    token = request.cookies.get(COOKIE, "")
    session: Session | None = None
    has_drafts = False
    if token:
        async with runtime.database.transaction() as tx:
            session = await store.session(tx, token)
            has_drafts = session is not None and await drafts_kept.has_some(tx, session.account.account_id)
            if session is not None and session.is_stale:
                await store.touch_session(tx, token)
    if (
        session is not None
        and session.is_stale
        and await has_left(_services(request), session.account, runtime.clock.today())
    ):
        async with runtime.database.transaction() as tx:
            await store.end_sessions_of(tx, session.account.account_id)
        request.app.state.live.end(session.account.account_id)
        session = None
    if session is None:
        if request.method == "GET":
            query = request.url.query
            raise SignInNeeded(f"{request.url.path}?{query}" if query else request.url.path)
        raise SignInNeeded(shown_at(request), await _keep_unsigned(request, runtime))
    note_known(request)
    request.state.actor = session.account.actor
    return Web(
        clock=runtime.clock,
        services=_services(request),
        account=session.account,
        request=request,
        runtime=runtime,
        session=session,
        token=token,
        has_drafts=has_drafts,
    )


WebDep = Annotated[Web, Depends(_web)]


async def _keep_unsigned(request: Request, runtime: Runtime) -> bool:
    """What was sent after the session had ended is kept for the account that had been signed in here."""
    size = request.headers.get("content-length", "")
    token = request.cookies.get(DRAFT_COOKIE, "")
    if not token or is_cross_site(request) or not size.isdigit() or int(size) > LARGEST_UNSIGNED:
        return False
    async with runtime.database.transaction() as tx:
        account_id = await drafts_kept.account_of_key(tx, token)
    if account_id is None:
        return False
    form = Form(await request.form(max_fields=5000, max_files=40))
    return await keep_draft(runtime, account_id, draft_of(request, form), form.key)


async def _form(request: Request, web: WebDep) -> AsyncIterator[Form]:
    """The posted form, if it comes from a page of this session; what is typed stays kept where sending it fails."""
    form = Form(await request.form(max_fields=5000, max_files=40))
    if is_cross_site(request):
        raise FormRefused
    if not _same(form["csrf"], web.session.csrf):
        draft = draft_of(request, form)
        is_safe = await keep_draft(web.runtime, web.account.account_id, draft, form.key)
        raise FormRefused(draft.page if is_safe else "")
    web.posted = form
    try:
        yield form
    except Exception:  # whatever failed, the words are not lost with it; it goes on to the page of errors
        await web.keep_posted()
        raise


FormDep = Annotated[Form, Depends(_form)]


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())


async def together(*calls: Awaitable[Any]) -> list[Any]:
    """Several calls at once, each already made safe with `Web.maybe` or `Web.allowed`."""
    return list(await asyncio.gather(*calls))


__all__ = ["NOT_DONE", "FormDep", "FormRefused", "SignInNeeded", "Web", "WebDep", "or_again", "refused", "together"]
