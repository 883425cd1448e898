"""Decisions of the reviews that put an award into the ledger."""

from contracts.reviews.events import AwardDecided, UpperAuthorityAnswered
from services.chassis.database import Transaction
from services.chassis.outbox import Outbox
from services.chassis.subscription import Received
from services.nominations.awards import commands
from services.nominations.awards.commands import Decided


async def on_award_decided(tx: Transaction, outbox: Outbox, received: Received) -> None:
    """The Chief signed."""
    event = received.event
    assert isinstance(event, AwardDecided)
    decided = Decided(
        event.office_id,
        event.nomination_id,
        event.award,
        event.ground,
        event.nominee,
        event.period_year,
        event.decision_number,
        event.decided_on,
        f"{event.signer_title} {event.signer_name}"[:300],
        event.signer_name,
    )
    await commands.record_decided(tx, outbox, decided, received.attributes.time)


async def on_upper_authority_answered(tx: Transaction, outbox: Outbox, received: Received) -> None:
    """A granted award enters the ledger under the authority's decision; a refused one does not."""
    event = received.event
    assert isinstance(event, UpperAuthorityAnswered)
    if not event.granted:
        return
    decided = Decided(
        event.office_id,
        event.nomination_id,
        event.award,
        event.ground,
        event.nominee,
        event.period_year,
        event.decision_number or "chưa có số",
        event.answered_on,
        event.authority,
    )
    await commands.record_decided(tx, outbox, decided, received.attributes.time)
