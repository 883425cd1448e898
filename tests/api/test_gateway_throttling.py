"""Guessing passwords is slow and keeps nobody out: neither the Chief nor who sits behind the same address."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from services.office.access import Role
from tests.support.engines import MakeDatabase
from tests.support.gateway import PASSWORD, Desk, Gateway, running_gateway
from tests.support.people import Keys, actor

pytestmark = pytest.mark.postgres

OFFICE = uuid.uuid4()
HERE, STRANGER, ELSEWHERE = "203.0.113.1", "203.0.113.9", "198.51.100.7"


@pytest.fixture
async def gateway(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """Behind a proxy on this machine, which says who asks."""
    async with running_gateway(await make_database("gateway"), keys, trusted_proxies="127.0.0.1") as gateway:
        yield gateway


async def somebody(gateway: Gateway) -> tuple[Desk, str]:
    who = actor(OFFICE, uuid.uuid4(), Role.CHIEF)
    return await gateway.sign_in(who), f"n{who.person_id}"


async def attempt(gateway: Gateway, username: str, password: str, address: str, desk: Desk | None = None) -> str:
    """What came of signing in from an address, in a browser that was never here before unless one is given."""
    desk = desk or Desk(await gateway.browser())
    desk.browser.headers["x-forwarded-for"] = address
    answer = await desk.send("/dang-nhap", "/dang-nhap", username=username, password=password)
    if answer.status_code == 303:
        return "in"
    return "wrong" if "chưa đúng" in answer.text else "wait" if "thử lại sau" in answer.text else answer.text


async def test_of_forty_guesses_at_once_only_a_few_are_tried(gateway: Gateway) -> None:
    _, username = await somebody(gateway)

    came = Counter(
        await asyncio.gather(*(attempt(gateway, username, f"doan-lan-thu-{n}", STRANGER) for n in range(40)))
    )

    assert (came["wrong"] <= 7, came["wrong"] + came["wait"]) == (True, 40)


async def test_a_stranger_s_wrong_guesses_do_not_keep_the_chief_out(gateway: Gateway) -> None:
    """Neither elsewhere nor at the stranger's own address, in the browser that the Chief has signed in with before."""
    known, username = await somebody(gateway)
    for n in range(12):
        await attempt(gateway, username, f"doan-lan-thu-{n}", STRANGER)

    stranger = await attempt(gateway, username, PASSWORD, STRANGER)
    elsewhere = await attempt(gateway, username, PASSWORD, ELSEWHERE)
    beside = await attempt(gateway, username, PASSWORD, STRANGER, known)

    assert (stranger, elsewhere, beside) == ("wait", "in", "in")


async def test_wrong_guesses_of_others_do_not_lock_the_address_of_an_office(gateway: Gateway) -> None:
    _, username = await somebody(gateway)
    for n in range(40):
        await attempt(gateway, f"ai-do-{n}", "sai-hoan-toan", HERE)

    assert await attempt(gateway, username, PASSWORD, HERE) == "in"


async def test_each_further_wrong_guess_waits_longer(gateway: Gateway) -> None:
    """As the gateway's database counts it: the sixth wrong guess costs a second, each later one twice as much."""
    _, username = await somebody(gateway)

    waits = []
    for n in range(9):
        await attempt(gateway, username, f"doan-lan-thu-{n}", STRANGER)
        async with gateway.app.state.runtime.database.transaction() as tx:
            waits.append(
                round(
                    await tx.fetchval(
                        "select extract(epoch from free_at - changed_at)::int from sign_in_turns where source = $1",
                        STRANGER,
                    )
                )
            )
            await tx.execute("update sign_in_turns set free_at = changed_at - interval '1 hour'")

    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8]
