"""Việc của tôi: what waits for this person, and the live feed every page listens to."""

import json
import re

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from contracts.nominations.api.register import Record
from services.gateway.accounts.commands.keeping import waiting_for
from services.gateway.accounts.store.links import unread_messages
from services.gateway.drafts import store as drafts_kept
from services.gateway.drafts.domain import Draft, kept_fields
from services.gateway.forms import Form
from services.gateway.live import Hub, stream
from services.gateway.menu import menu_for
from services.gateway.tasks import comes_next, tasks_of
from services.gateway.web import FormDep, Web, WebDep, keep_draft, shown_at
from services.office.access import Action

router = APIRouter(include_in_schema=False)

AT_ONCE = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""A reverse proxy passes on what is told as it comes, instead of collecting it."""


@router.get("/")
async def home(web: WebDep) -> Response:
    """An operator of an office that is not there yet is led to setting it up."""
    if await web.office() is None and "nominations" not in web.away and web.can(Action.SET_UP_OFFICE):
        return RedirectResponse("/thiet-lap", 303)
    tasks = await tasks_of(web)
    record = await web.allowed(web.nominations.find(f"/v1/people/{web.account.person_id}/record", Record))
    async with web.runtime.database.transaction() as tx:
        messages = await unread_messages(tx, web.account.account_id)
        to_confirm = await waiting_for(tx, web.account.actor) if web.can(Action.CONFIRM_ACCOUNTS) else []
    return await web.page(
        "home/tasks.html",
        tasks=tasks,
        next=comes_next(web),
        record=record,
        messages=messages,
        to_confirm=to_confirm,
        unsent=[(_area(web, draft), draft) for draft in await web.drafts()],
    )


def _area(web: Web, draft: Draft) -> str:
    """The part of the menu where the form is."""
    path = draft.page.split("?")[0]
    return next((entry.label for entry in reversed(menu_for(web)) if entry.is_current(path)), "Biểu mẫu")


@router.post("/ban-nhap")
async def keep(web: WebDep, form: FormDep) -> Response:
    """What is being typed, as the page tells it now and then; shown again where the form is shown next."""
    typed = _pairs(form["du-lieu"])
    if typed is None:
        return Response(status_code=422)
    fields = Form.of(typed)
    address, page = form["dia-chi"], form["trang"]
    if re.match(r"/(?![/\\])", address) and re.match(r"/(?![/\\])", page):
        draft = Draft(address, kept_fields(typed), fields["version"], page[:1000])
        await keep_draft(web.runtime, web.account.account_id, draft, fields.key)
    return Response(status_code=204)


def _pairs(text: str) -> list[tuple[str, str]] | None:
    """Pairs of name and value; None where it is anything else."""
    try:
        given = json.loads(text)
    except ValueError:
        return None
    if not isinstance(given, list):
        return None
    pairs = [(pair[0], pair[1]) for pair in given if isinstance(pair, list) and len(pair) == 2]
    return pairs if all(isinstance(name, str) and isinstance(value, str) for name, value in pairs) else None


@router.post("/ban-nhap/bo")
async def throw_away(web: WebDep, form: FormDep) -> Response:
    """What was typed and not sent is no longer wanted."""
    address, _, identity = form["ban-nhap"].partition("|")
    async with web.runtime.database.transaction() as tx:
        await drafts_kept.drop(tx, web.account.account_id, address, identity)
    return await web.done(shown_at(web.request), "Đã bỏ nội dung gõ dở.")


@router.get("/live")
async def live(web: WebDep) -> Response:
    hub, account = web.request.app.state.live, web.account
    feed = stream(hub, account.office_id, account.account_id, web.is_signed_in)
    return StreamingResponse(feed, media_type="text/event-stream", headers=AT_ONCE)


@router.get("/live/luot")
async def turn(web: WebDep) -> Response:
    """A number that is another one after each change: for a browser that cannot share one feed among its pages."""
    hub: Hub = web.request.app.state.live
    return PlainTextResponse(hub.turn(web.account.office_id))
