"""A Kafka consumer that polls one batch ahead, commits what was applied, and gets past a record its library cannot read."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from services.chassis.crash import CrashPoint, crash_point

log = logging.getLogger(__name__)

Records = dict[TopicPartition, list[ConsumerRecord[Any, Any]]]
SetAside = Callable[[str, int, int, str], Awaitable[None]]
"""Parks what stands at (topic, partition, offset), with the reason; returns when that is committed."""

Effects = Callable[[], Awaitable[None]]
"""Applies a batch, however long that takes: it raises nothing, for what follows would be committed over it."""

CAREFUL_MS = 500
COMMIT_SECONDS = 0.2
STOP_SECONDS = 3.0


class CarefulConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """aiokafka decodes the names of headers while it polls. One that is not UTF-8 raises out of the poll: what the poll had
    already taken from other partitions would be skipped, and this partition would never move again.

    The next batch is polled and read while one is being applied: PostgreSQL works on the one, Python on the other. No more than
    one is being applied at any time, so keys keep their order.

    Offsets are committed before a poll, at most every `COMMIT_SECONDS`, and only of what was applied: committing after every
    batch stood between two polls and doubled the time from acknowledged to read. What a crash leaves uncommitted comes again
    and meets the inbox.
    """

    set_aside: SetAside

    def __init__(self, *topics: str, **options: Any) -> None:
        super().__init__(*topics, **options)
        self._applying: asyncio.Task[None] | None = None
        self._applied: dict[TopicPartition, int] = {}
        self._committed_at = 0.0

    async def apply(self, records: Sequence[ConsumerRecord[Any, Any]], effects: Effects) -> None:
        """Begin with the effects of a batch once those of the batch before are done."""
        await self._settled()
        self._applying = asyncio.create_task(self._apply(records, effects))

    async def _apply(self, records: Sequence[ConsumerRecord[Any, Any]], effects: Effects) -> None:
        await effects()
        self._applied.update((TopicPartition(r.topic, r.partition), r.offset + 1) for r in records)

    async def _settled(self, seconds: float | None = None) -> None:
        """Return once what was begun is applied; what takes longer than so many seconds is given up and will come again."""
        if self._applying is not None:
            _, unfinished = await asyncio.wait([self._applying], timeout=seconds)
            for task in unfinished:
                task.cancel()

    async def stop(self) -> None:
        await self._settled(STOP_SECONDS)
        await self._commit_applied()
        await super().stop()

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Records:
        """What is new, however long that takes: of an empty answer FastStream would make a pause without a poll."""
        records: Records = {}
        while not records:
            if self._applied and monotonic() - self._committed_at >= COMMIT_SECONDS:
                await self._commit_applied()
            try:
                records = await super().getmany(*partitions, timeout_ms=timeout_ms, max_records=max_records)
            except ValueError as error:
                log.warning("a poll could not be read; reading partition by partition", extra={"reason": repr(error)})
                await self._settled()
                records = await self._carefully(max_records)
        return records

    async def _carefully(self, max_records: int | None) -> Records:
        """Records of one partition: all it has if they can be read, else what stands before the one that cannot.

        Where nothing stands before it, that one is parked and passed, and there is none to return.
        """
        await self._commit_applied()
        await self._rewind(*self.assignment())
        ends = await self.end_offsets(list(self.assignment()))
        for partition in sorted(self.assignment()):
            if await self.position(partition) >= ends[partition]:
                continue
            try:
                records: Records = await super().getmany(partition, timeout_ms=CAREFUL_MS, max_records=max_records)
            except ValueError:
                await self._rewind(partition)
                return await self._readable_of(partition, max_records)
            if records:
                return records
        return {}

    async def _readable_of(self, partition: TopicPartition, max_records: int | None) -> Records:
        """One by one as far as they can be read; the next poll finds the one that cannot in first place."""
        records: list[ConsumerRecord[Any, Any]] = []
        while max_records is None or len(records) < max_records:
            try:
                one: Records = await super().getmany(partition, timeout_ms=CAREFUL_MS, max_records=1)
            except ValueError as error:
                offset = await self.position(partition)
                self.seek(partition, offset)
                if not records:
                    await self.set_aside(partition.topic, partition.partition, offset, str(error))
                    self.seek(partition, offset + 1)
                    await self.commit({partition: offset + 1})
                break
            if not one:
                break
            records += one[partition]
        return {partition: records} if records else {}

    async def _commit_applied(self) -> None:
        offsets, self._applied = self._applied, {}
        self._committed_at = monotonic()
        if offsets:
            try:
                await self.commit(offsets)
            except KafkaError as error:  # a rebalance took a partition: its new owner meets the inbox
                log.warning("offsets not committed", extra={"reason": repr(error)})
            crash_point(CrashPoint.OFFSET_COMMITTED)

    async def _rewind(self, *partitions: TopicPartition) -> None:
        """Back to what is committed: what a failed poll took is read again."""
        committed = {partition: await self.committed(partition) for partition in partitions}
        unread = [partition for partition, offset in committed.items() if offset is None]
        for partition, offset in committed.items():
            if offset is not None:
                self.seek(partition, offset)
        if unread:
            await self.seek_to_beginning(*unread)
