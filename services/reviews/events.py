"""What each event of nominations is copied to; the ledger's entries also mark the cases that may rest on them."""

from collections.abc import Mapping, Sequence

from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded
from services.chassis.database import Transaction
from services.chassis.subscription import Handler, Received
from services.reviews.cases.verdicts import events as verdicts
from services.reviews.copies import events as copies


def _then(first: Handler, second: Handler) -> Handler:
    """Both, over the same batch, in this order."""

    async def both(tx: Transaction, batch: Sequence[Received]) -> None:
        await first(tx, batch)
        await second(tx, batch)

    return both


COPIES: Mapping[type[Event], Handler] = {
    **copies.HANDLERS,
    AwardRecorded: _then(copies.HANDLERS[AwardRecorded], verdicts.on_recorded),
    AwardAnnulled: _then(copies.HANDLERS[AwardAnnulled], verdicts.on_annulled),
}
