"""The nomination's page over the real service: what is put forward again stands side by side, and is answered there."""

from collections.abc import AsyncIterator

import pytest

from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, on_one_line, running_gateway
from tests.support.nominations_office import YEAR, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

TITLE = "Số hóa hồ sơ một cửa tại Văn phòng"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def head(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Desk]:
    """A unit's head at a gateway over the running nominations service."""
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield await gateway.sign_in(office.head)


def deed(name: str) -> dict[str, str]:
    return {"name": name, "achieved_on": f"{YEAR}-03-01", "ground": "movement"}


async def test_a_head_compares_two_deeds_and_says_why_they_differ(office: SmallOffice, head: Desk) -> None:
    first = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    await office.api.post(f"/v1/nominations/{first}/submission", {"version": 1}, by=office.head)
    second = await office.draft("P3", "GIAY_KHEN", achievements=[deed("So hoa ho so MỘT CỬA ở Văn phòng")])
    page = await head.look(f"/de-nghi/{second}")

    told = await head.do(page, f"/de-nghi/{second}/doi-chieu", answer="different", reason="Hai phần việc của một đề án")

    assert "Đối chiếu thành tích, sáng kiến" in page.text
    assert "Giống nhau 76 %" in page.text
    assert "<mark>Số</mark>" in page.text
    assert "1 chưa có ý kiến" in page.text
    assert "Có thể trùng thành tích" in page.text
    assert "Cùng một sáng kiến, được xét tiếp" not in page.text  # the standing unit's to say
    assert "Hai việc khác nhau</strong> – Hai phần việc của một đề án" in told
    assert "chưa có ý kiến" not in told


async def test_an_answer_without_a_reason_keeps_the_page_and_says_so(office: SmallOffice, head: Desk) -> None:
    first = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    await office.api.post(f"/v1/nominations/{first}/submission", {"version": 1}, by=office.head)
    second = await office.draft("P3", "GIAY_KHEN", achievements=[deed(TITLE)])
    page = await head.look(f"/de-nghi/{second}")

    told = await head.send(page, f"/de-nghi/{second}/doi-chieu", answer="different", reason="")

    assert told.status_code == 422
    assert "Lý do" in told.text


async def test_a_deed_names_its_record_when_it_is_edited(office: SmallOffice, head: Desk) -> None:
    owners = [{"kind": "person", "nominee_id": office.people["P2"]}]
    record = {"kind": "initiative", "code": "SK-1", "title": TITLE, "year": YEAR, "owners": owners}
    made = await office.api.post("/v1/achievements", record, by=office.head)
    draft = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    page = await head.look(f"/de-nghi/{draft}/sua")

    fields = {"deed": TITLE, "deed_on": f"01/03/{YEAR}", "ground": "movement", "summary": "Tóm tắt", "viec": "luu"}
    chosen = {"deed_record": f"initiative:{made['id']}"}
    await head.do(page, f"/de-nghi/{draft}/sua", **fields, **chosen)
    again = await head.look(f"/de-nghi/{draft}/sua")

    assert f"SK-1 – {TITLE}" in page.text
    assert f'value="initiative:{made["id"]}" selected' in on_one_line(again)
    kept = await office.api.get(f"/v1/nominations/{draft}")
    assert kept["achievements"][0]["initiative_id"] == made["id"]


async def test_a_refused_edit_keeps_the_deeds_and_the_record_each_names(office: SmallOffice, head: Desk) -> None:
    owners = [{"kind": "person", "nominee_id": office.people["P2"]}]
    record = {"kind": "initiative", "code": "SK-1", "title": TITLE, "year": YEAR, "owners": owners}
    made = await office.api.post("/v1/achievements", record, by=office.head)
    draft = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    page = await head.look(f"/de-nghi/{draft}/sua")

    typed = {"deed": [TITLE, "Việc khác"], "deed_on": ["31/02/2026", "tháng ba"], "viec": "luu"}
    chosen = {"deed_record": [f"initiative:{made['id']}", ""]}
    told = await head.send(page, f"/de-nghi/{draft}/sua", ground="movement", summary="Tóm tắt", **typed, **chosen)

    assert told.status_code == 422
    assert f'value="initiative:{made["id"]}" selected' in on_one_line(told)
    assert 'value="Việc khác"' in told.text
