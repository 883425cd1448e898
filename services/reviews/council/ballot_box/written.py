"""Use cases of written opinions (ý kiến bằng văn bản): entered from an absent member's paper, by name, counted apart."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.council import domain
from services.reviews.council import store as meetings
from services.reviews.council.ballot_box import store
from services.reviews.council.domain import Choice, Meeting, Votes, papers
from services.reviews.council.domain.sheets import OPEN_SHEET, sheet_of
from services.reviews.council.sittings import store as sittings


async def enter(
    tx: Transaction,
    meeting_id: UUID,
    version: int,
    person_id: UUID,
    award_code: str | None,
    paper: str,
    choices: Mapping[UUID, Choice],
    by: Actor,
    at: datetime,
) -> Meeting:
    """A whole sheet from paper: of one award's secret ballot, or of all that is voted openly (None)."""
    meeting = await meetings.lock_meeting(tx, by.office_id, meeting_id)
    domain.check_version(meeting, version)
    council = await sittings.council_at(tx, by.office_id, meeting)
    items = await meetings.load_items(tx, by.office_id, meeting_id)
    on_sheet = [item for item in items if sheet_of(item) == (award_code or OPEN_SHEET)]
    papers.check_written(council, meeting, on_sheet, person_id, choices)
    if by.person_id == person_id or any(domain.is_own(item.case, by.person_id) for item in on_sheet):
        raise Refused("own.case", field="person_id")
    if not await store.keep_written(tx, by.office_id, meeting_id, person_id, paper, choices, by.person_id, at):
        raise Refused("written.already", field="person_id")
    await audit(
        tx, by, "ballot.written", "meeting", meeting_id, at=at, person_id=person_id, paper=paper, cases=len(choices)
    )  # fmt: skip
    return await meetings.touch(tx, by.office_id, meeting)


async def count(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[UUID, Votes]:
    """The written votes by case."""
    choices: dict[UUID, list[Choice]] = {}
    for each in await store.load_written(tx, office_id, meeting_id):
        choices.setdefault(each.case_id, []).append(each.choice)
    return {case_id: papers.tally(said) for case_id, said in choices.items()}
