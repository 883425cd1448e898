"""The council's page and minutes, and the signing desk: what was done otherwise than called for is said, nothing is done unasked."""

import re
from datetime import date, timedelta

import pytest

from tests.api.council_meetings import open_meeting, plan_meeting, vote
from tests.support.gateway import Gateway
from tests.support.reviewing import LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


async def test_a_meeting_called_for_another_day_opens_with_a_reason_that_the_minutes_carry(
    reviews: Reviews, gateway: Gateway
) -> None:
    office = Office()
    case_id = (await reviews.appraised(office, office.submitted(LDTT)))["case_id"]
    await reviews.council(office)
    called_for = date.fromisoformat(today()) + timedelta(days=3)
    meeting = await reviews.do(
        office.clerk, "/meetings", name="Phiên họp", held_on=called_for.isoformat(), case_ids=[case_id]
    )
    path = f"/meetings/{meeting['meeting_id']}"
    present = [str(member.person_id) for member in office.members]
    await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    page = f"/hoi-dong/{meeting['meeting_id']}"
    clerk = await gateway.sign_in(office.clerk)

    asked = text_of(await clerk.read(page))
    unasked = await clerk.send(page, f"{page}/mo")
    opened = await clerk.do(page, f"{page}/mo", other_day_reason="Chủ tịch đi công tác ngày đã định")
    for member in office.members:
        choices = [{"case_id": case_id, "choice": "for"}]
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)
    await clerk.do(page, f"{page}/ket-thuc")
    minutes = text_of(await clerk.read(f"{page}/bien-ban"))

    assert f"Phiên họp được triệu tập ngày {called_for:%d/%m/%Y}" in asked
    assert unasked.status_code == 422
    assert "Mở hôm nay thì ghi lý do; lý do vào biên bản." in unasked.text
    assert "Đã mở bỏ phiếu." in opened
    assert f"được triệu tập ngày {called_for:%d/%m/%Y}" in minutes
    assert "vì: Chủ tịch đi công tác ngày đã định." in minutes


async def test_on_the_day_itself_nothing_is_asked_and_nothing_is_said(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    path, _, _ = await open_meeting(reviews, office, office.submitted(LDTT))
    clerk = await gateway.sign_in(office.clerk)

    assert "triệu tập ngày" not in await clerk.read(f"/hoi-dong/{path.rpartition('/')[2]}")


async def test_minutes_say_who_had_not_voted_that_closing_was_forced_and_what_it_may_have_decided(
    reviews: Reviews, gateway: Gateway
) -> None:
    """With three seats and two needed, one for, one against, one missing: the missing vote decides."""
    office = Office()
    path, (case_id,), _ = await open_meeting(reviews, office, office.submitted(LDTT, name="Đỗ Thị Hà"))
    await vote(reviews, office, path, case_id, m0="against", m2="-")
    page = f"/hoi-dong/{path.rpartition('/')[2]}"
    clerk = await gateway.sign_in(office.clerk)

    waiting = await clerk.send(page, f"{page}/ket-thuc")
    await clerk.do(page, f"{page}/ket-thuc", even_if_missing="1")
    minutes = text_of(await clerk.read(f"{page}/bien-ban"))
    told = await reviews.get(office.clerk, f"{path}/minutes")

    assert waiting.status_code == 422
    missing = office.members[2].name
    assert f"{office.clerk.name} kết thúc phiên họp khi 1 người có mặt chưa bỏ phiếu: {missing} (1 hồ sơ)" in minutes
    assert "Số phiếu thiếu có thể làm thay đổi kết quả của: Đỗ Thị Hà" in minutes
    assert told["closed_without"] == [{"person_id": str(office.members[2].person_id), "name": missing, "cases": 1}]
    assert (told["closed_by"], told["undecided_by_missing"]) == (office.clerk.name, [case_id])


async def test_the_agenda_says_once_what_every_case_of_an_award_needs(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    events = [office.submitted(LDTT, name=name) for name in ("Đỗ Hà", "Lê Bình", "Vũ Chi")]
    path, _, _ = await plan_meeting(reviews, office, *events)
    clerk = await gateway.sign_in(office.clerk)

    page = text_of(await clerk.read(f"/hoi-dong/{path.rpartition('/')[2]}"))

    assert page.count("ủy viên, cần") == 1
    assert "Mỗi hồ sơ: 3 ủy viên, cần" in page


async def test_nothing_is_ticked_for_the_chief_and_a_paper_holds_one_kind_of_award_and_nominee(
    reviews: Reviews, gateway: Gateway
) -> None:
    office = Office()
    await reviews.advised(office, office.submitted(LDTT, name="Đặng Thị Sen"))
    chief = await gateway.sign_in(office.chief)

    page = (await chief.look("/ky")).text

    boxes = re.findall(r'<input[^>]*name="cases"[^>]*>', page)
    assert len(boxes) == 1 and "checked" not in boxes[0]
    assert "Ký quyết định: danh hiệu thi đua, cá nhân" in page
