"""Bugs on purpose, each a small change to one part of the chassis; the messaging tests must catch every one of them."""

import asyncio
import contextlib
import os
import random
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer
from faststream import AckPolicy
from faststream.kafka import KafkaMessage

from contracts.envelope import Event
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Row, Transaction
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.chassis.inbox import queries as inbox_queries
from services.chassis.kafka import Consumers, _message
from services.chassis.outbox import Outbox
from services.chassis.relay import Relay, attributes_of, queries
from tests.support.workshop.workshop import Parts


class WatermarkRelay(Relay):
    """Pages by position > last: a transaction that commits late with an early position is never seen."""

    last = 0

    async def drain(self, connection: Any, producer: AIOKafkaProducer) -> int:
        rows = await connection.fetch(
            "select * from outbox where position > $1 order by position limit $2", self.last, self._batch
        )
        if rows:
            await self._publish(producer, rows)
            self.last = rows[-1]["position"]
            await connection.execute(queries.journal_published, [row["position"] for row in rows])
        return len(rows)


class DeletesFirstRelay(Relay):
    """Deletes, commits, then publishes: a crash in between loses the batch."""

    async def drain(self, connection: Any, producer: AIOKafkaProducer) -> int:
        async with connection.transaction():
            rows = await connection.fetch(queries.claim_outbox, self._batch)
            await connection.execute(queries.journal_published, [row["position"] for row in rows])
        if rows:
            crash_point(CrashPoint.RELAY_CLAIMED)
            await self._publish(producer, rows)
        return len(rows)


class LeaderlessRelay(Relay):
    """No leader, skip locked: two of them share the outbox and overtake each other within a key."""

    _dice = random.Random(11)

    async def _lead(self) -> None:
        connection = await self._database.connect()
        try:
            producer = await self._start_producer()
            while True:
                self._woken.clear()
                while await self.drain(connection, producer):
                    pass
                await self._wait()
        finally:
            await connection.close(timeout=2)

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), 0.05)

    async def drain(self, connection: Any, producer: AIOKafkaProducer) -> int:
        async with connection.transaction():
            rows = await connection.fetch(
                "select * from outbox order by position limit $1 for update skip locked", min(self._batch, 3)
            )
            if rows:
                await asyncio.sleep(self._dice.random() * 0.02)  # two processes are never equally fast
                await self._publish(producer, rows)
                await connection.execute(queries.journal_published, [row["position"] for row in rows])
        return len(rows)


class KeylessRelay(Relay):
    """Sends without the key: one aggregate's events spread over the partitions."""

    async def _publish(self, producer: AIOKafkaProducer, rows: list[Row]) -> None:
        for row in rows:
            await producer.send_and_wait(row["topic"], row["body"], headers=attributes_of(row).headers())


class SequenceOutsideOutbox(Outbox):
    """Reads the next sequence first and inserts afterwards: two writers take the same one, or swap."""

    async def record(self, tx: Transaction, event: Event, *, at: Any, event_id: UUID | None = None) -> None:
        sequence = await tx.fetchval("select nextval('planted_sequence')")
        await tx.execute(
            "insert into outbox (event_id, topic, key, sequence, type, source, time, body) values ($1,$2,$3,$4,$5,$6,$7,$8)",
            event_id or new_id(),
            event.topic,
            event.key(),
            sequence,
            event.event_type(),
            self._source,
            at,
            event.model_dump_json().encode(),
        )
        tx.recorded += 1


class ForgetfulInbox(Inbox):
    """Keeps no inbox rows: a repeated event is applied again."""

    async def _apply_new(self, tx: Transaction, batch: Any, skipped: Any) -> Any:
        for item in batch:
            await self._subscription.handler(item.event)(tx, [item])
        return batch


class ArrivalOrderInbox(Inbox):
    """Believes the transport: applies what comes in the order it comes, whatever its number, as the first version did."""

    async def _apply_new(self, tx: Transaction, batch: Any, skipped: Any) -> Any:
        fresh = [
            item
            for item in batch
            if await tx.fetchval(inbox_queries.receive_one, self._group, item.id, item.attributes.type)
        ]
        for item in fresh:
            await self._subscription.handler(item.event)(tx, [item])
        return fresh


class OffsetFirstConsumers(Consumers):
    """Commits the offset before the effects: a crash in between loses the batch."""

    def _subscribe(self, broker: Any, subscription: Any, inbox: Any) -> None:
        async def as_read(message: KafkaMessage) -> KafkaMessage:
            return message

        @broker.subscriber(
            *subscription.topics,
            batch=True,
            group_id=subscription.group,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            decoder=as_read,
            max_records=20,
        )
        async def take(message: KafkaMessage) -> None:
            await message.ack()
            await inbox.take([_message(record) for record in message.raw_message])


PLANTED: dict[str, Parts] = {
    "watermark relay": Parts(relay=WatermarkRelay),
    "delete before publish": Parts(relay=DeletesFirstRelay),
    "offset before effects": Parts(consumers=OffsetFirstConsumers),
    "no inbox": Parts(inbox=ForgetfulInbox),
    "order of arrival": Parts(inbox=ArrivalOrderInbox),
    "two relays": Parts(relay=LeaderlessRelay),
    "keyless publish": Parts(relay=KeylessRelay),
    "sequence taken outside the insert": Parts(outbox=SequenceOutsideOutbox),
}


def chosen_parts() -> Parts:
    """The shipped parts, or the planted ones that the environment names."""
    name = os.environ.get("THIDUA_PLANT")
    return PLANTED[name] if name else Parts()
