"""Settling what is set aside: by itself once its turn has come, or by a person who tries again, gives up or skips a number."""

from collections.abc import Awaitable, Callable
from typing import Final

from contracts.envelope import Attributes, Unreadable
from services.chassis import metrics, origin, parking, turns
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import OUTAGES, Database, Transaction, is_outage
from services.chassis.parking import Message, Parked, sequence_of
from services.chassis.sql import Queries
from services.chassis.turns import Aside, Turn

queries = Queries(__file__)

INBOX: Final = "inbox"
"""Who settles what nobody had to step in for."""

Apply = Callable[[Transaction, Message], Awaitable[bool]]
"""Applies one message; whether it was an event the group handles. Raises where it still cannot be applied."""


async def drain(tx: Transaction, turn: Turn, apply: Apply, by: str = INBOX) -> int:
    """Apply what is set aside of a key as far as it is its turn; return how many events were applied.

    The first that fails stays parked with its error, and what comes after it waits.
    """
    applied = 0
    while True:
        await _drop_passed(tx, turn)
        due = _due(turn)
        if due is None:
            break
        message = (await parking.find_open(tx, due.parked_id)).message
        if due.sequence is None:
            due.sequence = sequence_of(message)
            if due.sequence is not None and due.sequence != turn.head + 1:
                continue
        outcome = await _try(tx, due, message, apply)
        if outcome is None:
            break
        await parking.settle(tx, due.parked_id, "released", by)
        turn.aside.remove(due)
        if due.sequence is not None:
            turn.take(turns.day_of(Attributes.from_headers(message.headers).time))
        applied += outcome
    if not turn.is_blocked:
        await _say_what_is_missing(tx, turn)
    return applied


async def release(database: Database, group: str, parked_id: int, by: str, apply: Apply) -> int:
    """Try an event again, then what waits behind it, in order; return how many were applied."""
    async with database.transaction() as tx:
        turn, target, _ = await _lock(tx, group, parked_id)
        target.state = "waiting"
        return await _go_on(tx, group, turn, apply, by)


async def discard(database: Database, group: str, parked_id: int, by: str, apply: Apply) -> int:
    """Give an event up: its number counts as handled, unless another event of that number waits. What is behind it goes on."""
    async with database.transaction() as tx:
        turn, target, parked = await _lock(tx, group, parked_id)
        await parking.settle(tx, parked_id, "discarded", by)
        turn.aside.remove(target)
        if target.sequence is not None and _is_of_publisher(parked.message) and not turn.has(target.sequence):
            attributes = Attributes.from_headers(parked.message.headers)
            await tx.fetchval(queries.receive_one, group, attributes.id, attributes.type)
            await give_up(tx, group, turn, (target.sequence, target.sequence), (f"discarded: {parked.reason}", by))
        return await _go_on(tx, group, turn, apply, by)


async def skip(database: Database, group: str, parked_id: int, why: tuple[str, str], apply: Apply) -> int:
    """Give up the numbers that an early event waits for; return how many events were applied then.

    Args:
        why: the reason and who says so.
    """
    async with database.transaction() as tx:
        turn, target, _ = await _lock(tx, group, parked_id)
        if target.sequence is not None:
            for hole in turn.missing_before(target.sequence):
                await give_up(tx, group, turn, hole, why)
        return await _go_on(tx, group, turn, apply, why[1])


def _is_of_publisher(message: Message) -> bool:
    try:
        origin.check(message.topic, Attributes.from_headers(message.headers))
    except Unreadable:
        return False
    return True


async def give_up_through(
    database: Database, group: str, to: tuple[turns.Place, int], why: tuple[str, str], apply: Apply
) -> int:
    """Give up what a key misses up to a number.

    Args:
        to: the key, and the last number that can no longer be had.
        why: the reason and who says so.
    """
    place, through = to
    async with database.transaction() as tx:
        turn = (await turns.lock(tx, group, [place]))[place]
        for hole in turn.missing_before(through + 1):
            await give_up(tx, group, turn, hole, why)
        return await _go_on(tx, group, turn, apply, why[1])


async def give_up(tx: Transaction, group: str, turn: Turn, numbers: tuple[int, int], why: tuple[str, str]) -> None:
    """Go on without numbers of a key, first and last; kept with the reason and who said so."""
    topic, key = turn.place
    await tx.execute(queries.skip, group, topic, key, *numbers, *why)
    metrics.events_skipped.labels(group, topic).inc(numbers[1] - numbers[0] + 1)
    turn.give_up(*numbers)


async def _lock(tx: Transaction, group: str, parked_id: int) -> tuple[Turn, Aside, Parked]:
    """The key of an event that is set aside, its head locked; raises `NotFound` where somebody settled it meanwhile."""
    parked = await parking.find(tx, group, parked_id)
    place = parked.place
    is_alone = place[1].startswith("@")
    turn = await turns.lock_keyless(tx, group, place) if is_alone else (await turns.lock(tx, group, [place]))[place]
    target = next((each for each in turn.aside if each.parked_id == parked_id), None)
    if target is None:
        raise parking.not_open(parked_id)
    return turn, target, parked


async def _go_on(tx: Transaction, group: str, turn: Turn, apply: Apply, by: str) -> int:
    applied = await drain(tx, turn, apply, by)
    if not turn.place[1].startswith("@"):
        await turns.save(tx, group, {turn.place: turn})
    crash_point(CrashPoint.RELEASED)
    return applied


def _due(turn: Turn) -> Aside | None:
    """Whose turn it is; what says no number is tried first, for nobody knows what it holds up."""
    if turn.is_blocked:
        return None
    due = (each for each in turn.aside if each.state != "parked" and each.sequence in (None, turn.head + 1))
    return min(due, key=lambda each: (each.sequence is not None, each.parked_id), default=None)


async def _drop_passed(tx: Transaction, turn: Turn) -> None:
    """What has been applied or given up meanwhile is no longer of use."""
    for each in [each for each in turn.aside if each.sequence is not None and each.sequence <= turn.head]:
        await parking.settle(tx, each.parked_id, "released", INBOX)
        turn.aside.remove(each)


async def _say_what_is_missing(tx: Transaction, turn: Turn) -> None:
    for each in turn.aside:
        if each.state == "waiting" and each.sequence is not None:
            await parking.await_turn(tx, each.parked_id, each.sequence, turn.head + 1)
            each.state = "early"


async def _try(tx: Transaction, due: Aside, message: Message, apply: Apply) -> bool | None:
    """Whether an event was applied; None where it failed and is parked."""
    try:
        async with tx.savepoint():
            return await apply(tx, message)
    except OUTAGES as error:
        if is_outage(error):
            raise
        reason, said = "handler-failed", repr(error)
    except Unreadable as unreadable:
        reason, said = unreadable.reason, unreadable.explanation
    except Exception as error:  # still failing: it stays, with what it says now
        reason, said = origin.reason_of(error), origin.told(error)
    await parking.repark(tx, due.parked_id, reason, said, due.sequence)
    due.state = "parked"
    return None
