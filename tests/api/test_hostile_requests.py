"""A hundred thousand requests that nobody means well with: no server error, no restart, no memory that stays."""

import asyncio
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.api.hostile_requests import Target, requests, target_of
from tests.api.openapi_services import SERVED, Served
from tests.support.client import open_client
from tests.support.engines import Engines
from tests.support.people import Keys

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

SEED = 20261130
EACH = 25_000
"""Of each of the four services."""
AT_ONCE = 12
RENEWED_EVERY = 200
"""Requests with one token; tokens live for a minute."""
MOST_GROWTH = 150 * 1024 * 1024
FORMS = tuple(
    (method, path)
    for path in (
        "/dang-nhap",
        "/dang-xuat",
        "/vao/{token}",
        "/quan-tri/nhap",
        "/de-nghi/moi",
        "/live",
        "/",
        "/static/{file}",
    )
    for method in ("GET", "POST")
)


@pytest.mark.parametrize("name", SERVED)
async def test_some_hostile_requests_end_in_no_server_error(
    name: str, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    async with SERVED[name](engines, keys, tmp_path) as served:
        await _send(served, 400)


@pytest.mark.slow
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("name", SERVED)
async def test_a_quarter_of_a_hundred_thousand_end_in_no_server_error_and_leave_nothing(
    name: str, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    async with SERVED[name](engines, keys, tmp_path) as served:
        await _send(served, 2_000)
        before = _resident()

        answered = await _send(served, EACH, seed=SEED + 1)

        assert sum(answered.values()) == EACH
        assert _resident() - before < MOST_GROWTH


async def _send(served: Served, count: int, seed: int = SEED) -> Counter[int]:
    """How often each status was answered; fails at the first server error, with the request that led to it."""
    target: Target = target_of(served.document, FORMS if served.name == "gateway" else ())
    place = urlsplit(served.base_url)
    waiting = requests(target, seed, count, place.netloc)
    answered: Counter[int] = Counter()

    async def one_after_another() -> None:
        token = served.token()
        for used, (is_signed, request) in enumerate(waiting, 1):
            if used % RENEWED_EVERY == 0:
                token = served.token()
            sent = request.replace(b"@TOKEN@", token.encode()) if is_signed else request
            status, said = await _ask(place.hostname or "", place.port or 0, sent)
            assert status < 500, f"{status}: {request[:1500]!r}\n{said[:800]!r}"
            answered[status] += 1

    async with asyncio.TaskGroup() as senders:
        for _ in range(AT_ONCE):
            senders.create_task(one_after_another())
    async with open_client(served.base_url) as client:
        assert (await client.get("/livez")).status_code == 200
    return answered


async def _ask(host: str, port: int, request: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        async with asyncio.timeout(60):
            said = await reader.read(65_536)
    finally:
        writer.close()
    return (int(said[9:12]), said) if said.startswith(b"HTTP/1.1 ") else (0, said)


def _resident() -> int:
    """Bytes of this process, in which the service runs."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
