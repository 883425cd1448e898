"""A Kafka consumer that commits what was applied, and gets past a record which its own library cannot read."""

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

CAREFUL_MS = 500
COMMIT_SECONDS = 0.2


class CarefulConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """aiokafka decodes the names of headers while it polls. One that is not UTF-8 raises out of the poll: what the poll had
    already taken from other partitions would be skipped, and this partition would never move again.

    Offsets are committed before a poll, at most every `COMMIT_SECONDS`, and only of what `applied` was told: committing after
    every batch stood between two polls and doubled the time from acknowledged to read. What a crash leaves uncommitted comes
    again and meets the inbox. Whoever polls must have applied what the poll before returned.
    """

    set_aside: SetAside

    def __init__(self, *topics: str, **options: Any) -> None:
        super().__init__(*topics, **options)
        self._applied: dict[TopicPartition, int] = {}
        self._committed_at = 0.0

    def applied(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """The effects of these records are committed: their offsets may be."""
        self._applied.update((TopicPartition(r.topic, r.partition), r.offset + 1) for r in records)

    async def stop(self) -> None:
        await self._commit_applied()
        await super().stop()

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Records:
        if self._applied and monotonic() - self._committed_at >= COMMIT_SECONDS:
            await self._commit_applied()
        try:
            records: Records = await super().getmany(*partitions, timeout_ms=timeout_ms, max_records=max_records)
        except ValueError as error:
            log.warning("a poll could not be read; reading partition by partition", extra={"reason": repr(error)})
            return await self._carefully(max_records)
        return records

    async def _carefully(self, max_records: int | None) -> Records:
        """Records of one partition: those it had if they can be read, else the next one, else none and the next is parked."""
        await self._commit_applied()
        await self._rewind(*self.assignment())
        for partition in sorted(self.assignment()):
            try:
                records: Records = await super().getmany(partition, timeout_ms=CAREFUL_MS, max_records=max_records)
            except ValueError:
                await self._rewind(partition)
                records = await self._next_of(partition)
            if records:
                return records
        return {}

    async def _next_of(self, partition: TopicPartition) -> Records:
        try:
            records: Records = await super().getmany(partition, timeout_ms=CAREFUL_MS, max_records=1)
        except ValueError as error:
            offset = await self.position(partition)
            await self.set_aside(partition.topic, partition.partition, offset, str(error))
            self.seek(partition, offset + 1)
            await self.commit({partition: offset + 1})
            return {}
        return records

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
