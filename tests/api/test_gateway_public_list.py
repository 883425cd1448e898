"""The pages of the public list, of questions to units and of a case's limits, on a real gateway and reviews."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from contracts.nominations import UnitRecorded
from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings, build
from services.office.access import Actor, Role
from tests.api.test_gateway import NOWHERE, PASSWORD, csrf_of
from tests.conftest import Engines, MakeDatabase
from tests.support.people import Keys, actor
from tests.support.reviewing import LDTT, Office, Reviews, today
from tests.support.running import running

pytestmark = pytest.mark.postgres


@dataclass
class Staff:
    """Somebody signed in, in a browser of his own."""

    browser: httpx.AsyncClient

    async def read(self, path: str) -> str:
        page = await self.browser.get(path)
        assert page.status_code == 200, page.text[:2000]
        return re.sub(r"\s+", " ", page.text)

    async def post(self, page: str, path: str, **fields: str) -> str:
        """Send the form of a page as it stands; answer the page that follows."""
        shown = await self.browser.get(page)
        form = re.search(rf'action="{re.escape(path)}".*?</form>', shown.text, re.DOTALL)
        assert form is not None, f"no form {path} on {page}"
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
        answer = await self.browser.post(path, data={**hidden, **fields}, follow_redirects=True)
        assert answer.status_code == 200, answer.text[:3000]
        return re.sub(r"\s+", " ", answer.text)


@dataclass
class Town:
    office: Office
    reviews: Reviews
    url: str
    keys: Keys

    async def sign_in(self, who: Actor, browser: httpx.AsyncClient) -> Staff:
        put = {
            "username": f"n{who.person_id}", "person_id": str(who.person_id), "office_id": str(who.office_id), "name": who.name,
            "unit_id": str(who.unit_id) if who.unit_id else None, "roles": sorted(who.roles), "password": PASSWORD,
        }  # fmt: skip
        headers = self.keys.headers(actor(who.office_id, who.person_id, Role.OPERATOR), "gateway", "demo")
        (await browser.post("/internal/accounts", json=[put], headers=headers)).raise_for_status()
        page = await browser.get("/dang-nhap")
        form = {"csrf": csrf_of(page), "tiep": "/", "username": put["username"], "password": PASSWORD}
        assert (await browser.post("/dang-nhap", data=form)).status_code == 303
        return Staff(browser)


@pytest.fixture
async def town(reviews: Reviews, engines: Engines, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Town]:
    settings = GatewaySettings(
        database_url=await make_database("gateway"), http_port=0, public_keys=keys.public,
        private_key=keys.private("gateway"), kafka_bootstrap=engines.kafka, nominations_url=NOWHERE,
        reviews_url=reviews.base_url, reporting_url=NOWHERE,
    )  # fmt: skip
    async with running(create_app(build(), settings)) as url:
        yield Town(Office(), reviews, url, keys)


def _browser(town: Town) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=town.url, trust_env=False, timeout=30)


async def test_staff_object_on_the_page_and_read_the_answer_there(town: Town) -> None:
    office, reviews = town.office, town.reviews
    case = await reviews.appraised(office, office.submitted(LDTT, name="Đỗ Thị Hà"))
    async with _browser(town) as one, _browser(town) as two:
        clerk = await town.sign_in(office.clerk, one)
        staff = await town.sign_in(actor(office.office_id, office.unit_id, Role.STAFF, name="Trần Góp Ý"), two)

        path = f"/tham-dinh/{case['case_id']}"
        listed = await clerk.post(path, f"{path}/cong-khai", closes_on=today())
        told = await staff.post("/cong-khai", "/cong-khai/kien-nghi", text="Trùng thành tích")
        home = await clerk.read("/")
        (objection,) = (await reviews.get(office.clerk, "/objections"))["items"]
        answer = f"/cong-khai/kien-nghi/{objection['objection_id']}"
        held = await clerk.post("/cong-khai", f"{answer}/xac-minh", what="Đối chiếu sổ")
        await clerk.post("/cong-khai", f"{answer}/tra-loi", answer="Hai việc khác nhau")
        mine = await staff.read("/cong-khai")

    assert "Đã công khai, đang lấy ý kiến." in listed
    assert "Đã ghi kiến nghị" in told
    assert "1 kiến nghị, phản ánh về danh sách công khai chờ trả lời" in home
    assert ("Trần Góp Ý" in held, "Đang xác minh" in held) == (True, True)
    assert "Hai việc khác nhau" in mine


async def test_the_head_answers_the_standing_unit_on_the_page(town: Town) -> None:
    office, reviews = town.office, town.reviews
    event = office.submitted(LDTT)
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng Tổng hợp")
    await reviews.deliver(office, unit, office.rulebook(), event)
    case = f"/cases/{(await reviews.case_of(office, event.nomination_id))['case_id']}"
    state = await reviews.do(office.clerk, f"{case}/receipt", version=1, received_on=today())
    asked = await reviews.do(
        office.clerk, f"{case}/inquiries", version=state["version"], unit_id=office.unit_id, question="Tỷ lệ đúng hạn?"
    )
    async with _browser(town) as one, _browser(town) as two:
        head = await town.sign_in(office.head, one)
        clerk = await town.sign_in(office.clerk, two)

        home = await head.read("/")
        await head.post("/hoi-don-vi", f"/hoi-don-vi/{asked['inquiry_id']}/tra-loi", answer="98 %")
        shown = await clerk.read(case.replace("/cases/", "/tham-dinh/"))

    assert "1 câu hỏi của thường trực Hội đồng chờ đơn vị trả lời" in home
    assert ("98 %" in shown, "Thẩm định hồ sơ" in shown) == (True, True)


async def test_the_chief_leaves_a_case_to_a_deputy_on_the_page(town: Town) -> None:
    office, reviews = town.office, town.reviews
    case = await reviews.appraised(office, office.submitted(LDTT, nominee_id=office.chief.person_id))
    async with _browser(town) as browser:
        chief = await town.sign_in(office.chief, browser)

        path = f"/tham-dinh/{case['case_id']}"
        handed = await chief.post(path, f"{path}/chuyen-ky", reason="Hồ sơ của tôi")

    assert "Chánh Văn phòng đã chuyển cấp phó ký thay (KT.)." in handed
