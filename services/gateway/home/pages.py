"""Việc của tôi: what waits for this person, and the live feed every page listens to."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from contracts.nominations.api.register import Record
from services.gateway.accounts.commands.keeping import waiting_for
from services.gateway.accounts.store import unread_messages
from services.gateway.live import stream
from services.gateway.tasks import comes_next, tasks_of
from services.gateway.web import WebDep
from services.office.access import Action

router = APIRouter(include_in_schema=False)


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
        "home/tasks.html", tasks=tasks, next=comes_next(web), record=record, messages=messages, to_confirm=to_confirm
    )


@router.get("/live")
async def live(web: WebDep) -> Response:
    hub, account = web.request.app.state.live, web.account
    feed = stream(hub, account.office_id, account.account_id, web.is_signed_in)
    return StreamingResponse(feed, media_type="text/event-stream", headers={"cache-control": "no-store"})
