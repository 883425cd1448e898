"""What every answer says to the browser: a strict content policy, no sniffing, no framing, nothing kept in caches."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.proxies import client_address

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; "
    "worker-src 'self'"
)
"""Nothing from elsewhere, nothing inline. ``data:`` images are the arrows and ticks inside Tabler's own stylesheet."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
TLS_FROM_NOW_ON: Final = "max-age=31536000"
"""A year in which the browser asks for this host over TLS alone; the other hosts of the domain are not ours to bind."""
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What a proxy adds, one that we know of or not."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Headers:
    """Adds the headers to every answer; a page is never kept by a cache unless it says so itself (static files do)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = TLS_FROM_NOW_ON
            await send(message)

        await self._app(scope, receive, adding)


def is_from_here(request: Request) -> bool:
    """Asked from this very machine, by a browser that knows it under its own name, and not through a proxy."""
    client = client_address(request)
    forwarded = any(name in request.headers for name in FORWARDED)
    return client in LOOPBACK and (request.url.hostname or "") in LOOPBACK and not forwarded


def is_cross_site(request: Request) -> bool:
    """Another site's page sent this form, as far as the browser tells; browsers without the first name the second."""
    origin = request.headers.get("origin")
    if "sec-fetch-site" not in request.headers and origin is not None:
        return urlsplit(origin).netloc != request.url.netloc
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
