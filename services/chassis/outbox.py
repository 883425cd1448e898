"""Recording an event in the transaction that makes it true; the relay publishes it after the commit."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from contracts.envelope import MAX_BODY_BYTES, Event
from services.chassis import tracing
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.chassis.sql import Queries
from services.office.refusal import Refused

queries = Queries(__file__)


class Outbox:
    """Records this service's events. Record last: the aggregate's own row must be locked before the event's head.

    Args:
        source: the CloudEvents source, ``/thidua/<service>``.
    """

    def __init__(self, source: str) -> None:
        self._source = source

    async def record(self, tx: Transaction, event: Event, *, at: datetime, event_id: UUID | None = None) -> None:
        """Put one event into the outbox; its sequence is the next of its (topic, key). Refuses one larger than readers take.

        Args:
            at: when it happened (CloudEvents time).
            event_id: given only where the id is derived from what the event says, so that it cannot be recorded twice.
        """
        body = event.model_dump_json(exclude_none=True).encode()
        if len(body) > MAX_BODY_BYTES:
            raise Refused("event.too_large", event=event.event_name(), bytes=len(body), most=MAX_BODY_BYTES)
        await tx.execute(
            queries.record_event,
            event_id or new_id(),
            event.topic,
            event.key(),
            event.event_type(),
            self._source,
            at,
            tracing.current_traceparent(),
            body,
        )
        tx.recorded += 1
        crash_point(CrashPoint.OUTBOX_RECORDED)

    async def record_all(self, tx: Transaction, events: Iterable[Event], *, at: datetime) -> None:
        """Record several events in the order given."""
        for event in events:
            await self.record(tx, event, at=at)
