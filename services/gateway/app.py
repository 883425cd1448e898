"""The gateway: the staff's pages over the three services. It decides nothing, writes no event, reads no other database."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from pydantic import field_validator
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.chassis.database import Unavailable
from services.chassis.proxies import Proxies
from services.chassis.runtime import Door, Runtime, Service
from services.chassis.settings import Settings
from services.gateway import errors, live, security
from services.gateway.accounts import http as accounts_http
from services.gateway.accounts.store import end_sessions_of_person
from services.gateway.areas import ROUTERS
from services.gateway.clients import Services, open_pool
from services.gateway.sign_in.pages import SignIn
from services.gateway.watchers import Watched
from services.gateway.web import is_signed_in

HERE = Path(__file__).parent
SIGN_IN_COUNTS_FOR = 5.0
"""Requests: a password takes a tenth of a second to check."""
A_YEAR = "public, max-age=31536000, immutable"


class GatewaySettings(Settings):
    """Settings of the gateway alone."""

    sign_in_links: bool = False
    """Links that sign in without a password, on this very machine only (THIDUA_SIGN_IN_LINKS): for `make run`, never for an office."""
    secure_cookies: bool = False
    """The session's cookie travels over TLS only (THIDUA_SECURE_COOKIES); by itself wherever the page came over TLS."""

    watchers: str = "127.0.0.1, ::1"
    """Addresses or networks that may read the metrics and the OpenAPI document (THIDUA_WATCHERS); others find nothing there."""

    @field_validator("watchers")
    @classmethod
    def _watch_from_addresses(cls, named: str) -> str:
        Proxies(named)
        return named


class _Static(StaticFiles):
    """Files addressed with their hash are kept for a year, others are asked for again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        hashed = scope["query_string"].startswith(b"v=") or path.startswith("vendor/files/")
        answer.headers["cache-control"] = A_YEAR if hashed else "no-cache"
        return answer


def finish(app: FastAPI, sign_in: SignIn, watchers: Proxies) -> None:
    """Error pages, security headers, static files, how people sign in, and the pool of connections to the services."""
    runtime: Runtime = app.state.runtime
    if runtime.signer is None:
        raise RuntimeError("the gateway needs THIDUA_PRIVATE_KEY: it signs every call for the person who acts")
    pool = open_pool()
    app.state.services = Services(pool, runtime.signer, runtime.settings.addresses)
    app.state.sign_in = sign_in
    app.state.live = live.Hub()
    errors.install(app)
    app.add_middleware(errors.PagesForPeople)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Watched, watchers=watchers)
    app.add_middleware(security.Headers)
    app.mount("/static", _Static(directory=HERE / "static", check_dir=False))
    inner = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def with_pool_and_feed(started: FastAPI) -> AsyncIterator[Any]:
        async with pool, inner(started) as state:
            _end_streams_when_asked_to_stop(started.state.live)
            kafka = runtime.settings
            feed = asyncio.create_task(
                live.listen(started.state.live, kafka.kafka_client, kafka.kafka_prefix, partial(_left, started))
            )
            try:
                yield state
            finally:
                started.state.live.close()
                feed.cancel()
                await asyncio.gather(feed, return_exceptions=True)

    app.router.lifespan_context = with_pool_and_feed


async def _left(app: FastAPI, office_id: UUID, person_id: UUID) -> None:
    """Somebody has left the office, or will: he signs in anew, and is refused from the day after the last one."""
    runtime: Runtime = app.state.runtime
    with contextlib.suppress(Unavailable):
        async with runtime.database.transaction() as tx:
            ended = await end_sessions_of_person(tx, office_id, person_id)
        for account_id in ended:
            app.state.live.end(account_id)


def _end_streams_when_asked_to_stop(hub: live.Hub) -> None:
    """The server waits for open answers before it ends, and a live feed never ends by itself: the signal ends it."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(received: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(received, frame)

        signal.signal(number, stop)


def build(settings: GatewaySettings) -> Service:
    """The gateway; nothing is opened yet."""
    return Service(
        settings,
        name="gateway",
        title="The staff's pages; accounts and sign-ins",
        migrations=HERE / "migrations",
        routers=[accounts_http.router, *ROUTERS],
        door=Door(is_signed_in, errors.too_many, {("POST", "/dang-nhap"): SIGN_IN_COUNTS_FOR}),
        finish=partial(
            finish, sign_in=SignIn(settings.sign_in_links, settings.secure_cookies), watchers=Proxies(settings.watchers)
        ),
    )
