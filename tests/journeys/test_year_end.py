"""From a unit's proposal to the ledger and the report, by five people in a real browser on the real services."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visit
from tests.journeys.walk import Findings, printed
from tests.support.files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(420)]

NOMINEE = "Vũ Ngọc Ánh"
AWARD = "Chiến sĩ thi đua cơ sở"
MEMBERS = ("uy-vien", "uy-vien-2", "pho-chu-tich", "chanh-van-phong")


def test_a_nomination_becomes_a_council_decision_an_award_and_a_report(visit: Visit, tmp_path: Path) -> None:
    visit.findings = Findings()
    _the_unit_head_nominates(visit)
    clerk = visit.by_link("Thường trực Hội đồng")
    _the_clerk_receives_and_appraises(visit, clerk)
    _the_clerk_plans_the_meeting(clerk)
    for member in MEMBERS:
        _declare(visit.sign_in(member))
    _the_clerk_opens_the_vote(visit, clerk)
    for member in MEMBERS:
        _vote_on_a_phone(visit, member)
    _the_clerk_votes_and_closes(visit, clerk)
    _the_chief_signs(visit)
    _the_award_stands_in_the_ledger(visit)
    _the_report_counts_it(visit, clerk, tmp_path)
    _the_clerk_publishes_the_result(clerk)
    _annulling_is_tried_dry(visit, clerk)

    assert visit.complaints == []


def _the_unit_head_nominates(visit: Visit) -> None:
    page = visit.sign_in("truong-phong")
    expect(page.get_by_text("Đồng hồ mô phỏng: 20/11/2026")).to_be_visible()
    expect(page.get_by_text("Dữ liệu mẫu")).to_be_visible()
    page.goto("/de-nghi/moi")
    page.get_by_label("Danh hiệu, hình thức").select_option(label=AWARD)
    page.get_by_label("Tìm người").fill("vu ngoc")
    page.get_by_label(NOMINEE).check()
    expect(page.get_by_role("heading", name=f"2. Điều kiện của {NOMINEE}")).to_be_visible()
    expect(page.get_by_text("Năm 2026 hoàn thành xuất sắc nhiệm vụ.").first).to_be_visible()
    page.get_by_label("Tự lực, tự cường").check()
    page.get_by_label("Tóm tắt thành tích").fill("Hoàn thành 42/42 nhiệm vụ được giao, rút ngắn 3 ngày xử lý văn bản.")
    visit.shoot(page, "de-nghi")
    page.get_by_role("button", name="Nộp đề nghị").click()
    expect(page.get_by_text("Hồ sơ còn thiếu: Biên bản bình xét của đơn vị")).to_be_visible()
    page.get_by_text("Ghi cuộc họp bình xét", exact=True).click()
    page.get_by_label("Ngày họp bình xét").fill("18/11/2026")
    page.get_by_label("Thư ký").select_option(label="Bùi Thanh Sơn")
    page.get_by_role("button", name="Ghi biên bản").click()
    expect(page.get_by_text("8/8", exact=False).first).to_be_visible()
    page.locator("summary", has_text="Tải lên giấy tờ").click()
    page.get_by_label("Là giấy tờ").select_option(label="Giấy tờ khác")
    page.get_by_label("Tệp", exact=True).set_input_files(
        {"name": "Giấy khen nội bộ.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Tải lên", exact=True).click()
    expect(page.get_by_text("Đã đính kèm Giấy khen nội bộ.pdf.")).to_be_visible()
    visit.shoot(page, "giay-to")
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.get_by_text("Đã nộp. Thường trực Hội đồng đã nhận được đề nghị.")).to_be_visible()
    expect(page.get_by_role("heading", name=NOMINEE)).to_be_visible()


def _the_clerk_receives_and_appraises(visit: Visit, page: Page) -> None:
    _until_there(page, "/tham-dinh?buoc=submitted", NOMINEE)
    page.get_by_role("link", name=NOMINEE).click()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    expect(page.get_by_text("Đã tiếp nhận hồ sơ.")).to_be_visible()
    page.get_by_label("lý do vẫn kết luận đủ điều kiện").fill("Đã đối chiếu biên bản bình xét của đơn vị.")
    page.get_by_role("button", name="Kết luận: đủ điều kiện").click()
    expect(page.get_by_text("Bảng kiểm còn mục chưa trả lời.")).to_be_visible()
    for answer in page.locator("label.answer-yes").all():
        answer.click()
    visit.shoot(page, "tham-dinh")
    visit.findings.examine(page, "a case under appraisal")
    page.get_by_role("button", name="Kết luận: đủ điều kiện").click()
    expect(page.get_by_text("Đã thẩm định: đủ điều kiện đưa ra Hội đồng.")).to_be_visible()


def _the_clerk_plans_the_meeting(page: Page) -> None:
    page.goto("/hoi-dong/moi")
    page.get_by_label("Tên phiên họp").fill("Phiên họp cuối năm 2026")
    page.get_by_role("button", name="Lập phiên họp với 1 hồ sơ").click()
    expect(page.get_by_text("Đã lập phiên họp.")).to_be_visible()
    expect(page.get_by_text("5 ủy viên, cần 4 phiếu")).to_be_visible()
    expect(page.get_by_role("button", name="Mở bỏ phiếu")).to_be_disabled()
    page.get_by_role("button", name="Ghi lời khai").first.click()
    expect(page.get_by_text("Đã ghi lời khai.")).to_be_visible()
    page.get_by_role("button", name="Ghi điểm danh").click()
    expect(page.get_by_text("Đã điểm danh.")).to_be_visible()


def _declare(page: Page) -> None:
    page.get_by_role("link", name="Khai và xem hồ sơ").click()
    page.get_by_role("button", name="Ghi lời khai").first.click()
    expect(page.get_by_text("Anh/chị đã khai", exact=True)).to_be_visible()
    page.get_by_role("link", name=NOMINEE).click()
    expect(page.get_by_text("Hoàn thành 42/42 nhiệm vụ")).to_be_visible()
    page.context.close()


def _the_clerk_opens_the_vote(visit: Visit, page: Page) -> None:
    page.reload()
    visit.shoot(page, "phien-hop")
    visit.findings.examine(page, "a meeting that is prepared")
    page.get_by_role("button", name="Mở bỏ phiếu").click()
    expect(page.get_by_text("Đã mở bỏ phiếu.")).to_be_visible()


def _vote_on_a_phone(visit: Visit, member: str) -> None:
    page = visit.sign_in(member, PHONE)
    page.get_by_role("link", name="Bỏ phiếu").click()
    expect(page.get_by_role("heading", name="Phiếu kín")).to_be_visible()
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_text("Phiếu còn hồ sơ chưa chọn.")).to_be_visible()
    choice = "Không đồng ý" if member == "uy-vien-2" else "Đồng ý"
    page.locator("label.ballot-choice").get_by_text(choice, exact=True).click()
    visit.shoot(page, f"phieu-{member}")
    if member == MEMBERS[0]:
        visit.findings.examine(page, "the ballot")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_text("Đã nhận phiếu của anh/chị (1 hồ sơ).")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def _the_clerk_votes_and_closes(visit: Visit, page: Page) -> None:
    page.reload()
    expect(page.get_by_text("4/5")).to_be_visible()
    page.get_by_role("link", name="Bỏ phiếu").click()
    page.locator("label.ballot-for").click()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("button", name="Kết thúc và kiểm phiếu").click()
    expect(page.get_by_text("Kết quả: 4 đồng ý, 1 không đồng ý, 0 phiếu trắng.")).to_be_visible()
    expect(page.get_by_text("Đề nghị khen", exact=True)).to_be_visible()
    visit.shoot(page, "ket-qua-phien-hop")
    page.get_by_role("link", name="Biên bản").click()
    expect(page.get_by_text("Có mặt 5 trên 5 ủy viên")).to_be_visible()


def _the_chief_signs(visit: Visit) -> None:
    page = visit.by_link("Chánh Văn phòng")
    page.get_by_role("link", name="Xem và ký").click()
    page.get_by_label(f"Ký cho {NOMINEE}").check()
    expect(page.get_by_text("1 hồ sơ · dự kiến 2.530.000 đồng")).to_be_visible()
    expect(page.get_by_text("5 ủy viên, cần 4 phiếu")).to_be_visible()
    visit.shoot(page, "ky")
    visit.findings.examine(page, "the signing desk")
    page.get_by_role("button", name="Ký quyết định").click()
    expect(page.get_by_role("heading", name="Quyết định 01/QĐ-VPUBND")).to_be_visible()
    visit.shoot(page, "quyet-dinh")
    visit.findings.examine(page, "a signed paper")
    visit.paper = page.url
    page.context.close()


def _the_award_stands_in_the_ledger(visit: Visit) -> None:
    page = visit.sign_in("can-bo")
    _until_there(page, "/so-khen-thuong?tim=vu+ngoc+anh", "2.530.000 đồng")
    expect(page.get_by_role("row", name=NOMINEE)).to_contain_text(AWARD)
    visit.shoot(page, "so-khen-thuong")
    page.context.close()


def _the_report_counts_it(visit: Visit, page: Page, folder: Path) -> None:
    _until_there(page, "/bao-cao", f"Vào sổ khen thưởng: {NOMINEE}")
    expect(page.get_by_role("row", name=AWARD)).to_be_visible()
    page.get_by_label("Đến ngày").fill("30/11/2026")
    page.get_by_role("button", name="Lập báo cáo (.docx)").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải tệp Word").click()
    paper = folder / "so-ket.docx"
    downloading.value.save_as(paper)
    visit.shoot(page, "bao-cao")
    with zipfile.ZipFile(paper) as opened:
        assert AWARD in opened.read("word/document.xml").decode()


def _the_clerk_publishes_the_result(page: Page) -> None:
    page.goto("/tham-dinh?buoc=decided")
    page.get_by_label(f"Chọn {NOMINEE}").check()
    page.get_by_role("button", name="Công bố kết quả").click()
    expect(page.get_by_text("Đã công bố kết quả 1 hồ sơ.")).to_be_visible()


def _annulling_is_tried_dry(visit: Visit, page: Page) -> None:
    page.goto("/so-khen-thuong?tim=vu+ngoc+anh")
    page.get_by_role("link", name=NOMINEE).click()
    page.locator("summary", has_text="Hủy bỏ khen thưởng này").click()
    page.get_by_label("Lý do theo luật").select_option(label="Kê khai gian dối thành tích")
    page.get_by_label("Nội dung vi phạm").fill("Kết luận kiểm tra số 01.")
    page.get_by_label("Số quyết định hủy").fill("02/QĐ-VPUBND")
    page.get_by_label("Ngày quyết định hủy").fill("20/11/2026")
    page.get_by_role("button", name="Xem trước hệ quả").click()
    expect(page.get_by_role("heading", name="Nếu ghi nhận")).to_be_visible()
    expect(page.get_by_text("Tiền thưởng phải nộp lại: 2.530.000 đồng.")).to_be_visible()
    expect(page.get_by_role("button", name="Ghi nhận hủy bỏ")).to_be_visible()
    visit.shoot(page, "huy-xem-truoc")
    page.reload()
    expect(page.get_by_text("Đã hủy")).to_have_count(0)


@pytest.mark.timeout(1200)
def test_every_page_can_be_read_pressed_and_understood(visit: Visit) -> None:
    """After the journey, so that the pages have something on them: axe, words, phones, over every route that shows a page."""
    findings: Findings = visit.findings or Findings()
    starts = {
        "thuong-truc": (
            "/",
            "/de-nghi",
            "/de-nghi/bang",
            "/de-nghi/moi",
            *(f"/tham-dinh?buoc={stage}" for stage in ("tat-ca", "decided", "submitted", "appraised")),
            "/hoi-dong/moi",
            "/quan-tri/so-luat/tep",
            "/thanh-tich/moi",
            "/hoi-don-vi",
            "/cong-khai",
        ),
        "truong-phong": ("/", f"/du-bao/don-vi/{visit.office.units['TH']}", "/de-nghi/bang"),
        "can-bo": ("/", f"/du-bao/nguoi/{visit.office.people['P06']}"),
        "chanh-van-phong": ("/", "/ky", "/xac-nhan", "/tai-khoan"),
        "van-hanh": ("/", "/quan-tri", "/quan-tri/tai-khoan", "/quan-tri/su-kien", "/thiet-lap"),
    }

    clerk = visit.sign_in("thuong-truc")
    _a_register_is_tried(clerk, findings)
    _an_initiative_is_recorded(clerk)
    clerk.context.close()
    for username, paths in starts.items():
        page = visit.sign_in(username)
        findings.walk(page, paths)
        page.context.close()
    page = visit.page()
    page.goto("/dang-nhap")
    findings.examine(page)

    assert findings.wrong == {}, json.dumps(findings.wrong, indent=1, ensure_ascii=False)
    assert findings.not_looked_at() == set()


def test_what_is_printed_begins_on_the_first_sheet_with_its_title(visit: Visit, tmp_path: Path) -> None:
    """Minutes, decision, ledger, queue, agenda: the office, the title with its number, and no empty sheet."""
    page = visit.sign_in("chanh-van-phong")
    page.goto("/hoi-dong")
    page.get_by_role("link", name="Phiên họp cuối năm 2026").first.click()
    expect(page.get_by_text("Chương trình: 1 hồ sơ")).to_be_visible()
    agenda = printed(page, tmp_path, "agenda")
    page.get_by_role("link", name="Biên bản").click()
    expect(page.get_by_text("Có mặt 5 trên 5 ủy viên")).to_be_visible()
    minutes = printed(page, tmp_path, "minutes")
    page.goto("/so-khen-thuong")
    ledger = printed(page, tmp_path, "ledger")
    page.context.close()
    clerk = visit.sign_in("thuong-truc")
    clerk.goto("/tham-dinh?buoc=tat-ca")
    queue = printed(clerk, tmp_path, "queue")
    clerk.goto(visit.paper)
    decision = printed(clerk, tmp_path, "decision")
    clerk.context.close()

    begins = {
        "agenda": (agenda, "Phiên họp cuối năm 2026", NOMINEE),
        "minutes": (minutes, "Biên bản: Phiên họp cuối năm 2026", "Có mặt 5 trên 5 ủy viên"),
        "ledger": (ledger, "Sổ khen thưởng", "2.530.000 đồng"),
        "queue": (queue, "Thẩm định", NOMINEE),
        "decision": (decision, "Quyết định 01/QĐ-VPUBND", NOMINEE),
    }
    for name, (sheets, title, content) in begins.items():
        assert sheets[0].startswith("Văn phòng thử nghiệm · in ngày 20/11/2026"), (name, sheets[0][:300])
        assert title in sheets[0] and _says(sheets[0], content), (name, sheets[0][:600])
        assert all(len(sheet) > 20 for sheet in sheets), (name, sheets)
        assert "Đăng xuất" not in " ".join(sheets), name


def _says(sheet: str, content: str) -> bool:
    """Every word of it: a name in a narrow column goes over several lines, with other columns between them."""
    return set(content.split()) <= set(sheet.split())


def _a_register_is_tried(page: Page, findings: Findings) -> None:
    """The office's own register, exported and checked: an import that has something on its page."""
    book = page.request.get("/quan-tri/so-dang-ky.xlsx").body()
    page.goto("/quan-tri/nhap")
    page.get_by_label("Tệp Excel đã điền (.xlsx)").set_input_files(
        {"name": "so.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    )
    page.get_by_role("button", name="Kiểm tra, chưa ghi").click()
    expect(page.get_by_text("Đọc được:")).to_be_visible()
    findings.examine(page)


def _an_initiative_is_recorded(page: Page) -> None:
    page.goto("/thanh-tich/moi")
    page.get_by_label("Mã", exact=False).first.fill("SK-2026-01")
    page.get_by_label("Tên", exact=True).fill("Số hóa hồ sơ một cửa")
    page.get_by_label("Tác giả 1").select_option(index=1)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("heading", name="Số hóa hồ sơ một cửa").first).to_be_visible()


def _until_there(page: Page, path: str, text: str) -> None:
    """Events take a moment: look again until the page shows it."""
    for _ in range(40):
        page.goto(path)
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{path} never showed {text!r}: {page.locator('main').inner_text()[:1500]}")
