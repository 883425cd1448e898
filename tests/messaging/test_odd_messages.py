"""Messages that PostgreSQL or the JSON reader could choke on are parked like any other poison, and hold nobody up."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from contracts.envelope import Attributes
from services.chassis.inbox import Inbox
from services.chassis.parking import Message, list_open
from tests.support.workshop.workshop import OFFICE, Workshop, WorkshopSubscription

pytestmark = pytest.mark.postgres

GOOD = UUID(int=1)


def message(
    workshop: Workshop, subject: str, offset: int, *, source: str = "/thidua/workshop", body: bytes | None = None
) -> Message:
    event = workshop.event(office_id=OFFICE, nomination_id=GOOD, reason="kiểm tra", held_on=date(2026, 5, 4))
    attributes = Attributes(uuid4(), source, event.event_type(), subject, datetime.now(UTC), 1)
    headers = tuple(attributes.headers())
    return Message(
        workshop.topic, 0, offset, subject, headers, body if body is not None else event.model_dump_json().encode()
    )


@pytest.mark.parametrize(
    ("subject", "source", "body", "reason"),
    [
        ("a\0b", "/thidua/workshop", None, "handler-failed"),
        ("a", "/thidua/\0", b"{", "bad-json"),
        ("a", "/thidua/workshop", b"[" * 200_000, "bad-json"),
        ("a", "/thidua/workshop", json.dumps({"office_id": "\ud800\0"}).encode(), "bad-json"),
    ],
    ids=["NUL in the key", "NUL in a header", "nested too deep", "half a character"],
)
async def test_it_is_parked_and_the_next_key_flows(
    workshop: Workshop, subject: str, source: str, body: bytes | None, reason: str
) -> None:
    inbox = Inbox(
        workshop.database, WorkshopSubscription(workshop.group, workshop.handlers, workshop.topic), attempts=1
    )

    await inbox.take([message(workshop, subject, 1, source=source, body=body), message(workshop, str(GOOD), 2)])

    assert await workshop.effects() == [(str(GOOD), 1)]
    async with workshop.database.transaction() as tx:
        assert [row["reason"] for row in await list_open(tx)] == [reason]
