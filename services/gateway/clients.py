"""The three services over HTTP, as the signed-in person: a 60-second token each call, the trace passed on, time limits."""

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote
from uuid import UUID

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from contracts.nominations.api.register import Office
from contracts.nominations.api.rulebook import PublishedRulebook
from contracts.problem import FieldProblem, Problem
from services.chassis import tracing
from services.chassis.actors import Signer
from services.office.access import Actor

Answer = TypeVar("Answer")

TIMEOUT: Final = httpx.Timeout(30.0, connect=2.0)
LONG_TIMEOUT: Final = httpx.Timeout(120.0, connect=2.0)
OFFICE_SECONDS: Final = 10.0
SERVICES: Final = ("nominations", "reviews", "reporting")


class ServiceAway(Exception):
    """A service does not answer, or says that it cannot accept anything now. It passes by itself."""

    def __init__(self, service: str, why: str) -> None:
        super().__init__(f"{service}: {why}")
        self.service = service


class ServiceRefused(Exception):
    """A service answered with a problem: a rule said no, a field is wrong, nothing is there, or it is not allowed."""

    def __init__(self, service: str, problem: Problem) -> None:
        super().__init__(f"{service}: {problem.status} {problem.code}")
        self.service = service
        self.problem = problem

    @property
    def status(self) -> int:
        return self.problem.status


class Client:
    """One service, called as one person.

    Paths begin with ``/v1/``; a query's None values are left out.
    """

    def __init__(self, http: httpx.AsyncClient, signer: Signer, service: str, base_url: str, actor: Actor) -> None:
        self._http = http
        self._signer = signer
        self._service = service
        self._base_url = base_url.rstrip("/")
        self._actor = actor

    async def get(self, path: str, model: type[Answer], **query: Any) -> Answer:
        return self._read(await self._call("GET", path, query=query), model)

    async def find(self, path: str, model: type[Answer], **query: Any) -> Answer | None:
        """None where there is no such thing (404)."""
        try:
            return await self.get(path, model, **query)
        except ServiceRefused as refused:
            if refused.status == 404:
                return None
            raise

    async def send(
        self, method: str, path: str, body: BaseModel | None, model: type[Answer], *, key: str | None = None
    ) -> Answer:
        """POST, PUT or DELETE with a JSON body; ``key`` makes a repetition return the first result."""
        content = body.model_dump_json(by_alias=True) if body is not None else None
        return self._read(await self._call(method, path, content=content, key=key), model)

    async def post(self, path: str, body: BaseModel | None, model: type[Answer], *, key: str | None = None) -> Answer:
        return await self.send("POST", path, body, model, key=key)

    async def upload(self, path: str, file: tuple[str, bytes, str], model: type[Answer], *, key: str) -> Answer:
        """A file (name, content, media type) as multipart field ``file``; large ones may take a minute."""
        return self._read(await self._call("POST", path, file=file, key=key), model)

    async def download(self, path: str, **query: Any) -> httpx.Response:
        """The answer as it came, for passing a file on."""
        return await self._call("GET", path, query=query)

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        content: str | None = None,
        file: tuple[str, bytes, str] | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        if not _is_plain(path):
            raise ServiceRefused(self._service, _not_there())
        headers = {"authorization": f"Bearer {self._signer.sign(self._actor, self._service)}"}
        if (traceparent := tracing.current_traceparent()) is not None:
            headers["traceparent"] = traceparent
        if key is not None:
            headers["idempotency-key"] = key
        if content is not None:
            headers["content-type"] = "application/json"
        shown = {name: value for name, value in (query or {}).items() if value is not None}
        try:
            answer = await self._http.request(
                method,
                self._base_url + path,
                params=shown,
                headers=headers,
                content=content,
                files={"file": file} if file else None,
                timeout=LONG_TIMEOUT if file else TIMEOUT,
            )
        except httpx.TransportError as error:
            raise ServiceAway(self._service, repr(error)) from error
        if answer.is_success:
            return answer
        if answer.status_code >= 500 and _problem(answer).code != "files_unavailable":
            raise ServiceAway(self._service, f"HTTP {answer.status_code}")
        raise ServiceRefused(self._service, _problem(answer))

    def _read(self, answer: httpx.Response, model: type[Answer]) -> Answer:
        return TypeAdapter(model).validate_json(answer.content or b"null")


def segment(text: str) -> str:
    """Text as one step of a path, whatever stands in it: typed by somebody, it leads nowhere else."""
    return quote(text, safe="")


def _is_plain(path: str) -> bool:
    """No step of the path leads up, out, or into a query: a call goes where the code says."""
    steps = path.split("/")
    return not any(sign in path for sign in "?#\\") and not any(
        unquote(step) in ("", ".", "..") or not step.isascii() or not step.isprintable() for step in steps[1:]
    )


def _not_there() -> Problem:
    wrong = FieldProblem(rule="not_found", message="there is no such path")
    return Problem(title="Not found", status=404, code="not_found", errors=[wrong])


def _problem(answer: httpx.Response) -> Problem:
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        code = f"http.{answer.status_code}"
        return Problem(
            title=answer.reason_phrase,
            status=answer.status_code,
            code=code,
            errors=[FieldProblem(rule=code, message=answer.reason_phrase)],
        )


class Services:
    """The addresses of the three services and the one pool of connections to them."""

    def __init__(self, http: httpx.AsyncClient, signer: Signer, addresses: Mapping[str, str]) -> None:
        self._http = http
        self._signer = signer
        self._addresses = addresses
        self._offices: dict[UUID, tuple[float, Office]] = {}
        self._rulebooks: dict[UUID, tuple[float, PublishedRulebook]] = {}

    def client(self, service: str, actor: Actor) -> Client:
        return Client(self._http, self._signer, service, self._addresses[service], actor)

    async def office(self, actor: Actor) -> Office | None:
        """The actor's office, asked again after some seconds; None before it is set up."""
        known = self._offices.get(actor.office_id)
        if known is not None and monotonic() - known[0] < OFFICE_SECONDS:
            return known[1]
        found = await self.client("nominations", actor).find("/v1/office", Office)
        if found is not None:
            self._offices[actor.office_id] = (monotonic(), found)
        return found

    async def rulebook(self, actor: Actor) -> PublishedRulebook | None:
        """The office's current rulebook, asked again after some seconds; the last known one while nominations is away."""
        known = self._rulebooks.get(actor.office_id)
        if known is not None and monotonic() - known[0] < OFFICE_SECONDS:
            return known[1]
        try:
            found = await self.client("nominations", actor).find("/v1/rulebooks/current", PublishedRulebook)
        except ServiceAway:
            if known is None:
                raise
            return known[1]
        if found is not None:
            self._rulebooks[actor.office_id] = (monotonic(), found)
        return found

    def forget_office(self, office_id: UUID) -> None:
        """Somebody has just changed the office or published its rulebook."""
        self._offices.pop(office_id, None)
        self._rulebooks.pop(office_id, None)


def open_pool() -> httpx.AsyncClient:
    """Straight to the services: no proxy of the environment stands between."""
    transport = httpx.AsyncHTTPTransport(retries=1, limits=httpx.Limits(max_connections=100))
    return httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)
