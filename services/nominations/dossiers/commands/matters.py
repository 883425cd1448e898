"""Something about a nominee is being verified after the submission (E09): what is under review stops, and goes on when it ends."""

from collections.abc import Sequence
from uuid import UUID

from contracts.nominations.events import NominationHeld, NominationReleased
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.dossiers import domain, store
from services.nominations.register import store as register_store


async def hold_open_nominations(tx: Transaction, matters: Sequence[tuple[UUID, str]], acting: Acting) -> int:
    """Hold every nomination under review of these nominees that is not held yet; answers how many.

    It ends when a person enters the conclusion, on the matter or on the nomination itself (NĐ 152/2025 Điều 4.4).

    Args:
        matters: nominee id and what is being verified; a nominee with several is held for the first.
    """
    by, at, today = acting.by, acting.at, acting.today
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
    await acting.outbox.record_all(tx, held, at=at)
    return len(held)


async def release_cleared_nominations(tx: Transaction, matters: Sequence[tuple[UUID, str]], acting: Acting) -> int:
    """Release what was held for a matter that is concluded, once nothing else about the nominee is open; answers how many.

    A hold that a person put on one nomination for another reason stays: that person knows what it waits for. A matter that
    ended in a discipline releases too; the discipline itself then stands in the verdict (E10), which is judged anew.

    Args:
        matters: nominee id and the matter whose conclusion was entered.
    """
    by, at, today = acting.by, acting.at, acting.today
    cleared = await register_store.concluded_matters(tx, by.office_id, [nominee_id for nominee_id, _ in matters], today)
    released = []
    for nomination_id in await store.open_nominations_of(tx, by.office_id, list(cleared)):
        nomination = (await store.lock(tx, by.office_id, nomination_id)).nomination
        if nomination.hold is None or nomination.hold["reason"] not in cleared[nomination.nominee.nominee_id]:
            continue
        conclusion = f"Đã có kết luận: {nomination.hold['reason']}"[:2000]
        await store.save(tx, domain.release(nomination), at)
        await audit(tx, by, "release", "nomination", nomination_id, at=at, conclusion=conclusion)
        released.append(
            NominationReleased(
                office_id=by.office_id, nomination_id=nomination_id, conclusion=conclusion, released_on=today
            )
        )
    await acting.outbox.record_all(tx, released, at=at)
    return len(released)
