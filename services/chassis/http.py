"""HTTP edges: signed actors only, problem+json for every refusal, and one transaction a route opens itself."""

import logging
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Annotated, Any

import asyncpg
from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.problem import FieldProblem, Problem
from services.chassis import metrics, tracing
from services.chassis.acting import Acting, acting
from services.chassis.actors import BadToken
from services.chassis.bodies import MAX_REQUEST_BYTES as MAX_REQUEST_BYTES
from services.chassis.bodies import TooLarge
from services.chassis.database import FilesUnavailable, Unavailable
from services.chassis.noting import Noted
from services.chassis.runtime import Runtime
from services.chassis.strangers import note_known
from services.office.access import Actor
from services.office.refusal import Forbidden, NotFound, Refused

log = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What metrics count by name; a stranger's inventions are counted together."""


_bearer = HTTPBearer(auto_error=False, description="Ed25519 actor token, 60 seconds, audience = this service")


def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


async def _actor(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Actor:
    if credentials is None:
        raise BadToken("no bearer token")
    actor = _runtime(request).verifier.verify(credentials.credentials)
    note_known(request)
    request.state.actor = actor
    return actor


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
ActorDep = Annotated[Actor, Depends(_actor)]


async def _acting(runtime: RuntimeDep, actor: ActorDep) -> Acting:
    return acting(runtime, actor)


ActingDep = Annotated[Acting, Depends(_acting)]
IdempotencyKey = Annotated[
    str,
    Header(
        min_length=8,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client; a repetition with the same key and body returns the first result",
    ),
]

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": text}
    for status, text in {
        400: "The request cannot be read",
        401: "No actor token, or one that is not believed",
        403: "The actor's roles do not allow this",
        404: "There is no such thing for this actor",
        409: "A rule says no, or somebody else was faster",
        413: "The request is too large",
        422: "A field is not as it must be",
        429: "Too many requests from one source without a token that is believed",
        503: "The database cannot be reached; nothing was accepted, try again",
    }.items()
}
"""Give these to every router: ``APIRouter(responses=PROBLEMS)``."""


def problem(status: int, title: str, code: str, errors: list[FieldProblem] | None = None, **detail: object) -> Response:
    body = Problem(title=title, status=status, code=code, errors=errors or [], detail=detail)
    headers = _PROBLEM_HEADERS.get(status)
    return JSONResponse(body.model_dump(mode="json"), status, headers, media_type="application/problem+json")


_PROBLEM_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "10"}, 503: {"Retry-After": "2"}}


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    errors = [FieldProblem(field=error.field, rule=error.code, message=str(error))]
    return problem(409, "Refused by a rule", error.code, errors, **error.detail)


def _not_found(_: Request, error: Exception) -> Response:
    assert isinstance(error, NotFound)
    return problem(404, "Not found", "not_found", kind=error.kind, id=str(error.identity))


def _forbidden(_: Request, error: Exception) -> Response:
    assert isinstance(error, Forbidden)
    return problem(403, "Not allowed", "forbidden", action=error.action)


def _unauthenticated(_: Request, error: Exception) -> Response:
    return problem(401, "Not signed in", "bad_token", reason=str(error))


def _unavailable(_: Request, error: Exception) -> Response:
    if isinstance(error, FilesUnavailable):
        log.error("refused while the file store keeps nothing", extra={"reason": str(error)})
        return problem(503, "File store unavailable", "files_unavailable")
    log.warning("refused while the database is away", extra={"reason": str(error)})
    return problem(503, "Database unavailable", "unavailable")


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldProblem(
            field=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]),
            rule=each["type"],
            message=each["msg"],
        )
        for each in error.errors()
    ]
    return problem(422, "A field is not as it must be", "invalid", errors)


def _too_large(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooLarge)
    return problem(413, "Too large", "too_large", limit_bytes=error.bound.size)


def _client_gone(_: Request, error: Exception) -> Response:
    """Nobody reads this answer: the client left, or was too slow, before all of its request was here."""
    return Response(status_code=400)


def too_many() -> Response:
    return problem(429, "Too many requests", "too_many")


def _not_migrated(_: Request, error: Exception) -> Response:
    log.error("refused while the schema is behind the code", extra={"reason": str(error)})
    return problem(503, "Database not migrated", "not_migrated")


def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem(error.status_code, str(error.detail), f"http.{error.status_code}")
    answer.headers.update(error.headers or {})
    return answer


async def bears_token(scope: Scope) -> bool:
    """Whether a request brings an actor token that is believed."""
    runtime: Runtime = scope["app"].state.runtime
    scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return False
    try:
        runtime.verifier.verify(token.strip())
    except BadToken:
        return False
    return True


def install(app: FastAPI) -> None:
    """Error handlers, the same on every service."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Response | Awaitable[Response]]] = {
        Refused: _refused,
        NotFound: _not_found,
        Forbidden: _forbidden,
        BadToken: _unauthenticated,
        Unavailable: _unavailable,
        RequestValidationError: _invalid,
        TooLarge: _too_large,
        ClientDisconnect: _client_gone,
        asyncpg.UndefinedTableError: _not_migrated,
        asyncpg.UndefinedColumnError: _not_migrated,
        HTTPException: _http_error,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(Noted)
    _document_problems(app)


def _document_problems(app: FastAPI) -> None:
    """In the OpenAPI document a problem's schema belongs to ``application/problem+json``; FastAPI puts it elsewhere."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        document = plain()
        for operation in (each for path in document["paths"].values() for each in path.values()):
            for answer in operation["responses"].values():
                content = answer.get("content", {})
                if "application/problem+json" in content:
                    described = next(each for each in content.values() if each)
                    answer["content"] = {"application/problem+json": described}
        return document

    app.openapi = openapi  # type: ignore[method-assign]


class Observed:
    """Counts and times each request by its route pattern, inside the trace it came with."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def noticing(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        headers = dict(scope["headers"])
        traceparent = headers.get(b"traceparent", b"").decode("latin-1") or None
        try:
            with tracing.span("HTTP", traceparent):
                try:
                    await self._app(scope, receive, noticing)
                finally:
                    tracing.name_span(f"{_method(scope)} {_route(scope)}")
        finally:
            route, method = _route(scope), _method(scope)
            metrics.http_requests.labels(method, route, status).inc()
            metrics.http_seconds.labels(method, route).observe(perf_counter() - started)


def _route(scope: Scope) -> str:
    """The pattern, never the address: sign-in tokens and people's ids stand in addresses."""
    return getattr(scope.get("route"), "path", "unmatched")


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "other"
