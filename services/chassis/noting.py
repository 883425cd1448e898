"""What is noted of requests themselves: who read what is personal, and who was refused for his roles."""

import logging
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.audit import audit
from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role

log = logging.getLogger(__name__)

REFUSED: Final = 403
LONGEST_QUERY: Final = 300


class Noted:
    """Adds the line before the answer goes out: what could not be noted is not read.

    Reading what is about oneself is not noted, nor what a service reads for somebody: that somebody is noted where he asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_unnoted = False

        async def noting(message: Message) -> None:
            nonlocal is_unnoted
            if message["type"] == "http.response.start":
                try:
                    await _note(scope, message["status"])
                except Unavailable as error:
                    log.warning("not answered because it could not be noted", extra={"reason": str(error)})
                    is_unnoted = True
                    await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"2")]})
                    await send({"type": "http.response.body", "body": b""})
            if not is_unnoted:
                await send(message)

        await self._app(scope, receive, noting)


async def _note(scope: Scope, status: int) -> None:
    actor: Actor | None = scope.get("state", {}).get("actor")
    if actor is None or actor.roles == {Role.SERVICE}:
        return
    runtime: Runtime = scope["app"].state.runtime
    route = f"{scope['method']} {getattr(scope.get('route'), 'path', 'unmatched')}"
    if status == REFUSED:
        action = "refused"
    elif 200 <= status < 300 and route in runtime.service.personal_reads:
        action = "read"
    else:
        return
    things = list(scope.get("path_params", {}).items())
    kind, identity = things[-1] if things else ("office", actor.office_id)
    if action == "read" and str(identity) == str(actor.person_id):
        return
    query = scope["query_string"].decode("latin-1")[:LONGEST_QUERY]
    detail = {"route": route, **({"query": query} if query else {})}
    async with runtime.database.transaction() as tx:
        kind = kind.removesuffix("_id")
        await audit(tx, actor, action, kind, str(identity)[:200], at=runtime.clock.now(), **detail)
