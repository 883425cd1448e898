"""Metrics and the OpenAPI document of the gateway are for those who look after it: asked from a named address, or not there."""

from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from services.chassis.proxies import Proxies, client_address
from services.gateway.security import FORWARDED

PATHS: Final = ("/metrics", "/openapi.json")


class Watched:
    """Answers as if there were nothing to anybody else, and to whatever came through a proxy that is not known."""

    def __init__(self, app: ASGIApp, watchers: Proxies) -> None:
        self._app = app
        self._watchers = watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") in PATHS and not self._may(HTTPConnection(scope)):
            scope["path"] = "/khong-co"
        await self._app(scope, receive, send)

    def _may(self, request: HTTPConnection) -> bool:
        came_round = any(name in request.headers for name in FORWARDED)
        return self._watchers.trusts(client_address(request)) and not came_round
