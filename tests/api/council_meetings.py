"""A council with a chair, a vice chair and a secretary, and its meetings, for tests of the reviews API."""

from typing import Any

from tests.support.reviewing import Office, Reviews, today

POSITIONS = ("chair", "vice", "secretary")


async def make_council(reviews: Reviews, office: Office, **changed: object) -> Any:
    """The office's members: a chair, a vice chair, a secretary, the rest members."""
    body: dict[str, object] = {"name": "Hội đồng", "valid_from": "2026-01-05", "members": members_of(office), **changed}
    return await reviews.do(office.clerk, "/councils", **body)


def members_of(office: Office) -> list[dict[str, str]]:
    return [
        {"person_id": str(each.person_id), "name": each.name, "position": POSITIONS[n] if n < 3 else "member"}
        for n, each in enumerate(office.members)
    ]


async def plan_meeting(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    """A meeting on appraised cases: its path, its cases, its version."""
    case_ids = [(await reviews.appraised(office, event))["case_id"] for event in events]
    await make_council(reviews, office, **council)
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    return f"/meetings/{meeting['meeting_id']}", case_ids, meeting["version"]


async def open_meeting(reviews: Reviews, office: Office, *events: Any, **council: object) -> tuple[str, list[str], int]:
    """The same with everybody present, declared and free to vote."""
    path, case_ids, version = await plan_meeting(reviews, office, *events, **council)
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=version, present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    return path, case_ids, state["version"]


async def vote(reviews: Reviews, office: Office, path: str, case_id: str, **chosen: str) -> None:
    """Everybody in favour but those named by place (``m0="against"``) or left out (``m0="-"``)."""
    for n, member in enumerate(office.members):
        choice = chosen.get(f"m{n}", "for")
        if choice != "-":
            await reviews.do(member, f"{path}/sheets", method="open", choices=[{"case_id": case_id, "choice": choice}])
