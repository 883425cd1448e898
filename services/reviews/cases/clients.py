"""Fetches dossiers from nominations with the service's own token; a case is shown without one where that cannot answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import httpx

from contracts.nominations.api.dossiers import DossierContent, read_dossier
from contracts.problem import Problem
from contracts.words import DossierState
from services.chassis.actors import Signer
from services.chassis.database import Unavailable
from services.chassis.ids import derived_id
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role
from services.office.refusal import NotFound, RefusedElsewhere

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 2.0
FILE_SECONDS = 30.0
PASSED_ON = ("content-type", "content-length", "content-disposition", "etag", "x-content-type-options", "cache-control")
SELF = derived_id("service", "reviews")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file on its way, and the headers that say what it is."""

    pieces: AsyncIterator[bytes]
    headers: Mapping[str, str]


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
    ) -> tuple[DossierState, DossierContent | None]:
        """The content of the frozen dossier, or why there is none now.

        Args:
            sha256: what the submission said; content that does not hash to it is not shown.
        """
        if self._client is None or runtime.signer is None:
            return DossierState.AWAY, None
        try:
            answer = await self._client.get(
                f"/v1/nominations/{nomination_id}/dossier",
                params={"revision": revision},
                headers=_signed(runtime.signer, office_id),
            )
        except httpx.HTTPError as error:
            log.warning("dossier not read", extra={"nomination": str(nomination_id), "reason": repr(error)})
            return DossierState.AWAY, None
        if answer.status_code != 200:
            log.warning("dossier refused", extra={"nomination": str(nomination_id), "status": answer.status_code})
            return DossierState.AWAY if answer.is_server_error else DossierState.REFUSED, None
        dossier = read_dossier(answer.content, sha256)
        if dossier is None:
            log.error("dossier altered", extra={"nomination": str(nomination_id), "revision": revision})
            return DossierState.ALTERED, None
        return DossierState.READ, dossier.content

    async def open_file(
        self, runtime: Runtime, office_id: UUID, nomination_id: UUID, revision: int, attachment_id: UUID
    ) -> OpenFile:
        """A file of the frozen dossier, streamed; nominations has checked it against its checksum.

        Raises `NotFound` where that submission has no such file, `RefusedElsewhere` where a scanner has found something in it
        since, and `Unavailable` while nominations is away.
        """
        if self._client is None or runtime.signer is None:
            raise Unavailable("nominations cannot be asked")
        request = self._client.build_request(
            "GET",
            f"/v1/nominations/{nomination_id}/dossier/attachments/{attachment_id}",
            params={"revision": revision},
            headers=_signed(runtime.signer, office_id),
            timeout=FILE_SECONDS,
        )
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise Unavailable(f"nominations: {error!r}") from error
        if answer.status_code == 200:
            return OpenFile(_pieces(answer), {name: answer.headers[name] for name in PASSED_ON})
        body = await answer.aread()
        await answer.aclose()
        if answer.is_server_error:
            raise Unavailable(f"nominations: HTTP {answer.status_code}")
        if answer.status_code == 409:
            problem = Problem.model_validate_json(body)
            raise RefusedElsewhere(problem.code, problem.detail)
        raise NotFound("attachment", attachment_id)


def _signed(signer: Signer, office_id: UUID) -> dict[str, str]:
    token = signer.sign(Actor(office_id, SELF, "reviews", frozenset({Role.SERVICE})), "nominations")
    return {"Authorization": f"Bearer {token}"}


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    """To the end, or until the reader is gone; the connection is given back either way."""
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    finally:
        await answer.aclose()
