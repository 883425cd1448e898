"""Asks reviews whether somebody may read a dossier now; without an answer nobody reads one that is under review."""

import asyncio
import logging
from uuid import UUID

import httpx

from contracts.reviews.api.cases import ReaderOfDossier
from services.chassis.database import Unavailable
from services.chassis.ids import derived_id
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role
from services.office.refusal import RefusedElsewhere

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 2.0
SELF = derived_id("service", "nominations")


class Readers:
    """One HTTP client for the life of the process; `keep_open` is a background job of the service."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def keep_open(self, runtime: Runtime) -> None:
        async with httpx.AsyncClient(
            base_url=runtime.settings.reviews_url, timeout=TIMEOUT_SECONDS, trust_env=False
        ) as client:
            self._client = client
            try:
                await asyncio.Event().wait()
            finally:
                self._client = None

    async def check(self, runtime: Runtime, reader: Actor, nomination_id: UUID) -> None:
        """Raises `RefusedElsewhere` with the refusal of reviews, and `Unavailable` while reviews cannot be asked."""
        if self._client is None or runtime.signer is None:
            raise Unavailable("reviews cannot be asked who may read a dossier")
        asking = Actor(reader.office_id, SELF, "nominations", frozenset({Role.SERVICE}))
        try:
            answer = await self._client.get(
                f"/v1/nominations/{nomination_id}/readers/{reader.person_id}",
                headers={"Authorization": f"Bearer {runtime.signer.sign(asking, 'reviews')}"},
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"reviews: {error!r}") from error
        if answer.status_code != httpx.codes.OK:
            log.warning("reviews does not say who may read", extra={"status": answer.status_code})
            raise Unavailable(f"reviews: HTTP {answer.status_code}")
        found = ReaderOfDossier.model_validate_json(answer.content)
        if found.refusal is not None:
            raise RefusedElsewhere(found.refusal, found.detail)
