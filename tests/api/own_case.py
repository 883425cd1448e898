"""A nominee who holds every role, and whose cases stand where most can be done and read: for sweeps over all routes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.nominations.events import UnitRecorded
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from tests.api.sampling import Operation, operations
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, LDTT, RULEBOOK, Office, Reviews, today

RULES = {**RULEBOOK, "councils": [{**RULEBOOK["councils"][0], "written_opinions_count": True}]}
"""Absent members may vote in writing."""
OBJECTOR = "Người Phản Ánh"


@dataclass
class Scene:
    """A nominee with every role in the chair: one case published, asked about and objected to; one being voted on.

    The vote is by secret ballot on paper, with two tellers, and one member is absent: whatever may be entered of a vote
    could be entered now.
    """

    office: Office
    nominee: Actor
    listed: str
    before_council: str
    known: Mapping[str, Any]
    at_meeting: Mapping[str, Any]

    def asked(self, document: Mapping[str, Any]) -> list[Operation]:
        """Every changing route, about the case of the two that it can be about."""
        of_cases = {each.name: each for each in operations(document, self.known)}
        of_meetings = {each.name: _with_award(each) for each in operations(document, self.at_meeting)}
        return [
            of_meetings[name] if "/meetings" in name else each
            for name, each in of_cases.items()
            if each.method != "GET"
        ]


def _with_award(operation: Operation) -> Operation:
    """A sheet of a secret ballot says of which award."""
    if not isinstance(operation.body, dict) or "method" not in operation.body:
        return operation
    return replace(operation, body={**operation.body, "award_code": CSTD_CO_SO.code})


async def own_case_scene(reviews: Reviews) -> Scene:
    office = Office(seats=9)
    nominee = actor(office.office_id, new_id(), *Role, unit_id=office.unit_id, name="Người được đề nghị")
    office.members[0] = nominee
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng TH")
    first, second = (office.submitted(award, nominee_id=nominee.person_id) for award in (LDTT, CSTD_CO_SO))
    await reviews.deliver(office, unit, office.rulebook(RULES), first, second)
    listed, inquiry = await _asked_about(reviews, office, first.nomination_id)
    case = await reviews.appraised(office, second)
    meeting = await _voting(reviews, office, case["case_id"])
    state = await reviews.do(office.clerk, "/candidates", closes_on=today(), cases=[listed])
    staff = actor(office.office_id, new_id(), Role.STAFF, name=OBJECTOR)
    objection = await reviews.do(staff, "/objections", case_id=listed["case_id"], text="Trùng thành tích")
    about = {"case_id": listed["case_id"], "version": state["cases"][0]["version"] + 1}
    known = {
        **about,
        "cases": [about],
        "inquiry_id": inquiry,
        "objection_id": objection["objection_id"],
        "unit_id": str(office.unit_id),
        "received_on": today(),
        "decided_on": today(),
        "submitted_on": today(),
        "declined_on": today(),
        "answered_on": today(),
        "meeting_id": meeting["meeting_id"],
    }
    at_meeting = {
        "meeting_id": meeting["meeting_id"],
        "version": meeting["version"],
        "case_id": case["case_id"],
        "case_ids": [case["case_id"]],
        "method": "secret",
        "award_code": CSTD_CO_SO.code,
        "choices": [{"case_id": case["case_id"], "choice": "for"}],
        "in_favour": 1,
        "against": 0,
        "blank": 0,
        "person_id": str(office.members[-1].person_id),
    }
    return Scene(office, nominee, listed["case_id"], case["case_id"], known, at_meeting)


async def _voting(reviews: Reviews, office: Office, case_id: str) -> dict[str, Any]:
    """An open meeting on the case, the last member absent, the ballot on paper and two tellers named."""
    await reviews.council(office)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[case_id])
    path = f"/meetings/{meeting['meeting_id']}"
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    present = [str(member.person_id) for member in office.members[:-1]]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    state = await reviews.do(
        office.clerk,
        f"{path}/rounds/{CSTD_CO_SO.code}/voiding",
        version=state["version"],
        reason="Bỏ phiếu giấy",
        tellers=present[1:3],
    )
    return {"meeting_id": meeting["meeting_id"], "version": state["version"]}


async def _asked_about(reviews: Reviews, office: Office, nomination_id: uuid.UUID) -> tuple[dict[str, Any], str]:
    """An appraised case with a question to its unit that is open still."""
    case_id = str((await reviews.case_of(office, nomination_id))["case_id"])
    path = f"/cases/{case_id}"
    state = await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
    asked = await reviews.do(
        office.clerk,
        f"{path}/inquiries",
        version=state["version"],
        unit_id=str(office.unit_id),
        question="Tỷ lệ?",
        is_required=False,
    )
    state = await reviews.do(
        office.clerk, f"{path}/appraisal", version=state["version"] + 1, answers=[{"code": "REPORT", "answer": "yes"}]
    )
    return {"case_id": case_id, "version": state["version"]}, asked["inquiry_id"]
