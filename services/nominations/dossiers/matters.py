"""Something about a nominee begins to be verified after the submission: what is under review stops by itself (E09)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.nominations import NominationHeld
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.outbox import Outbox
from services.nominations.dossiers import domain, store
from services.office.access import Actor


async def hold_open_nominations(
    tx: Transaction, outbox: Outbox, by: Actor, matters: Sequence[tuple[UUID, str]], at: datetime, today: date
) -> int:
    """Hold every nomination under review of these nominees that is not held yet; answers how many.

    The release is never automatic: a person enters the clean conclusion (NĐ 152/2025 Điều 4.4).

    Args:
        matters: nominee id and what is being verified; a nominee with several is held for the first.
    """
    reasons: dict[UUID, str] = {}
    for nominee_id, what in matters:
        reasons.setdefault(nominee_id, what)
    held = []
    for nomination_id in await store.open_nominations_of(tx, by.office_id, list(reasons)):
        locked = await store.lock(tx, by.office_id, nomination_id)
        nomination = locked.nomination
        if nomination.hold is not None or nomination.state not in domain.UNDER_REVIEW:
            continue
        reason = reasons[nomination.nominee.nominee_id]
        await store.save(tx, domain.hold(nomination, reason, today), at)
        await audit(tx, by, "hold", "nomination", nomination_id, at=at, reason=reason)
        held.append(NominationHeld(office_id=by.office_id, nomination_id=nomination_id, reason=reason, held_on=today))
    await outbox.record_all(tx, held, at=at)
    return len(held)
