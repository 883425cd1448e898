"""The ledger's pages over the real service: an annulment shown dry before it is recorded, the forecast, the unit's ratios."""

import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from contracts.api.reviews import CaseLine
from deploy.local.engines import Engines
from services.chassis.serve import create_app
from services.gateway.accounts.store import Account
from services.gateway.app import GatewaySettings, build
from services.gateway.caller import Caller
from services.gateway.expected_money import expected_money
from services.office.access import Role
from tests.api.nominations_office import YEAR, Api, SmallOffice, nominations_api, rows, set_up
from tests.conftest import MakeDatabase
from tests.support.people import Keys, actor
from tests.support.running import running

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

NOWHERE = "http://127.0.0.1:9"
PASSWORD = "mat-khau-du-dai"


@dataclass
class Desk:
    """A browser of the standing unit, before a small office."""

    browser: httpx.AsyncClient
    office: SmallOffice
    caller: Caller

    async def post(self, page: str, path: str, fields: dict[str, str]) -> httpx.Response:
        form = await self.browser.get(page)
        hidden = dict(re.findall(r'name="(csrf|key|version)" value="([^"]*)"', form.text))
        return await self.browser.post(path, data={**hidden, **fields})


@pytest.fixture
async def desk(
    engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("pages")) as (api, _):
        office = await fill(api)
        settings = GatewaySettings(
            database_url=await make_database("gateway"), http_port=0, public_keys=keys.public,
            private_key=keys.private("gateway"), kafka_bootstrap=engines.kafka,
            nominations_url=str(api.client.base_url), reviews_url=NOWHERE, reporting_url=NOWHERE,
        )  # fmt: skip
        app = create_app(build(), settings)
        async with running(app) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as browser:
            account = {
                "username": "thuong-truc", "person_id": str(uuid.uuid4()), "office_id": str(api.office_id),
                "name": "Đỗ Quang Huy", "roles": ["standing_unit"], "password": PASSWORD,
            }  # fmt: skip
            headers = keys.headers(actor(api.office_id, uuid.uuid4(), Role.OPERATOR), "gateway", "demo")
            made = await browser.post("/internal/accounts", json=[account], headers=headers)
            assert made.is_success, made.text
            person = Account(
                uuid.uuid4(), api.office_id, "thuong-truc", uuid.uuid4(), "Đỗ Quang Huy", None, frozenset({Role.STANDING_UNIT})
            )  # fmt: skip
            caller = Caller(clock=app.state.runtime.clock, services=app.state.services, account=person)
            desk = Desk(browser, office, caller)
            entered = await desk.post(
                "/dang-nhap", "/dang-nhap", {"tiep": "/", "username": "thuong-truc", "password": PASSWORD}
            )
            assert entered.status_code == 303, entered.text
            yield desk


async def fill(api: Api) -> SmallOffice:
    def past(code: str, year: int, award: str) -> dict[str, Any]:
        return {
            "nominee_kind": "person", "nominee_code": code, "award_code": award, "period_year": year,
            "decision_number": f"{award}/{year}", "decided_on": f"{min(year, YEAR - 1)}-12-20", "decided_by": "Chánh Văn phòng",
        }  # fmt: skip

    awards = [past("P1", year, award) for year in (YEAR - 2, YEAR - 1) for award in ("LDTT", "CSTD_CO_SO")]
    office = await set_up(api, rows(awards=awards))
    await office.submitted("P3")
    return office


async def award_of(desk: Desk, code: str) -> str:
    entries = (await desk.office.api.get("/v1/awards", award=code, year=YEAR - 1))["items"]
    award_id: str = entries[0]["award_id"]
    return award_id


async def test_an_annulment_is_shown_dry_then_recorded_then_given_back(desk: Desk) -> None:
    page = f"/so-khen-thuong/{await award_of(desk, 'CSTD_CO_SO')}"
    fields = {
        "ground": "false_papers", "reason": "Giấy chứng nhận giả", "decision_number": "9/QĐ-VPUBND",
        "annulled_on": f"04/05/{YEAR}", "authority": "", "received_on": "",
    }  # fmt: skip

    lacking = await desk.post(page, f"{page}/huy", {**fields, "reason": "", "viec": "xem"})
    dry = await desk.post(page, f"{page}/huy", {**fields, "viec": "xem"})
    untouched = await desk.browser.get(page)
    done = await desk.post(page, f"{page}/huy", {**fields, "viec": "huy"})
    recorded = await desk.browser.get(page)
    returned = await desk.post(page, f"{page}/nop-lai", {"returned_on": f"20/05/{YEAR}", "money_vnd": "2340000"})
    after = await desk.browser.get(page)

    assert (lacking.status_code, "Chưa thực hiện được" in lacking.text) == (422, True)
    assert (dry.status_code, "2 năm → 0 năm" in dry.text, 'value="huy"' in dry.text) == (200, True, True)
    assert "Giấy chứng nhận giả" in dry.text
    assert ("Đã hủy" in untouched.text, 'value="huy"' in untouched.text) == (False, False)
    assert done.status_code == 303
    assert ("Đã hủy" in recorded.text, "Quá hạn" in recorded.text, "2 năm → 0 năm" in recorded.text) == (True,) * 3
    assert (returned.status_code, "đã nộp" in after.text) == (303, True)


async def test_the_forecast_of_a_person_names_the_chain_at_risk(desk: Desk) -> None:
    page = await desk.browser.get(f"/du-bao/nguoi/{desk.office.people['P1']}")

    assert page.status_code == 200
    assert f"Nếu năm {YEAR} không đạt “Chiến sĩ thi đua cơ sở” thì chuỗi {YEAR - 2}–{YEAR - 1}" in page.text


async def test_the_ratios_of_a_unit_are_drawn_told_and_tried(desk: Desk) -> None:
    page = f"/du-bao/don-vi/{desk.office.units['VP1']}"

    now = await desk.browser.get(page)
    field = re.search(r'name="(o-[0-9a-f-]+)"', now.text)
    assert field is not None
    tried = await desk.post(page, page, {field[1]: "dat"})

    assert (now.status_code, tried.status_code) == (200, 200)
    assert now.text.count("<svg width") >= 1
    assert "0 trên 5 người đã đạt, 1 đang đề nghị; vạch ở 70 %" in now.text
    assert "Không thể đủ: có 0/5 = 0 %, đang đề nghị 1, cần 4." in now.text
    assert "1 trên 5 người đã đạt, 0 đang đề nghị" in tried.text
    assert 'value="dat" selected' in tried.text


async def test_the_ledger_is_taken_away_as_a_workbook(desk: Desk) -> None:
    answer = await desk.browser.get("/so-khen-thuong/so.xlsx", params={"nam": YEAR - 1})
    listed = await desk.browser.get("/so-khen-thuong")

    sheet = load_workbook(BytesIO(answer.content))["Khen thưởng đã có"]
    assert (sheet.max_row, sheet["D3"].value) == (4, YEAR - 1)
    assert "/so-khen-thuong/so.xlsx" in listed.text


def case(nominee: uuid.UUID, code: str, level: str = "office") -> CaseLine:
    return CaseLine.model_validate({
        "case_id": uuid.uuid4(), "nomination_id": uuid.uuid4(), "stage": "advised", "version": 1, "revision": 1,
        "award": {"code": code, "name": code, "kind": "title", "level": level}, "ground": "merit", "period_year": YEAR,
        "nominee": {
            "kind": "person", "nominee_id": nominee, "name": "Ánh", "unit_id": uuid.uuid4(), "unit_name": "Phòng",
        },
        "submitted_at": f"{YEAR}-06-01T02:00:00Z",
    })  # fmt: skip


async def test_the_sum_expected_of_a_signing_is_that_of_awards_at_one_time(desk: Desk) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    cases = [
        case(one, "LDTT"), case(one, "CSTD_CO_SO"), case(one, "CSTD_TINH", "province"), case(other, "LDTT"),
        case(other, "DANH_HIEU_LA"),
    ]  # fmt: skip

    before = await expected_money(desk.caller, cases[:4], date(YEAR, 7, 2))
    unknown = await expected_money(desk.caller, cases[4:], date(YEAR, 7, 2))

    paid = [before[each.case_id] for each in cases[:4]]
    assert [each and each.amount for each in paid] == [0, 2_530_000, 7_590_000, 760_000]
    assert paid[0] is not None and paid[0].reason  # why nothing is paid stands beside it
    assert (list(unknown.values()), await expected_money(desk.caller, [], date(YEAR, 7, 2))) == ([None], {})
