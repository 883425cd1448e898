"""Who is not known is slowed down: so many requests a second from one source, so that a flood leaves room for those who work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.chassis.bodies import Knows
from services.chassis.proxies import client_address, source_of

FREE: Final = ("/static/", "/livez")
"""What a sign-in page or a watcher needs, and costs next to nothing."""
MOST_SOURCES: Final = 20_000
SECONDS_OF_BURST: Final = 40
"""A source that was quiet may send at once what it may send in this time."""


@dataclass
class Buckets:
    """What each source may still send; it fills by ``rate`` a second. A rate of 0 limits nobody."""

    rate: float
    clock: Callable[[], float] = monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def burst(self) -> float:
        return self.rate * SECONDS_OF_BURST

    def take(self, source: str, cost: float = 1.0) -> bool:
        """Whether there was so much; only then it is taken."""
        left = self._now(source)
        if left < cost:
            return False
        self._keep(source, left - cost)
        return True

    def give_back(self, source: str, cost: float) -> None:
        self._keep(source, min(self.burst, self._now(source) + cost))

    def _now(self, source: str) -> float:
        left, at = self._left.get(source, (self.burst, self.clock()))
        return min(self.burst, left + (self.clock() - at) * self.rate)

    def _keep(self, source: str, left: float) -> None:
        if source not in self._left and len(self._left) >= MOST_SOURCES:
            self._forget_full_ones()
        self._left[source] = (left, self.clock())

    def _forget_full_ones(self) -> None:
        """Those that have filled again say nothing; where none has, the sources seen longest ago go."""
        full = [source for source in self._left if self._now(source) >= self.burst]
        for source in full or list(self._left)[: MOST_SOURCES // 10]:
            del self._left[source]


class StrangersSlowed:
    """Answers 429 to a source that has used up its share, unless the request is from somebody who is known."""

    def __init__(
        self,
        app: ASGIApp,
        rate: float,
        knows: Knows,
        too_many: Callable[[], Response],
        costs: dict[tuple[str, str], float],
    ) -> None:
        self._app = app
        self._buckets = Buckets(rate)
        self._knows = knows
        self._too_many = too_many
        self._costs = costs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._buckets.rate or scope["path"].startswith(FREE):
            await self._app(scope, receive, send)
            return
        source = source_of(client_address(HTTPConnection(scope)))
        cost = self._costs.get((scope["method"], scope["path"]), 1.0)
        is_paid = self._buckets.take(source, cost)
        if not is_paid and not await self._knows(scope):
            await self._too_many()(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if is_paid and is_known(scope):
                self._buckets.give_back(source, cost)


def note_known(request: HTTPConnection) -> None:
    """Said by whoever has found out that a request comes from somebody known: it counts against nobody."""
    request.state.is_known = True


def is_known(scope: Scope) -> bool:
    return bool(scope.get("state", {}).get("is_known", False))
