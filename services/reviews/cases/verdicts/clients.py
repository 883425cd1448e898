"""Asks nominations for verdicts with the service's own token; without an answer nothing is received and nothing signed."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import httpx

from contracts.nominations.api.verdicts import JudgedVerdict, JudgedVerdicts, JudgeNominations, VerdictAsked
from contracts.problem import Problem
from contracts.words import VerdictMoment
from services.chassis.ids import derived_id
from services.chassis.runtime import Runtime
from services.office.access import Actor, Role
from services.office.refusal import Refused, RefusedElsewhere

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30.0
CONNECT_SECONDS = 2.0
SELF = derived_id("service", "reviews")


class Judge(Protocol):
    """Who judges nominations; reviews has the cases, not the facts."""

    async def judge(
        self, runtime: Runtime, office_id: UUID, moment: VerdictMoment, asked: Sequence[VerdictAsked]
    ) -> Sequence[JudgedVerdict]:
        """Verdicts of this moment, in the order asked; refuses (``verdict.unreachable``) where none can be had."""
        ...


class NominationsJudge:
    """One HTTP client for the life of the process; `keep_open` is a background job of the service."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def keep_open(self, runtime: Runtime) -> None:
        timeout = httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS)
        transport = httpx.AsyncHTTPTransport(retries=1)
        async with httpx.AsyncClient(
            base_url=runtime.settings.nominations_url, timeout=timeout, transport=transport, trust_env=False
        ) as client:
            self._client = client
            try:
                await asyncio.Event().wait()
            finally:
                self._client = None

    async def judge(
        self, runtime: Runtime, office_id: UUID, moment: VerdictMoment, asked: Sequence[VerdictAsked]
    ) -> Sequence[JudgedVerdict]:
        if self._client is None or runtime.signer is None:
            raise Refused("verdict.unreachable")
        token = runtime.signer.sign(Actor(office_id, SELF, "reviews", frozenset({Role.SERVICE})), "nominations")
        body = JudgeNominations(moment=moment, asked=list(asked))
        try:
            answer = await self._client.post(
                "/v1/nominations/verdicts",
                content=body.model_dump_json(),
                headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            )
        except httpx.HTTPError as error:
            log.warning("no verdict from nominations", extra={"reason": repr(error), "asked": len(asked)})
            raise Refused("verdict.unreachable") from error
        if answer.status_code == httpx.codes.OK:
            return JudgedVerdicts.model_validate_json(answer.content).items
        log.warning("nominations gave no verdict", extra={"status": answer.status_code, "asked": len(asked)})
        if answer.status_code == httpx.codes.CONFLICT:
            problem = Problem.model_validate_json(answer.content)
            raise RefusedElsewhere(problem.code, problem.detail)
        raise Refused("verdict.unreachable", answered=answer.status_code)
