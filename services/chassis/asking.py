"""Asks the services that publish what this one listens to how far their keys have come, as a service with its own token."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

import httpx
from pydantic import BaseModel, TypeAdapter

from contracts.heads import Bucket, DayOfHeads, Head, Replayed, ReplayIn
from services.chassis.ids import derived_id
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role

NO_OFFICE = UUID(int=0)
"""Heads are of all offices."""
REPLAY_SECONDS = 120.0

Answered = TypeVar("Answered", bound=BaseModel)


@dataclass(frozen=True)
class AskedHeads:
    """One HTTP client for all publishers."""

    runtime: Runtime
    client: httpx.AsyncClient

    @staticmethod
    @asynccontextmanager
    async def open(runtime: Runtime) -> AsyncIterator["AskedHeads"]:
        async with httpx.AsyncClient(timeout=httpx.Timeout(30.0, connect=2.0), trust_env=False) as client:
            yield AskedHeads(runtime, client)

    def of(self, publisher: str) -> "AskedPublisher | None":
        """None where this service has no key to sign with, and could not say who asks."""
        return AskedPublisher(self, publisher) if self.runtime.signer is not None else None


@dataclass(frozen=True)
class AskedPublisher:
    """Another service, over HTTP."""

    asked: AskedHeads
    name: str

    async def days(self, topic: str, since: date) -> Sequence[DayOfHeads]:
        return await self._get(f"/v1/heads/{topic}?since={since.isoformat()}", DayOfHeads)

    async def buckets(self, topic: str, day: date) -> Sequence[Bucket]:
        return await self._get(f"/v1/heads/{topic}/{day.isoformat()}", Bucket)

    async def keys(self, topic: str, day: date, bucket: int) -> Sequence[Head]:
        return await self._get(f"/v1/heads/{topic}/{day.isoformat()}/{bucket}", Head)

    async def replay(self, wanted: ReplayIn) -> Replayed:
        answer = await self.asked.client.post(
            self._url("/v1/heads/replays"),
            content=wanted.model_dump_json(),
            headers=self._headers() | {"content-type": "application/json"},
            timeout=REPLAY_SECONDS,
        )
        return Replayed.model_validate_json(answer.raise_for_status().content)

    async def _get(self, path: str, model: type[Answered]) -> Sequence[Answered]:
        answer = await self.asked.client.get(self._url(path), headers=self._headers())
        return TypeAdapter(list[model]).validate_json(answer.raise_for_status().content)  # type: ignore[valid-type]

    def _url(self, path: str) -> str:
        return self.asked.runtime.settings.addresses[self.name] + path

    def _headers(self) -> dict[str, str]:
        runtime = self.asked.runtime
        assert runtime.signer is not None
        name = runtime.service.name
        actor = Actor(NO_OFFICE, derived_id("service", name), name, frozenset({Role.SERVICE}))
        return {"authorization": f"Bearer {runtime.signer.sign(actor, self.name)}"}
