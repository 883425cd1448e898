"""What strangers send to stop a service: bodies that cost much to read, requests that never end, floods from one place."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
import pytest

from services.chassis.bodies import FORM_BYTES, JSON, STRANGER_BYTES
from services.chassis.patience import MOST_SILENT, PatientProtocol
from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings, build
from services.office.access import Role
from tests.support.client import open_client
from tests.support.engines import MakeDatabase
from tests.support.gateway import Desk, Gateway, running_gateway
from tests.support.people import Keys, actor
from tests.support.reviewing import NO_KAFKA, Office, Reviews
from tests.support.running import running

pytestmark = pytest.mark.postgres

MEGABYTE = 1024 * 1024
FORM = {"content-type": "application/x-www-form-urlencoded"}
CHEAP_SECONDS = 3.0
"""A refusal before reading takes milliseconds; reading any of these bodies took a minute."""


@pytest.fixture
async def lone(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        yield gateway


def _shapes() -> Iterator[tuple[str, dict[str, str], bytes]]:
    yield "only separators", FORM, b"&" * (24 * MEGABYTE)
    yield "semicolons", FORM, b";" * (24 * MEGABYTE)
    yield "separators, small", FORM, b"&" * STRANGER_BYTES
    yield "one endless field", FORM, b"username=" + b"%41" * (8 * MEGABYTE)
    yield "capitals in the type", {"content-type": "Application/X-WWW-Form-URLencoded; charset=x"}, b"&" * MEGABYTE
    yield "no type at all", {}, b"&" * (24 * MEGABYTE)
    yield (
        "parts without end",
        {"content-type": "multipart/form-data; boundary=x"},
        b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n' * 20_000,
    )
    yield (
        "a file",
        {"content-type": "multipart/form-data; boundary=x"},
        b'--x\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\n' + b"\r\n" * MEGABYTE,
    )
    yield "nested", {"content-type": "application/json"}, b"[" * MEGABYTE
    yield "empty objects", {"content-type": "application/json"}, b"[" + b"{}," * MEGABYTE


SHAPES = {name: (headers, body) for name, headers, body in _shapes()}


async def _refused_at_once(client: httpx.AsyncClient, path: str, headers: dict[str, str], body: bytes) -> int:
    """The answer to such a body, while the service goes on answering others."""
    started = monotonic()
    sent = [asyncio.create_task(_post(client, path, headers, body)) for _ in range(6)]
    alive = await client.get("/livez")
    assert alive.status_code == 200
    answers = {await each for each in sent}
    assert monotonic() - started < 6 * CHEAP_SECONDS
    [status] = answers
    return status


async def _post(client: httpx.AsyncClient, path: str, headers: dict[str, str], body: bytes) -> int:
    try:
        return (await client.post(path, content=body, headers=headers)).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return 413  # the connection ended while the rest was still being sent: nobody reads it


@pytest.mark.parametrize("shape", SHAPES)
async def test_nobody_makes_the_gateway_read_much_before_signing_in(shape: str, lone: Gateway) -> None:
    headers, body = SHAPES[shape]
    async with open_client(lone.url) as client:
        status = await _refused_at_once(client, "/dang-nhap", headers, body)

    assert status == (413 if "form" in headers.get("content-type", "").lower() else 422), "what is no form is not read"


@pytest.mark.parametrize("shape", SHAPES)
async def test_nobody_makes_a_service_read_much_without_a_token(shape: str, reviews: Reviews) -> None:
    headers, body = SHAPES[shape]

    assert await _refused_at_once(reviews.client, "/v1/councils", headers, body) == 413


async def test_who_is_signed_in_is_told_on_a_page_that_it_is_too_much(lone: Gateway) -> None:
    desk = await lone.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.UNIT_HEAD))

    for body in (b"&" * (FORM_BYTES // 2), b"a=" + b"x" * FORM_BYTES):
        answer = await desk.browser.post("/dang-xuat", content=body, headers=FORM)

        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith("text/html")
        assert "quá lớn" in answer.text


async def test_a_token_lets_in_what_a_register_needs_and_no_more(reviews: Reviews) -> None:
    office = Office()
    headers = {**reviews.keys.headers(office.clerk, "reviews"), "Idempotency-Key": "k" * 20}
    much, too_much = b"[" + b"0," * (JSON.most // 2) + b"0]", b"[" + b"{}," * JSON.most + b"0]"

    answers = [
        (
            await reviews.client.post(
                "/v1/councils", content=body, headers=headers | {"Content-Type": "application/json"}
            )
        )
        for body in (much, too_much)
    ]

    assert [answer.status_code for answer in answers] == [422, 413]


class Impatient(PatientProtocol):
    """Waits less than the product does, so that nobody waits for a test."""

    head_seconds: ClassVar[float] = 0.3
    body_seconds: ClassVar[float] = 0.3


@asynccontextmanager
async def _impatient(keys: Keys, url: str) -> AsyncIterator[tuple[str, int]]:
    settings = GatewaySettings(
        database_url=url,
        http_port=0,
        public_keys=keys.public,
        private_key=keys.private("gateway"),
        kafka_bootstrap=NO_KAFKA,
    )
    async with running(create_app(build(settings)), http=Impatient) as address:
        parts = urlsplit(address)
        assert parts.hostname and parts.port
        yield parts.hostname, parts.port


HALF = (
    b"POST /dang-nhap HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n"
)
UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half the headers": HALF,
    "half a body": HALF + b"\r\nusername=a",
    "a body after the answer": b"GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nx",
    "a second request begun": b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /",
}


@pytest.mark.parametrize("start", UNFINISHED)
async def test_a_request_that_does_not_come_to_its_end_is_given_up(
    start: str, keys: Keys, make_database: MakeDatabase
) -> None:
    async with _impatient(keys, await make_database("gateway")) as (host, port):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(UNFINISHED[start])

        async with asyncio.timeout(20):
            said = await reader.read()

        assert said == b"" or b" 408 " in said or b" 200 " in said
        writer.close()


async def test_a_body_sent_letter_by_letter_is_given_up(keys: Keys, make_database: MakeDatabase) -> None:
    async with _impatient(keys, await make_database("gateway")) as (host, port):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(HALF + b"\r\n")

        async def drip() -> None:
            while not writer.is_closing():
                writer.write(b"a")
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        async with asyncio.timeout(20):
            said = await reader.read()

        dripping.cancel()
        assert b" 408 " in said
        writer.close()


async def test_one_place_does_not_take_all_connections(keys: Keys, make_database: MakeDatabase) -> None:
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        parts = urlsplit(gateway.url)
        opened = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(MOST_SILENT + 5)]

        async with asyncio.timeout(9):
            ended = [await reader.read() for reader, _ in opened[MOST_SILENT:]]

        assert ended == [b""] * 5
        for _, writer in opened:
            writer.close()


async def test_a_flood_from_one_place_leaves_room_for_those_who_work(keys: Keys, make_database: MakeDatabase) -> None:
    async with running_gateway(
        await make_database("gateway"), keys, trusted_proxies="127.0.0.1", strangers_per_second=0.5
    ) as gateway:
        flood, elsewhere = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "198.51.100.8"}
        desk: Desk = await gateway.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.UNIT_HEAD))
        stranger = await gateway.browser()

        answers = [await stranger.get("/de-nghi", headers=flood) for _ in range(40)]

        assert answers[0].status_code == 303
        assert answers[-1].status_code == 429
        assert answers[-1].headers["retry-after"] == "10"
        assert "quá nhiều yêu cầu" in answers[-1].text
        assert (await stranger.get("/de-nghi", headers=elsewhere)).status_code == 303
        assert (await desk.browser.get("/", headers=flood)).status_code == 200
