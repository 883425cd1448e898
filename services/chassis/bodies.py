"""Bodies of requests are bounded before anyone parses them: in bytes, and in fields or values; whoever is not known gets little."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KILOBYTE: Final = 1024
MEGABYTE: Final = 1024 * KILOBYTE
MAX_REQUEST_BYTES: Final = 25 * MEGABYTE
"""A form with files."""
FORM_BYTES: Final = MEGABYTE
"""A form without files, each Vietnamese letter in nine bytes; what is longer (rule files) is sent as a form with files."""
JSON_BYTES: Final = 8 * MEGABYTE
STRANGER_BYTES: Final = 64 * KILOBYTE
"""Before sign-in, whatever it is: a user name and a password need less than one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How much one body may hold. Each of ``separators`` in it begins another field or value."""

    size: int
    separators: bytes
    most: int


FILES: Final = Bound(MAX_REQUEST_BYTES, b"", 0)
"""Counted by the parser itself, which is told how many fields and files a form has."""
FORM: Final = Bound(FORM_BYTES, b"&;", 5_000)
JSON: Final = Bound(JSON_BYTES, b",[{", 400_000)
"""A register of 2,000 rows has some 60,000 values, a thousand questions of the law 100,000; each value costs 100 bytes once read."""
STRANGER: Final = Bound(STRANGER_BYTES, b"&,[{", 2_000)


class TooLarge(HTTPException):
    """The body goes beyond its bound; an HTTPException, because FastAPI makes a 400 of anything else raised while it reads."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(413)
        self.bound = bound


Knows = Callable[[Scope], Awaitable[bool]]
"""Whether a request comes from somebody who is known here; asked only where it makes a difference."""


class Bounded:
    """Raises `TooLarge` at the first read of a body that is too long or has too many parts, or as soon as it shows.

    Nothing beyond the bound is kept; the server throws away what still comes, for a while, so that the client reads the answer.
    """

    def __init__(self, app: ASGIApp, knows: Knows) -> None:
        self._app = app
        self._knows = knows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._knows)
        await self._app(scope, body.receive, send)


class _Body:
    """One body as it comes in."""

    def __init__(self, scope: Scope, receive: Receive, knows: Knows) -> None:
        headers = Headers(scope=scope)
        self._scope, self._receive, self._knows = scope, receive, knows
        self._full = bound_of(headers.get("content-type", ""))
        self._bound = STRANGER
        length = headers.get("content-length", "0")
        self._declared = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
        self._size, self._parts = 0, 0

    @property
    def is_refused(self) -> bool:
        return max(self._size, self._declared) > self._bound.size or self._parts > self._bound.most > 0

    async def receive(self) -> Message:
        if self._size == 0:
            await self._check()
        message = await self._receive()
        piece = message.get("body", b"")
        self._size += len(piece)
        self._parts += sum(piece.count(each) for each in self._bound.separators)
        await self._check()
        return message

    async def _check(self) -> None:
        """Beyond what a stranger may send, ask whether it is one."""
        if (
            self.is_refused
            and self._bound is STRANGER
            and self._full is not STRANGER
            and await self._knows(self._scope)
        ):
            self._bound = self._full
        if self.is_refused:
            raise TooLarge(self._bound)


def bound_of(content_type: str) -> Bound:
    """Of somebody who is known, by what the body says it is; the parsers take anything else for JSON, or not at all."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return FILES
    return FORM if kind == "application/x-www-form-urlencoded" else JSON
