"""The pages of the public list, of questions to units and of a case's limits, on a real gateway and reviews."""

import pytest

from contracts.nominations.events import UnitRecorded
from services.office.access import Role
from tests.support.gateway import Gateway
from tests.support.people import actor
from tests.support.reviewing import LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def asked(reviews: Reviews, office: Office) -> tuple[str, str]:
    """A received case about which its unit is asked something: the pages of the case and of the question."""
    event = office.submitted(LDTT)
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng Tổng hợp")
    await reviews.deliver(office, unit, office.rulebook(), event)
    case_id = (await reviews.case_of(office, event.nomination_id))["case_id"]
    state = await reviews.do(office.clerk, f"/cases/{case_id}/receipt", version=1, received_on=today())
    question = {"version": state["version"], "unit_id": office.unit_id, "question": "Tỷ lệ đúng hạn?"}
    inquiry = await reviews.do(office.clerk, f"/cases/{case_id}/inquiries", **question)
    return f"/tham-dinh/{case_id}", f"/hoi-don-vi/{inquiry['inquiry_id']}"


async def test_staff_object_on_the_page_and_read_the_answer_there(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case = await reviews.appraised(office, office.submitted(LDTT, name="Đỗ Thị Hà"))
    clerk = await gateway.sign_in(office.clerk)
    staff = await gateway.sign_in(actor(office.office_id, office.unit_id, Role.STAFF, name="Trần Góp Ý"))

    path = f"/tham-dinh/{case['case_id']}"
    listed = await clerk.do(path, f"{path}/cong-khai", closes_on=today())
    told = await staff.do("/cong-khai", "/cong-khai/kien-nghi", text="Trùng thành tích")
    home = await clerk.read("/")
    (objection,) = (await reviews.get(office.clerk, "/objections"))["items"]
    answer = f"/cong-khai/kien-nghi/{objection['objection_id']}"
    held = await clerk.do("/cong-khai", f"{answer}/xac-minh", what="Đối chiếu sổ")
    await clerk.do("/cong-khai", f"{answer}/tra-loi", answer="Hai việc khác nhau")
    mine = await staff.read("/cong-khai")

    assert "Đã công khai, đang lấy ý kiến." in listed
    assert "Đã ghi kiến nghị" in told
    assert "1 kiến nghị, phản ánh về danh sách công khai chờ trả lời" in home
    assert ("Trần Góp Ý" in held, "Đang xác minh" in held) == (True, True)
    assert "Hai việc khác nhau" in mine


async def test_the_head_answers_the_standing_unit_on_the_page(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case, inquiry = await asked(reviews, office)
    head = await gateway.sign_in(office.head)
    clerk = await gateway.sign_in(office.clerk)

    home = await head.read("/")
    await head.do("/hoi-don-vi", f"{inquiry}/tra-loi", answer="98 %")
    shown = await clerk.read(case)

    assert "1 câu hỏi của thường trực Hội đồng chờ đơn vị trả lời" in home
    assert ("98 %" in shown, "Thẩm định hồ sơ" in shown) == (True, True)


async def test_the_standing_unit_waits_no_longer_for_an_answer(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    _, inquiry = await asked(reviews, office)
    clerk = await gateway.sign_in(office.clerk)

    silent = await clerk.send("/hoi-don-vi", f"{inquiry}/dong", reason="")
    closed = await clerk.do("/hoi-don-vi", f"{inquiry}/dong", reason="Đã có trong báo cáo")

    assert silent.status_code == 422
    assert ("Đã đóng câu hỏi, không chờ trả lời." in closed, "Đã có trong báo cáo" in closed) == (True, True)


async def test_the_chief_leaves_a_case_to_a_deputy_on_the_page(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case = await reviews.appraised(office, office.submitted(LDTT, nominee_id=office.chief.person_id))
    chief = await gateway.sign_in(office.chief)

    path = f"/tham-dinh/{case['case_id']}"
    handed = await chief.do(path, f"{path}/chuyen-ky", reason="Hồ sơ của tôi")

    assert "Chánh Văn phòng đã chuyển cấp phó ký thay (KT.)." in handed
