"""Every operation of every OpenAPI document: no 5xx, answers as documented, and nothing without a token that is believed."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import jwt
import pytest

from contracts.problem import Problem
from services.chassis.http import PROBLEMS
from tests.api.openapi_services import ASKED, SERVED, Served
from tests.api.openapi_trial import try_all
from tests.support.client import open_client
from tests.support.engines import Engines
from tests.support.people import Keys

UNDER_TEST = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
UNREAD = {400, 401, 413, 422}
"""Answers given before the operation itself was reached."""


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every operation others may ask for."""
    for path, methods in document["paths"].items():
        if re.match(ASKED, path):
            for method, operation in methods.items():
                yield method.upper(), path, operation


def _believed(served: Served, **changed: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    claims = {
        "iss": "gateway",
        "aud": served.name,
        "iat": now,
        "exp": now + timedelta(seconds=60),
        "sub": str(served.who.person_id),
        "office": str(served.who.office_id),
        "name": "Người thử",
        "roles": sorted(served.who.roles),
        "unit": None,
    }
    return claims | changed


def _signed(served: Served, claims: dict[str, Any], *, issuer: str = "gateway", kid: str | None = None) -> str:
    key = served.keys.private(issuer).read_text()
    return jwt.encode(claims, key, "EdDSA", headers={"kid": kid or issuer})


def _by_a_stranger(served: Served, folder: Path) -> str:
    return jwt.encode(
        _believed(served), Keys(folder).private("gateway").read_text(), "EdDSA", headers={"kid": "gateway"}
    )


UNBELIEVED: dict[str, Callable[[Served, Path], str | None]] = {
    "no token": lambda served, _: None,
    "nonsense": lambda served, _: "Bearer not.a.token",
    "a password": lambda served, _: "Basic dXNlcjpwYXNz",
    "expired": lambda served, _: (
        "Bearer "
        + _signed(
            served,
            _believed(
                served, iat=datetime.now(UTC) - timedelta(seconds=120), exp=datetime.now(UTC) - timedelta(seconds=60)
            ),
        )
    ),
    "good for an hour": lambda served, _: (
        "Bearer " + _signed(served, _believed(served, exp=datetime.now(UTC) + timedelta(hours=1)))
    ),
    "for another service": lambda served, _: "Bearer " + _signed(served, _believed(served, aud="elsewhere")),
    "by an unknown issuer": lambda served, _: (
        "Bearer " + _signed(served, _believed(served, iss="mallory"), kid="mallory")
    ),
    "by a path for an issuer": lambda served, _: (
        "Bearer " + _signed(served, _believed(served), kid="../private/gateway")
    ),
    "by a stranger's key": lambda served, folder: "Bearer " + _by_a_stranger(served, folder),
    "by a service for a person": lambda served, _: (
        "Bearer " + _signed(served, _believed(served, iss="reporting"), issuer="reporting")
    ),
    "unsigned": lambda served, _: "Bearer " + jwt.encode(_believed(served), "", "none", headers={"kid": "gateway"}),
    "with a role there is not": lambda served, _: "Bearer " + _signed(served, _believed(served, roles=["emperor"])),
    "without an office": lambda served, _: (
        "Bearer " + _signed(served, {name: value for name, value in _believed(served).items() if name != "office"})
    ),
}


@pytest.mark.kafka
@pytest.mark.postgres
class Promises:
    """What each service promises; a test module for each says which one is asked."""

    name: ClassVar[str]

    @pytest.fixture(scope="class")
    async def served(
        self, request: pytest.FixtureRequest, engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory
    ) -> AsyncIterator[Served]:
        name = request.cls.name
        async with SERVED[name](engines, keys, tmp_path_factory.mktemp(name)) as service:
            yield service

    @UNDER_TEST
    @pytest.mark.timeout(900)
    async def test_whatever_is_sent_the_answer_is_documented_and_no_server_error(self, served: Served) -> None:
        await self._send(served, thinned=True)

    @UNDER_TEST
    @pytest.mark.slow
    @pytest.mark.timeout(1800)
    async def test_the_same_to_the_last_boundary_value(self, served: Served) -> None:
        await self._send(served, thinned=False)

    async def _send(self, served: Served, *, thinned: bool) -> None:
        expected = {f"{method} {path}" for method, path, _ in operations(served.document)}

        trial = await asyncio.to_thread(
            partial(try_all, paths=ASKED, thinned=thinned), served.document, served.base_url, served.token, served.pools
        )

        assert trial.failures == []
        assert set(trial.answers) == expected
        assert {each for each, statuses in trial.answers.items() if set(statuses) <= UNREAD} == set(), (
            "never got past the door"
        )
        assert len(trial.reached) * 3 >= len(expected), f"done at least once: {sorted(trial.reached)}"

    def test_every_operation_needs_a_token_and_documents_its_problems(self, served: Served) -> None:
        for method, path, operation in operations(served.document):
            assert operation["security"] == [{"HTTPBearer": []}], f"{method} {path} is open"
            for status, described in PROBLEMS.items():
                answer = operation["responses"][str(status)]
                schema = {"$ref": "#/components/schemas/Problem"}
                assert answer["content"] == {"application/problem+json": {"schema": schema}}, (
                    f"{method} {path} {status}"
                )
                assert answer["description"] == described["description"]

    @pytest.mark.parametrize("kind", UNBELIEVED)
    async def test_a_token_that_is_not_believed_opens_nothing(self, served: Served, kind: str, tmp_path: Path) -> None:
        authorization = UNBELIEVED[kind](served, tmp_path)
        headers = {"Authorization": authorization} if authorization else {}
        async with open_client(served.base_url, headers=headers) as client:
            for method, path, _ in operations(served.document):
                answer = await client.request(method, re.sub(r"\{\w+\}", str(served.who.office_id), path))

                assert answer.status_code == 401, f"{method} {path}: {answer.text}"
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["www-authenticate"] == "Bearer"
                assert Problem.model_validate(answer.json()).code == "bad_token"
                assert not authorization or authorization.partition(" ")[2] not in answer.text

    async def test_a_token_that_is_believed_opens_the_door(self, served: Served) -> None:
        headers = {"Authorization": "Bearer " + _signed(served, _believed(served))}
        async with open_client(served.base_url, headers=headers) as client:
            assert (await client.get("/v1/parked")).status_code == 200
