"""What the operator of an office cannot become: whoever keeps accounts neither decides nor reads what is personal."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from services.office.access import Actor, Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import PASSWORD, Desk, Gateway, running_gateway, value_of
from tests.support.nominations_office import YEAR, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

ACCOUNTS = "/quan-tri/tai-khoan"
OWN = "mat-khau-cua-nguoi-van-hanh"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def database(make_database: MakeDatabase) -> str:
    return await make_database("gateway")


@pytest.fixture
async def gateway(office: SmallOffice, keys: Keys, database: str) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(database, keys, nominations_url=nominations) as gateway:
        yield gateway


def of(office: SmallOffice, code: str, *roles: Role) -> Actor:
    return office.api.person(*roles, person_id=UUID(office.people[code]), unit_id=UUID(office.units["HCTC"]))


@pytest.fixture
async def chief(office: SmallOffice, gateway: Gateway) -> Desk:
    return await gateway.sign_in(of(office, "P1", Role.CHIEF))


@pytest.fixture
async def operator(office: SmallOffice, gateway: Gateway, chief: Desk) -> Desk:
    """Signed in after the Chief, as in an office at work."""
    return await gateway.sign_in(of(office, "P6", Role.OPERATOR))


async def entered(gateway: Gateway, username: str, password: str) -> bool:
    desk = Desk(await gateway.browser())
    return (await desk.send("/dang-nhap", "/dang-nhap", username=username, password=password)).status_code == 303


async def roles_shown(gateway: Gateway, office: SmallOffice, code: str) -> list[str]:
    """As the gateway signs for that person now."""
    async with gateway.app.state.runtime.database.transaction() as tx:
        row = await tx.fetchrow(
            "select roles from accounts where person_id = $1::uuid and not is_disabled", UUID(office.people[code])
        )
    return sorted(row["roles"]) if row is not None else []


async def test_an_operator_s_password_never_opens_the_chief_s_account(
    office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    username = f"n{office.people['P1']}"

    await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P1"], username=username, roles=["chief"], password=OWN
    )

    assert (await entered(gateway, username, OWN), await entered(gateway, username, PASSWORD)) == (False, True)


async def test_a_known_user_name_never_gives_another_person_that_account(
    office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    username = f"n{office.people['P1']}"

    answer = await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username=username.upper(), roles=["staff"]
    )

    assert (answer.status_code, "đã có người dùng" in answer.text) == (422, True)
    assert (await roles_shown(gateway, office, "P1"), await roles_shown(gateway, office, "P2")) == (["chief"], [])


@pytest.mark.parametrize("role", ["chief", "leadership", "standing_unit", "council_member"])
async def test_a_role_that_decides_waits_for_a_second_person(
    role: str, office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username="p2", roles=["staff", role], password=OWN
    )

    assert await roles_shown(gateway, office, "P2") == ["staff"]


@pytest.mark.parametrize("role", ["unit_head", "records_clerk", "staff"])
async def test_nobody_grants_a_role_to_himself(
    role: str, office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    for username in (f"n{office.people['P6']}", "ten-khac"):
        await operator.send(
            ACCOUNTS, ACCOUNTS, person_id=office.people["P6"], username=username, roles=["operator", role], password=OWN
        )

    assert await roles_shown(gateway, office, "P6") == ["operator"]
    assert not await entered(gateway, "ten-khac", OWN)


async def test_an_operator_reads_and_writes_no_grades_disciplines_or_awards(office: SmallOffice) -> None:
    by = of(office, "P6", Role.OPERATOR)
    failed = {"code": "P1", "year": YEAR, "grade": "khong_hoan_thanh", "unit_code": "VP1"}
    renamed = {
        "code": "P1",
        "name": "Người Khác",
        "sex": "nu",
        "birth_year": 1985,
        "category": "cong_chuc",
        "unit_code": "VP1",
        "joined_on": "2015-01-01",
    }

    read = [
        (await office.api.send("GET", path, by=by)).status_code
        for path in ("/v1/register/export.xlsx", "/v1/register/template.xlsx", "/v1/awards", "/v1/awards/export.xlsx")
    ]
    written = [
        await office.api.send("POST", "/v1/register/bulk", {table: [row]}, by=by, key=uuid4().hex)
        for table, row in (("years", failed), ("people", renamed))
    ]

    assert read == [403, 403, 403, 403]
    assert [(each.status_code, each.json()["code"]) for each in written] == [(409, "register.not_the_operators")] * 2


async def test_an_operator_publishes_no_law_of_his_own(office: SmallOffice) -> None:
    current = (await office.api.get("/v1/rulebooks"))[0]["version"]
    files = (await office.api.get(f"/v1/rulebooks/{current}/files"))["files"]

    answer = await office.api.send(
        "POST", "/v1/rulebooks", {"files": files}, by=of(office, "P6", Role.OPERATOR), key=uuid4().hex
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "rulebook.not_the_operators")


async def test_an_office_that_is_set_up_gets_no_second_clerk_by_setting_up_again(
    gateway: Gateway, operator: Desk
) -> None:
    csrf = value_of(await operator.look("/quan-tri"), "csrf")
    form = {"csrf": csrf, "key": uuid4().hex, "unit_name": "Phòng", "name": "Ai Đó", "sex": "nu", "birth_year": "1990"}

    answer = await operator.browser.post(
        "/thiet-lap/thuong-truc", data=form | {"joined_on": "01/03/2015", "username": "lan-nua", "password": OWN}
    )

    assert answer.status_code == 422
    assert not await entered(gateway, "lan-nua", OWN)


async def test_the_operator_s_command_opens_no_account_but_an_operator_s(
    office: SmallOffice, chief: Desk, keys: Keys, database: str
) -> None:
    environment = os.environ | {
        "THIDUA_DATABASE_URL": database,
        "THIDUA_HTTP_PORT": "0",
        "THIDUA_PUBLIC_KEYS": str(keys.public),
        "THIDUA_PRIVATE_KEY": str(keys.private("gateway")),
    }
    command = [sys.executable, "-m", "services.gateway", "operator", "--username", f"n{office.people['P1']}"]

    ran = await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "vận hành" in ran.stderr


async def link_for(operator: Desk, username: str) -> str:
    """The address that the operator is shown, as path and query."""
    row = re.search(
        rf'action="({ACCOUNTS}/[0-9a-f-]+/duong-dan)"(?:(?!</form>).)*cho {username}"', await html(operator), re.S
    )
    assert row is not None
    shown = await operator.send(ACCOUNTS, row[1])
    assert shown.status_code == 200, shown.text[:2000]
    found = re.search(r"(/dat-mat-khau\?ma=[\w-]+)", shown.text)
    assert found is not None
    return found[1]


async def html(desk: Desk) -> str:
    return (await desk.look(ACCOUNTS)).text


async def code_for(confirmer: Desk) -> str:
    """What the second person is shown after saying yes."""
    page = await confirmer.look("/xac-nhan")
    action = re.search(r'action="(/xac-nhan/mat-khau/[0-9a-f-]+)"', page.text)
    assert action is not None, page.text[:3000]
    shown = await confirmer.send(page, action[1])
    found = re.search(r"<code>(\d{4}) (\d{4})</code>", shown.text)
    assert found is not None, shown.text[:3000]
    return found[1] + found[2]


async def set_password(gateway: Gateway, link: str, password: str, code: str = "") -> int:
    """What the person does in a browser of her own."""
    browser = await gateway.browser()
    form = {"code": code, "password": password, "again": password}
    return (await browser.post(link, data=form)).status_code


async def test_a_link_opens_an_account_only_with_the_code_of_a_second_person(
    office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk
) -> None:
    await operator.send(ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username="p2", roles=["unit_head"])
    link = await link_for(operator, "p2")

    alone = await set_password(gateway, link, OWN)
    code = await code_for(chief)
    guessed = [await set_password(gateway, link, OWN, f"{(int(code) + n) % 10**8:08}") for n in range(1, 3)]
    by_both = await set_password(gateway, link, "mot-cau-rieng-cua-toi", code)
    again = await set_password(gateway, link, OWN, code)

    assert (alone, guessed, by_both, again) == (422, [422, 422], 303, 404)
    assert await entered(gateway, "p2", "mot-cau-rieng-cua-toi")


async def test_a_code_is_not_guessed(office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk) -> None:
    """Forty guesses at the same time are five, and the right code comes too late after them."""
    await operator.send(ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username="p2", roles=["unit_head"])
    link, code = await link_for(operator, "p2"), await code_for(chief)

    tried = await asyncio.gather(
        *(set_password(gateway, link, OWN, f"{(int(code) + n) % 10**8:08}") for n in range(1, 41))
    )
    then = await set_password(gateway, link, OWN, code)

    assert (tried.count(422) <= 5, set(tried) <= {422, 404}, then) == (True, True, 404)


async def test_a_reset_ends_the_person_s_sessions_and_is_told_at_the_next_sign_in(
    office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk
) -> None:
    standing = await gateway.sign_in(of(office, "P3", Role.STANDING_UNIT))
    username = f"n{office.people['P1']}"
    link = await link_for(operator, username)
    told = await chief.read("/")
    code = await code_for(standing)

    await set_password(gateway, link, "mot-cau-rieng-cua-toi", code)
    after = await chief.browser.get("/")
    desk = Desk(await gateway.browser())
    await desk.send("/dang-nhap", "/dang-nhap", username=username, password="mot-cau-rieng-cua-toi")

    assert "đã cấp đường dẫn đặt lại mật khẩu cho tài khoản của anh/chị" in told
    assert after.headers["location"].startswith("/dang-nhap")
    assert "Mật khẩu của anh/chị đã được đặt lại" in await desk.read("/")


async def test_whoever_is_reset_without_having_asked_cancels_it(
    office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk
) -> None:
    link = await link_for(operator, f"n{office.people['P1']}")

    await chief.do("/tai-khoan", "/tai-khoan/huy-duong-dan")

    assert await set_password(gateway, link, OWN) == 404


async def test_neither_who_asks_nor_whom_it_concerns_confirms(
    office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk
) -> None:
    """An operator who is of the standing unit too asks; he cannot answer himself, nor can the Chief about himself."""
    both = await gateway.sign_in(of(office, "P4", Role.OPERATOR, Role.STANDING_UNIT))
    await both.send(ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username="p2", roles=["leadership"])
    await link_for(both, f"n{office.people['P1']}")

    own = await both.read("/xac-nhan")
    chiefs = await chief.read("/xac-nhan")
    async with gateway.app.state.runtime.database.transaction() as tx:
        grant = await tx.fetchval("select grant_id from role_grants")
    forced = await both.browser.post(
        f"/xac-nhan/vai-tro/{grant}", data={"csrf": value_of(await both.look("/tai-khoan"), "csrf")}
    )

    assert "Không có việc nào chờ anh/chị xác nhận" in own
    assert ("Giao vai trò" in chiefs, "Đặt lại mật khẩu" in chiefs) == (True, False)
    assert (forced.status_code, "người thứ hai xác nhận" in forced.text) == (422, True)
    assert await roles_shown(gateway, office, "P2") == ["staff"]


async def test_a_confirmed_role_counts_from_the_next_sign_in_and_a_refused_one_never(
    office: SmallOffice, gateway: Gateway, operator: Desk, chief: Desk
) -> None:
    of_vp1 = UUID(office.units["VP1"])
    staff = office.api.person(Role.STAFF, person_id=UUID(office.people["P2"]), unit_id=of_vp1)
    signed_in = await gateway.sign_in(staff)
    username = f"n{office.people['P2']}"

    async def ask_for(role: str) -> str:
        await operator.send(ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username=username, roles=["staff", role])
        page = await chief.look("/xac-nhan")
        found = re.search(r'action="(/xac-nhan/vai-tro/[0-9a-f-]+)"', page.text)
        assert found is not None
        return found[1]

    await chief.do("/xac-nhan", await ask_for("leadership"), refuse="1")
    refused = await roles_shown(gateway, office, "P2"), (await signed_in.browser.get("/")).status_code
    await chief.do("/xac-nhan", await ask_for("leadership"))
    confirmed = await roles_shown(gateway, office, "P2"), (await signed_in.browser.get("/")).status_code

    assert refused == (["staff"], 200)
    assert confirmed == (["leadership", "staff"], 303)


async def test_a_disabled_account_comes_back_without_the_roles_that_decide(
    office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    """Locked and put in again: what decides is confirmed anew, and nobody else can be given the user name meanwhile."""
    standing = await gateway.sign_in(of(office, "P3", Role.STANDING_UNIT))
    username = f"n{office.people['P3']}"
    lock = re.search(rf'action="({ACCOUNTS}/[0-9a-f-]+/khoa)"(?:(?!</form>).)*{username}', await html(operator), re.S)
    assert lock is not None
    await operator.do(ACCOUNTS, lock[1])

    gone = await standing.browser.get("/")
    other = await operator.send(ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username=username, roles=["staff"])
    await operator.do(ACCOUNTS, ACCOUNTS, person_id=office.people["P3"], username=username, roles=["standing_unit"])

    assert (gone.status_code, other.status_code) == (303, 422)
    assert await roles_shown(gateway, office, "P3") == ["staff"]


async def test_the_seeding_route_gives_an_operator_no_more_than_the_page(
    office: SmallOffice, gateway: Gateway, chief: Desk, keys: Keys
) -> None:
    headers = keys.headers(of(office, "P6", Role.OPERATOR), "gateway", "gateway")
    account = {"username": "p2", "person_id": office.people["P2"], "office_id": str(office.api.office_id), "name": "P2"}

    async def put(**more: object) -> tuple[int, object]:
        answer = await chief.browser.post("/internal/accounts", json=[account | more], headers=headers)
        return answer.status_code, answer.json()[0]["roles"] if answer.is_success else answer.json()["code"]

    assert await put(roles=["chief"], password=OWN) == (409, "account.no_password")
    assert await put(roles=["chief"]) == (200, ["staff"])
    assert await put(roles=["staff"], username="ten-thu-hai") == (409, "account.person_has_one")
