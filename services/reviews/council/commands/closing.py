"""Use cases of the close: count what was voted and conclude on every case that is not postponed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.reviews.api.council import CloseMeeting
from contracts.words import Choice, CouncilPosition, MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.council import domain, store
from services.reviews.council.ballot_box.commands import rounds, written
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.commands import voting
from services.reviews.council.commands.case_life import CaseLife
from services.reviews.council.commands.meetings import lock, postpone, postpone_obstructed
from services.reviews.council.domain import Conclusion, Council, Item, Meeting
from services.reviews.council.sittings import store as sittings


async def close_meeting(
    tx: Transaction, cases: CaseLife, boxes: SealedBoxes, meeting_id: UUID, asked: CloseMeeting, acting: Acting
) -> Meeting:
    """Count, conclude every case that is not postponed, and hand the advice to the cases; a second close is refused."""
    meeting = await lock(tx, meeting_id, asked.version, MeetingStage.OPEN, acting)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    items = await store.load_items(tx, acting.by.office_id, meeting_id)
    strange = set(asked.postponed) - {item.case.case_id for item in items}
    if strange:
        raise Refused("agenda.not_on_it", field="postponed", cases=sorted(map(str, strange)))
    await postpone_obstructed(tx, cases, meeting, items, acting)
    await postpone(tx, cases, meeting, asked.postponed, "by_the_council", acting)
    active = [item for item in await store.load_items(tx, acting.by.office_id, meeting_id) if item.postponed is None]
    domain.check_concluder(active, acting.by.person_id)
    # A tie at the last place refuses the close, so places ask for every sheet: else they would tell a running tally.
    awaited = [item for item in active if not asked.even_if_missing or item.case.award_code in asked.places]
    on_screen = await rounds.on_screen(tx, meeting, active, acting)
    rolls = await voting.rolls(tx, acting.by.office_id, meeting_id)
    domain.check_all_voted(council, meeting, [item for item in on_screen if item in awaited], rolls)
    missing = domain.missing_votes(council, meeting, on_screen, rolls)
    conclusions = await _conclude(tx, boxes, council, meeting, active, asked.places, acting)
    await store.close(tx, acting.by.office_id, meeting, acting.at)
    votes: dict[UUID, tuple[Mapping[str, object], bool]] = {
        each.case.case_id: (domain.figures(each), each.recommended) for each in conclusions
    }
    await store.keep_conclusions(tx, acting.by.office_id, meeting_id, votes)
    if missing:
        await store.keep_forced_close(tx, acting.by.office_id, meeting_id, missing, acting.by.name)
    told = {"concluded": len(conclusions), "without": len(missing)}
    await audit(tx, acting.by, "meeting.close", "meeting", meeting_id, at=acting.at, **told)
    await cases.advise(tx, conclusions, acting)
    return await store.load_meeting(tx, acting.by.office_id, meeting_id)


async def _conclude(
    tx: Transaction,
    boxes: SealedBoxes,
    council: Council,
    meeting: Meeting,
    items: Sequence[Item],
    places: Mapping[str, int],
    acting: Acting,
) -> list[Conclusion]:
    counted = await store.count_open_votes(tx, acting.by.office_id, meeting.meeting_id)
    counted |= await rounds.count_all(tx, boxes, meeting, items, acting)
    in_writing = await written.count(tx, acting.by.office_id, meeting.meeting_id)
    chair = next((each.person_id for each in council.members if each.position is CouncilPosition.CHAIR), None)
    of_chair = await sittings.open_votes_of(tx, acting.by.office_id, meeting.meeting_id, chair) if chair else {}
    conclusions = []
    silent = []
    for item in items:
        votes = item.by_hand or counted.get(item.case.case_id)
        if votes is None or votes.cast == 0:
            silent.append(str(item.case.case_id))
        else:
            apart = in_writing.get(item.case.case_id, domain.NO_VOTES)
            chair_in_favour = of_chair.get(item.case.case_id) == Choice.FOR
            conclusions.append(domain.conclude_item(council, meeting, item, votes, apart, chair_in_favour))
    if silent:
        raise Refused("ballot.missing", field="postponed", cases=silent)
    nominees = [item.case.nominee_id for item in items]
    preferred = await copies.preferred_among_equals(tx, acting.by.office_id, nominees) if places else frozenset()
    chair_for = {case_id for case_id, choice in of_chair.items() if choice == Choice.FOR}
    return domain.within_places(conclusions, places, domain.Merit(council.working_rules, preferred, chair_for))
