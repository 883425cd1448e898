"""Use cases of voting: hand in a sheet, count hands."""

from collections.abc import Mapping
from uuid import UUID

from contracts.words import CaseId, Choice, VoteMethod
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.commands import rounds
from services.reviews.council.ballot_box.store import rounds as box_store
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.domain import Meeting, Votes
from services.reviews.council.domain.sheets import OPEN_SHEET


async def cast_sheet(
    tx: Transaction,
    boxes: SealedBoxes,
    meeting_id: UUID,
    award_code: str | None,
    choices: Mapping[UUID, Choice],
    acting: Acting,
) -> Meeting:
    """One member's sheet: of a secret ballot's award, or of all that is voted openly (None)."""
    meeting = await store.share_meeting(tx, acting.by.office_id, meeting_id)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    if award_code is not None:
        await rounds.put_in(tx, boxes, meeting, items, award_code, choices, acting)
        return meeting
    domain.check_sheet(meeting, items, VoteMethod.OPEN, acting.by.person_id, choices)
    if not await store.enrol(tx, acting.by.office_id, meeting_id, acting.by.person_id):
        raise Refused("ballot.already_cast", method=VoteMethod.OPEN.value)
    await store.cast_openly(tx, acting.by.office_id, meeting_id, acting.by.person_id, choices)
    return meeting


async def rolls(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[str, frozenset[UUID]]:
    """Who has handed in each sheet: by award, and the open one under `OPEN_SHEET`."""
    secret = await box_store.load_rolls(tx, office_id, meeting_id)
    return {**secret, OPEN_SHEET: await store.load_roll(tx, office_id, meeting_id)}


async def count_hands(
    tx: Transaction, meeting_id: UUID, version: int, case_id: UUID, votes: Votes, acting: Acting
) -> Meeting:
    """What the secretary counted in the room for one case voted on openly."""
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    domain.check_version(meeting, version)
    items = {item.case.case_id: item for item in await store.load_items(tx, acting.by.office_id, meeting_id)}
    item = items.get(CaseId(case_id))
    if item is None:
        raise Refused("agenda.not_on_it", field="case_id", case_id=str(case_id))
    roll = await store.load_roll(tx, acting.by.office_id, meeting_id)
    domain.check_counter(item, acting.by.person_id)
    domain.check_hand_count(meeting, item, votes, has_open_sheets=bool(roll))
    await store.keep_hand_count(tx, acting.by.office_id, meeting_id, case_id, votes)
    await audit(tx, acting.by, "meeting.count_hands", "case", case_id, at=acting.at, meeting_id=meeting_id)
    return await store.touch(tx, acting.by.office_id, meeting)
