"""Use cases of rounds: open one per award, put sheets in, void one and vote again, count, erase keys that are settled."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from contracts.reviews.api.ballots import VoidRound
from contracts.words import BallotRoundId, BallotRoundStage, BallotWay, CaseId, Choice, MeetingStage, VoteMethod
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Database, Transaction
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.council import domain
from services.reviews.council import store as meetings
from services.reviews.council.ballot_box.commands import tellers
from services.reviews.council.ballot_box.store import rounds as store
from services.reviews.council.ballot_box.store.keys import KeyFolder
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.domain import Council, Item, Meeting, Votes, papers, sheets
from services.reviews.council.domain.sheets import Round
from services.reviews.council.sittings import store as sittings

log = logging.getLogger(__name__)

ORPHAN_SECONDS: Final = 24 * 3600.0


async def open_all(
    tx: Transaction, boxes: SealedBoxes, council: Council, meeting: Meeting, items: Sequence[Item], acting: Acting
) -> None:
    """A round with an empty box for every award that is voted on secretly."""
    for award_code, case_ids in sheets.rounds_to_open(items):
        await _open(tx, boxes, _new(meeting, award_code, 1, council.seats, case_ids), acting)


def _new(
    meeting: Meeting,
    award_code: str,
    number: int,
    seats: int,
    case_ids: tuple[CaseId, ...],
    tellers: tuple[UUID, ...] = (),
) -> Round:
    way = BallotWay.PAPER if tellers else BallotWay.SEALED
    return Round(
        round_id=BallotRoundId(new_id()),
        meeting_id=meeting.meeting_id,
        award_code=award_code,
        number=number,
        way=way,
        stage=BallotRoundStage.OPEN,
        seats=seats,
        case_ids=case_ids,
        tellers=tellers,
    )


async def _open(tx: Transaction, boxes: SealedBoxes, of: Round, acting: Acting) -> None:
    await store.add_round(tx, acting.by.office_id, of)
    if of.way is BallotWay.SEALED:
        await boxes.make(tx, of)


async def put_in(
    tx: Transaction,
    boxes: SealedBoxes,
    meeting: Meeting,
    items: Sequence[Item],
    award_code: str,
    choices: Mapping[UUID, Choice],
    acting: Acting,
) -> None:
    """One member, one sheet per award, box and roll in one transaction; nothing is written that says what was chosen."""
    on_sheet = [item for item in items if sheets.sheet_of(item) == award_code]
    domain.check_sheet(meeting, on_sheet, VoteMethod.SECRET, acting.by.person_id, choices)
    rounds = await store.current_rounds(tx, acting.by.office_id, meeting.meeting_id)
    of = sheets.require_open(rounds.get(award_code), award_code, BallotWay.SEALED)
    await store.lock_round(tx, of.round_id)
    if not await store.enrol(tx, acting.by.office_id, of.round_id, acting.by.person_id):
        raise Refused("ballot.already_cast", method=VoteMethod.SECRET.value)
    await boxes.put_in(tx, of, {CaseId(case_id): choice for case_id, choice in choices.items()})


async def on_screen(tx: Transaction, meeting: Meeting, items: Sequence[Item], acting: Acting) -> list[Item]:
    """The items that wait for sheets handed in here, not on paper."""
    rounds = await store.current_rounds(tx, acting.by.office_id, meeting.meeting_id)
    on_paper = {award_code for award_code, of in rounds.items() if of.way is BallotWay.PAPER}
    return [item for item in items if sheets.sheet_of(item) not in on_paper]


async def count_all(
    tx: Transaction, boxes: SealedBoxes, meeting: Meeting, active: Sequence[Item], acting: Acting
) -> dict[UUID, Votes]:
    """The tallies of every round with a case that is still to be concluded; postponed cases are never counted.

    Once this is committed, `erase_settled` erases the keys.
    """
    rolls = await store.load_rolls(tx, acting.by.office_id, meeting.meeting_id)
    counted: dict[UUID, Votes] = {}
    for of in (await store.current_rounds(tx, acting.by.office_id, meeting.meeting_id)).values():
        items = [item for item in active if item.case.case_id in of.case_ids]
        if items and of.way is BallotWay.SEALED:
            votes: Mapping[CaseId, Votes] = await boxes.count(tx, of)
            for item in items:
                sheets.check_tally(rolls.get(of.award_code, frozenset()), item, votes[item.case.case_id])
        elif items:
            votes = await tellers.agreed(tx, of)
        counted |= {item.case.case_id: votes[item.case.case_id] for item in items}
        await store.settle(tx, of.round_id, BallotRoundStage.COUNTED)
    return counted


async def void(
    tx: Transaction, boxes: SealedBoxes, meeting_id: UUID, award_code: str, asked: VoidRound, acting: Acting
) -> Meeting:
    """The round no longer counts and everybody votes again, on the screen or, with two tellers named, on paper."""
    meeting = await meetings.lock_meeting(tx, acting.by.office_id, meeting_id)
    domain.check_version(meeting, asked.version)
    domain.require_stage(meeting, MeetingStage.OPEN)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    items = await meetings.load_items(tx, acting.by.office_id, meeting_id)
    rounds = await store.current_rounds(tx, acting.by.office_id, meeting_id)
    running = rounds.get(award_code)
    on_sheet = [item for item in items if running is not None and item.case.case_id in running.case_ids]
    before = sheets.check_void(running, award_code, on_sheet, acting.by.person_id)
    papers.check_tellers(council, meeting.present or frozenset(), on_sheet, asked.tellers)
    handed_in = await store.count_roll(tx, before.round_id)
    await store.settle(tx, before.round_id, BallotRoundStage.VOID, asked.reason)
    again = _new(meeting, award_code, before.number + 1, council.seats, before.case_ids, tuple(asked.tellers))
    await _open(tx, boxes, again, acting)
    await audit(
        tx,
        acting.by,
        "ballot.void",
        "meeting",
        meeting_id,
        at=acting.at,
        award_code=award_code,
        number=before.number,
        reason=asked.reason,
        sheets=handed_in,
        tellers=asked.tellers,
    )
    return await meetings.touch(tx, acting.by.office_id, meeting)


async def erase_settled(database: Database, keys: KeyFolder) -> None:
    """Erase the keys of rounds that are counted or void; asked after every close and again and again, whoever crashed.

    A key without any round is what an opening left behind that was rolled back: it goes after a day, by which time no
    opening that is still under way can need it.
    """
    held = await asyncio.to_thread(keys.held)
    if not held:
        return
    async with database.transaction() as tx:
        settled = await store.settled(tx, held)
        unknown = set(held) - await store.known(tx, held)
    orphans = [round_id for round_id in unknown if await asyncio.to_thread(keys.age_seconds, round_id) > ORPHAN_SECONDS]
    for round_id in [*settled, *orphans]:
        await asyncio.to_thread(keys.erase, round_id)
        log.info("ballot key erased", extra={"round_id": str(round_id)})
