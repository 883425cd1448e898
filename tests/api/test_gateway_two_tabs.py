"""Of two tabs, of a session that ended: what was typed is there, and what somebody else wrote is not overwritten unseen."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import PASSWORD, Desk, Gateway, on_one_line, running_gateway, value_of
from tests.support.nominations_office import SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

TYPED = "Đã gõ rất lâu và không muốn gõ lại"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def site(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


async def sign_in_again(desk: Desk, username: str, location: str) -> str:
    """Signing in at the address a page without a session leads to; where it leads then."""
    page = await desk.browser.get(location)
    fields = {name: value_of(page, name) for name in ("csrf", "tiep")}
    entered = await desk.browser.post("/dang-nhap", data=fields | {"username": username, "password": PASSWORD})
    assert entered.status_code == 303, entered.text
    return entered.headers["location"]


async def test_of_two_tabs_the_second_save_shows_both_texts_and_writes_neither(
    office: SmallOffice, site: Gateway
) -> None:
    """Before, the refused page carried the new version and the second tab's text: one more click overwrote the first."""
    head = await site.sign_in(office.head)
    draft = await office.draft("P2", "GIAY_KHEN")
    address = f"/de-nghi/{draft}/sua"
    first, second = await head.look(address), await head.look(address)

    await head.do(first, address, summary="Bản của thẻ thứ nhất", ground="merit", viec="luu")
    refused = await head.send(second, address, summary="Bản của thẻ thứ hai", ground="sudden", viec="luu")
    page = on_one_line(refused)

    assert refused.status_code == 422
    both = re.search(
        r'<th scope="row">Tóm tắt thành tích</th> <td class="prose">(.*?)</td> <td class="prose">(.*?)</td>', page
    )
    assert both is not None, page
    assert both.groups() == ("Bản của thẻ thứ hai", "Bản của thẻ thứ nhất")
    assert "Thành tích đột xuất</td>" in page and "Công trạng</td>" in page
    assert (await office.api.get(f"/v1/nominations/{draft}"))["summary"] == "Bản của thẻ thứ nhất"

    await head.do(refused, address, summary="Gộp cả hai", ground="merit", viec="luu")

    assert (await office.api.get(f"/v1/nominations/{draft}"))["summary"] == "Gộp cả hai"
    assert "Bản của thẻ thứ hai" not in (await head.look(address)).text


async def test_what_was_sent_after_the_session_had_ended_stands_in_the_form_after_signing_in(
    office: SmallOffice, site: Gateway
) -> None:
    head = await site.sign_in(office.head)
    draft = await office.draft("P2", "GIAY_KHEN")
    address = f"/de-nghi/{draft}/sua"
    page = await head.look(address)
    del head.browser.cookies["thidua_session"]

    sent = await head.send(
        page, address, summary=TYPED, deed=["a", "b", "c", "d"], deed_on=["", "", "", ""], viec="luu"
    )
    told = await head.look(sent.headers["location"])
    back = await sign_in_again(head, f"n{office.head.person_id}", sent.headers["location"])
    again = await head.look(back)

    assert "Nội dung vừa gõ được giữ lại" in told.text
    assert back == address
    assert f">\n{TYPED}</textarea>" in again.text
    assert [unescape(value) for value in re.findall(r'name="deed" value="([^"]*)"', again.text)][:4] == [
        "a",
        "b",
        "c",
        "d",
    ]
    assert "chưa được ghi" in again.text
    assert (await office.api.get(f"/v1/nominations/{draft}"))["summary"] != TYPED
