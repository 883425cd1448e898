"""The gateway behind a reverse proxy: what is believed of forwarded headers, and what only a trusted proxy may say."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.support.engines import MakeDatabase
from tests.support.gateway import Desk, Gateway, running_gateway
from tests.support.people import Keys

pytestmark = pytest.mark.postgres

FORWARDED = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"}


@pytest.fixture
async def open_gateway(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """No proxy is named."""
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        yield gateway


@pytest.fixture
async def behind(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """A proxy on this machine is named."""
    async with running_gateway(await make_database("gateway"), keys, trusted_proxies="127.0.0.1") as gateway:
        yield gateway


async def _failed_from(gateway: Gateway, headers: dict[str, str]) -> list[str]:
    """Where a failed sign-in with these headers is counted as coming from."""
    desk = Desk(await gateway.browser())
    desk.browser.headers.update(headers)
    await desk.send("/dang-nhap", "/dang-nhap", username="khong-co", password="sai-hoan-toan")
    async with gateway.app.state.runtime.database.transaction() as tx:
        return [
            row["address"] for row in await tx.fetch("select source as address from sign_in_turns where username <> ''")
        ]


async def test_a_header_that_a_stranger_writes_does_not_change_where_he_is(open_gateway: Gateway) -> None:
    assert await _failed_from(open_gateway, FORWARDED) == ["127.0.0.1"]


async def test_a_trusted_proxy_says_who_asked(behind: Gateway) -> None:
    assert await _failed_from(behind, {"X-Forwarded-For": "9.9.9.9, 198.51.100.1"}) == ["198.51.100.1"]


async def test_the_cookie_is_secure_where_the_trusted_proxy_was_asked_over_tls(behind: Gateway) -> None:
    browser = await behind.browser()

    plain = await browser.get("/dang-nhap")
    secure = await browser.get("/dang-nhap", headers=FORWARDED)

    assert "secure" not in plain.headers["set-cookie"].lower()
    assert "strict-transport-security" not in plain.headers
    assert "secure" in secure.headers["set-cookie"].lower()
    assert secure.headers["strict-transport-security"] == "max-age=31536000"


async def test_nobody_else_makes_the_gateway_believe_in_tls(open_gateway: Gateway) -> None:
    page = await (await open_gateway.browser()).get("/dang-nhap", headers=FORWARDED)

    assert "secure" not in page.headers["set-cookie"].lower()


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json", "/metrics/"])
async def test_figures_and_documents_are_not_shown_to_whoever_asks(path: str, behind: Gateway) -> None:
    browser = await behind.browser()

    through = await browser.get(path, headers=FORWARDED)
    asked_here = await browser.get(path.rstrip("/"))

    assert (through.status_code, asked_here.status_code) == (404, 200)


async def test_no_answer_leads_to_the_host_that_a_request_names(behind: Gateway) -> None:
    """Every address of the gateway, with and without a slash at its end."""
    browser = await behind.browser()
    asked = 0
    for route in behind.app.routes:
        path = re.sub(r"\{[^}]*\}", "1", getattr(route, "path", ""))
        for address in (path, f"{path}/", f"/{path}", f"//evil.example{path}"):
            answer = await browser.get(behind.url + address, headers={"host": "evil.example"})
            asked += 1
            assert "evil.example" not in answer.headers.get("location", "").partition("?")[0], address
            assert "//evil.example" not in answer.text, address
    assert asked > 100
