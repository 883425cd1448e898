"""Who stays away from which case, over the HTTP API: declaring, recusing by rule or late, what a recusal makes impossible."""

import pytest

from services.office.access import Role
from tests.api.council_meetings import open_meeting, plan_meeting, vote
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, Office, Reviews

pytestmark = pytest.mark.postgres


async def test_whoever_sits_reads_only_after_declaring_also_of_the_standing_unit(reviews: Reviews) -> None:
    office = Office()
    secretary = actor(office.office_id, office.members[2].person_id, Role.STANDING_UNIT, name="Trưởng phòng HC-TC")
    chief = actor(office.office_id, office.members[0].person_id, Role.CHIEF, name="Chánh Văn phòng")
    event, own = office.submitted(), office.submitted(nominee_id=secretary.person_id, name="Chính mình")
    path, [case_id, own_id], _ = await plan_meeting(reviews, office, event, own)

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
    path, [case_id], _ = await plan_meeting(
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
    path, [case_id, other_id], version = await open_meeting(reviews, office, office.submitted(), office.submitted())
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
    path, [case_id, other_id], _ = await open_meeting(reviews, office, event, other)

    state = await reviews.do(
        office.clerk, f"{path}/recusals", person_id=office.members[2].person_id, case_id=case_id, reason="Là chị ruột"
    )
    await vote(reviews, office, path, other_id)
    await reviews.do(office.clerk, f"{path}/closing", version=state["version"])

    agenda = (await reviews.get(office.clerk, path))["agenda"]
    assert [(item["postponed"], item["recommended"]) for item in agenda] == [("impossible", None), (None, True)]
    assert (await reviews.case_of(office, event.nomination_id))["stage"] == "appraised"


async def test_nobody_concludes_the_own_nomination_until_another_has_taken_over_its_counting(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted(nominee_id=office.clerk.person_id)
    colleague = Office(office.office_id, office.unit_id)
    case_id = (await reviews.appraised(colleague, event))["case_id"]
    meeting = await reviews.opened(colleague, [case_id])
    path = f"/meetings/{meeting['meeting_id']}"
    await vote(reviews, colleague, path, case_id)

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
    path, [case_id], version = await plan_meeting(reviews, office, office.submitted(CSTD_CO_SO))
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    conflict = [{"case_id": case_id, "reason": "Người thân", "kind": "relative"}]
    for n, member in enumerate(office.members):
        await reviews.do(member, f"{path}/declarations", conflicts=conflict if n in (4, 5) else [])

    answer = await reviews.ask(office.clerk, "POST", f"{path}/opening", {"version": state["version"]})

    [found] = answer.json()["detail"]["cases"]
    assert (found["seats"], found["needed"], found["voters"]) == (9, 8, 7)
    assert found["sentence"].endswith("Không thể đạt: 7 phiếu thuận tối đa, thiếu 1.")


async def test_whoever_has_voted_in_writing_recuses_too_late(reviews: Reviews) -> None:
    office = Office(seats=4)
    rules = {"written_opinions": True, "source": "Quy chế 12/QC-HĐ"}
    path, [case_id], version = await plan_meeting(reviews, office, office.submitted(), rules=rules)
    absent = office.members[3]
    present = [member.person_id for member in office.members[:3]]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    await reviews.do(
        office.clerk,
        f"{path}/written-votes",
        version=state["version"],
        person_id=absent.person_id,
        method="open",
        paper="Ý kiến ngày 11/12",
        choices=[{"case_id": case_id, "choice": "for"}],
    )

    refused = await reviews.refuse(absent, f"{path}/recusals", case_id=case_id, reason="Mới biết")

    assert refused == (409, "recusal.too_late", "case_id")
