"""The HTTP server with a limit to its patience: heads and bodies that do not come, and answers that nobody reads, end the connection."""

import asyncio
from collections import Counter
from typing import Any, ClassVar, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0
"""For the line and the headers of a request, all together."""
BODY_SECONDS: Final = 15.0
"""For a body, on top of what `SLOWEST_BODY` gives it."""
SLOWEST_BODY: Final = 8 * 1024
"""Bytes a second: a slow mobile line has ten times that."""
UNREAD_SECONDS: Final = 60.0
"""How long an answer waits for a client that reads nothing of it."""
LONGEST_HEAD: Final = 32 * 1024
MOST_SILENT: Final = 200
"""Connections of one address that have not sent a whole head yet; more are closed at once."""

_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PatientProtocol(H11Protocol):
    """uvicorn's own protocol, which waits for ever for the end of a head or a body it has the beginning of."""

    silent: ClassVar[Counter[str]] = Counter()
    """Connections without a whole head, by address."""

    head_seconds: ClassVar[float] = HEAD_SECONDS
    body_seconds: ClassVar[float] = BODY_SECONDS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._came = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._body_timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None
        self._body_until = 0.0
        self._silent_as = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if address and self.silent[address] >= MOST_SILENT:
            transport.abort()
            return
        self._silent_as = address
        self.silent[address] += 1
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._no_longer_silent()
        for timer in (self._head_timer, self._body_timer, self._unread_timer):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        state = self.conn.their_state
        if state is h11.IDLE:
            self._await_head()
            return
        self._no_longer_silent()
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        if state is h11.SEND_BODY and self._body_timer is None:
            self._came = 0
            self._body_until = self.loop.time() + self.body_seconds
            self._body_timer = self.loop.call_later(1.0, self._look_at_body)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread_timer = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_seconds, self._end_slow)

    def _look_at_body(self) -> None:
        """Each second while a body comes; seconds in which we do not read are not the client's.

        What comes after the answer was given is thrown away, so that the client gets to reading it, but not for long.
        """
        self._body_timer = None
        if self.conn.their_state is not h11.SEND_BODY or self.transport.is_closing():
            return
        if self.flow.read_paused:
            self._body_until += 1.0
        is_wanted = self.cycle is not None and not self.cycle.response_complete
        if self.loop.time() > self._body_until + (self._came / SLOWEST_BODY if is_wanted else 0.0):
            self._end_slow()
            return
        self._body_timer = self.loop.call_later(1.0, self._look_at_body)

    def _end_slow(self) -> None:
        if self.transport.is_closing():
            return
        if self._came and (self.cycle is None or self.cycle.response_complete or not self.cycle.response_started):
            self.transport.write(_TOO_SLOW)
        self.transport.close()

    def _no_longer_silent(self) -> None:
        if self._silent_as:
            self.silent[self._silent_as] -= 1
            if self.silent[self._silent_as] <= 0:
                del self.silent[self._silent_as]
            self._silent_as = ""
