"""The page of a case on the real reviews: its verdicts side by side, a stopped signature told in words, a difference answered."""

import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings, build
from services.office.access import Actor, Role
from tests.conftest import MakeDatabase
from tests.support.people import Keys, actor
from tests.support.reviewing import NO_KAFKA, Office, Reviews, running_reviews, today
from tests.support.running import running

pytestmark = pytest.mark.postgres

PASSWORD = "mat-khau-du-dai"


@dataclass
class Desk:
    """One person's browser."""

    browser: httpx.AsyncClient

    async def look(self, path: str) -> str:
        answer = await self.browser.get(path)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.text

    async def post(self, path: str, page: str, **form: str) -> httpx.Response:
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None
        return await self.browser.post(path, data={"csrf": found[1], "key": uuid.uuid4().hex, **form})


@dataclass
class Site:
    url: str
    keys: Keys
    reviews: Reviews
    office: Office

    async def desk(self, who: Actor, *roles: Role) -> Desk:
        operator = actor(who.office_id, uuid.uuid4(), Role.OPERATOR)
        username = f"u{uuid.uuid4().hex[:8]}"
        account = {
            "username": username, "person_id": str(who.person_id), "office_id": str(who.office_id), "name": who.name,
            "roles": [role.value for role in roles or who.roles], "password": PASSWORD,
        }  # fmt: skip
        browser = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30)
        headers = self.keys.headers(operator, "gateway", "demo")
        (await browser.post("/internal/accounts", json=[account], headers=headers)).raise_for_status()
        desk = Desk(browser)
        page = await desk.look("/dang-nhap")
        signed_in = await desk.post("/dang-nhap", page, tiep="/", username=username, password=PASSWORD)
        assert signed_in.status_code == 303
        return desk


@pytest.fixture
async def site(make_database: MakeDatabase, keys: Keys) -> AsyncIterator[Site]:
    async with running_reviews(await make_database("reviews"), keys) as reviews:
        settings = GatewaySettings(
            database_url=await make_database("gateway"), http_port=0, public_keys=keys.public,
            private_key=keys.private("gateway"), kafka_bootstrap=NO_KAFKA, reviews_url=reviews.base_url,
            nominations_url=reviews.judging.base_url, reporting_url="http://127.0.0.1:9",
        )  # fmt: skip
        async with running(create_app(build(), settings)) as url:
            yield Site(url, keys, reviews, Office())


def words(page: str) -> str:
    """What the page says, tags left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


async def test_a_difference_is_shown_stops_the_chief_and_is_answered_by_the_standing_unit(site: Site) -> None:
    office, reviews = site.office, site.reviews
    event = office.submitted(name="Đặng Thị Sen")
    state = await reviews.advised(office, event)
    path = f"/tham-dinh/{state['case_id']}"
    clerk, chief = await site.desk(office.clerk), await site.desk(office.chief)
    as_received = words(await clerk.look(path))
    reviews.judging.say(event.nomination_id, E05="not_met")

    signing = await chief.look("/ky")
    signed_on = today()
    form = {"cases": f"{state['case_id']}|{state['version']}", "signed_on": signed_on}
    stopped = await chief.post("/ky/quyet-dinh", signing, **form)
    page = await clerk.look(path)
    pair = {name: _value(page, name) for name in ("record_id", "verdict_id")}
    without_reason = await clerk.post(f"{path}/tra-loi-khac", page, **pair, reason="")
    answered = await clerk.post(f"{path}/tra-loi-khac", page, **pair, reason="Đã đối chiếu quyết định năm 2024.")
    after = words(await clerk.look(path))
    again = await chief.post("/ky/quyet-dinh", signing, **form)

    assert "Khi nộp" not in as_received, "nothing was compared with by the small service"
    assert "Khi tiếp nhận (chính thức)" in as_received
    assert stopped.status_code == 422
    told = "Đặng Thị Sen (Lao động tiên tiến): Chuỗi danh hiệu đạt → chưa đạt"
    assert told in words(stopped.text)
    shown = words(page)
    assert "Trước khi ký, trình" in shown
    assert "Chuỗi danh hiệu khác" in shown
    assert "Khác với khi tiếp nhận: đạt → chưa đạt" in shown
    assert without_reason.status_code == 422
    assert answered.status_code == 303
    assert "Đã ghi trả lời" in after
    assert "Đã đối chiếu quyết định năm 2024." in after
    assert "Khác với khi tiếp nhận" not in after
    assert again.status_code == 303


async def test_a_clerk_has_a_case_judged_again(site: Site) -> None:
    office, reviews = site.office, site.reviews
    event = office.submitted()
    state = await reviews.appraised(office, event)
    path = f"/tham-dinh/{state['case_id']}"
    clerk = await site.desk(office.clerk)
    page = await clerk.look(path)
    reviews.judging.say(event.nomination_id, E03="held")

    done = await clerk.post(f"{path}/xet-lai", page)
    shown = words(await clerk.look(path))

    assert done.status_code == 303
    assert "Đã xét lại: có chỗ khác khi tiếp nhận." in shown
    assert "Đang có việc xem xét, xác minh: chưa ký, trình được" in shown
    assert "Trả lời chỗ khác" not in shown


async def test_taking_in_many_says_how_many_are_not_met(site: Site) -> None:
    office, reviews = site.office, site.reviews
    events = [office.submitted(name=f"Người {n}") for n in range(2)]
    await reviews.deliver(office, office.rulebook(), *events)
    reviews.judging.say(events[0].nomination_id, E03="not_met")
    clerk = await site.desk(office.clerk)
    page = await clerk.look("/tham-dinh?buoc=submitted")
    chosen = re.findall(r'name="ho-so" value="([^"]+)"', page)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None

    await clerk.browser.post("/tham-dinh/tiep-nhan", data={"csrf": found[1], "key": uuid.uuid4().hex, "ho-so": chosen})

    assert (
        "Đã tiếp nhận 2 hồ sơ. 1 hồ sơ chưa đạt hoặc đang tạm dừng: xem rồi trả lại hoặc chờ."
        in words(await clerk.look("/tham-dinh?buoc=received"))
    )  # fmt: skip


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]
