"""The whole life of cases over the HTTP API of a running reviews service, fed by events through its real inbox."""

import pytest

from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def test_a_nomination_becomes_a_case_a_council_decision_and_a_signed_award(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO, name="Đỗ Thị Hà")
    state = await reviews.advised(office, event)

    signed = await reviews.do(
        office.chief,
        "/decisions",
        decided_on=today(),
        cases=[{"case_id": state["case_id"], "version": state["version"]}],
    )
    published = await reviews.do(
        office.clerk, f"/cases/{state['case_id']}/publication", version=signed["cases"][0]["version"]
    )

    assert signed["paper_number"] == "01/QĐ-VPUBND"
    assert published["stage"] == "decided"
    events = await reviews.events(event.nomination_id)
    assert [name for name, _ in events] == ["CaseReceived", "CouncilDecided", "AwardDecided", "ResultPublished"]
    decided, awarded = events[1][1], events[2][1]
    assert decided["recommended"] is True
    assert decided["vote"] == {
        "method": "secret",
        "seats": 3,
        "present": 3,
        "recused": 0,
        "in_favour": 3,
        "against": 0,
        "blank": 0,
        "threshold_percent": 80,
        "needed": 3,
        "quorum": 2,
        "denominator": 3,
        "more_than": False,
        "written": {"in_favour": 0, "against": 0, "blank": 0},
        "sentence": "Từ 80 % của 3 (tổng số thành viên): cần 3 phiếu. Bỏ phiếu được: 3 người dự = 3."
        " Kết quả 3/3 phiếu thuận: đạt.",
    }
    assert awarded["decision_number"] == "01/QĐ-VPUBND"
    assert awarded["signer_name"] == office.chief.name
    assert awarded["nominee"]["name"] == "Đỗ Thị Hà"
    detail = await reviews.get(office.clerk, f"/cases/{state['case_id']}")
    assert [step["step"] for step in detail["timeline"]] == [
        "submitted",
        "received",
        "appraised",
        "on_agenda",
        "advised",
        "decided",
        "result_published",
    ]
    assert detail["dossier_state"] == "away"
    paper = await reviews.get(office.chief, f"/papers/{signed['paper_id']}")
    assert [line["nominee"]["name"] for line in paper["lines"]] == ["Đỗ Thị Hà"]


async def test_an_award_of_the_province_goes_up_and_its_answer_comes_back(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_TINH)
    state = await reviews.advised(office, event)
    listed = [{"case_id": state["case_id"], "version": state["version"]}]

    refused = await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=listed)
    sent = await reviews.do(
        office.chief, "/proposals", submitted_on=today(), cases=listed, authority="Chủ tịch UBND tỉnh", number=7
    )
    granted = await reviews.do(
        office.clerk,
        f"/cases/{state['case_id']}/answer",
        version=sent["cases"][0]["version"],
        granted=True,
        decision_number="1234/QĐ-UBND",
        answered_on=today(),
    )

    assert refused == (409, "award.decided_above", None)
    assert sent["paper_number"] == "07/TTr-VPUBND"
    assert granted["stage"] == "upper_granted"
    events = await reviews.events(event.nomination_id)
    assert [name for name, _ in events][-2:] == ["ProposalSubmittedUpward", "UpperAuthorityAnswered"]
    assert events[-1][1]["decision_number"] == "1234/QĐ-UBND"
    assert events[-1][1]["authority"] == "Chủ tịch UBND tỉnh"


async def test_what_the_council_does_not_recommend_may_only_be_declined(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(CSTD_CO_SO)
    state = await reviews.advised(office, event, choice="against")
    listed = [{"case_id": state["case_id"], "version": state["version"]}]

    refused = await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=listed)
    declined = await reviews.do(
        office.chief,
        f"/cases/{state['case_id']}/decline",
        version=state["version"],
        reason="Hội đồng không tán thành",
        declined_on=today(),
    )

    assert refused == (409, "council.not_recommended", None)
    assert declined["stage"] == "declined"
    assert [name for name, _ in await reviews.events(event.nomination_id)][-1] == "AwardDeclined"


async def test_a_returned_dossier_comes_back_as_the_same_case(reviews: Reviews) -> None:
    office = Office()
    first = office.submitted()
    await reviews.deliver(office, office.rulebook(), first)
    case = await reviews.case_of(office, first.nomination_id)

    await reviews.do(office.clerk, f"/cases/{case['case_id']}/return", version=1, missing=["Thiếu báo cáo thành tích"])
    await reviews.deliver(office, office.submitted(nomination_id=first.nomination_id, revision=2, name="Tên Mới"))

    again = await reviews.get(office.clerk, f"/cases/{case['case_id']}")
    assert (again["stage"], again["revision"], again["nominee"]["name"]) == ("submitted", 2, "Tên Mới")
    assert [step["step"] for step in again["timeline"]] == ["submitted", "returned", "resubmitted"]
    name, payload = (await reviews.events(first.nomination_id))[0]
    assert (name, payload["missing"], payload["revision"]) == ("NominationReturned", ["Thiếu báo cáo thành tích"], 1)


async def test_a_withdrawal_is_accepted_only_when_it_was_asked_for(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    await reviews.deliver(office, event)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/cases/{case['case_id']}/withdrawal"

    too_early = await reviews.refuse(office.clerk, path, version=1)
    await reviews.deliver(office, office.withdrawal(event.nomination_id))
    accepted = await reviews.do(office.clerk, path, version=2)

    assert too_early == (409, "withdrawal.not_asked", None)
    assert accepted["stage"] == "withdrawn"
    assert [name for name, _ in await reviews.events(event.nomination_id)] == ["WithdrawalAccepted"]


async def test_one_decision_carries_many_cases_or_none(reviews: Reviews) -> None:
    office = Office()
    events = [office.submitted(name=f"Người {n}") for n in range(3)]
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    meeting = await reviews.opened(office, case_ids)
    path = f"/meetings/{meeting['meeting_id']}"
    version = meeting["version"]
    for n, case_id in enumerate(case_ids):
        hands = await reviews.do(
            office.clerk,
            f"{path}/cases/{case_id}/show-of-hands",
            "PUT",
            version=version,
            in_favour=3 if n < 2 else 1,
            against=0 if n < 2 else 2,
            blank=0,
        )
        version = hands["version"]
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    cases = [await reviews.case_of(office, event.nomination_id) for event in events]
    listed = [{"case_id": case["case_id"], "version": case["version"]} for case in cases]

    all_three = await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=listed)
    two = await reviews.do(office.chief, "/decisions", decided_on=today(), cases=listed[:2], number=12)
    taken = await reviews.refuse(office.chief, "/decisions", decided_on=today(), cases=listed[2:], number=12)

    assert all_three == (409, "council.not_recommended", None)
    assert [case["stage"] for case in two["cases"]] == ["decided", "decided"]
    assert taken == (409, "council.not_recommended", None)
    numbers = [
        payload["decision_number"]
        for event in events
        for name, payload in await reviews.events(event.nomination_id)
        if name == "AwardDecided"
    ]
    assert numbers == ["12/QĐ-VPUBND", "12/QĐ-VPUBND"]
    minutes = await reviews.get(office.members[0], f"{path}/minutes")
    assert (minutes["recommended"], minutes["not_recommended"], minutes["postponed"]) == (2, 1, 0)
    assert minutes["items"][2]["vote"]["needed"] == 2
