"""The council's less usual ballots on their pages, on a real gateway and reviews: written opinions, a new round on paper."""

import pytest

from tests.api.council_meetings import open_meeting, plan_meeting
from tests.support.gateway import Gateway
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office, Reviews

pytestmark = pytest.mark.postgres

AWARD = CSTD_CO_SO.code


async def test_an_absent_members_opinion_is_entered_from_its_paper(reviews: Reviews, gateway: Gateway) -> None:
    office = Office(seats=4)
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, [case_id], version = await plan_meeting(reviews, office, office.submitted(CSTD_CO_SO), rules=rules)
    present = [member.person_id for member in office.members[:3]]
    await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    clerk = await gateway.sign_in(office.clerk)
    page = path.replace("/meetings/", "/hoi-dong/")
    opinion = {"person_id": str(office.members[3].person_id), "paper": "07/YK", f"c-{case_id}": "1"}

    silent = await clerk.send(page, f"{page}/y-kien", **opinion)
    entered = await clerk.do(page, f"{page}/y-kien", **opinion, declares_no_conflict="1")

    assert silent.status_code == 422
    assert "Đã ghi ý kiến bằng văn bản (không kín)." in entered
    written = (await reviews.get(office.clerk, path))["written"]
    assert [(each["name"], each["paper"]) for each in written] == [("Ủy viên 4", "07/YK")]


async def test_an_absent_members_opinion_on_the_open_vote_is_entered_too(reviews: Reviews, gateway: Gateway) -> None:
    office = Office(seats=4)
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, [case_id], version = await plan_meeting(reviews, office, office.submitted(LDTT), rules=rules)
    present = [member.person_id for member in office.members[:3]]
    await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    clerk = await gateway.sign_in(office.clerk)
    page = path.replace("/meetings/", "/hoi-dong/")
    opinion = {"person_id": str(office.members[3].person_id), "paper": "08/YK", f"c-{case_id}": "2"}

    offered = await clerk.read(page)
    entered = await clerk.do(page, f"{page}/y-kien", **opinion, declares_no_conflict="1")

    assert "Nhập ý kiến bằng văn bản: biểu quyết công khai" in offered
    assert "Nhập ý kiến bằng văn bản" not in entered  # nobody absent is left to send one
    written = (await reviews.get(office.clerk, path))["written"]
    assert [(each["name"], each["paper"]) for each in written] == [("Ủy viên 4", "08/YK")]


async def test_a_round_is_voided_and_voted_again_on_paper_that_two_count(reviews: Reviews, gateway: Gateway) -> None:
    office = Office()
    path, [case_id], _ = await open_meeting(reviews, office, office.submitted(CSTD_CO_SO))
    clerk = await gateway.sign_in(office.clerk)
    one, two = [await gateway.sign_in(member) for member in office.members[:2]]
    page = path.replace("/meetings/", "/hoi-dong/")
    tellers = [str(member.person_id) for member in office.members[:2]]
    counts = {f"in_favour-{case_id}": "3", f"against-{case_id}": "0", f"blank-{case_id}": "0"}

    groundless = await clerk.send(page, f"{page}/bo-phieu-lai", award_code=AWARD, tellers=tellers, reason="")
    voided = await clerk.do(page, f"{page}/bo-phieu-lai", award_code=AWARD, tellers=tellers, reason="Thùng phiếu hỏng")
    first = await one.do(page, f"{page}/kiem-phieu", **counts)
    second = await two.do(page, f"{page}/kiem-phieu", **counts)

    assert groundless.status_code == 422
    assert "Đã hủy lượt bỏ phiếu; mọi ủy viên bỏ phiếu lại." in voided
    assert "Đã ghi kết quả; chờ người kiểm phiếu thứ hai." in first
    assert "Hai người kiểm phiếu khớp nhau." in second
