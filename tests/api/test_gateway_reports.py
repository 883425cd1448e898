"""The page of reports: marked as sent with a number, or said to have none; taken back with a reason."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.people import Keys, actor
from tests.support.reporting import NEW, Running, running_reporting

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def service(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Running]:
    async with running_reporting(await make_database("reporting"), engines, keys, tmp_path) as service:
        yield service


@pytest.fixture
async def site(service: Running, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    reporting = str(service.client.http.base_url)
    async with running_gateway(await make_database("gateway"), keys, reporting_url=reporting) as gateway:
        yield gateway


async def test_a_report_is_marked_as_sent_with_its_number_and_taken_back_with_a_reason(
    service: Running, site: Gateway
) -> None:
    made = await service.client.ok("POST", "/v1/obligations", json=NEW)
    clerk = await site.sign_in(actor(service.client.who.office_id, service.client.who.person_id, Role.STANDING_UNIT))
    address = f"/bao-cao/{made['obligation_id']}/2026-H1"

    without = await clerk.send("/bao-cao", f"{address}/da-gui", submitted_on="30/04/2026", paper_number="")
    done = await clerk.do("/bao-cao", f"{address}/da-gui", submitted_on="30/04/2026", paper_number="12/BC-VP")
    silent = await clerk.send("/bao-cao", f"{address}/rut-lai", reason="")
    back = await clerk.do("/bao-cao", f"{address}/rut-lai", reason="Ghi nhầm kỳ")

    assert without.status_code == silent.status_code == 422
    assert "Ghi số văn bản đã gửi; văn bản không có số thì đánh dấu “Không có số”." in without.text
    assert "số 12/BC-VP" in done and "data-confirm" in done
    assert "Đã rút lại: báo cáo kỳ này chưa gửi" in back
    assert "số 12/BC-VP" not in back
    period = (await service.client.ok("GET", f"/v1/obligations/{made['obligation_id']}"))["periods"][0]
    assert (period["submitted_on"], period["paper_number"]) == (None, None)
