"""Nhật ký: whoever looks on finds who did what by person, thing and day, and can do nothing else."""

import re
from collections.abc import AsyncIterator
from html import unescape
from uuid import UUID, uuid4

import pytest

from services.office.access import TABLE, Action, Actor, Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, Gateway, on_one_line, running_gateway
from tests.support.nominations_office import TODAY, YEAR, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

BOOK = "/nhat-ky"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def gateway(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


def of(office: SmallOffice, code: str, *roles: Role) -> Actor:
    names = {"P1": "Nguyễn Thị Ánh", "P2": "Đỗ Văn Bảy", "P3": "Trần Quốc Cường", "P6": "Vũ Văn Sáu"}
    who = office.api.person(*roles, person_id=UUID(office.people[code]), unit_id=UUID(office.units["VP1"]))
    return Actor(who.office_id, who.person_id, names[code], who.roles, who.unit_id)


@pytest.fixture
async def auditor(office: SmallOffice, gateway: Gateway) -> Desk:
    return await gateway.sign_in(of(office, "P3", Role.AUDITOR))


async def lines(auditor: Desk, query: str = "") -> list[str]:
    """The book's rows as one reads them."""
    page = on_one_line(await auditor.look(BOOK + query))
    body = re.search(r"<tbody>(.*?)</tbody>", page)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1]) if body else []
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))).strip() for row in rows]


def test_whoever_looks_on_does_nothing_else() -> None:
    may = {action for action, roles in TABLE.items() if Role.AUDITOR in roles}

    assert may == {Action.READ_AUDIT, Action.READ_REGISTER, Action.READ_PLAN}


async def test_sign_ins_right_and_wrong_are_found_by_person_and_day(
    office: SmallOffice, gateway: Gateway, auditor: Desk
) -> None:
    who = of(office, "P2", Role.STAFF)
    await gateway.sign_in(who)
    await Desk(await gateway.browser()).send("/dang-nhap", "/dang-nhap", username=f"n{who.person_id}", password="sai")

    mine = await lines(auditor, f"?nguoi={who.person_id}")
    other_day = await lines(auditor, f"?nguoi={who.person_id}&ngay=01/01/2020")

    assert ["Đăng nhập sai mật khẩu" in mine[0], "Đăng nhập:" in mine[1], "Nạp tài khoản" in mine[2]] == [True] * 3
    assert other_day == []


async def test_reading_what_is_known_of_somebody_is_noted_and_one_s_own_is_not(
    office: SmallOffice, gateway: Gateway, auditor: Desk
) -> None:
    chief = of(office, "P1", Role.CHIEF)
    for code in ("P2", "P1"):
        await office.api.get(f"/v1/people/{office.people[code]}/record", by=chief)

    assert [line for line in await lines(auditor, f"?nguoi={chief.person_id}") if "Xem:" in line] == [
        line for line in await lines(auditor, f"?viec={office.people['P2']}") if "Xem:" in line
    ]
    assert not any("Xem:" in line for line in await lines(auditor, f"?viec={office.people['P1']}"))
    assert any("Nguyễn Thị Ánh Xem: người" in line for line in await lines(auditor, f"?viec={office.people['P2']}"))


async def test_who_was_refused_is_noted(office: SmallOffice, auditor: Desk) -> None:
    staff = of(office, "P2", Role.STAFF)
    answer = await office.api.send("GET", f"/v1/people/{office.people['P1']}/record", by=staff)

    assert answer.status_code == 403
    (line,) = await lines(auditor, f"?nguoi={staff.person_id}")
    assert "Đỗ Văn Bảy Bị từ chối vì không đủ quyền: người" in line


async def test_a_changed_grade_stands_there_with_its_values_before_and_after(
    office: SmallOffice, auditor: Desk
) -> None:
    clerk = of(office, "P6", Role.STANDING_UNIT)
    row = {"code": "P2", "year": YEAR, "grade": "khong_hoan_thanh", "unit_code": "VP1"}
    await office.api.post("/v1/register/bulk", {"years": [row]}, by=clerk, key=uuid4().hex)

    found = await lines(auditor, f"?viec={office.people['P2']}&ngay={TODAY:%d/%m/%Y}")

    newest = next(line for line in found if "Vũ Văn Sáu" in line)
    assert re.search(r"Trước .*hoan_thanh_tot.* Sau .*khong_hoan_thanh", newest), newest


async def test_nobody_else_reads_the_book_and_reading_it_is_noted(
    office: SmallOffice, gateway: Gateway, auditor: Desk
) -> None:
    chief = await gateway.sign_in(of(office, "P1", Role.CHIEF, Role.OPERATOR, Role.STANDING_UNIT))

    assert (await chief.browser.get(BOOK)).status_code == 403
    assert "Nhật ký" not in await chief.read("/quan-tri")
    await lines(auditor)
    assert any("Xem nhật ký" in line for line in await lines(auditor, f"?nguoi={office.people['P3']}"))
