"""The inbox: each event's effects exactly once, in the order of its key, a batch at a time.

A batch is decoded message by message, then one transaction inserts the inbox rows and applies the effects of what is new;
only after its commit are the Kafka offsets committed. What fails is tried alone, and parked if it goes on failing.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from time import perf_counter
from typing import Final

from contracts.envelope import Attributes, Unreadable
from services.chassis import metrics, origin, parking, settling, tracing
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Database, Transaction, Unavailable
from services.chassis.parking import Message
from services.chassis.sql import Queries
from services.chassis.subscription import Batch, Received, Skipped, Subscription

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
        """Inbox rows and effects of what is new in a batch; events of keys with something parked go behind it."""
        places = {item.message.place for item in batch} | {item.message.place for item in skipped}
        blocked = await parking.lock_keys(tx, self._group, places)
        waiting = [item for item in batch if item.message.place in blocked]
        for item in waiting:
            await parking.wait_behind(tx, self._group, item.message)
        flowing = [item for item in batch if item.message.place not in blocked]
        if not flowing:
            await self._notice_gaps(tx, skipped, blocked)
            return []
        ids, types = [item.id for item in flowing], [item.attributes.type for item in flowing]
        known = {row["event_id"] for row in await tx.fetch(queries.receive, self._group, ids, types)}
        crash_point(CrashPoint.INBOX_INSERTED)
        fresh = [item for id_, item in {item.id: item for item in flowing}.items() if id_ not in known]
        await self._notice_gaps(tx, [*fresh, *skipped], blocked)
        for run in _runs(fresh):
            with tracing.span(f"{self._group} {run[0].attributes.name}", run[0].attributes.traceparent):
                await self._subscription.handler(run[0].event)(tx, run)
        crash_point(CrashPoint.EFFECTS_APPLIED)
        return fresh

    async def _notice_gaps(
        self, tx: Transaction, fresh: Sequence[Received | Skipped], silent: Set[tuple[str, str]] = frozenset()
    ) -> None:
        """Advance the heads and report every sequence that never came; a gap is news, not a reason to stop.

        Args:
            silent: keys with something parked, whose sequences come later by hand.
        """
        seen: dict[tuple[str, str], list[int]] = defaultdict(list)
        for item in fresh:
            seen[item.message.place].append(item.attributes.sequence)
        if not seen:
            return
        places = sorted(seen)
        topics, keys = [topic for topic, _ in places], [key for _, key in places]
        last = [max(seen[place]) for place in places]
        rows = await tx.fetch(queries.advance_heads, self._group, topics, keys, last)
        heads = {(row["topic"], row["key"]): row["sequence"] for row in rows}
        for place in places:
            expected = heads.get(place, 0) + 1
            for sequence in sorted(seen[place]):
                if sequence > expected and place not in silent:
                    metrics.sequence_gaps.labels(self._group, place[0]).inc()
                    log.error(
                        "gap in sequence",
                        extra={"group": self._group, "place": place, "expected": expected, "got": sequence},
                    )
                expected = max(expected, sequence + 1)

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
                    await self._park(message, origin.reason_of(error), origin.told(error))
                else:
                    await asyncio.sleep(0.1 * 2 ** (attempt - 1))
            else:
                return

    async def _park(self, message: Message, reason: str, error: str) -> None:
        async with self._database.transaction() as tx:
            if await parking.lock_keys(tx, self._group, {message.place}):
                await parking.wait_behind(tx, self._group, message)
            else:
                await parking.park(tx, self._group, message, reason, error)
            crash_point(CrashPoint.PARKED)

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
        return await settling.settle(self._database, self._group, parked_id, by, self._apply_parked)

    async def discard(self, parked_id: int, by: str) -> int:
        """Give a parked event up: it counts as handled. What waits behind it is then applied, in order."""
        return await settling.settle(
            self._database, self._group, parked_id, by, self._apply_parked, self._count_as_handled
        )

    async def _apply_parked(self, tx: Transaction, message: Message) -> None:
        received = self._subscription.read_one(message)
        if not isinstance(received, Received) or await tx.fetch(
            queries.receive, self._group, [received.id], [received.attributes.type]
        ):
            return
        await self._notice_gaps(tx, [received])
        with tracing.span(f"{self._group} {received.attributes.name}", received.attributes.traceparent):
            await self._subscription.handler(received.event)(tx, [received])
        metrics.consumed.labels(self._group, received.attributes.type).inc()

    async def _count_as_handled(self, tx: Transaction, message: Message) -> None:
        try:
            attributes = Attributes.from_headers(message.headers)
            origin.check(message.topic, attributes)
        except Unreadable:
            return
        await tx.fetch(queries.receive, self._group, [attributes.id], [attributes.type])
        if message.key is not None:
            await tx.execute(queries.advance_heads, self._group, [message.topic], [message.key], [attributes.sequence])

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
