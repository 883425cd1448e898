"""What somebody types is there again: after choosing another award, a reload, a session that ended; in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.office import password_of

pytestmark = [pytest.mark.browser, pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(300)]

NOMINEE = "Đinh Công Thành"
TYPED = "Hoàn thành 40/40 nhiệm vụ, sắp xếp lại kho hồ sơ."


def chosen(page: Page) -> None:
    """A new nomination, somebody chosen, the form open."""
    page.goto("/de-nghi/moi")
    page.get_by_label("Tìm người").fill("dinh cong")
    page.get_by_label(NOMINEE).check()
    expect(page.get_by_role("heading", name=f"2. Điều kiện của {NOMINEE}")).to_be_visible()


def test_what_is_typed_survives_another_award_a_reload_and_the_end_of_the_session(visit: Visit) -> None:
    page = visit.sign_in("truong-phong")
    chosen(page)
    summary = page.get_by_label("Tóm tắt thành tích")
    summary.fill(TYPED)

    page.get_by_label("Danh hiệu, hình thức").select_option(label="Chiến sĩ thi đua cơ sở")
    expect(page.get_by_text("Hoàn thành xuất sắc nhiệm vụ").first).to_be_visible()
    expect(summary).to_have_value(TYPED)

    summary.fill(f"{TYPED} Thêm một câu.")
    with page.expect_response(re.compile("/ban-nhap$")):
        summary.press("Tab")
    page.reload()
    expect(summary).to_have_value(f"{TYPED} Thêm một câu.")
    expect(page.get_by_text("chưa được ghi")).to_be_visible()
    visit.shoot(page, "ban-nhap")

    page.context.clear_cookies(name="thidua_session")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Nội dung vừa gõ được giữ lại")).to_be_visible()
    page.get_by_label("Tên đăng nhập").fill("truong-phong")
    page.get_by_label("Mật khẩu").fill(password_of("truong-phong"))
    page.get_by_role("button", name="Đăng nhập").click()
    expect(summary).to_have_value(f"{TYPED} Thêm một câu.")

    page.goto("/")
    expect(page.get_by_role("heading", name="Nội dung gõ dở, chưa gửi")).to_be_visible()
    page.locator("main a", has_text="Đề nghị khen thưởng").last.click()
    page.get_by_role("button", name="Bỏ nội dung gõ dở").click()
    expect(page.get_by_text("Đã bỏ nội dung gõ dở.")).to_be_visible()
    expect(summary).to_have_value("")
    page.context.close()

    assert visit.complaints == []


def test_while_the_server_cannot_be_reached_the_browser_keeps_it(visit: Visit) -> None:
    page = visit.sign_in("truong-phong")
    chosen(page)
    page.route("**/ban-nhap", lambda route: route.abort())
    summary = page.get_by_label("Tóm tắt thành tích")
    with page.expect_event("requestfailed"):
        summary.fill(TYPED)
    expect(page.locator("html")).to_have_class(re.compile("js"))
    page.wait_for_function("Object.keys(localStorage).some(place => place.startsWith('ban-nhap|'))")
    page.unroute("**/ban-nhap")

    page.reload()

    expect(page.get_by_label("Tóm tắt thành tích")).to_have_value(TYPED)
    assert page.evaluate("Object.keys(localStorage).filter(place => place.startsWith('ban-nhap|')).length") == 0
    page.get_by_role("button", name="Bỏ nội dung gõ dở").click()
    expect(page.get_by_text("Đã bỏ nội dung gõ dở.")).to_be_visible()
    page.context.close()
    visit.complaints[:] = [said for said in visit.complaints if "ERR_FAILED" not in said]
    assert visit.complaints == []
