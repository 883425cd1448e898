"""`make run EMPTY=1`: an operator sets up an office of one's own, and its clerk fills the register."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from services.chassis.actors import Signer
from services.office.access import Role
from tests.journeys.conftest import Visit
from tests.journeys.office import Seeder, password_of

pytestmark = [pytest.mark.browser, pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(300)]

CLERK_PASSWORD = "mat-khau-chuyen-vien"


def test_an_operator_sets_up_an_office_and_its_clerk_fills_the_register(visit: Visit) -> None:
    _give_an_operator(visit)
    page = visit.sign_in("van-hanh-moi")

    expect(page.get_by_role("heading", name="Thiết lập cơ quan")).to_be_visible()
    _set_up_the_office(page)
    link = _name_the_clerk(visit, page)
    page.context.close()
    clerk = _clerk(visit, link)
    _add_by_hand(clerk)
    _import_from_excel(clerk)

    assert visit.complaints == []


def _give_an_operator(visit: Visit) -> None:
    """What the command ``links`` does on an installation without any account."""
    office_id = uuid.uuid4()
    seeder = Seeder(visit.stack.urls, Signer("demo", visit.stack.root / "keys/private/demo.pem"), office_id)
    account = {
        "username": "van-hanh-moi",
        "person_id": str(uuid.uuid4()),
        "office_id": str(office_id),
        "name": "Người vận hành",
        "roles": ["operator"],
        "password": password_of("van-hanh-moi"),
    }
    seeder.post("gateway", "/internal/accounts", [account], Role.OPERATOR)


def _set_up_the_office(page: Page) -> None:
    page.get_by_label("Tên cơ quan").fill("Văn phòng UBND huyện thử")
    page.get_by_label("Cơ quan cấp trên").fill("UBND huyện thử")
    page.get_by_label("Địa danh").fill("Hoa Lư")
    page.get_by_label("Ký hiệu").fill("VP UBND")
    page.get_by_role("button", name="Thiết lập cơ quan").click()
    expect(page.get_by_role("link", name="Ký hiệu: chưa đúng cách viết")).to_be_visible()
    expect(page.get_by_label("Tên cơ quan")).to_have_value("Văn phòng UBND huyện thử")
    page.get_by_label("Ký hiệu").fill("VPUBND")
    page.get_by_role("button", name="Thiết lập cơ quan").click()
    expect(page.get_by_text("Đã thiết lập cơ quan")).to_be_visible()


def _name_the_clerk(visit: Visit, page: Page) -> str:
    """The link by which the clerk sets a password of her own."""
    page.get_by_label("Họ và tên chuyên viên").fill("Trịnh Thị Thử")
    page.get_by_label("Năm sinh").fill("1990")
    page.get_by_label("Vào cơ quan từ").fill("01/03/2015")
    page.get_by_label("Tên đăng nhập").fill("chuyen-vien")
    visit.shoot(page, "thiet-lap")
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_text("Đã lập tài khoản chuyen-vien.")).to_be_visible()
    return page.get_by_text("/dat-mat-khau?ma=").inner_text()


def _clerk(visit: Visit, link: str) -> Page:
    page = visit.page()
    page.goto(link)
    page.get_by_label("Mật khẩu mới", exact=True).fill("ngan")
    page.get_by_label("Nhập lại mật khẩu mới").fill("ngan")
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.get_by_role("link", name="Mật khẩu: từ 10 đến 200 ký tự.")).to_be_visible()
    page.get_by_label("Mật khẩu mới", exact=True).fill(CLERK_PASSWORD)
    page.get_by_label("Nhập lại mật khẩu mới").fill(CLERK_PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    page.get_by_label("Tên đăng nhập").fill("chuyen-vien")
    page.get_by_label("Mật khẩu").fill(CLERK_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    return page


def _add_by_hand(page: Page) -> None:
    page.goto("/quan-tri/don-vi")
    expect(page.get_by_role("row", name="Trịnh Thị Thử")).to_be_visible()
    page.get_by_text("Thêm, sửa đơn vị").click()
    page.get_by_label("Mã đơn vị").fill("TH")
    page.get_by_label("Tên đơn vị").fill("Phòng Tổng hợp")
    page.get_by_role("button", name="Ghi", exact=True).first.click()
    expect(page.get_by_text("Đã ghi đơn vị.")).to_be_visible()
    expect(page.get_by_role("link", name="Phòng Tổng hợp")).to_be_visible()


def _import_from_excel(page: Page) -> None:
    """The exported register, sent in again: checked, without problems, written."""
    page.goto("/quan-tri/nhap")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải sổ hiện có").click()
    workbook = downloading.value.path()
    content = {"name": "so.xlsx", "mimeType": "application/octet-stream", "buffer": workbook.read_bytes()}
    page.get_by_label("Tệp Excel đã điền").set_input_files(files=[content])  # type: ignore[list-item]
    page.get_by_role("button", name="Kiểm tra, chưa ghi").click()
    expect(page.get_by_text("Đọc được:")).to_contain_text("2 đơn vị")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_text("Đã ghi sổ đăng ký từ tệp Excel.")).to_be_visible()
