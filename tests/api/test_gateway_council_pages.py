"""The clerk's forms about cases and the council, on a real gateway and reviews: returning, listing several, members, rules, absences."""

import re

import pytest

from tests.support.gateway import Gateway
from tests.support.reviewing import LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def test_what_is_missing_is_typed_with_the_rule_that_asks_for_it(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    event = office.submitted(LDTT)
    await reviews.deliver(office, office.rulebook(), event)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/tham-dinh/{case['case_id']}"
    clerk = await gateway.sign_in(office.clerk)

    typed = {"them": ["", "Bản sao quyết định"], "can-cu": ["", "Điều 4 Nghị định 152"]}
    await clerk.do(path, f"{path}/tra-lai", **typed)

    returned = await reviews.get(office.clerk, f"/cases/{case['case_id']}")
    assert (returned["stage"], returned["missing"]) == ("returned", ["Bản sao quyết định"])
    assert returned["missing_grounds"] == ["Điều 4 Nghị định 152"]


async def test_several_cases_go_on_the_public_list_at_once(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    one = await reviews.appraised(office, office.submitted(LDTT, name="Đỗ Thị Hà"))
    two = await reviews.appraised(office, office.submitted(LDTT, name="Lê Văn Bình"))
    ticked = [f"{case['case_id']}|{case['version']}" for case in (one, two)]
    page = "/tham-dinh?buoc=appraised"
    clerk = await gateway.sign_in(office.clerk)

    none = await clerk.send(page, "/tham-dinh/cong-khai")
    odd = await clerk.send(page, "/tham-dinh/cong-khai", **{"ho-so": ["khong-phai-ho-so|1"]})
    stale = await clerk.send(page, "/tham-dinh/cong-khai", **{"ho-so": [ticked[0], f"{two['case_id']}|99"]})
    listed = await clerk.do(page, "/tham-dinh/cong-khai", **{"ho-so": ticked}, closes_on=today())

    assert [answer.status_code for answer in (none, odd, stale)] == [422, 422, 422]
    assert "Chưa chọn hồ sơ nào." in none.text
    assert f'value="{ticked[0]}" checked' in re.sub(r"\s+", " ", stale.text)
    assert "Đã công khai 2 hồ sơ, đang lấy ý kiến." in listed
    assert len((await reviews.get(office.clerk, "/candidates"))["items"]) == 2


async def test_absence_is_marked_with_its_reason(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case = await reviews.appraised(office, office.submitted(LDTT))
    await reviews.council(office)
    here, away = [str(member.person_id) for member in office.members[:2]], str(office.members[2].person_id)
    clerk = await gateway.sign_in(office.clerk)

    planned = await clerk.send(
        "/hoi-dong/moi", "/hoi-dong/moi", name="Phiên 1", held_on=today(), case_ids=[str(case["case_id"])]
    )
    page = planned.headers["location"]
    marks = {f"why-{away}": "Đi công tác", f"why-{here[0]}": "bỏ qua"}
    marked = await clerk.do(page, f"{page}/diem-danh", present=here, **marks)

    assert "Đã điểm danh." in marked
    meeting = await reviews.get(office.clerk, f"/meetings/{page.rpartition('/')[2]}")
    reasons = {seat["person_id"]: seat["absence_reason"] for seat in meeting["seats"]}
    assert (reasons[away], reasons[here[0]]) == ("Đi công tác", "")


async def test_a_case_is_taken_off_the_agenda_and_another_comes_onto_it(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    stays, goes, comes = [
        await reviews.appraised(office, office.submitted(LDTT, name=name)) for name in ("Đỗ Hà", "Lê Bình", "Vũ Chi")
    ]
    await reviews.council(office)
    clerk = await gateway.sign_in(office.clerk)
    planned = await clerk.send(
        "/hoi-dong/moi", "/hoi-dong/moi", name="Phiên 1", held_on=today(), case_ids=[stays["case_id"], goes["case_id"]]
    )
    page = planned.headers["location"]

    changed = await clerk.do(page, f"{page}/chuong-trinh", keep=[stays["case_id"], comes["case_id"]])

    assert "Đã sửa chương trình họp." in changed
    meeting = await reviews.get(office.clerk, f"/meetings/{page.rpartition('/')[2]}")
    assert [item["nominee_name"] for item in meeting["agenda"]] == ["Đỗ Hà", "Vũ Chi"]
    assert (await reviews.get(office.clerk, f"/cases/{goes['case_id']}"))["stage"] == "appraised"


async def test_a_conflict_without_a_reason_keeps_what_was_ticked(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case = await reviews.appraised(office, office.submitted(LDTT))
    await reviews.council(office)
    clerk, member = await gateway.sign_in(office.clerk), await gateway.sign_in(office.members[0])
    planned = await clerk.send(
        "/hoi-dong/moi", "/hoi-dong/moi", name="Phiên 1", held_on=today(), case_ids=[str(case["case_id"])]
    )
    page = planned.headers["location"]

    refused = await member.send(page, f"{page}/khai", conflict=[str(case["case_id"])], reason="")
    await member.do(page, f"{page}/khai", conflict=[str(case["case_id"])], reason="Anh em ruột")

    assert refused.status_code == 422
    assert "Đã đánh dấu hồ sơ phải tránh thì ghi lý do tránh." in refused.text
    assert f'value="{case["case_id"]}" checked' in re.sub(r"\s+", " ", refused.text)
    meeting = await reviews.get(office.members[0], f"/meetings/{page.rpartition('/')[2]}")
    assert meeting["my_conflicts"] == [str(case["case_id"])]


async def test_hands_written_down_are_shown_and_can_be_written_anew(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    case_id = (await reviews.appraised(office, office.submitted()))["case_id"]
    meeting = await reviews.opened(office, [case_id])
    page = f"/hoi-dong/{meeting['meeting_id']}"
    form = f"{page}/dem-tay/{case_id}"
    clerk = await gateway.sign_in(office.clerk)

    first = await clerk.do(page, form, in_favour="1", against="2", blank="0")
    second = await clerk.do(page, form, in_favour="2", against="0", blank="1")

    assert "Đã ghi kết quả đếm tay: 1 đồng ý, 2 không đồng ý, 0 phiếu trắng." in first
    assert "Đã ghi kết quả đếm tay: 2 đồng ý, 0 không đồng ý, 1 phiếu trắng." in second
    assert f'id="h-blank-{case_id}" value="1"' in second
