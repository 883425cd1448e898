"""The page of a case on the real reviews: its verdicts side by side, a stopped signature told in words, a difference answered."""

import re

import pytest

from tests.support.gateway import Gateway
from tests.support.reviewing import Office, Reviews, today

pytestmark = pytest.mark.postgres


def words(page: str) -> str:
    """What the page says, tags left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


async def test_a_difference_is_shown_stops_the_chief_and_is_answered_by_the_standing_unit(
    reviews: Reviews, gateway: Gateway
) -> None:
    office = Office()
    event = office.submitted(name="Đặng Thị Sen")
    state = await reviews.advised(office, event)
    path = f"/tham-dinh/{state['case_id']}"
    clerk, chief = await gateway.sign_in(office.clerk), await gateway.sign_in(office.chief)
    as_received = words(await clerk.read(path))
    reviews.judging.say(event.nomination_id, E05="not_met")

    sign = "/ky/quyet-dinh"
    form = {"cases": f"{state['case_id']}|{state['version']}", "signed_on": today()}
    stopped = await chief.send("/ky", sign, **form)
    shown = words(await clerk.read(path))
    waits = words(await chief.read("/ky"))
    queue = words(await clerk.read("/tham-dinh?buoc=advised"))
    answer = f"{path}/tra-loi-khac"
    without_reason = await clerk.send(path, answer, reason="")
    answered = await clerk.send(path, answer, reason="Đã đối chiếu quyết định năm 2024.")
    after = words(await clerk.read(path))
    free = words(await chief.read("/ky"))
    again = await chief.send("/ky", sign, **form)

    assert "Khi nộp" not in as_received, "nothing was compared with by the small service"
    assert "Khi tiếp nhận (chính thức)" in as_received
    assert stopped.status_code == 422
    told = "Đặng Thị Sen (Lao động tiên tiến): Chuỗi danh hiệu đạt → chưa đạt"
    assert told in words(stopped.text)
    question = "Chưa ký được: kết quả xét khác lúc tiếp nhận, thường trực Hội đồng chưa có ý kiến."
    assert question in waits
    assert "Kết quả xét khác, chờ trả lời" in queue
    assert "Đặng Thị Sen" in free
    assert question not in free
    assert "Trước khi ký, trình" in shown
    assert "Chuỗi danh hiệu khác" in shown
    assert "Khác với khi tiếp nhận: đạt → chưa đạt" in shown
    assert without_reason.status_code == 422
    assert answered.status_code == 303
    assert "Đã ghi trả lời" in after
    assert "Đã đối chiếu quyết định năm 2024." in after
    assert "Khác với khi tiếp nhận" not in after
    assert again.status_code == 303


async def test_a_clerk_has_a_case_judged_again(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    event = office.submitted()
    state = await reviews.appraised(office, event)
    path = f"/tham-dinh/{state['case_id']}"
    clerk = await gateway.sign_in(office.clerk)
    reviews.judging.say(event.nomination_id, E03="held")

    shown = words(await clerk.do(path, f"{path}/xet-lai"))

    assert "Đã xét lại: có chỗ khác khi tiếp nhận." in shown
    assert "Đang có việc xem xét, xác minh: chưa ký, trình được" in shown
    assert "Trả lời chỗ khác" not in shown


async def test_taking_in_many_says_how_many_are_not_met(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    events = [office.submitted(name=f"Người {n}") for n in range(2)]
    await reviews.deliver(office, office.rulebook(), *events)
    reviews.judging.say(events[0].nomination_id, E03="not_met")
    clerk = await gateway.sign_in(office.clerk)
    page = await clerk.look("/tham-dinh?buoc=submitted")
    chosen = re.findall(r'name="ho-so" value="([^"]+)"', page.text)

    taken = words(await clerk.do(page, "/tham-dinh/tiep-nhan", **{"ho-so": chosen}))

    assert "Đã tiếp nhận 2 hồ sơ. 1 hồ sơ chưa đạt hoặc đang tạm dừng: xem rồi trả lại hoặc chờ." in taken


async def test_a_case_received_by_the_first_version_is_judged_once_by_the_button_that_the_refusal_names(
    reviews: Reviews, gateway: Gateway
) -> None:
    """It has no verdict of record: the Chief is told what to press, and the clerk finds it on the case's page."""
    office = Office()
    event = office.submitted(name="Lò Văn Xuân")
    state = await reviews.advised(office, event)
    await reviews.without_record(state["case_id"])
    path = f"/tham-dinh/{state['case_id']}"
    clerk, chief = await gateway.sign_in(office.clerk), await gateway.sign_in(office.chief)
    form = {"cases": f"{state['case_id']}|{state['version']}", "signed_on": today()}
    stopped = await chief.send("/ky", "/ky/quyet-dinh", **form)
    [button] = set(re.findall(r"bấm “([^”]+)”", stopped.text))
    before = await clerk.look(path)

    judged = words(await clerk.do(before, f"{path}/xet-lai"))
    signed = await chief.send("/ky", "/ky/quyet-dinh", **form)

    assert button in words(before.text)
    assert "Khi tiếp nhận (chính thức)" in judged
    assert (stopped.status_code, signed.status_code) == (422, 303)
