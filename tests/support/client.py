"""The one HTTP client of the tests: how a service is asked by somebody whose call is signed."""

import ssl
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from services.office.access import Actor
from tests.support.people import Keys

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here speaks TLS, and reading the certificates of the whole world anew costs each client its start."""


def open_client(base_url: str = "", **more: Any) -> httpx.AsyncClient:
    """A plain client, for use with ``async with``; slow is not wrong, and no proxy of the machine's comes between."""
    return httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False, verify=NO_TLS, **more)


@dataclass(frozen=True)
class Caller:
    """Asks one service; each call carries a token of whoever calls and an idempotency key, of its own if none is given."""

    http: httpx.AsyncClient
    keys: Keys
    service: str

    async def send(
        self, who: Actor, method: str, path: str, *, key: str | None = None, issuer: str = "gateway", **more: Any
    ) -> httpx.Response:
        headers = self.keys.headers(who, self.service, issuer) | {"Idempotency-Key": key or uuid.uuid4().hex}
        return await self.http.request(method, path, headers=headers, **more)
