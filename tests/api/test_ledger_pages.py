"""The ledger's pages over the real service: an annulment shown dry before it is recorded, the forecast, the unit's ratios."""

import re
import uuid
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from contracts.reviews.api.cases import CaseLine
from services.gateway.accounts.store import Account
from services.gateway.caller import Caller
from services.gateway.signing.pages.expected_money import expected_money
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, Gateway, running_gateway
from tests.support.nominations_office import YEAR, Api, SmallOffice, nominations_api, rows, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("pages")) as (api, _):
        yield await fill(api)


@pytest.fixture
async def gateway(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


@pytest.fixture
async def clerk(office: SmallOffice, gateway: Gateway) -> Desk:
    """The standing unit at its browser."""
    return await gateway.sign_in(office.api.standing)


async def fill(api: Api) -> SmallOffice:
    def past(code: str, year: int, award: str) -> dict[str, Any]:
        return {
            "nominee_kind": "person",
            "nominee_code": code,
            "award_code": award,
            "period_year": year,
            "decision_number": f"{award}/{year}",
            "decided_on": f"{min(year, YEAR - 1)}-12-20",
            "decided_by": "Chánh Văn phòng",
        }

    awards = [past("P1", year, award) for year in (YEAR - 2, YEAR - 1) for award in ("LDTT", "CSTD_CO_SO")]
    office = await set_up(api, rows(awards=awards))
    await office.submitted("P3")
    return office


async def award_of(office: SmallOffice, code: str) -> str:
    entries = (await office.api.get("/v1/awards", award=code, year=YEAR - 1))["items"]
    award_id: str = entries[0]["award_id"]
    return award_id


async def test_an_annulment_is_shown_dry_then_recorded_then_given_back(office: SmallOffice, clerk: Desk) -> None:
    page = f"/so-khen-thuong/{await award_of(office, 'CSTD_CO_SO')}"
    fields = {
        "ground": "false_papers",
        "reason": "Giấy chứng nhận giả",
        "decision_number": "9/QĐ-VPUBND",
        "annulled_on": f"04/05/{YEAR}",
        "authority": "",
        "received_on": "",
    }

    lacking = await clerk.send(page, f"{page}/huy", **fields | {"reason": ""}, viec="xem")
    dry = await clerk.send(page, f"{page}/huy", **fields, viec="xem")
    untouched = await clerk.look(page)
    done = await clerk.send(page, f"{page}/huy", **fields, viec="huy")
    recorded = await clerk.look(page)
    returned = await clerk.send(page, f"{page}/nop-lai", returned_on=f"20/05/{YEAR}", money_vnd="2340000")
    after = await clerk.look(page)

    assert (lacking.status_code, "Chưa thực hiện được" in lacking.text) == (422, True)
    assert (dry.status_code, "2 năm → 0 năm" in dry.text, 'value="huy"' in dry.text) == (200, True, True)
    assert "Giấy chứng nhận giả" in dry.text
    assert ("Đã hủy" in untouched.text, 'value="huy"' in untouched.text) == (False, False)
    assert done.status_code == 303
    assert ("Đã hủy" in recorded.text, "Quá hạn" in recorded.text, "2 năm → 0 năm" in recorded.text) == (True,) * 3
    assert (returned.status_code, "đã nộp" in after.text) == (303, True)


async def test_the_forecast_of_a_person_names_the_chain_at_risk(office: SmallOffice, clerk: Desk) -> None:
    page = await clerk.look(f"/du-bao/nguoi/{office.people['P1']}")

    assert f"Nếu năm {YEAR} không đạt “Chiến sĩ thi đua cơ sở” thì chuỗi {YEAR - 2}–{YEAR - 1}" in page.text


async def test_the_ratios_of_a_unit_are_drawn_told_and_tried(office: SmallOffice, clerk: Desk) -> None:
    page = f"/du-bao/don-vi/{office.units['VP1']}"

    now = await clerk.look(page)
    field = re.search(r'name="(o-[0-9a-f-]+)"', now.text)
    assert field is not None
    tried = await clerk.send(page, page, **{field[1]: "dat"})

    assert tried.status_code == 200
    assert now.text.count("<svg width") >= 1
    assert "0 trên 5 người đã đạt, 1 đang đề nghị; vạch ở 70 %" in now.text
    assert "Không thể đủ: có 0/5 = 0 %, đang đề nghị 1, cần 4." in now.text
    assert "1 trên 5 người đã đạt, 0 đang đề nghị" in tried.text
    assert 'value="dat" selected' in tried.text


async def test_the_ledger_is_taken_away_as_a_workbook(clerk: Desk) -> None:
    answer = await clerk.look(f"/so-khen-thuong/so.xlsx?nam={YEAR - 1}")
    listed = await clerk.look("/so-khen-thuong")

    sheet = load_workbook(BytesIO(answer.content))["Khen thưởng đã có"]
    assert (sheet.max_row, sheet["D3"].value) == (4, YEAR - 1)
    assert "/so-khen-thuong/so.xlsx" in listed.text


def case(nominee: uuid.UUID, code: str, level: str = "office") -> CaseLine:
    return CaseLine.model_validate(
        {
            "case_id": uuid.uuid4(),
            "nomination_id": uuid.uuid4(),
            "stage": "advised",
            "version": 1,
            "revision": 1,
            "award": {"code": code, "name": code, "kind": "title", "level": level},
            "ground": "merit",
            "period_year": YEAR,
            "nominee": {
                "kind": "person",
                "nominee_id": nominee,
                "name": "Ánh",
                "unit_id": uuid.uuid4(),
                "unit_name": "Phòng",
            },
            "submitted_at": f"{YEAR}-06-01T02:00:00Z",
        }
    )


async def test_the_sum_expected_of_a_signing_is_that_of_awards_at_one_time(
    office: SmallOffice, gateway: Gateway
) -> None:
    who = office.api.standing
    account = Account(uuid.uuid4(), who.office_id, "thuong-truc", who.person_id, who.name, None, who.roles)
    caller = Caller(clock=gateway.app.state.runtime.clock, services=gateway.app.state.services, account=account)
    one, other = uuid.uuid4(), uuid.uuid4()
    cases = [
        case(one, "LDTT"),
        case(one, "CSTD_CO_SO"),
        case(one, "CSTD_TINH", "province"),
        case(other, "LDTT"),
        case(other, "DANH_HIEU_LA"),
    ]

    everything, day = {each.case_id for each in cases}, date(YEAR, 7, 2)

    together = await expected_money(caller, cases[:2] + cases[3:4], everything, day)
    above = await expected_money(caller, cases[2:3], everything, day)
    one_alone = await expected_money(caller, cases[:2], {cases[0].case_id}, day)
    unknown = await expected_money(caller, cases[4:], everything, day)

    paid = [(together | above)[each.case_id] for each in cases[:4]]
    assert [each and each.amount for each in paid] == [0, 2_530_000, 7_590_000, 760_000]
    assert paid[0] is not None and paid[0].reason  # why nothing is paid stands beside it
    assert [each and each.amount for each in one_alone.values()] == [760_000, 2_530_000]
    assert [each and each.amount for each in unknown.values()] == [None]
    assert await expected_money(caller, [], everything, day) == {}
