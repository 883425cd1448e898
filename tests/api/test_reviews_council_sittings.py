"""Who sits, over the HTTP API: members over time, the council's own rules, invitations, guests, substitutes."""

import pytest

from services.chassis.ids import new_id
from services.office.access import Role
from tests.api.council_meetings import make_council, members_of, open_meeting, plan_meeting, vote
from tests.support.people import actor
from tests.support.reviewing import Office, Reviews, today

pytestmark = pytest.mark.postgres


async def test_a_member_replaced_keeps_old_meetings_as_they_were(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await open_meeting(reviews, office, office.submitted())
    await vote(reviews, office, path, case_id)
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    council = (await reviews.get(office.clerk, "/councils"))["items"][0]
    newcomer = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Ủy viên mới")
    gone, office.members[2] = office.members[2], newcomer

    stale = await reviews.refuse(
        office.clerk,
        f"/councils/{council['council_id']}/members",
        "PUT",
        version=council["version"] + 1,
        from_day=today(),
        members=members_of(office),
    )
    early = await reviews.refuse(
        office.clerk,
        f"/councils/{council['council_id']}/members",
        "PUT",
        version=council["version"],
        from_day="2026-01-05",
        members=members_of(office),
    )
    changed = await reviews.do(
        office.clerk,
        f"/councils/{council['council_id']}/members",
        "PUT",
        version=council["version"],
        from_day=today(),
        decision_number="99/QĐ-VPUBND",
        members=members_of(office),
    )
    third = (await reviews.appraised(office, office.submitted()))["case_id"]
    later = await reviews.do(office.clerk, "/meetings", name="Sau", held_on=today(), case_ids=[third])

    names = [member["name"] for member in changed["members"]]
    assert (stale[1], early[1]) == ("stale", "council.composition_order")
    assert names == ["Ủy viên 1", "Ủy viên 2", "Ủy viên mới"]
    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert [member["name"] for member in minutes["present"]] == ["Ủy viên 1", "Ủy viên 2", "Ủy viên 3"]
    seats = (await reviews.get(office.clerk, f"/meetings/{later['meeting_id']}"))["seats"]
    assert [seat["name"] for seat in seats] == names
    assert [each["name"] for each in (await reviews.get(gone, "/meetings"))["items"]] == ["Phiên họp"]
    assert [each["name"] for each in (await reviews.get(newcomer, "/meetings"))["items"]] == ["Sau"]


async def test_a_councils_own_rules_change_the_rulebooks_and_say_so(reviews: Reviews) -> None:
    office = Office()
    await reviews.deliver(office, office.rulebook())
    rules = {"substitutes": True, "own_unit_recuses": True, "source": "Quy chế 12/QC-HĐ"}

    plain = await make_council(reviews, office)
    own = await make_council(reviews, office, name="Hội đồng mới", valid_from="2026-02-01", rules=rules)

    assert (plain["rules"]["substitutes"], plain["rules"]["source"]) == (False, "không rõ nguồn (chưa đối chiếu)")
    assert (own["rules"]["substitutes"], own["rules"]["source"]) == (True, "Quy chế 12/QC-HĐ")
    assert own["recusal_policy"]["own_unit"].endswith(
        "Luật không có quy định về tránh xung đột lợi ích: quy định của cơ quan."
    )
    listed = await reviews.get(office.clerk, "/councils")
    assert listed["current"] == own["council_id"]


async def test_a_council_whose_time_is_over_meets_no_more(reviews: Reviews) -> None:
    office = Office()
    case_id = (await reviews.appraised(office, office.submitted()))["case_id"]
    await make_council(reviews, office, valid_to="2026-01-31")

    assert (await reviews.get(office.clerk, "/councils"))["current"] is None
    refused = await reviews.refuse(office.clerk, "/meetings", name="Họp", held_on=today(), case_ids=[case_id])
    assert refused == (409, "council.none", "council_id")
    assert (
        await reviews.refuse(
            office.clerk,
            "/councils",
            name="H",
            valid_from="2026-02-01",
            valid_to="2026-01-01",
            members=members_of(office),
        )
    )[1] == "dates_reversed"


async def test_members_see_the_invitation_and_say_whether_they_come(reviews: Reviews) -> None:
    office = Office()
    path, _, version = await plan_meeting(reviews, office, office.submitted())
    member, other = office.members[:2]

    too_early = await reviews.refuse(member, f"{path}/invitation/answer", "PUT", answer="seen")
    invited = await reviews.do(
        office.clerk,
        f"{path}/invitation",
        "PUT",
        version=version,
        starts_at="08:30",
        note="Đề nghị đến đúng giờ.",
        papers=["Danh sách đề nghị", "Báo cáo thẩm định"],
        guests=["Đại diện Công đoàn"],
    )
    await reviews.do(member, f"{path}/invitation/answer", "PUT", answer="seen")
    await reviews.do(other, f"{path}/invitation/answer", "PUT", answer="absent", reason="Đi công tác")
    stranger = await reviews.refuse(
        actor(office.office_id, new_id(), Role.COUNCIL_MEMBER), f"{path}/invitation/answer", "PUT", answer="coming"
    )

    shown = await reviews.get(office.clerk, path)
    assert (too_early[1], stranger[1]) == ("meeting.not_invited", "council.not_a_member")
    assert [seat["invitation"] for seat in shown["seats"]] == ["seen", "absent", None]
    assert {**shown["invitation"], "invited_at": None} == {
        "starts_at": "08:30",
        "invited_at": None,
        "note": "Đề nghị đến đúng giờ.",
        "papers": ["Danh sách đề nghị", "Báo cáo thẩm định"],
        "guests": ["Đại diện Công đoàn"],
    }
    assert invited["version"] == version + 1


async def test_guests_come_only_where_the_working_rules_let_them(reviews: Reviews) -> None:
    office = Office()
    path, _, version = await plan_meeting(
        reviews, office, office.submitted(), rules={"guests": False, "source": "Quy chế 12/QC-HĐ"}
    )

    refused = await reviews.refuse(office.clerk, f"{path}/invitation", "PUT", version=version, guests=["Báo chí"])

    assert refused == (409, "meeting.no_guests", "guests")


async def test_an_absent_member_sends_a_substitute_only_where_the_working_rules_let_them(reviews: Reviews) -> None:
    office = Office(seats=4)
    path, [case_id], version = await plan_meeting(reviews, office, office.submitted())
    stand_in = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Phó phòng Tâm")
    sent = [{"member_id": office.members[3].person_id, "person_id": stand_in.person_id, "letter": "Giấy cử 05/GC-TH"}]
    present = [member.person_id for member in office.members[:3]]

    refused = await reviews.refuse(
        office.clerk, f"{path}/attendance", "PUT", version=version, present=present, substitutes=sent
    )

    assert refused == (409, "attendance.no_substitutes", "substitutes")
    assert (await reviews.ask(stand_in, "GET", f"/cases/{case_id}")).status_code == 404


async def test_a_substitute_sits_votes_and_stays_away_from_what_is_the_senders_own(reviews: Reviews) -> None:
    office = Office(seats=4)
    sender = office.members[3]
    event = office.submitted(nominee_id=sender.person_id)
    other = office.submitted(name="Trần Văn Bảo")
    path, case_ids, version = await plan_meeting(
        reviews, office, event, other, rules={"substitutes": True, "source": "Quy chế 12/QC-HĐ"}
    )
    stand_in = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Phó phòng Tâm")
    await reviews.deliver(office, office.person(stand_in))
    present = [member.person_id for member in office.members[:3]]
    sent = [{"member_id": sender.person_id, "person_id": stand_in.person_id, "letter": "Giấy cử 05/GC-TH"}]

    member_himself = await reviews.refuse(
        office.clerk,
        f"{path}/attendance",
        "PUT",
        version=version,
        present=present,
        substitutes=[{**sent[0], "person_id": office.members[0].person_id}],
    )
    state = await reviews.do(
        office.clerk, f"{path}/attendance", "PUT", version=version, present=present, substitutes=sent
    )
    before = await reviews.ask(stand_in, "GET", f"/cases/{case_ids[1]}")
    for member in (*office.members[:3], stand_in):
        await reviews.do(member, f"{path}/declarations")
    opened = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    own = await reviews.refuse(
        stand_in, f"{path}/sheets", method="open", choices=[{"case_id": each, "choice": "for"} for each in case_ids]
    )
    for member in office.members[:3]:
        choices = [{"case_id": each, "choice": "for"} for each in case_ids]
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)
    await reviews.do(stand_in, f"{path}/sheets", method="open", choices=[{"case_id": case_ids[1], "choice": "against"}])
    await reviews.do(office.clerk, f"{path}/closing", version=opened["version"])

    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert member_himself[1] == "attendance.substitute"
    assert before.json()["code"] == "declaration.missing"
    assert own[1] == "ballot.recused"
    assert minutes["substitutes"] == [
        {"member_name": "Ủy viên 4", "name": "Phó phòng Tâm", "letter": "Giấy cử 05/GC-TH"}
    ]
    votes = {item["case_id"]: item["vote"] for item in minutes["items"]}
    assert (votes[case_ids[0]]["in_favour"], votes[case_ids[0]]["recused"]) == (3, 1)
    assert (votes[case_ids[1]]["in_favour"], votes[case_ids[1]]["against"]) == (3, 1)
    assert [each["name"] for each in minutes["dissent"]] == ["Phó phòng Tâm"]
