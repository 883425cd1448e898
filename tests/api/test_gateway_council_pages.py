"""The clerk's forms about cases and the council, on a real gateway and reviews: returning, listing several, members, rules, absences."""

import re

import httpx
import pytest

from tests.api.test_gateway_public_list import Staff, Town, _browser, town  # noqa: F401
from tests.support.reviewing import LDTT, today

pytestmark = pytest.mark.postgres


async def sent(staff: Staff, page: str, path: str, data: dict[str, str | list[str]]) -> httpx.Response:
    """The form of a page with fields that come several times; answers whatever follows."""
    shown = await staff.browser.get(page)
    form = re.search(rf'action="{re.escape(path)}".*?</form>', shown.text, re.DOTALL)
    assert form is not None, f"no form {path} on {page}: {shown.text[:1500]}"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return await staff.browser.post(path, data={**hidden, **data}, follow_redirects=True)


async def test_what_is_missing_is_typed_with_the_rule_that_asks_for_it(town: Town) -> None:  # noqa: F811
    office, reviews = town.office, town.reviews
    event = office.submitted(LDTT)
    await reviews.deliver(office, office.rulebook(), event)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/tham-dinh/{case['case_id']}"
    async with _browser(town) as browser:
        clerk = await town.sign_in(office.clerk, browser)

        typed: dict[str, str | list[str]] = {"them": ["", "Bản sao quyết định"], "can-cu": ["", "Điều 4 Nghị định 152"]}
        await sent(clerk, path, f"{path}/tra-lai", typed)

    returned = await reviews.get(office.clerk, f"/cases/{case['case_id']}")
    assert (returned["stage"], returned["missing"]) == ("returned", ["Bản sao quyết định"])
    assert returned["missing_grounds"] == ["Điều 4 Nghị định 152"]


async def test_several_cases_go_on_the_public_list_at_once(town: Town) -> None:  # noqa: F811
    office, reviews = town.office, town.reviews
    one = await reviews.appraised(office, office.submitted(LDTT, name="Đỗ Thị Hà"))
    two = await reviews.appraised(office, office.submitted(LDTT, name="Lê Văn Bình"))
    ticked = [f"{case['case_id']}|{case['version']}" for case in (one, two)]
    page = "/tham-dinh?buoc=appraised"
    async with _browser(town) as browser:
        clerk = await town.sign_in(office.clerk, browser)

        none = await sent(clerk, page, "/tham-dinh/cong-khai", {})
        odd = await sent(clerk, page, "/tham-dinh/cong-khai", {"ho-so": ["khong-phai-ho-so|1"]})
        stale = await sent(clerk, page, "/tham-dinh/cong-khai", {"ho-so": [ticked[0], f"{two['case_id']}|99"]})
        listed = await sent(clerk, page, "/tham-dinh/cong-khai", {"ho-so": ticked, "closes_on": today()})

    assert [answer.status_code for answer in (none, odd, stale, listed)] == [422, 422, 422, 200]
    assert "Chưa chọn hồ sơ nào." in none.text
    assert f'value="{ticked[0]}" checked' in re.sub(r"\s+", " ", stale.text)
    assert "Đã công khai 2 hồ sơ, đang lấy ý kiến." in listed.text
    assert len((await reviews.get(office.clerk, "/candidates"))["items"]) == 2


async def test_absence_is_marked_with_its_reason(town: Town) -> None:  # noqa: F811
    office, reviews = town.office, town.reviews
    case = await reviews.appraised(office, office.submitted(LDTT))
    await reviews.council(office)
    here, away = [str(member.person_id) for member in office.members[:2]], str(office.members[2].person_id)
    async with _browser(town) as browser:
        clerk = await town.sign_in(office.clerk, browser)

        values: dict[str, str | list[str]] = {"name": "Phiên 1", "held_on": today(), "case_ids": [case["case_id"]]}
        planned = await sent(clerk, "/hoi-dong/moi", "/hoi-dong/moi", values)
        page = planned.url.path
        marks: dict[str, str | list[str]] = {"present": here, f"why-{away}": "Đi công tác", f"why-{here[0]}": "bỏ qua"}
        marked = await sent(clerk, page, f"{page}/diem-danh", marks)

    assert "Đã điểm danh." in marked.text
    meeting = await reviews.get(office.clerk, f"/meetings/{page.rpartition('/')[2]}")
    reasons = {seat["person_id"]: seat["absence_reason"] for seat in meeting["seats"]}
    assert (reasons[away], reasons[here[0]]) == ("Đi công tác", "")
