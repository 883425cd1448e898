"""Small clients of the services' public HTTP APIs: every call is signed anew as the person who makes it."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter

from services.chassis.actors import Signer
from services.office.access import Actor

T = TypeVar("T")

NOMINATIONS: Final = "nominations"
REVIEWS: Final = "reviews"
REPORTING: Final = "reporting"
GATEWAY: Final = "gateway"


class Problem(Exception):
    """A service said no; ``code`` is the rule's, ``detail`` the facts it gave."""

    def __init__(self, doing: str, status: int, content: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(content.get("code", f"http.{status}"))
        self.detail: dict[str, Any] = dict(content.get("detail") or {})
        self.errors: list[dict[str, Any]] = list(content.get("errors") or [])
        told = "; ".join(f"{each.get('field')}: {each.get('message')}" for each in self.errors)
        super().__init__(f"{doing} → {status} {self.code} {told or self.detail}".strip())


class Lines:
    """The connections to every service, at most ``together`` requests under way at each.

    Retries what an outage broke (no connection, an answer lost on the way, 503) until ``patience`` seconds are over: each
    creating request carries a key made of its content, so a repetition gets the first result.
    """

    def __init__(self, urls: Mapping[str, str], signer: Signer, *, together: int = 6, patience: float = 60.0) -> None:
        self._urls = urls
        self._signer = signer
        self._patience = patience
        self._turns = {service: asyncio.Semaphore(together) for service in urls}
        self._client = httpx.AsyncClient(timeout=30.0)
        self.requests = 0
        self.repeated = 0

    async def call(
        self,
        actor: Actor,
        service: str,
        method: str,
        path: str,
        content: Any = None,
        params: Any = None,
        file: tuple[str, bytes] | None = None,
    ) -> httpx.Response:
        """The answer, whatever it says unless 503; raises the transport's error when patience is over.

        Args:
            file: name and bytes, sent as a form's field ``file`` instead of a JSON body.
        """
        body = None if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        sent = body or (file[1] if file else b"")
        key = hashlib.sha256(f"{actor.person_id} {method} {path} ".encode() + sent).hexdigest()
        started, pause = monotonic(), 0.1
        async with self._turns[service]:
            while True:
                self.requests += 1
                headers = {
                    "Authorization": f"Bearer {self._signer.sign(actor, service)}",
                    "Idempotency-Key": key,
                    **({} if body is None else {"Content-Type": "application/json"}),
                }
                is_late = monotonic() - started > self._patience
                try:
                    answer = await self._client.request(
                        method,
                        self._urls[service] + path,
                        content=body,
                        params=params,
                        headers=headers,
                        files={"file": file} if file else None,
                    )
                except httpx.TransportError:
                    if is_late:
                        raise
                else:
                    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or is_late:
                        return answer
                self.repeated += 1
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()


class Desk:
    """One person at work: everything sent from here bears this person's signature."""

    def __init__(self, lines: Lines, actor: Actor) -> None:
        self._lines = lines
        self.actor = actor

    async def get(self, service: str, path: str, answer: type[T], **params: Any) -> T:
        return _read(answer, await self._send(service, "GET", path, None, params))

    async def post(self, service: str, path: str, body: BaseModel | None, answer: type[T]) -> T:
        return _read(answer, await self._send(service, "POST", path, _plain(body), None))

    async def post_many(self, service: str, path: str, bodies: list[dict[str, Any]], answer: type[T]) -> T:
        """For the routes that take a list."""
        return _read(answer, await self._send(service, "POST", path, bodies, None))

    async def put(self, service: str, path: str, body: BaseModel, answer: type[T]) -> T:
        return _read(answer, await self._send(service, "PUT", path, _plain(body), None))

    async def upload(self, service: str, path: str, name: str, content: bytes, answer: type[T]) -> T:
        """A file, as a form sends it."""
        return _read(answer, await self._send(service, "POST", path, None, None, (name, content)))

    async def file(self, service: str, path: str, **params: Any) -> bytes:
        return (await self._send(service, "GET", path, None, params)).content

    async def _send(
        self, service: str, method: str, path: str, content: Any, params: Any, file: tuple[str, bytes] | None = None
    ) -> httpx.Response:
        answer = await self._lines.call(self.actor, service, method, path, content, params, file)
        if answer.is_success:
            return answer
        try:
            told = answer.json()
        except ValueError:
            told = {"detail": {"body": answer.text[:200]}}
        raise Problem(f"{method} {service}{path}", answer.status_code, told if isinstance(told, dict) else {})


def _plain(body: BaseModel | None) -> Any:
    """As JSON, in the words of the API (aliases), without what was not said."""
    return None if body is None else body.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _read(answer: type[T], response: httpx.Response) -> T:
    return TypeAdapter(answer).validate_json(response.content)
