"""Sessions end: by their owner, with the password, with a role, with the office, and after a day's work in any case."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from contracts.catalog import PUBLISHERS
from services.chassis.kafka import ensure_topics
from services.gateway.accounts import store
from services.office.access import Actor, Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import PASSWORD, Desk, Gateway, running_gateway
from tests.support.nominations_office import SmallOffice, nominations_api, set_up
from tests.support.people import Keys
from tests.support.running import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

NEW = "con trâu đi trước cái cày"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def gateway(
    office: SmallOffice, keys: Keys, make_database: MakeDatabase, engines: Engines
) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(
        await make_database("gateway"), keys, nominations_url=nominations, **engines.kafka_settings("gateway")
    ) as gateway:
        settings = gateway.app.state.runtime.settings
        await ensure_topics(
            settings.model_copy(update={"kafka_bootstrap": engines.kafka, "kafka_user": None}), PUBLISHERS
        )
        yield gateway


def of(office: SmallOffice, code: str, *roles: Role) -> Actor:
    return office.api.person(*roles, person_id=UUID(office.people[code]), unit_id=UUID(office.units["VP1"]))


async def is_in(desk: Desk) -> bool:
    return (await desk.browser.get("/tai-khoan")).status_code == 200


async def again(gateway: Gateway, who: Actor, password: str = PASSWORD) -> Desk:
    """The same person in another browser."""
    desk = Desk(await gateway.browser())
    answer = await desk.send("/dang-nhap", "/dang-nhap", username=f"n{who.person_id}", password=password)
    assert answer.status_code == 303, answer.text[:1500]
    return desk


async def listen_to_the_end(desk: Desk, opened: asyncio.Event) -> None:
    """The live feed of an open page, until the gateway ends it."""
    async with desk.browser.stream("GET", "/live", timeout=60) as feed:
        async for _ in feed.aiter_lines():
            opened.set()


async def open_feed(desk: Desk) -> "asyncio.Task[None]":
    opened = asyncio.Event()
    feed = asyncio.create_task(listen_to_the_end(desk, opened))
    await opened.wait()
    return feed


async def test_the_own_sessions_are_listed_and_ended_one_by_one_or_all(office: SmallOffice, gateway: Gateway) -> None:
    who = of(office, "P2", Role.STAFF)
    here = await gateway.sign_in(who)
    others = [await again(gateway, who) for _ in range(3)]
    page = (await here.look("/tai-khoan")).text
    listed = re.findall(r'name="session_id" value="([0-9a-f-]+)"', page)

    one = await here.send("/tai-khoan", "/tai-khoan/phien", session_id=listed[0])
    left = [await is_in(desk) for desk in others]
    await here.do("/tai-khoan", "/tai-khoan/phien")

    assert (len(listed), page.count("Phiên này"), one.status_code, sorted(left)) == (3, 1, 303, [False, True, True])
    assert ([await is_in(desk) for desk in others], await is_in(here)) == ([False] * 3, True)


async def test_nobody_ends_another_person_s_session(office: SmallOffice, gateway: Gateway) -> None:
    one, other = (
        await gateway.sign_in(of(office, "P2", Role.STAFF)),
        await gateway.sign_in(of(office, "P3", Role.STAFF)),
    )
    async with gateway.app.state.runtime.database.transaction() as tx:
        session_id = await tx.fetchval(
            "select s.session_id from sessions s join accounts a using (account_id) where a.person_id = $1::uuid",
            UUID(office.people["P3"]),
        )
    await again(gateway, of(office, "P2", Role.STAFF))

    await one.send("/tai-khoan", "/tai-khoan/phien", session_id=str(session_id))

    assert await is_in(other)


async def test_changing_the_password_asks_for_the_old_one_and_ends_every_other_session_and_stream(
    office: SmallOffice, gateway: Gateway
) -> None:
    who = of(office, "P2", Role.STAFF)
    here, there = await gateway.sign_in(who), await again(gateway, who)
    feed = await open_feed(there)

    async def change(old: str, new: str, repeated: str | None = None) -> int:
        form = {"old": old, "password": new, "again": new if repeated is None else repeated}
        return (await here.send("/tai-khoan", "/tai-khoan/mat-khau", **form)).status_code

    refused = [
        await change("sai-hoan-toan", NEW),
        await change(PASSWORD, PASSWORD),
        await change(PASSWORD, NEW, "khác"),
        await change(PASSWORD, "1234567890"),
        await change(PASSWORD, "a b c d" * 40),
    ]
    done = await change(PASSWORD, NEW)

    await asyncio.wait_for(feed, 30)
    assert (refused, done, await is_in(there), await is_in(here)) == ([422] * 5, 303, False, True)
    await again(gateway, who, NEW)


async def test_a_disabled_account_s_stream_ends_at_once(office: SmallOffice, gateway: Gateway) -> None:
    desk, operator = (
        await gateway.sign_in(of(office, "P2", Role.STAFF)),
        await gateway.sign_in(of(office, "P6", Role.OPERATOR)),
    )
    feed = await open_feed(desk)
    page = await operator.look("/quan-tri/tai-khoan")
    lock = re.search(rf'action="(\S+/khoa)"(?:(?!</form>).)*n{office.people["P2"]}', page.text, re.S)
    assert lock is not None

    await operator.do(page, lock[1])

    await asyncio.wait_for(feed, 30)
    assert not await is_in(desk)


async def test_leaving_the_office_ends_sessions_and_streams_and_keeps_out(
    office: SmallOffice, gateway: Gateway
) -> None:
    who = of(office, "P2", Role.STAFF)
    desk = await gateway.sign_in(who)
    feed = await open_feed(desk)
    left = {"code": "P2", "name": "Đỗ Văn Bảy", "unit_code": "VP1", "sex": "nu", "birth_year": 1985}
    days = {"category": "cong_chuc", "joined_on": "2015-01-01"}

    async def tell_until_heard() -> bool:
        """The feed reads what is published from when it is there; the register is written until it was heard."""
        n = 1 + len(told)
        told.append(n)
        row = left | days | {"left_on": f"2026-05-{n % 28 + 1:02}"}
        await office.api.post("/v1/register/bulk", {"people": [row]}, key=uuid4().hex)
        return feed.done()

    told: list[int] = []
    await eventually(tell_until_heard)

    refused = await Desk(await gateway.browser()).send(
        "/dang-nhap", "/dang-nhap", username=f"n{who.person_id}", password=PASSWORD
    )
    assert not await is_in(desk)
    assert "không còn làm việc ở cơ quan này" in refused.text


async def test_who_left_while_the_feed_was_away_is_noticed_when_the_session_is_used(
    office: SmallOffice, keys: Keys, make_database: MakeDatabase
) -> None:
    """Kafka is away here; a session that was not used for a minute asks the register."""
    url = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=url) as gateway:
        desk = await gateway.sign_in(of(office, "P2", Role.STAFF))
        row = {"code": "P2", "name": "Đỗ Văn Bảy", "unit_code": "VP1", "sex": "nu", "birth_year": 1985}
        days = {"category": "cong_chuc", "joined_on": "2015-01-01", "left_on": "2026-05-01"}
        await office.api.post("/v1/register/bulk", {"people": [row | days]}, key=uuid4().hex)
        async with gateway.app.state.runtime.database.transaction() as tx:
            await tx.execute("update sessions set seen_at = now() - interval '2 minutes'")

        assert not await is_in(desk)


async def test_a_session_in_use_ends_after_a_day_s_work_all_the_same(office: SmallOffice, gateway: Gateway) -> None:
    desk = await gateway.sign_in(of(office, "P2", Role.STAFF))
    async with gateway.app.state.runtime.database.transaction() as tx:
        seconds = store.LONGEST_SECONDS
        await tx.execute("update sessions set created_at = now() - make_interval(secs => $1)", seconds - 60)
        before = await store.session(tx, desk.browser.cookies["thidua_session"])
        await tx.execute("update sessions set created_at = now() - make_interval(secs => $1)", seconds)

    assert before is not None
    assert not await is_in(desk)


async def test_a_browser_from_before_a_new_password_is_a_stranger_s(office: SmallOffice, gateway: Gateway) -> None:
    who = of(office, "P2", Role.STAFF)
    desk = await gateway.sign_in(who)
    await desk.send("/tai-khoan", "/tai-khoan/mat-khau", old=PASSWORD, password=NEW, again=NEW)

    async with gateway.app.state.runtime.database.transaction() as tx:
        assert await tx.fetchval("select count(*) from known_browsers") == 0
