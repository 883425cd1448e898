"""The inbox: each event's effects exactly once, in the sequence of its key, a batch at a time.

A batch is decoded message by message, then one transaction moves the heads of its keys, inserts the inbox rows and applies the
effects of what is new and has its turn; only after its commit are the Kafka offsets committed. What comes early is kept until what
is missing has come. What fails is tried alone, and parked if it goes on failing.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Final, NamedTuple
from uuid import UUID

from contracts.envelope import Attributes, Unreadable
from services.chassis import metrics, origin, parking, settling, tracing, turns
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Database, Transaction, Unavailable
from services.chassis.parking import Message
from services.chassis.sql import Queries
from services.chassis.subscription import Batch, Received, Skipped, Subscription
from services.chassis.turns import Place, Turn

log = logging.getLogger(__name__)
queries = Queries(__file__)


class Inbox:
    """Applies batches for one subscription.

    Args:
        attempts: how often one event is tried alone before it is parked; the pause doubles from 0.1 s.
    """

    def __init__(self, database: Database, subscription: Subscription, *, attempts: int = 3) -> None:
        self._database = database
        self._subscription = subscription
        self._group = subscription.group
        self._attempts: Final = attempts

    async def take(self, messages: Sequence[Message]) -> None:
        """Read a batch and apply it."""
        await self.apply(await self.read(messages))

    async def read(self, messages: Sequence[Message]) -> Batch:
        """Decode a batch; may go on while the batch before is applied."""
        started = perf_counter()
        batch = await self._subscription.read(messages)
        self._observe("decode", started)
        return batch

    async def apply(self, batch: Batch) -> None:
        """Apply a batch; returns when every message is applied, skipped, parked or waiting behind a parked one.

        An outage is waited out with growing pauses: offsets stay uncommitted, so nothing is lost meanwhile. So is a batch that
        can be neither applied nor parked: raising it would let the consumer go on behind it, and its events would be gone.
        """
        pause = 0.2
        while True:
            try:
                await self._apply(batch)
            except Unavailable as outage:
                log.warning("consumer waits", extra={"group": self._group, "reason": str(outage), "seconds": pause})
            except Exception:  # a bug of ours: held up and seen is better than lost and silent
                log.exception("batch neither applied nor parked", extra={"group": self._group, "seconds": pause})
            else:
                crash_point(CrashPoint.EFFECTS_COMMITTED)
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    async def _apply(self, batch: Batch) -> None:
        """Keys with an unreadable message go one by one, all others together."""
        together = [received for received in batch.readable if received.message.place not in batch.poisoned]
        passed = [item for item in batch.skipped if item.message.place not in batch.poisoned]
        try:
            await self._commit(together, passed)
        except Unavailable:
            raise
        except Exception:  # a handler failed: find out which event it was, alone
            log.exception("batch failed; its events are tried one by one", extra={"group": self._group})
            await self._one_by_one(batch.messages)
        else:
            await self._one_by_one([message for message in batch.messages if message.place in batch.poisoned])

    async def _commit(self, batch: Sequence[Received], skipped: Sequence[Skipped] = ()) -> None:
        if not batch and not skipped:
            return
        started = perf_counter()
        async with self._database.transaction() as tx:
            applied = await self._apply_new(tx, batch, skipped)
            self._observe("effects", started)
            started = perf_counter()
        self._observe("commit", started)
        for type_, count in Counter(received.attributes.type for received in applied).items():
            metrics.consumed.labels(self._group, type_).inc(count)

    async def _apply_new(
        self, tx: Transaction, batch: Sequence[Received], skipped: Sequence[Skipped]
    ) -> Sequence[Received]:
        """Heads, inbox rows and effects of what is new in a batch; return what was applied of it."""
        taken = await self._receive(tx, batch, skipped)
        crash_point(CrashPoint.INBOX_INSERTED)
        fresh, held = await self._take_turns(tx, batch, skipped, taken)
        for run in _runs(fresh):
            with tracing.span(f"{self._group} {run[0].attributes.name}", run[0].attributes.traceparent):
                await self._subscription.handler(run[0].event)(tx, run)
        if held:
            for turn in held.values():
                await settling.drain(tx, turn, self._apply_aside)
            await turns.save(tx, self._group, held)
        crash_point(CrashPoint.EFFECTS_APPLIED)
        return fresh

    async def _receive(self, tx: Transaction, batch: Sequence[Received], skipped: Sequence[Skipped]) -> "_Taken":
        """Move the heads of the keys whose events in this batch are an unbroken run, in one statement with the inbox rows."""
        runs, broken = _unbroken(batch, skipped)
        ids, types = [item.id for item in batch], [item.attributes.type for item in batch]
        topics, keys = [topic for topic, _ in runs], [key for _, key in runs]
        ends = [run.first for run in runs.values()], [run.last for run in runs.values()]
        days = [turns.day_of(run.time) for run in runs.values()]
        rows = await tx.fetch(queries.receive, self._group, ids, types, topics, keys, *ends, days)
        taken = _Taken(set(), {}, broken)
        for row in rows:
            if row["event_id"] is not None:
                taken.known.add(row["event_id"])
            elif row["before"] is None:
                taken.held.add((row["topic"], row["key"]))
            else:
                taken.before[row["topic"], row["key"]] = row["before"]
        return taken

    async def _take_turns(
        self, tx: Transaction, batch: Sequence[Received], skipped: Sequence[Skipped], taken: "_Taken"
    ) -> tuple[Sequence[Received], dict[Place, Turn]]:
        """What is to be applied now, each key in its sequence, and the keys that had to be looked at one by one, locked."""
        if taken.is_plain:
            return batch, {}
        fresh = [item for item in batch if taken.has_turn(item)]
        late = [item for item in batch if taken.is_late(item)]
        held = await turns.lock(tx, self._group, taken.held) if taken.held else {}
        early: list[UUID] = []
        applied: set[UUID] = set()
        for item in _of_keys(held, batch, skipped):
            turn, number = held[item.message.place], item.attributes.sequence
            is_new = isinstance(item, Received) and item.id not in taken.known
            if number == turn.head + 1 and not turn.is_blocked and not turn.has(number):
                turn.take(turns.day_of(item.attributes.time))
                if isinstance(item, Received) and is_new:
                    fresh.append(item)
                    applied.add(item.id)
            elif number > turn.head:
                await turns.set_aside(tx, self._group, turn, item.message, item.attributes)
                early += [item.attributes.id] if is_new else []
            elif isinstance(item, Received) and is_new and item.id not in applied:
                late.append(item)
        if early or late:
            self._leave_behind(late)
            await tx.execute(queries.forget_received, self._group, [*early, *(item.id for item in late)])
        return fresh, held

    def _leave_behind(self, late: Iterable[Received]) -> None:
        """Events never received, though their successors have been applied or their numbers given up: they overtake nobody."""
        for item in late:
            metrics.events_late.labels(self._group, item.message.topic).inc()
            said = {
                "group": self._group,
                "event": item.id,
                "place": item.message.place,
                "got": item.attributes.sequence,
            }
            log.error("event came after its successor was applied", extra=said)

    async def _one_by_one(self, messages: Sequence[Message]) -> None:
        """Each message in a transaction of its own, in order; what goes on failing is parked and its key waits."""
        for message in messages:
            await self._take_one(message)

    async def _take_one(self, message: Message) -> None:
        try:
            received = self._subscription.read_one(message)
        except Unreadable as reason:
            await self._park(origin.aside(message, reason), reason.reason, reason.explanation)
            return
        except Exception as error:  # a bug of ours, or a message nobody thought of
            log.exception("event parked unread", extra={"group": self._group, "place": message.place})
            await self._park(message, "unreadable", repr(error))
            return
        if not isinstance(received, Received):
            await self._commit([], [received] if received is not None else [])
            return
        for attempt in range(1, self._attempts + 1):
            try:
                await self._commit([received])
            except Unavailable:
                raise
            except Exception as error:  # whatever the handler raised is this event's fault, not the stream's
                if attempt == self._attempts:
                    log.exception("event parked", extra={"group": self._group, "event": received.id})
                    await self._park(received.message, origin.reason_of(error), origin.told(error))
                else:
                    await asyncio.sleep(0.1 * 2 ** (attempt - 1))
            else:
                return

    async def _park(self, message: Message, reason: str, error: str) -> None:
        """Set a message aside. One whose number has been applied meanwhile is of no use to anybody."""
        async with self._database.transaction() as tx:
            if message.key is None:
                await parking.park(tx, self._group, message, reason, error)
            else:
                held = await turns.lock(tx, self._group, [message.place])
                await self._park_in(tx, held[message.place], message, (reason, error))
                await turns.save(tx, self._group, held)
            crash_point(CrashPoint.PARKED)

    async def _park_in(self, tx: Transaction, turn: Turn, message: Message, why: tuple[str, str]) -> None:
        number = parking.sequence_of(message)
        if number is not None and number <= turn.head:
            log.warning("unreadable repetition passed over", extra={"group": self._group, "place": turn.place})
        elif not turn.is_blocked:
            parked_id = await parking.park(tx, self._group, message, *why)
            turn.aside += [turns.Aside(parked_id, number, None, "", "parked")] if parked_id is not None else []
        elif await turns.has_room(tx, self._group, turn):
            await parking.wait_behind(tx, self._group, message, number)

    async def set_aside(self, topic: str, partition: int, offset: int, error: str) -> None:
        """Park a record that not even the Kafka client could read; its key is unknown, so it holds nobody up."""
        pause = 0.2
        while True:
            try:
                await self._park(Message(topic, partition, offset, None, (), None), "unreadable", error)
            except Unavailable:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
            else:
                return

    async def release(self, parked_id: int, by: str) -> int:
        """Try a parked event again, then what waits behind it, in order; return how many were applied."""
        return await settling.release(self._database, self._group, parked_id, by, self._apply_aside)

    async def discard(self, parked_id: int, by: str) -> int:
        """Give a parked event up: it counts as handled. What waits behind it is then applied, in order."""
        return await settling.discard(self._database, self._group, parked_id, by, self._apply_aside)

    async def skip(self, parked_id: int, by: str, reason: str) -> int:
        """Give up the numbers that an early event waits for; it is applied then, and what waits behind it, in order."""
        return await settling.skip(self._database, self._group, parked_id, (reason, by), self._apply_aside)

    async def give_up(self, place: Place, through: int, by: str, reason: str) -> int:
        """Give up all numbers of a key up to one; return how many events that had come early were applied then."""
        return await settling.give_up_through(
            self._database, self._group, (place, through), (reason, by), self._apply_aside
        )

    async def _apply_aside(self, tx: Transaction, message: Message) -> bool:
        received = self._subscription.read_one(message)
        if not isinstance(received, Received):
            return False
        if message.key is None:
            return bool(await self._apply_new(tx, [received], []))
        if not await tx.fetchval(queries.receive_one, self._group, received.id, received.attributes.type):
            return False
        with tracing.span(f"{self._group} {received.attributes.name}", received.attributes.traceparent):
            await self._subscription.handler(received.event)(tx, [received])
        metrics.consumed.labels(self._group, received.attributes.type).inc()
        return True

    def _observe(self, stage: str, started: float) -> None:
        metrics.consumer_seconds.labels(self._group, stage).observe(perf_counter() - started)


def _runs(batch: Sequence[Received]) -> list[list[Received]]:
    """Split into the longest runs of one type, so that handlers work set-wise and every key keeps its order."""
    runs: list[list[Received]] = []
    for item in batch:
        if runs and type(runs[-1][0].event) is type(item.event):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


@dataclass(slots=True)
class _Taken:
    """What the inbox said of a batch besides "go on"."""

    known: set[UUID]
    """Received before."""
    before: dict[Place, int]
    """Where the heads of keys stood whose run began before them."""
    held: set[Place]
    """Keys that are looked at one by one."""

    @property
    def is_plain(self) -> bool:
        return not (self.known or self.before or self.held)

    def has_turn(self, item: Received) -> bool:
        return self._is_new(item) and item.attributes.sequence > self.before.get(item.message.place, 0)

    def is_late(self, item: Received) -> bool:
        return self._is_new(item) and item.attributes.sequence <= self.before.get(item.message.place, 0)

    def _is_new(self, item: Received) -> bool:
        return item.id not in self.known and item.message.place not in self.held


def _of_keys(
    keys: Collection[Place], batch: Sequence[Received], skipped: Sequence[Skipped]
) -> list[Received | Skipped]:
    """What a batch has of some keys, in the sequence of each."""
    items: list[Received | Skipped] = [*batch, *skipped]
    return sorted((item for item in items if item.message.place in keys), key=lambda item: item.attributes.sequence)


class _Run(NamedTuple):
    """Events of a key that follow each other without a hole."""

    first: int
    last: int
    time: datetime
    """Of the last."""


def _unbroken(batch: Iterable[Received], skipped: Iterable[Skipped]) -> tuple[Mapping[Place, _Run], set[Place]]:
    """The keys whose events follow each other without a hole, and the keys whose events do not."""
    attributes: dict[Place, list[Attributes]] = defaultdict(list)
    broken: set[Place] = set()
    for item in batch:
        each = attributes[item.message.place]
        if each and item.attributes.sequence < each[-1].sequence:
            broken.add(item.message.place)
        each.append(item.attributes)
    for passed in skipped:
        attributes[passed.message.place].append(passed.attributes)
    runs: dict[Place, _Run] = {}
    for place, each in attributes.items():
        if len(each) == 1:
            runs[place] = _Run(each[0].sequence, each[0].sequence, each[0].time)
        elif place in broken or not _is_run([one.sequence for one in each]):
            broken.add(place)
        else:
            last = max(each, key=lambda one: one.sequence)
            runs[place] = _Run(min(one.sequence for one in each), last.sequence, last.time)
    return runs, broken


def _is_run(numbers: Collection[int]) -> bool:
    return len(set(numbers)) == len(numbers) == max(numbers) - min(numbers) + 1
