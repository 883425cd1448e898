"""The gateway by itself: signing in, forms, headers, seeding accounts, and what it shows while the services are away."""

import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from services.gateway.accounts import commands
from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import PASSWORD, running_gateway, value_of
from tests.support.people import Keys, actor

pytestmark = pytest.mark.postgres

OFFICE = uuid.uuid4()


@dataclass
class Site:
    """A running gateway without any service behind it, and a browser that keeps its cookies."""

    url: str
    keys: Keys
    browser: httpx.AsyncClient
    links: dict[str, str]

    async def put_accounts(
        self, *accounts: dict[str, object], issuer: str = "demo", role: Role = Role.OPERATOR
    ) -> httpx.Response:
        headers = self.keys.headers(actor(OFFICE, uuid.uuid4(), role), "gateway", issuer)
        return await self.browser.post("/internal/accounts", json=list(accounts), headers=headers)

    async def sign_in(self, username: str, password: str, **headers: str) -> httpx.Response:
        page = await self.browser.get("/dang-nhap")
        form = {"csrf": value_of(page, "csrf"), "tiep": "/", "username": username, "password": password}
        return await self.browser.post("/dang-nhap", data=form, headers=headers)


def account(username: str = "truong-phong", **changed: object) -> dict[str, object]:
    return {
        "username": username,
        "person_id": str(uuid.uuid4()),
        "office_id": str(OFFICE),
        "name": "Đỗ Quang Huy",
        "roles": ["unit_head"],
        "password": PASSWORD,
    } | changed


@pytest.fixture
async def site(engines: Engines, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Site]:
    async with running_gateway(
        await make_database("gateway"), keys, **engines.kafka_settings("gateway"), sign_in_links=True
    ) as gateway:
        async with gateway.app.state.runtime.database.transaction() as tx:
            operator = (await commands.link_candidates(tx))[Role.OPERATOR][0]
            links = {"operator": f"{gateway.url}/vao/{await commands.make_link(tx, operator)}"}
        yield Site(gateway.url, keys, await gateway.browser(), links)


async def test_without_a_session_a_page_leads_to_signing_in_and_back(site: Site) -> None:
    answer = await site.browser.get("/de-nghi?tim=anh")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/dang-nhap?tiep=/de-nghi%3Ftim%3Danh"


async def test_the_right_password_opens_a_session_in_a_cookie_that_scripts_cannot_read(site: Site) -> None:
    await site.put_accounts(account())

    answer = await site.sign_in("truong-phong", PASSWORD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("thidua_session="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


async def test_a_wrong_password_keeps_the_username_and_does_not_say_which_was_wrong(site: Site) -> None:
    await site.put_accounts(account())

    wrong = await site.sign_in("truong-phong", "sai-hoan-toan")
    nobody = await site.sign_in("khong-co-ai", "sai-hoan-toan")

    assert wrong.status_code == nobody.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in wrong.text
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in nobody.text
    assert 'value="truong-phong"' in wrong.text


async def test_after_many_wrong_passwords_even_the_right_one_waits_a_little(site: Site) -> None:
    await site.put_accounts(account())
    for _ in range(12):
        await site.sign_in("truong-phong", "sai-hoan-toan")

    answer = await site.sign_in("truong-phong", PASSWORD)

    assert answer.status_code == 422
    assert re.search(r"Anh/chị thử lại sau \d+ giây\.", answer.text)


async def test_signing_in_never_leads_to_another_site(site: Site) -> None:
    await site.put_accounts(account())
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org"):
        page = await site.browser.get("/dang-nhap")
        form = {"csrf": value_of(page, "csrf"), "tiep": elsewhere, "username": "truong-phong", "password": PASSWORD}

        answer = await site.browser.post("/dang-nhap", data=form)

        assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_a_sign_in_form_of_another_site_is_refused(site: Site) -> None:
    await site.put_accounts(account())

    answer = await site.sign_in("truong-phong", PASSWORD, **{"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_link_signs_in_on_this_machine_again_and_again(site: Site) -> None:
    for _ in range(2):
        answer = await site.browser.get(site.links["operator"])

        assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("header", [{"x-forwarded-for": "10.0.0.7"}, {"host": "thidua.example.org"}])
async def test_a_link_is_no_link_through_a_proxy_or_under_another_name(site: Site, header: dict[str, str]) -> None:
    answer = await site.browser.get(site.links["operator"], headers=header)

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


async def test_a_link_is_no_link_where_the_setting_does_not_allow_it(keys: Keys, make_database: MakeDatabase) -> None:
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        async with gateway.app.state.runtime.database.transaction() as tx:
            token = await commands.make_link(tx, (await commands.link_candidates(tx))[Role.OPERATOR][0])

        answer = await (await gateway.browser()).get(f"/vao/{token}")

    assert answer.status_code == 404


async def test_a_form_without_the_sessions_token_changes_nothing(site: Site) -> None:
    await site.browser.get(site.links["operator"])

    answer = await site.browser.post("/dang-xuat", data={"csrf": "made-up"})
    still_in = await site.browser.get("/quan-tri")

    assert answer.status_code == 403
    assert still_in.status_code == 200


async def test_signing_out_ends_the_session_for_good(site: Site) -> None:
    await site.browser.get(site.links["operator"])
    kept = site.browser.cookies["thidua_session"]
    page = await site.browser.get("/quan-tri")

    await site.browser.post("/dang-xuat", data={"csrf": value_of(page, "csrf")})
    answer = await site.browser.get("/quan-tri", headers={"cookie": f"thidua_session={kept}"})

    assert answer.headers["location"].startswith("/dang-nhap")


async def test_every_answer_carries_a_policy_without_inline_code(site: Site) -> None:
    for path in ("/dang-nhap", "/static/app.css", "/khong-co-trang-nay", "/livez"):
        answer = await site.browser.get(path)

        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_pages_hold_no_inline_script_or_style(site: Site) -> None:
    await site.browser.get(site.links["operator"])
    for path in ("/dang-nhap", "/", "/quan-tri", "/quan-tri/su-kien"):
        page = (await site.browser.get(path)).text

        assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page) == []


async def test_pages_are_never_kept_and_hashed_files_are_kept_for_a_year(site: Site) -> None:
    page = await site.browser.get("/dang-nhap")
    address = re.search(r'href="(/static/app\.css\?v=[0-9a-f]+)"', page.text)
    assert address is not None

    style = await site.browser.get(address[1])

    assert page.headers["cache-control"] == "no-store"
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_while_the_services_are_away_pages_say_so_kindly(site: Site) -> None:
    await site.browser.get(site.links["operator"])

    home = await site.browser.get("/quan-tri")
    people = await site.browser.get("/quan-tri/don-vi")

    assert home.status_code == 200
    assert "Phần Đề nghị khen thưởng đang tạm ngừng" in home.text
    assert people.status_code == 503
    assert "thử lại sau ít phút" in people.text


async def test_unknown_pages_are_html_for_people_and_problems_for_machines(site: Site) -> None:
    page = await site.browser.get("/khong-co-trang-nay")
    problem = await site.browser.get("/v1/parked")

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert (problem.status_code, problem.headers["content-type"]) == (401, "application/problem+json")


async def test_accounts_are_put_in_by_the_demo_or_an_operator_of_that_office_only(site: Site) -> None:
    by_demo = await site.put_accounts(account(), role=Role.STANDING_UNIT)
    by_operator = await site.put_accounts(account("van-thu", password=None), issuer="gateway")
    by_other = await site.put_accounts(account("la", password=None), issuer="gateway", role=Role.STANDING_UNIT)
    of_other_office = await site.put_accounts(account("la", office_id=str(uuid.uuid4())), issuer="gateway")
    unsigned = await site.browser.post("/internal/accounts", json=[account("la")])

    statuses = [each.status_code for each in (by_demo, by_operator, by_other, of_other_office, unsigned)]
    assert statuses == [200, 200, 403, 403, 401]


async def test_putting_an_account_in_again_changes_it_and_keeps_its_password(site: Site) -> None:
    first = account()
    await site.put_accounts(first)

    answer = await site.put_accounts(first | {"roles": ["chief", "council_member"], "password": None})
    signed_in = await site.sign_in("truong-phong", PASSWORD)

    assert answer.json()[0]["roles"] == ["chief", "council_member"]
    assert signed_in.status_code == 303


async def test_no_account_may_be_a_service_and_no_username_belongs_to_two_offices(site: Site) -> None:
    await site.put_accounts(account())

    service = await site.put_accounts(account("may", roles=["service"]))
    twice = await site.put_accounts(account(office_id=str(uuid.uuid4())))

    assert (service.status_code, service.json()["code"]) == (409, "account.service_role")
    assert (twice.status_code, twice.json()["code"]) == (409, "account.username_taken")
