"""Nothing typed is lost: a change by somebody else, a session that ended, a service that is away, on every form there is."""

import re
import uuid
from collections.abc import AsyncIterator, Iterator
from html import unescape

import pytest

from services.gateway.areas import ROUTERS
from services.gateway.drafts.domain import is_kept
from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import PASSWORD, Desk, Gateway, on_one_line, running_gateway, value_of
from tests.support.nominations_office import SmallOffice, nominations_api, set_up
from tests.support.people import Keys, actor

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

TYPED = "Đã gõ rất lâu và không muốn gõ lại"
FILLED = {"service": "reviews", "verb": "release", "period": "2026-Q4", "parked_id": "7"}
"""What stands in an address where no id does."""
NOTHING_KEPT = {
    "/hoi-dong/{}/phieu": "a ballot is secret",
    "/dang-nhap": "a password",
    "/dat-mat-khau": "a password",
    "/tai-khoan/mat-khau": "passwords",
    "/tai-khoan/phien": "nothing is typed",
    "/tai-khoan/da-doc": "nothing is typed",
    "/tai-khoan/huy-duong-dan": "nothing is typed",
    "/ky/tien-thuong": "works out sums; the ticks are the signing form's",
    "/dang-xuat": "nothing is typed",
    "/ban-nhap": "the drafts themselves",
    "/ban-nhap/bo": "the drafts themselves",
}


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def site(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


@pytest.fixture
async def alone(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """A gateway whose services are away."""
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        yield gateway


def posted_addresses() -> Iterator[tuple[str, str]]:
    """Every address that takes a form: as the routes write it, and with something in each place."""
    for router in ROUTERS:
        for route in router.routes:
            if "POST" in getattr(route, "methods", ()):
                path = str(route.path)  # type: ignore[attr-defined]
                yield (
                    re.sub(r"\{[^}]+\}", "{}", path),
                    re.sub(r"\{(\w+)[^}]*\}", lambda place: FILLED.get(place[1]) or str(uuid.uuid4()), path),
                )


async def kept_of(gateway: Gateway, desk: Desk) -> list[str]:
    """The addresses of what is kept for the one who is signed in here, all with the text that was typed."""
    from services.gateway.accounts import store as accounts
    from services.gateway.drafts import store

    async with gateway.app.state.runtime.database.transaction() as tx:
        session = await accounts.session(tx, desk.browser.cookies["thidua_session"])
        assert session is not None
        found = await store.drafts(tx, session.account.account_id)
    assert all(TYPED in draft.values("chu") for draft in found)
    return [draft.address for draft in found]


async def sign_in_again(desk: Desk, username: str, location: str) -> str:
    """Signing in at the address a page without a session leads to; where it leads then."""
    page = await desk.browser.get(location)
    fields = {name: value_of(page, name) for name in ("csrf", "tiep")}
    entered = await desk.browser.post("/dang-nhap", data=fields | {"username": username, "password": PASSWORD})
    assert entered.status_code == 303, entered.text
    return entered.headers["location"]


async def test_what_is_typed_is_there_again_on_another_day_until_it_is_thrown_away(
    office: SmallOffice, site: Gateway
) -> None:
    head = await site.sign_in(office.head)
    draft = await office.draft("P2", "GIAY_KHEN")
    address = f"/de-nghi/{draft}/sua"
    csrf = value_of(await head.look(address), "csrf")
    words = {"csrf": csrf, "dia-chi": address, "trang": address}

    kept = await head.browser.post("/ban-nhap", data=words | {"du-lieu": f'[["summary", "{TYPED}"], ["version", "1"]]'})
    unreadable = await head.browser.post("/ban-nhap", data=words | {"du-lieu": "[[1, 2]]"})
    again = await head.look(address)
    home = await head.look("/")
    await head.do(again, "/ban-nhap/bo", **{"ban-nhap": f"{address}|"})

    assert (kept.status_code, unreadable.status_code) == (204, 422)
    assert f">\n{TYPED}</textarea>" in again.text
    assert f'href="{address}"' in home.text and "Nội dung gõ dở" in home.text
    assert TYPED not in (await head.look(address)).text


async def test_what_arrives_late_of_a_form_that_was_sent_is_no_draft(office: SmallOffice, site: Gateway) -> None:
    head = await site.sign_in(office.head)
    draft = await office.draft("P2", "GIAY_KHEN")
    address = f"/de-nghi/{draft}/sua"
    page = await head.look(address)
    csrf, key = value_of(page, "csrf"), re.findall(r'name="key" value="(\w+)"', page.text)[-1]

    await head.do(page, address, summary="Đã gửi", viec="luu")
    late = {
        "csrf": csrf,
        "dia-chi": address,
        "trang": address,
        "du-lieu": f'[["summary", "{TYPED}"], ["key", "{key}"]]',
    }
    await head.browser.post("/ban-nhap", data=late)

    assert TYPED not in (await head.look(address)).text


async def test_nobody_else_who_signs_in_at_that_browser_sees_it(office: SmallOffice, site: Gateway) -> None:
    head = await site.sign_in(office.head)
    other = await site.sign_in(office.api.standing)
    address = f"/de-nghi/{await office.draft('P2', 'GIAY_KHEN')}/sua"
    page = await head.look(address)
    del head.browser.cookies["thidua_session"]

    sent = await head.send(page, address, summary=TYPED, viec="luu")
    await sign_in_again(head, f"n{office.api.standing.person_id}", sent.headers["location"])

    assert TYPED not in (await head.look("/")).text + (await other.look(address)).text
    assert await kept_of(site, head) == []


async def test_a_refused_table_of_the_years_end_keeps_its_ticks(office: SmallOffice, site: Gateway) -> None:
    head = await site.sign_in(office.head)
    page = await head.look("/de-nghi/bang")
    ticks = re.findall(r'name="chon" value="([^"]+)"', page.text)
    assert ticks

    refused = await head.send(page, "/de-nghi/bang", chon=ticks, held_on="31/02/2026", viec="nop")

    assert refused.status_code == 422
    still = re.findall(r'<input[^>]*name="chon"[^>]*>', refused.text)
    assert still and all("checked" in each for each in still), still


async def test_every_form_that_is_sent_after_the_session_is_kept_for_its_account(alone: Gateway) -> None:
    """A sweep over the routes: a new form is kept too, or is named here with its reason."""
    who = actor(uuid.uuid4(), uuid.uuid4(), *(set(Role) - {Role.SERVICE}))
    desk = await alone.sign_in(who)
    session = desk.browser.cookies["thidua_session"]
    addresses = dict(posted_addresses())

    for address in addresses.values():
        desk.browser.cookies.delete("thidua_session")
        answer = await desk.browser.post(address, data={"csrf": "x", "key": "k", "version": "1", "chu": TYPED})
        assert answer.status_code < 500, (address, answer.status_code)
    desk.browser.cookies.set("thidua_session", session, domain="127.0.0.1", path="/")

    expected = {address for written, address in addresses.items() if written not in NOTHING_KEPT}
    assert set(await kept_of(alone, desk)) == expected
    assert {written for written, address in addresses.items() if not is_kept(address)} == set(NOTHING_KEPT)


async def test_every_form_of_an_older_session_or_to_a_service_that_is_away_is_kept(alone: Gateway) -> None:
    who = actor(uuid.uuid4(), uuid.uuid4(), *(set(Role) - {Role.SERVICE}))
    addresses = [address for written, address in posted_addresses() if written not in NOTHING_KEPT]
    for csrf_is_right in (False, True):
        desk = await alone.sign_in(who)
        csrf = value_of(await desk.look("/"), "csrf") if csrf_is_right else "of-an-older-page"
        not_done = set()
        for address in addresses:
            answer = await desk.browser.post(address, data={"csrf": csrf, "key": "k", "version": "1", "chu": TYPED})
            if answer.status_code != 303:
                not_done.add(address)

        kept = set(await kept_of(alone, desk))
        assert kept >= not_done
        assert csrf_is_right or not_done == set(addresses)


async def test_another_sites_page_leaves_nothing(alone: Gateway) -> None:
    desk = await alone.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.UNIT_HEAD))
    fields = {"csrf": "x", "chu": TYPED}

    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://example.org"}):
        await desk.browser.post("/de-nghi/moi", data=fields, headers=headers)

    assert await kept_of(alone, desk) == []


async def test_minutes_are_corrected_where_they_stand_and_nothing_is_entered_twice(
    office: SmallOffice, site: Gateway
) -> None:
    """Before, a statement that the minutes lacked was refused by its code, and the whole meeting had to be told again."""
    minutes = office.minutes(("P2", "LDTT"), ("P3", "LDTT"))
    for row in minutes["rows"]:
        row["statements"] = ["tinh_than"]
    made = await office.api.post("/v1/unit-meetings", minutes, by=office.head)
    draft = await office.draft("P2")
    head = await site.sign_in(office.head)
    address = f"/de-nghi/{draft}"

    refused = await head.send(address, f"{address}/nop")
    page = await head.look(address)
    form = re.search(rf'action="{address}/binh-xet".*?</form>', page.text, re.DOTALL)
    assert form is not None
    asked = re.findall(r'name="statements" value="(\w+)"', form[0])
    told = {
        "held_on": value_in(form[0], "held_on"),
        "members": value_in(form[0], "members"),
        "chair_id": chosen_in(form[0], "chair_id"),
        "secretary_id": chosen_in(form[0], "secretary_id"),
        "present": re.findall(r'name="present" value="([^"]+)"\s+checked', form[0]),
    }
    corrected = await head.send(page, f"{address}/binh-xet", statements=asked, **told)

    assert "doan_ket" not in on_one_line(refused).split("<main")[1].split('<h2 class="card-title"')[0]
    assert "Biên bản bình xét không ghi nội dung đơn vị xác nhận: " in refused.text
    assert corrected.status_code == 303, corrected.text
    kept = await office.api.get(f"/v1/unit-meetings/{made['id']}")
    same = ("held_on", "members", "chair", "secretary", "present")
    assert kept["version"] == 2
    assert [kept[name] for name in same] == [
        minutes["held_on"],
        minutes["members"],
        *(
            {"person_id": minutes[each], "name": kept[each.removesuffix("_id")]["name"]}
            for each in ("chair_id", "secretary_id")
        ),
        [{"person_id": each["person_id"], "name": each["name"]} for each in kept["present"]],
    ]
    assert [each["person_id"] for each in kept["present"]] == minutes["present"]
    assert {row["nominee_id"]: sorted(row["statements"]) for row in kept["rows"]} == {
        office.people["P2"]: sorted(asked),
        office.people["P3"]: ["tinh_than"],
    }


def value_in(form: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', form)
    assert found is not None, form
    return unescape(found[1])


def chosen_in(form: str, name: str) -> str:
    found = re.search(rf'name="{name}".*?<option value="([^"]*)" selected', form, re.DOTALL)
    assert found is not None, form
    return unescape(found[1])
