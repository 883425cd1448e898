"""Settling a parked event: a person releases it, so that it is tried again, or gives it up; what waits behind it follows."""

from collections.abc import Awaitable, Callable

from contracts.envelope import Unreadable
from services.chassis import origin, parking
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Database, Transaction
from services.chassis.parking import Message, Parked

Act = Callable[[Transaction, Message], Awaitable[None]]


async def settle(
    database: Database, group: str, parked_id: int, by: str, apply: Act, give_up: Act | None = None
) -> int:
    """In one transaction and in order, as far as it goes: the first that fails again stays parked with its new error.

    Args:
        apply: raises where a message still cannot be applied.
        give_up: counts the parked message as handled without applying it; None where it is to be tried again.

    Returns:
        how many were applied.
    """
    applied = 0
    async with database.transaction() as tx:
        queue = list(await parking.lock_queue(tx, group, parked_id))
        if give_up is not None:
            given_up = next(parked for parked in queue if parked.parked_id == parked_id)
            await parking.settle(tx, parked_id, "discarded", by)
            await give_up(tx, given_up.message)
            queue = queue[1:] if given_up is queue[0] else []
        for parked in queue:
            if not await _is_applied(tx, parked, apply):
                break
            await parking.settle(tx, parked.parked_id, "released", by)
            applied += 1
        crash_point(CrashPoint.RELEASED)
    return applied


async def _is_applied(tx: Transaction, parked: Parked, apply: Act) -> bool:
    try:
        async with tx.savepoint():
            await apply(tx, parked.message)
    except Unreadable as reason:
        await parking.repark(tx, parked.parked_id, reason.reason, reason.explanation)
    except Exception as error:  # still failing: it stays, with what it says now
        await parking.repark(tx, parked.parked_id, origin.reason_of(error), origin.told(error))
    else:
        return True
    return False
