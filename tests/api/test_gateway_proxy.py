"""The gateway behind a reverse proxy: what is believed of forwarded headers, and what only a trusted proxy may say."""

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
    assert "secure" in secure.headers["set-cookie"].lower()


async def test_nobody_else_makes_the_gateway_believe_in_tls(open_gateway: Gateway) -> None:
    page = await (await open_gateway.browser()).get("/dang-nhap", headers=FORWARDED)

    assert "secure" not in page.headers["set-cookie"].lower()
