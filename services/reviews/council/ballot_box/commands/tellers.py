"""Use cases of paper ballots: two tellers count apart; what both find is the round's result."""

from uuid import UUID

from contracts.words import BallotWay, MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.council import domain
from services.reviews.council import store as meetings
from services.reviews.council.ballot_box.store import rounds as store
from services.reviews.council.domain import papers, sheets
from services.reviews.council.domain.papers import Count, Counted
from services.reviews.council.domain.sheets import Round


async def enter(
    tx: Transaction, meeting_id: UUID, award_code: str, counted: Counted, acting: Acting
) -> tuple[Round, Count]:
    """One teller's count. While the other's is missing neither is shown; where both differ, both are, and both count anew."""
    meeting = await meetings.share_meeting(tx, acting.by.office_id, meeting_id)
    domain.require_stage(meeting, MeetingStage.OPEN)
    items = await meetings.load_items(tx, acting.by.office_id, meeting_id)
    rounds = await store.current_rounds(tx, acting.by.office_id, meeting_id)
    of = sheets.require_open(rounds.get(award_code), award_code, BallotWay.PAPER)
    await store.lock_round(tx, of.round_id)
    on_sheet = [item for item in items if item.case.case_id in of.case_ids and item.postponed is None]
    last = await store.last_count(tx, of.round_id)
    attempt = papers.count_next(of, last, on_sheet, meeting.present or frozenset(), acting.by.person_id, counted)
    await store.keep_count(tx, acting.by.office_id, of.round_id, attempt, acting.by.person_id, counted)
    await audit(
        tx,
        acting.by,
        "ballot.teller_count",
        "meeting",
        meeting_id,
        at=acting.at,
        award_code=award_code,
        number=of.number,
        attempt=attempt,
    )
    return of, await store.last_count(tx, of.round_id)


async def agreed(tx: Transaction, of: Round) -> Counted:
    """What both tellers counted; refused while one is missing or they differ."""
    count = await store.last_count(tx, of.round_id)
    if not count.is_complete:
        raise Refused("tellers.missing", award_code=of.award_code, entered=len(count.by_teller))
    if count.agreed is None:
        raise Refused("tellers.differ", award_code=of.award_code, attempt=count.attempt)
    return count.agreed
