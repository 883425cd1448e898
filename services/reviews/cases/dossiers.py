"""Fetches dossiers from nominations with the service's own token; a case is shown without one where that cannot answer."""

import asyncio
import logging
from typing import Any
from uuid import UUID

import httpx

from contracts.api.nominations import Dossier, dossier_sha256
from contracts.api.reviews import DossierState
from services.chassis.ids import derived_id
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 2.0
SELF = derived_id("service", "reviews")


class Dossiers:
    """One HTTP client for the life of the process; `keep_open` is a background job of the service."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def keep_open(self, runtime: Runtime) -> None:
        async with httpx.AsyncClient(base_url=runtime.settings.nominations_url, timeout=TIMEOUT_SECONDS) as client:
            self._client = client
            try:
                await asyncio.Event().wait()
            finally:
                self._client = None

    async def read(
        self, runtime: Runtime, office_id: UUID, nomination_id: UUID, revision: int, sha256: str
    ) -> tuple[DossierState, dict[str, Any] | None]:
        """The content of the frozen dossier, or why there is none now.

        Args:
            sha256: what the submission said; content that does not hash to it is not shown.
        """
        if self._client is None or runtime.signer is None:
            return DossierState.AWAY, None
        token = runtime.signer.sign(Actor(office_id, SELF, "reviews", frozenset({Role.SERVICE})), "nominations")
        try:
            answer = await self._client.get(
                f"/v1/nominations/{nomination_id}/dossier",
                params={"revision": revision},
                headers={"Authorization": f"Bearer {token}"},
            )
        except httpx.HTTPError as error:
            log.warning("dossier not read", extra={"nomination": str(nomination_id), "reason": repr(error)})
            return DossierState.AWAY, None
        if answer.status_code != 200:
            log.warning("dossier refused", extra={"nomination": str(nomination_id), "status": answer.status_code})
            return DossierState.AWAY if answer.is_server_error else DossierState.REFUSED, None
        content = Dossier.model_validate_json(answer.content).content
        if dossier_sha256(content) != sha256:
            log.error("dossier altered", extra={"nomination": str(nomination_id), "revision": revision})
            return DossierState.ALTERED, None
        return DossierState.READ, content
