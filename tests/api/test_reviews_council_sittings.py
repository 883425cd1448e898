"""Who sits and how, over the HTTP API: members over time, invitations, substitutes, recusals, presiding, counting."""

from typing import Any

import pytest

from services.chassis.ids import new_id
from services.office.access import Role
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres

POSITIONS = ("chair", "vice", "secretary")


async def _council(reviews: Reviews, office: Office, **changed: object) -> Any:
    """The office's members: a chair, a vice chair, a secretary, the rest members."""
    body: dict[str, object] = {"name": "Hội đồng", "valid_from": "2026-01-05", "members": _members(office), **changed}
    return await reviews.do(office.clerk, "/councils", **body)


def _members(office: Office) -> list[dict[str, str]]:
    return [
        {"person_id": str(each.person_id), "name": each.name, "position": POSITIONS[n] if n < 3 else "member"}
        for n, each in enumerate(office.members)
    ]


async def _planned(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    await _council(reviews, office, **council)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    return f"/meetings/{meeting['meeting_id']}", case_ids, meeting["version"]


async def _opened(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    path, case_ids, version = await _planned(reviews, office, *events, **council)
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    return path, case_ids, state["version"]


async def _vote(reviews: Reviews, office: Office, path: str, case_id: str, **chosen: str) -> None:
    """Everybody in favour but those named by place (``m0="against"``) or left out (``m0="-"``)."""
    for n, member in enumerate(office.members):
        choice = chosen.get(f"m{n}", "for")
        if choice != "-":
            await reviews.do(
                member, f"{path}/sheets", method="open", choices=[{"case_id": case_id, "choice": choice}]
            )  # fmt: skip


async def test_a_member_replaced_keeps_old_meetings_as_they_were(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted())
    await _vote(reviews, office, path, case_id)
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    council = (await reviews.get(office.clerk, "/councils"))["items"][0]
    newcomer = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Ủy viên mới")
    gone, office.members[2] = office.members[2], newcomer

    stale = await reviews.refuse(
        office.clerk, f"/councils/{council['council_id']}/members", "PUT",
        version=council["version"] + 1, from_day=today(), members=_members(office),
    )  # fmt: skip
    early = await reviews.refuse(
        office.clerk, f"/councils/{council['council_id']}/members", "PUT",
        version=council["version"], from_day="2026-01-05", members=_members(office),
    )  # fmt: skip
    changed = await reviews.do(
        office.clerk, f"/councils/{council['council_id']}/members", "PUT",
        version=council["version"], from_day=today(), decision_number="99/QĐ-VPUBND", members=_members(office),
    )  # fmt: skip
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

    plain = await _council(reviews, office)
    own = await _council(reviews, office, name="Hội đồng mới", valid_from="2026-02-01", rules=rules)

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
    await _council(reviews, office, valid_to="2026-01-31")

    assert (await reviews.get(office.clerk, "/councils"))["current"] is None
    refused = await reviews.refuse(office.clerk, "/meetings", name="Họp", held_on=today(), case_ids=[case_id])
    assert refused == (409, "council.none", "council_id")
    assert (await reviews.refuse(
        office.clerk, "/councils", name="H", valid_from="2026-02-01", valid_to="2026-01-01", members=_members(office)
    ))[1] == "dates_reversed"  # fmt: skip


async def test_members_see_the_invitation_and_say_whether_they_come(reviews: Reviews) -> None:
    office = Office()
    path, _, version = await _planned(reviews, office, office.submitted())
    member, other = office.members[:2]

    too_early = await reviews.refuse(member, f"{path}/invitation/answer", "PUT", answer="seen")
    invited = await reviews.do(
        office.clerk, f"{path}/invitation", "PUT", version=version, starts_at="08:30", note="Đề nghị đến đúng giờ.",
        papers=["Danh sách đề nghị", "Báo cáo thẩm định"], guests=["Đại diện Công đoàn"],
    )  # fmt: skip
    await reviews.do(member, f"{path}/invitation/answer", "PUT", answer="seen")
    await reviews.do(other, f"{path}/invitation/answer", "PUT", answer="absent", reason="Đi công tác")
    stranger = await reviews.refuse(
        actor(office.office_id, new_id(), Role.COUNCIL_MEMBER), f"{path}/invitation/answer", "PUT", answer="coming"
    )

    shown = await reviews.get(office.clerk, path)
    assert (too_early[1], stranger[1]) == ("meeting.not_invited", "council.not_a_member")
    assert [seat["invitation"] for seat in shown["seats"]] == ["seen", "absent", None]
    assert {**shown["invitation"], "invited_at": None} == {
        "starts_at": "08:30", "invited_at": None, "note": "Đề nghị đến đúng giờ.",
        "papers": ["Danh sách đề nghị", "Báo cáo thẩm định"], "guests": ["Đại diện Công đoàn"],
    }  # fmt: skip
    assert invited["version"] == version + 1


async def test_guests_come_only_where_the_working_rules_let_them(reviews: Reviews) -> None:
    office = Office()
    path, _, version = await _planned(
        reviews, office, office.submitted(), rules={"guests": False, "source": "Quy chế 12/QC-HĐ"}
    )

    refused = await reviews.refuse(office.clerk, f"{path}/invitation", "PUT", version=version, guests=["Báo chí"])

    assert refused == (409, "meeting.no_guests", "guests")


async def test_an_absent_member_sends_a_substitute_only_where_the_working_rules_let_them(reviews: Reviews) -> None:
    office = Office(seats=4)
    path, [case_id], version = await _planned(reviews, office, office.submitted())
    stand_in = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Phó phòng Tâm")
    sent = [
        {"member_id": office.members[3].person_id, "person_id": stand_in.person_id, "letter": "Giấy cử 05/GC-TH"}
    ]  # fmt: skip
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
    path, case_ids, version = await _planned(
        reviews, office, event, other, rules={"substitutes": True, "source": "Quy chế 12/QC-HĐ"}
    )
    stand_in = actor(office.office_id, new_id(), Role.COUNCIL_MEMBER, name="Phó phòng Tâm")
    await reviews.deliver(office, office.person(stand_in))
    present = [member.person_id for member in office.members[:3]]
    sent = [{"member_id": sender.person_id, "person_id": stand_in.person_id, "letter": "Giấy cử 05/GC-TH"}]

    member_himself = await reviews.refuse(
        office.clerk, f"{path}/attendance", "PUT", version=version, present=present,
        substitutes=[{**sent[0], "person_id": office.members[0].person_id}],
    )  # fmt: skip
    state = await reviews.do(
        office.clerk, f"{path}/attendance", "PUT", version=version, present=present, substitutes=sent
    )
    before = await reviews.ask(stand_in, "GET", f"/cases/{case_ids[1]}")
    for member in (*office.members[:3], stand_in):
        await reviews.do(member, f"{path}/declarations")
    opened = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    own = await reviews.refuse(
        stand_in, f"{path}/sheets", method="open",
        choices=[{"case_id": each, "choice": "for"} for each in case_ids],
    )  # fmt: skip
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


async def test_whoever_sits_reads_only_after_declaring_also_of_the_standing_unit(reviews: Reviews) -> None:
    office = Office()
    secretary = actor(office.office_id, office.members[2].person_id, Role.STANDING_UNIT, name="Trưởng phòng HC-TC")
    chief = actor(office.office_id, office.members[0].person_id, Role.CHIEF, name="Chánh Văn phòng")
    event, own = office.submitted(), office.submitted(nominee_id=secretary.person_id, name="Chính mình")
    path, [case_id, own_id], _ = await _planned(reviews, office, event, own)

    silent = [(await reviews.ask(who, "GET", f"/cases/{case_id}")).json()["code"] for who in (secretary, chief)]
    await reviews.do(office.members[2], f"{path}/declarations")
    await reviews.do(office.members[0], f"{path}/declarations")
    said = [(await reviews.ask(who, "GET", f"/cases/{case_id}")).status_code for who in (secretary, chief)]
    of_himself = await reviews.ask(secretary, "GET", f"/cases/{own_id}")

    assert silent == ["declaration.missing", "declaration.missing"]
    assert said == [200, 200]
    assert of_himself.json()["code"] == "declaration.recused"
    assert (await reviews.ask(office.clerk, "GET", f"/cases/{case_id}")).status_code == 200


async def test_the_own_unit_recuses_by_itself_where_the_office_says_so(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id], _ = await _planned(
        reviews, office, office.submitted(), rules={"own_unit_recuses": True, "source": "Quy chế 12/QC-HĐ"}
    )
    head = office.members[4]
    await reviews.deliver(office, office.person(head, unit_id=office.unit_id))

    await reviews.do(head, f"{path}/declarations")
    await reviews.do(office.members[3], f"{path}/declarations")

    shown = await reviews.get(head, path)
    assert shown["agenda"][0]["recused"] == [str(head.person_id)]
    assert shown["recusal_policy"]["own_unit"].startswith("Hồ sơ của đơn vị mình: tránh mọi hồ sơ của đơn vị mình.")
    rows = await reviews.rows("select kind, reason from recusals where case_id = $1::uuid", case_id)
    assert rows == [{"kind": "own_unit", "reason": "own_unit"}]


async def test_a_conflict_seen_in_the_meeting_closes_the_row_until_the_member_has_voted(reviews: Reviews) -> None:
    office = Office(seats=5)
    path, [case_id, other_id], version = await _opened(reviews, office, office.submitted(), office.submitted())
    voted, late = office.members[3:]
    choices = [{"case_id": each, "choice": "for"} for each in (case_id, other_id)]
    await reviews.do(voted, f"{path}/sheets", method="open", choices=choices)
    conflict = {"case_id": case_id, "reason": "Mới biết là em họ", "kind": "relative"}

    too_late = await reviews.refuse(voted, f"{path}/recusals", **conflict)
    state = await reviews.do(late, f"{path}/recusals", **conflict)
    twice = await reviews.refuse(late, f"{path}/recusals", **conflict)
    still = await reviews.refuse(late, f"{path}/sheets", method="open", choices=choices)
    await reviews.do(late, f"{path}/sheets", method="open", choices=choices[1:])
    for member in office.members[:3]:
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)
    await reviews.do(office.clerk, f"{path}/closing", version=state["version"])

    assert (too_late[1], twice[1], still[1]) == ("recusal.too_late", "recusal.already", "ballot.recused")
    assert state["version"] == version + 1
    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert [(each["name"], each["kind"], each["after_opening"]) for each in minutes["recusals"]] == [
        ("Ủy viên 5", "relative", True)
    ]
    assert "quy định của cơ quan" in minutes["recusals"][0]["rule"]
    votes = {item["case_id"]: (item["vote"]["in_favour"], item["vote"]["recused"]) for item in minutes["items"]}
    assert votes == {case_id: (4, 1), other_id: (5, 0)}


async def test_a_late_recusal_that_makes_a_ballot_impossible_leaves_the_case_for_another_meeting(
    reviews: Reviews,
) -> None:
    office = Office()
    event, other = office.submitted(CSTD_CO_SO), office.submitted()
    path, [case_id, other_id], _ = await _opened(reviews, office, event, other)

    state = await reviews.do(
        office.clerk, f"{path}/recusals", person_id=office.members[2].person_id, case_id=case_id, reason="Là chị ruột"
    )
    await _vote(reviews, office, path, other_id)
    await reviews.do(office.clerk, f"{path}/closing", version=state["version"])

    agenda = (await reviews.get(office.clerk, path))["agenda"]
    assert [(item["postponed"], item["recommended"]) for item in agenda] == [("impossible", None), (None, True)]
    assert (await reviews.case_of(office, event.nomination_id))["stage"] == "appraised"


async def test_written_opinions_that_may_still_come_keep_a_ballot_possible(reviews: Reviews) -> None:
    office = Office()
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, _, version = await _planned(reviews, office, office.submitted(CSTD_CO_SO), rules=rules)
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
    path, [own_id, other_id], version = await _opened(reviews, office, own, other)
    for n, member in enumerate(office.members):
        mine = [other_id] if n == 0 else [own_id, other_id]
        await reviews.do(
            member, f"{path}/sheets", method="open", choices=[{"case_id": each, "choice": "for"} for each in mine]
        )
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    minutes = await reviews.get(office.clerk, f"{path}/minutes")
    assert [(item["presided_by"], item["presided_why"]) for item in minutes["items"]] == [
        ("Ủy viên 2", "chair_own_case"), ("Ủy viên 1", "chair"),
    ]  # fmt: skip
    decided = (await reviews.events(own.nomination_id))[-1][1]
    assert decided["presided_by_name"] == "Ủy viên 2"
    assert decided["vote"]["sentence"].endswith("Kết quả 4/5 phiếu thuận: đạt.")
    assert (decided["vote"]["denominator"], decided["vote"]["written"]) == (
        5, {"in_favour": 0, "against": 0, "blank": 0},
    )  # fmt: skip


async def test_nobody_concludes_the_own_nomination_until_another_has_taken_over_its_counting(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(nominee_id=office.clerk.person_id)
    colleague = Office(office.office_id, office.unit_id)
    case_id = (await reviews.appraised(colleague, event))["case_id"]
    meeting = await reviews.opened(colleague, [case_id])
    path = f"/meetings/{meeting['meeting_id']}"
    await _vote(reviews, colleague, path, case_id)

    refused = await reviews.refuse(office.clerk, f"{path}/closing", version=meeting["version"])
    himself = await reviews.refuse(office.clerk, f"{path}/counting", case_ids=[case_id])
    state = await reviews.do(colleague.members[1], f"{path}/counting", case_ids=[case_id])
    closed = await reviews.ask(office.clerk, "POST", f"{path}/closing", {"version": state["version"]})

    assert (refused[1], himself[1]) == ("own.counting", "own.case")
    assert closed.status_code == 200
    [item] = (await reviews.get(colleague.clerk, f"{path}/minutes"))["items"]
    assert item["counted_by"] == "Ủy viên 2"


async def test_two_recused_of_nine_cannot_reach_eighty_percent_and_the_refusal_says_why(reviews: Reviews) -> None:
    office = Office(seats=9)
    path, [case_id], version = await _planned(reviews, office, office.submitted(CSTD_CO_SO))
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    conflict = [{"case_id": case_id, "reason": "Người thân", "kind": "relative"}]
    for n, member in enumerate(office.members):
        await reviews.do(member, f"{path}/declarations", conflicts=conflict if n in (4, 5) else [])

    answer = await reviews.ask(office.clerk, "POST", f"{path}/opening", {"version": state["version"]})

    [found] = answer.json()["detail"]["cases"]
    assert (found["seats"], found["needed"], found["voters"]) == (9, 8, 7)
    assert found["sentence"].endswith("Không thể đạt: 7 phiếu thuận tối đa, thiếu 1.")


async def test_minutes_say_how_the_quorum_was_reckoned_who_declared_and_who_dissented(reviews: Reviews) -> None:
    office = Office()
    path, [case_id], version = await _opened(reviews, office, office.submitted(LDTT))
    await _vote(reviews, office, path, case_id, m2="against")
    await reviews.do(office.clerk, f"{path}/closing", version=version)

    minutes = await reviews.get(office.clerk, f"{path}/minutes")

    assert minutes["quorum_sentence"] == "Ít nhất 2/3 của 3 thành viên: cần 2 người dự. Có mặt 3: đủ."
    assert [(each["name"], each["on_paper"]) for each in minutes["declarations"]] == [
        ("Ủy viên 1", False), ("Ủy viên 2", False), ("Ủy viên 3", False),
    ]  # fmt: skip
    assert [(each["name"], each["choice"]) for each in minutes["dissent"]] == [("Ủy viên 3", "against")]


async def test_a_council_that_does_not_vote_openly_votes_secretly_on_the_list_too(reviews: Reviews) -> None:
    office = Office()
    path, _, _ = await _planned(
        reviews, office, office.submitted(LDTT), office.submitted(CSTD_TINH),
        rules={"open_on_list": False, "source": "Quy chế 12/QC-HĐ"},
    )  # fmt: skip

    assert [item["method"] for item in (await reviews.get(office.clerk, path))["agenda"]] == ["secret", "secret"]


@pytest.mark.parametrize(("chair", "recommended"), [("for", True), ("against", False)])
async def test_exactly_half_goes_by_the_chairs_vote_where_the_working_rules_say_so(
    reviews: Reviews, chair: str, recommended: bool
) -> None:
    office = Office(seats=4)
    event = office.submitted()
    path, [case_id], version = await _opened(
        reviews, office, event, rules={"tie": "chair", "source": "Quy chế 12/QC-HĐ"}
    )
    rest = {"m1": "for", "m2": "against", "m3": "against" if chair == "for" else "for"}
    await _vote(reviews, office, path, case_id, m0=chair, **rest)

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    decided = (await reviews.events(event.nomination_id))[-1][1]
    assert decided["vote"]["in_favour"] == 2
    assert decided["recommended"] is recommended
    assert ("theo phiếu của Chủ tịch" in decided["vote"]["sentence"]) is recommended


async def test_half_is_not_more_than_half_without_such_a_rule(reviews: Reviews) -> None:
    office = Office(seats=4)
    event = office.submitted()
    path, [case_id], version = await _opened(reviews, office, event)
    await _vote(reviews, office, path, case_id, m2="against", m3="against")

    await reviews.do(office.clerk, f"{path}/closing", version=version)

    assert (await reviews.events(event.nomination_id))[-1][1]["recommended"] is False


async def test_whoever_has_voted_in_writing_recuses_too_late(reviews: Reviews) -> None:
    office = Office(seats=4)
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, [case_id], version = await _planned(reviews, office, office.submitted(), rules=rules)
    absent = office.members[3]
    present = [member.person_id for member in office.members[:3]]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    await reviews.do(
        office.clerk, f"{path}/written-votes", version=state["version"], person_id=absent.person_id, method="open",
        paper="Ý kiến ngày 11/12", choices=[{"case_id": case_id, "choice": "for"}],
    )  # fmt: skip

    refused = await reviews.refuse(absent, f"{path}/recusals", case_id=case_id, reason="Mới biết")

    assert refused == (409, "recusal.too_late", "case_id")


async def test_beyond_the_places_equal_merit_goes_to_the_woman_where_the_office_says_so(reviews: Reviews) -> None:
    office = Office()
    woman, man = (actor(office.office_id, new_id(), Role.STAFF, name=name) for name in ("Hà", "Bình"))
    await reviews.deliver(office, office.person(woman), office.person(man, sex="nam"))
    events = [office.submitted(nominee_id=each.person_id, name=each.name) for each in (man, woman)]
    rules = {"over_quota_from_top": True, "equal_merit_order": True, "source": "Quy chế 12/QC-HĐ"}
    path, case_ids, version = await _opened(reviews, office, *events, rules=rules)
    for member in office.members:
        choices = [{"case_id": each, "choice": "for"} for each in case_ids]
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)

    await reviews.do(office.clerk, f"{path}/closing", version=version, places={"LDTT": 1})

    items = (await reviews.get(office.clerk, f"{path}/minutes"))["items"]
    assert [(item["nominee_name"], item["recommended"]) for item in items] == [("Bình", False), ("Hà", True)]
