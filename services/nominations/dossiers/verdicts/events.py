"""Decisions that fall: what rested on them is judged again, and what changed is kept."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded
from contracts.reviews import events as reviews
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.chassis.subscription import Apply, Received
from services.nominations.awards import store as awards_store
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.verdicts import commands
from services.nominations.register import store as register_store

MOST_NAMED = 3
"""So many awards are named in a reason; more are counted."""


async def on_awards(tx: Transaction, batch: Sequence[Received]) -> None:
    """Awards recorded or annulled, as our own ledger told it: nominees and their units once for the whole batch."""
    at = batch[-1].attributes.time
    for office_id in await register_store.known_offices(tx, [received.event.office_id for received in batch]):
        told = await _told(tx, office_id, [each.event for each in batch if each.event.office_id == office_id])
        if told:
            reasons = [reason for each in told.values() for reason in each]
            more = f" và {len(reasons) - MOST_NAMED} khen thưởng khác" if len(reasons) > MOST_NAMED else ""
            why = "; ".join(reasons[:MOST_NAMED]) + more
            await commands.rejudge(tx, office_id, list(told), why[:2000], at, at.astimezone(OFFICE_ZONE).date())


async def _told(tx: Transaction, office_id: UUID, events: Sequence[Event]) -> dict[UUID, list[str]]:
    """Nominees with what was decided about each."""
    told: dict[UUID, list[str]] = defaultdict(list)
    annulled = [event.award_id for event in events if isinstance(event, AwardAnnulled)]
    known = await awards_store.nominees_of_awards(tx, office_id, annulled) if annulled else {}
    for event in events:
        if isinstance(event, AwardRecorded):
            words = f"{event.award.name} – {event.nominee.name}, {event.decision_number}"
            told[event.nominee.nominee_id].append(f"Vào sổ: {words}")
        elif isinstance(event, AwardAnnulled) and event.award_id in known:
            row = known[event.award_id]
            words = f"{row['award_name']} – {row['nominee_name']}, {event.decision_number}"
            told[row["nominee_id"]].append(f"Hủy khen thưởng: {words}")
    return told


async def on_no_award(tx: Transaction, received: Received) -> None:
    """Declined, refused above or withdrawn: what waited for it waits no more. Call it after the nomination was told."""
    event = received.event
    assert isinstance(event, reviews.AwardDeclined | reviews.UpperAuthorityAnswered | reviews.WithdrawalAccepted)
    if isinstance(event, reviews.UpperAuthorityAnswered) and event.granted:
        return
    found = await dossiers_store.load_many(tx, event.office_id, [event.nomination_id])
    for nomination in found.values():
        why = f"Không còn đề nghị: {nomination.award.name} – {nomination.nominee.name}"
        at = received.attributes.time
        await commands.rejudge(
            tx, event.office_id, [nomination.nominee.nominee_id], why, at, at.astimezone(OFFICE_ZONE).date()
        )


OUTCOMES: dict[type[Event], Apply] = {
    reviews.AwardDeclined: on_no_award,
    reviews.UpperAuthorityAnswered: on_no_award,
    reviews.WithdrawalAccepted: on_no_award,
}
