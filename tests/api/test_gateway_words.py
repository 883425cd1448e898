"""What a page says: no code, no machine's time, one name for a field, no sign of success where something was refused."""

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from services.chassis.http import MAX_REQUEST_BYTES
from services.gateway.drafts.domain import labels_of
from services.gateway.render import shown_at
from services.gateway.reports.texts import happening
from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Gateway, on_one_line, running_gateway, value_of
from tests.support.nominations_office import SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def site(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


async def test_what_is_too_large_is_answered_with_a_page(site: Gateway, office: SmallOffice) -> None:
    """Before, somebody who chose a large file was shown a line of JSON."""
    head = await site.sign_in(office.head)
    session = f"thidua_session={head.browser.cookies['thidua_session']}"

    page = await announced(site.url, "/de-nghi/moi", session)
    for_machines = await announced(site.url, "/internal/accounts", session)

    assert page.startswith("HTTP/1.1 413") and "content-type: text/html; charset=utf-8" in page
    assert "Nội dung quá lớn" in page and "tối đa" in page
    assert "default-src 'none'" in page
    assert for_machines.startswith("HTTP/1.1 413") and "content-type: application/problem+json" in for_machines


async def announced(url: str, path: str, cookie: str) -> str:
    """What is answered to somebody who is about to send more than the limit, and has sent nothing of it yet."""
    there = urlsplit(url)
    reader, writer = await asyncio.open_connection(there.hostname, there.port)
    head = f"POST {path} HTTP/1.1\r\nhost: {there.netloc}\r\ncookie: {cookie}\r\nconnection: close\r\n"
    kind = f"content-type: multipart/form-data; boundary=x\r\ncontent-length: {MAX_REQUEST_BYTES + 1}\r\n\r\n"
    writer.write((head + kind).encode())
    await writer.drain()
    told = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)).decode()
    length = re.search(r"content-length: (\d+)", told)
    assert length is not None, told
    body = await asyncio.wait_for(reader.readexactly(int(length[1])), 30)
    writer.close()
    return told + body.decode()


async def test_a_field_has_one_name_beside_the_field_and_in_the_sentence(site: Gateway, office: SmallOffice) -> None:
    clerk = await site.sign_in(office.api.person(Role.STANDING_UNIT))
    typed = {"code": "M01", "name": "Vũ Thị Mới", "birth_year": "1990", "unit_code": "VP1", "joined_on": "mai"}

    page = on_one_line(await clerk.send("/quan-tri/don-vi", "/quan-tri/can-bo", **typed))

    assert '<label class="form-label required" for="f-joined_on">Vào cơ quan từ</label>' in page
    assert "Vào cơ quan từ: phải là ngày, viết như 05/12/2026." in page
    assert "Ngày vào cơ quan" not in page


async def test_a_code_that_is_there_already_is_changed_only_where_the_form_says_so(
    site: Gateway, office: SmallOffice
) -> None:
    clerk = await site.sign_in(office.api.person(Role.STANDING_UNIT))
    typed = {"code": "VP1", "name": "Phòng khác", "kind": "phong"}

    refused = await clerk.send("/quan-tri/don-vi", "/quan-tri/don-vi", **typed)
    units = await office.api.get("/v1/units")
    done = await clerk.send("/quan-tri/don-vi", "/quan-tri/don-vi", **typed, replace="1")

    assert refused.status_code == 422
    assert "Mã VP1 đã có: Phòng Tổng hợp." in refused.text
    assert {unit["code"]: unit["name"] for unit in units}["VP1"] == "Phòng Tổng hợp"
    assert done.status_code == 303


async def test_what_was_done_in_part_only_is_no_success(site: Gateway, office: SmallOffice) -> None:
    head = await site.sign_in(office.head)
    shown = await head.look(
        f"/de-nghi/moi?loai=person&dot={office.round_id}&danh-hieu=LDTT&nguoi={office.people['P5']}"
    )
    names = ("csrf", "key", "nominee_kind", "nominee_id", "award_code", "round_id")
    fields = {name: value_of(shown, name) for name in names} | {"summary": "Tóm tắt", "viec": "nop"}

    sent = await head.browser.post("/de-nghi/moi", data=fields)
    page = await head.read(sent.headers["location"])

    assert "Đã lưu nháp, chưa nộp được." in page
    notice = re.search(r'<div class="alert alert-(\w+)" role="status">', page)
    assert notice is not None and notice[1] == "warning"


@pytest.mark.parametrize(
    ("name", "label", "shown"),
    [
        ("ReportDue", "T-14 Báo cáo tổng kết năm", "Báo cáo tổng kết năm (còn 14 ngày)"),
        ("ReportDue", "T+0 Báo cáo quý", "Báo cáo quý (đến hạn hôm nay)"),
        ("ReportDue", "T+1 Báo cáo quý", "Báo cáo quý (quá hạn 1 ngày)"),
        ("ReportSubmitted", "danh_sach_nguoi_tot 2026-11", "kỳ tháng 11/2026"),
        ("AwardRecorded", "Vũ Ngọc Ánh", "Vũ Ngọc Ánh"),
    ],
)
def test_the_timeline_tells_steps_and_kinds_in_words(name: str, label: str, shown: str) -> None:
    assert happening(name, label) == shown


def test_a_time_that_came_as_text_is_shown_in_viet_nam() -> None:
    assert shown_at("2026-11-30T17:30:00+00:00") == "00:30 ngày 01/12/2026"
    assert shown_at(None) == "–"
    assert shown_at("hôm qua") == "hôm qua"


def test_the_labels_of_a_form_are_read_from_the_page() -> None:
    page = (
        '<form method="post" action="/a"><label for="f-x">Từ ngày</label><input id="f-x" name="x"></form>'
        '<form method="post" action="/b"><label for="g-x">Khác</label><input id="g-x" name="x"></form>'
    )

    assert labels_of(page, "/a") == {"x": "Từ ngày"}
