"""What the operator of an office cannot become: whoever keeps accounts neither decides nor reads what is personal."""

import asyncio
import os
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
FOUND = "the operator keeps accounts without anybody else and reads the whole register"


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


@pytest.mark.xfail(strict=True, reason=FOUND)
async def test_an_operator_s_password_never_opens_the_chief_s_account(
    office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    username = f"n{office.people['P1']}"

    await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P1"], username=username, roles=["chief"], password=OWN
    )

    assert (await entered(gateway, username, OWN), await entered(gateway, username, PASSWORD)) == (False, True)


@pytest.mark.xfail(strict=True, reason="a known user name gives another person that account")
async def test_a_known_user_name_never_gives_another_person_that_account(
    office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    username = f"n{office.people['P1']}"

    answer = await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username=username.upper(), roles=["staff"]
    )

    assert (answer.status_code, "đã có người dùng" in answer.text) == (422, True)
    assert (await roles_shown(gateway, office, "P1"), await roles_shown(gateway, office, "P2")) == (["chief"], [])


@pytest.mark.xfail(strict=True, reason=FOUND)
@pytest.mark.parametrize("role", ["chief", "leadership", "standing_unit", "council_member"])
async def test_a_role_that_decides_waits_for_a_second_person(
    role: str, office: SmallOffice, gateway: Gateway, operator: Desk
) -> None:
    await operator.send(
        ACCOUNTS, ACCOUNTS, person_id=office.people["P2"], username="p2", roles=["staff", role], password=OWN
    )

    assert role not in await roles_shown(gateway, office, "P2")


@pytest.mark.xfail(strict=True, reason=FOUND)
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


@pytest.mark.xfail(strict=True, reason=FOUND)
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


@pytest.mark.xfail(strict=True, reason=FOUND)
async def test_an_operator_publishes_no_law_of_his_own(office: SmallOffice) -> None:
    current = (await office.api.get("/v1/rulebooks"))[0]["version"]
    files = (await office.api.get(f"/v1/rulebooks/{current}/files"))["files"]

    answer = await office.api.send(
        "POST", "/v1/rulebooks", {"files": files}, by=of(office, "P6", Role.OPERATOR), key=uuid4().hex
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "rulebook.not_the_operators")


@pytest.mark.xfail(strict=True, reason="setting up again makes a second clerk, or gives the clerk's account away")
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


@pytest.mark.xfail(strict=True, reason="the command gives any account a fresh password")
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
