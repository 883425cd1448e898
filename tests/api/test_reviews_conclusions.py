"""What a meeting concludes and minutes, over the HTTP API: who presided, how votes were reckoned, ties, places."""

import pytest

from services.chassis.ids import new_id
from services.office.access import Role
from tests.api.council_meetings import open_meeting, plan_meeting, vote
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, Office, Reviews

pytestmark = pytest.mark.postgres


async def test_written_opinions_that_may_still_come_keep_a_ballot_possible(reviews: Reviews) -> None:
    office = Office()
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, _, version = await plan_meeting(reviews, office, office.submitted(CSTD_CO_SO), rules=rules)
    present = [member.person_id for member in office.members[:2]]
    reasons = [{"person_id": office.members[2].person_id, "reason": "Nghỉ ốm"}]
    state = await reviews.do(
        office.clerk, f"{path}/attendance", "PUT", version=version, present=present, reasons=reasons
    )
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")

    [item] = (await reviews.get(office.clerk, path))["agenda"]
    opened = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])

    assert (item["voters"], item["written"], item["needed"], item["is_possible"]) == (2, 1, 3, True)
    assert item["arithmetic"] == (
        "Từ 80 % của 3 (tổng số thành viên): cần 3 phiếu. Bỏ phiếu được: 2 người dự, cộng 1 ý kiến bằng văn bản = 3."
        " Có thể đạt."
    )
    assert item["rules_source"] == "Quy chế 12/QC-HĐ"
    seats = (await reviews.get(office.clerk, path))["seats"]
    assert [seat["absence_reason"] for seat in seats] == ["", "", "Nghỉ ốm"]
    assert opened["stage"] == "open"


async def test_the_vice_chair_presides_over_the_chairs_own_case_and_it_is_minuted(reviews: Reviews) -> None:
    office = Office(seats=5)
    own, other = office.submitted(nominee_id=office.members[0].person_id), office.submitted()
    path, [own_id, other_id], version = await open_meeting(reviews, office, own, other)
    for n, member in enumerate(office.members):
        mine = [other_id] if n == 0 else [own_id, other_id]
        await reviews.do(
            member, f"{path}/sheets", method="open", choices=[{"case_id": each, "choice": "for"} for each in mine]
        )
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert [(item["presided_by"], item["presided_why"]) for item in minutes["items"]] == [
        ("Ủy viên 2", "chair_own_case"),
        ("Ủy viên 1", "chair"),
    ]
    decided = (await reviews.events(own.nomination_id))[-1][1]
    assert decided["presided_by_name"] == "Ủy viên 2"
    assert decided["vote"]["sentence"].endswith("Kết quả 4/5 phiếu thuận: đạt.")
    assert (decided["vote"]["denominator"], decided["vote"]["written"]) == (
        5,
        {"in_favour": 0, "against": 0, "blank": 0},
    )


async def test_minutes_say_how_the_quorum_was_reckoned_who_declared_and_who_dissented(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await open_meeting(reviews, office, office.submitted(LDTT))
    await vote(reviews, office, path, case_id, m2="against")
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    minutes = await reviews.get(office.clerk, f"{path}/minutes")

    assert minutes["quorum_sentence"] == "Ít nhất 2/3 của 3 thành viên: cần 2 người dự. Có mặt 3: đủ."
    assert [(each["name"], each["on_paper"]) for each in minutes["declarations"]] == [
        ("Ủy viên 1", False),
        ("Ủy viên 2", False),
        ("Ủy viên 3", False),
    ]
    assert [(each["name"], each["choice"]) for each in minutes["dissent"]] == [("Ủy viên 3", "against")]


async def test_a_council_that_does_not_vote_openly_votes_secretly_on_the_list_too(reviews: Reviews) -> None:
    office = Office()
    path, _, _ = await plan_meeting(
        reviews,
        office,
        office.submitted(LDTT),
        office.submitted(CSTD_TINH),
        rules={"open_on_list": False, "source": "Quy chế 12/QC-HĐ"},
    )

    assert [item["method"] for item in (await reviews.get(office.clerk, path))["agenda"]] == ["secret", "secret"]


@pytest.mark.parametrize(("chair", "recommended"), [("for", True), ("against", False)])
async def test_exactly_half_goes_by_the_chairs_vote_where_the_working_rules_say_so(
    reviews: Reviews, chair: str, recommended: bool
) -> None:
    office = Office(seats=4)
    event = office.submitted()
    path, [case_id], version = await open_meeting(
        reviews, office, event, rules={"tie": "chair", "source": "Quy chế 12/QC-HĐ"}
    )
    rest = {"m1": "for", "m2": "against", "m3": "against" if chair == "for" else "for"}
    await vote(reviews, office, path, case_id, m0=chair, **rest)

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    decided = (await reviews.events(event.nomination_id))[-1][1]
    assert decided["vote"]["in_favour"] == 2
    assert decided["recommended"] is recommended
    assert ("theo phiếu của Chủ tịch" in decided["vote"]["sentence"]) is recommended


async def test_half_is_not_more_than_half_without_such_a_rule(reviews: Reviews) -> None:
    office = Office(seats=4)
    event = office.submitted()
    path, [case_id], version = await open_meeting(reviews, office, event)
    await vote(reviews, office, path, case_id, m2="against", m3="against")

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    assert (await reviews.events(event.nomination_id))[-1][1]["recommended"] is False


async def test_beyond_the_places_equal_merit_goes_to_the_woman_where_the_office_says_so(reviews: Reviews) -> None:
    office = Office()
    woman, man = (actor(office.office_id, new_id(), Role.STAFF, name=name) for name in ("Hà", "Bình"))
    await reviews.deliver(office, office.person(woman), office.person(man, sex="nam"))
    events = [office.submitted(nominee_id=each.person_id, name=each.name) for each in (man, woman)]
    rules = {"over_quota_from_top": True, "equal_merit_order": True, "source": "Quy chế 12/QC-HĐ"}
    path, case_ids, version = await open_meeting(reviews, office, *events, rules=rules)
    for member in office.members:
        choices = [{"case_id": each, "choice": "for"} for each in case_ids]
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)

    await reviews.do(office.clerk, f"{path}/closing", version=version, places={"LDTT": 1})

    items = (await reviews.get(office.clerk, f"{path}/minutes"))["items"]
    assert [(item["nominee_name"], item["recommended"]) for item in items] == [("Bình", False), ("Hà", True)]
