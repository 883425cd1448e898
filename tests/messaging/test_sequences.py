"""What counts as a gap in a key's sequence: an event that never came, not one that was none of the group's business."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from contracts.envelope import Attributes
from contracts.nominations.events import NominationHeld
from services.chassis import metrics
from services.chassis.database import Transaction
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.subscription import Received, Subscription
from tests.support.workshop.workshop import OFFICE, Workshop, apply

pytestmark = pytest.mark.postgres

HANDLED, UNHANDLED, UNKNOWN = "NominationHeld", "NominationReleased", "SomethingNew"


def _message(key: str, sequence: int, name: str = HANDLED, body: bytes | None = None) -> Message:
    attributes = Attributes(uuid4(), "/thidua/workshop", f"vn.thidua.{name}.v1", key, datetime.now(UTC), sequence)
    good = b'{"office_id": "%s", "nomination_id": "%s", "reason": "x", "held_on": "2026-05-04"}'
    held = good % (str(OFFICE).encode(), key.encode())
    return Message("t.v1", 0, sequence, key, tuple(attributes.headers()), held if body is None else body)


def _inbox(workshop: Workshop, handlers: Mapping[Any, Any] | None = None) -> tuple[Inbox, str]:
    group = f"sequences-{uuid4().hex[:8]}"
    return Inbox(workshop.database, Subscription(group, handlers or {NominationHeld: apply})), group


def _gaps(group: str) -> float:
    return metrics.sequence_gaps.labels(group, "t.v1")._value.get()


@pytest.mark.parametrize("name", [UNHANDLED, UNKNOWN])
async def test_an_event_the_group_does_not_handle_leaves_no_gap(name: str, workshop: Workshop) -> None:
    inbox, group = _inbox(workshop)
    key = str(uuid4())

    await inbox.take([_message(key, 1), _message(key, 2, name)])
    await inbox.take([_message(key, 3, name), _message(key, 4), _message(key, 5, name)])
    await inbox.take([_message(key, 6)])

    assert _gaps(group) == 0


async def test_an_event_that_never_came_is_a_gap(workshop: Workshop) -> None:
    inbox, group = _inbox(workshop)
    key = str(uuid4())

    await inbox.take([_message(key, 1), _message(key, 3)])
    await inbox.take([_message(key, 5, UNHANDLED), _message(key, 6)])

    assert _gaps(group) == 2


async def test_redelivery_is_no_gap(workshop: Workshop) -> None:
    inbox, group = _inbox(workshop)
    key = str(uuid4())
    messages = [_message(key, 1), _message(key, 2, UNHANDLED), _message(key, 3)]

    await inbox.take(messages)
    await inbox.take(messages)

    assert _gaps(group) == 0


async def test_what_is_parked_and_comes_later_by_hand_is_no_gap(workshop: Workshop) -> None:
    refused = True

    async def sometimes(tx: Transaction, batch: Sequence[Received]) -> None:
        if refused and any(item.attributes.sequence == 2 for item in batch):
            raise RuntimeError("not now")
        await apply(tx, batch)

    inbox, group = _inbox(workshop, {NominationHeld: sometimes})
    key = str(uuid4())

    await inbox.take([_message(key, 1), _message(key, 2), _message(key, 3, UNHANDLED), _message(key, 4)])
    refused = False
    async with workshop.database.transaction() as tx:
        parked = await tx.fetchval("select min(parked_id) from parked where consumer_group = $1::text", group)
    released = await inbox.release(parked, "tester")
    await inbox.take([_message(key, 5)])

    assert (released, _gaps(group)) == (2, 0)


async def test_a_foreign_message_under_a_key_no_database_can_hold_is_passed_over(workshop: Workshop) -> None:
    inbox, group = _inbox(workshop)
    ours = str(uuid4())

    await inbox.take([_message("a\x00b", 1, UNKNOWN, b"{}"), _message(ours, 1)])

    assert (_gaps(group), await workshop.effects()) == (0, [(ours, 1)])
