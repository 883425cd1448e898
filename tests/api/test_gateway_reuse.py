"""The nomination's page over the real service: what is put forward again stands side by side, and is answered there."""

import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from deploy.local.engines import Engines
from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings, build
from services.office.access import Role
from tests.api.nominations_office import YEAR, SmallOffice, nominations_api, set_up
from tests.conftest import MakeDatabase
from tests.support.people import Keys, actor
from tests.support.running import running

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

PASSWORD = "mat-khau-du-dai"
NOWHERE = "http://127.0.0.1:9"
TITLE = "Số hóa hồ sơ một cửa tại Văn phòng"


@dataclass
class Desk:
    """A unit's head signed in at a gateway over a running nominations service."""

    office: SmallOffice
    browser: httpx.AsyncClient

    async def post(self, path: str, page: httpx.Response, **fields: str) -> httpx.Response:
        form = {name: value_of(page, name) for name in ("csrf", "key")} | fields
        return await self.browser.post(path, data=form, follow_redirects=True)


def value_of(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found is not None, page.text[:2000]
    return found[1]


@pytest.fixture
async def desk(
    engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        office = await set_up(api)
        settings = GatewaySettings(
            database_url=await make_database("gateway"), http_port=0, public_keys=keys.public,
            private_key=keys.private("gateway"), kafka_bootstrap=engines.kafka,
            nominations_url=str(api.client.base_url), reviews_url=NOWHERE, reporting_url=NOWHERE,
        )  # fmt: skip
        async with (
            running(create_app(build(), settings)) as url,
            httpx.AsyncClient(base_url=url, trust_env=False) as browser,
        ):
            account = {
                "username": "truong-phong", "person_id": office.people["P1"], "office_id": str(api.office_id),
                "name": "Nguyễn Thị Ánh", "roles": ["unit_head"], "password": PASSWORD, "unit_id": office.units["VP1"],
            }  # fmt: skip
            headers = keys.headers(actor(api.office_id, uuid.uuid4(), Role.OPERATOR), "gateway", "demo")
            made = await browser.post("/internal/accounts", json=[account], headers=headers)
            assert made.status_code == 200, made.text
            page = await browser.get("/dang-nhap")
            form = {"csrf": value_of(page, "csrf"), "tiep": "/", "username": "truong-phong", "password": PASSWORD}
            await browser.post("/dang-nhap", data=form)
            yield Desk(office, browser)


def deed(name: str) -> dict[str, str]:
    return {"name": name, "achieved_on": f"{YEAR}-03-01", "ground": "movement"}


async def test_a_head_compares_two_deeds_and_says_why_they_differ(desk: Desk) -> None:
    office = desk.office
    first = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    await office.api.post(f"/v1/nominations/{first}/submission", {"version": 1}, by=office.head)
    second = await office.draft("P3", "GIAY_KHEN", achievements=[deed("So hoa ho so MỘT CỬA ở Văn phòng")])
    page = await desk.browser.get(f"/de-nghi/{second}")

    told = await desk.post(
        f"/de-nghi/{second}/doi-chieu", page, text_id=value_of(page, "text_id"), other_nomination_id=first,
        other_text_id=value_of(page, "other_text_id"), answer="different", reason="Hai phần việc của một đề án",
    )  # fmt: skip

    assert "Đối chiếu thành tích, sáng kiến" in page.text
    assert "Giống nhau 76 %" in page.text
    assert "<mark>Số</mark>" in page.text
    assert "1 chưa có ý kiến" in page.text
    assert "Có thể trùng thành tích" in page.text
    assert "Cùng một sáng kiến, được xét tiếp" not in page.text  # the standing unit's to say
    assert told.status_code == 200
    assert "Hai việc khác nhau</strong> – Hai phần việc của một đề án" in told.text
    assert "chưa có ý kiến" not in told.text


async def test_an_answer_without_a_reason_keeps_the_page_and_says_so(desk: Desk) -> None:
    office = desk.office
    first = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    await office.api.post(f"/v1/nominations/{first}/submission", {"version": 1}, by=office.head)
    second = await office.draft("P3", "GIAY_KHEN", achievements=[deed(TITLE)])
    page = await desk.browser.get(f"/de-nghi/{second}")

    told = await desk.post(
        f"/de-nghi/{second}/doi-chieu", page, text_id=value_of(page, "text_id"), other_nomination_id=first,
        other_text_id=value_of(page, "other_text_id"), answer="different", reason="",
    )  # fmt: skip

    assert told.status_code == 422
    assert "Lý do" in told.text


async def test_a_deed_names_its_record_when_it_is_edited(desk: Desk) -> None:
    office = desk.office
    owners = [{"kind": "person", "nominee_id": office.people["P2"]}]
    record = {"kind": "initiative", "code": "SK-1", "title": TITLE, "year": YEAR, "owners": owners}
    made = await office.api.post("/v1/achievements", record, by=office.head)
    draft = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    page = await desk.browser.get(f"/de-nghi/{draft}/sua")

    fields = {"deed": TITLE, "deed_on": f"01/03/{YEAR}", "ground": "movement", "summary": "Tóm tắt", "viec": "luu"}
    chosen = {"deed_record": f"initiative:{made['id']}", "version": value_of(page, "version")}
    saved = await desk.post(f"/de-nghi/{draft}/sua", page, **fields, **chosen)
    again = await desk.browser.get(f"/de-nghi/{draft}/sua")

    assert f"SK-1 – {TITLE}" in page.text
    assert saved.status_code == 200
    assert f'value="initiative:{made["id"]}" selected' in again.text
    kept = await office.api.get(f"/v1/nominations/{draft}")
    assert kept["achievements"][0]["initiative_id"] == made["id"]
