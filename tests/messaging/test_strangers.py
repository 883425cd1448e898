"""Events that do not come from the publisher of their topic: never believed, set aside by themselves, no key waits for them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from contracts.envelope import Attributes
from contracts.nominations.events import NominationHeld
from services.chassis import parking
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.subscription import Subscription
from tests.support.workshop.workshop import OFFICE, Workshop

pytestmark = pytest.mark.postgres

OWNER = "/thidua/nominations"


def held(
    key: UUID,
    sequence: int,
    *,
    source: str = OWNER,
    topic: str = "nominations.v1",
    name: str = "NominationHeld",
    event_id: UUID | None = None,
) -> Message:
    """A hold as Kafka would bring it; ``name`` also of a type that nobody here reads."""
    event = NominationHeld(office_id=OFFICE, nomination_id=key, reason="kiểm tra", held_on=date(2026, 5, 4))
    attributes = Attributes(event_id or uuid4(), source, f"vn.thidua.{name}.v1", str(key), datetime.now(UTC), sequence)
    headers = tuple(attributes.headers())
    return Message(topic, 0, sequence, str(key), headers, event.model_dump_json().encode())


def inbox_of(workshop: Workshop) -> Inbox:
    return Inbox(workshop.database, Subscription(workshop.group, workshop.handlers), attempts=1)


async def parked(workshop: Workshop) -> list[tuple[int, str, str, str]]:
    async with workshop.database.transaction() as tx:
        return [(row["parked_id"], row["key"], row["state"], row["reason"]) for row in await parking.list_open(tx)]


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        ({"source": "/thidua/reviews"}, "stranger"),
        ({"source": "https://example.org/other"}, "stranger"),
        ({"source": "/thidua/nominations/"}, "stranger"),
        ({"source": "/thidua/reviews", "topic": "reviews.v1"}, "wrong-topic"),
        ({"source": "/thidua/reviews", "name": "InventedLater"}, "stranger"),
    ],
    ids=["another service", "another system", "nearly the owner", "on another's topic", "of a type nobody reads"],
)
async def test_a_strangers_event_is_set_aside_and_its_key_goes_on(
    workshop: Workshop, forged: dict[str, str], reason: str
) -> None:
    key, inbox = uuid4(), inbox_of(workshop)

    await inbox.take([held(key, 1), held(key, 700, **forged), held(key, 2)])  # type: ignore[arg-type]

    assert sorted(await workshop.effects()) == [(str(key), 1), (str(key), 2)]
    assert [(kept, state, why) for _, kept, state, why in await parked(workshop)] == [("@0:700", "parked", reason)]


async def test_settling_a_strangers_event_neither_applies_it_nor_counts_it(workshop: Workshop) -> None:
    """Its id may be one that the owner is still to use, and its sequence is none of the key's."""
    key, coming, inbox = uuid4(), uuid4(), inbox_of(workshop)
    await inbox.take([held(key, 1, source="/thidua/reviews", event_id=coming)])
    [(parked_id, _, _, _)] = await parked(workshop)

    released = await inbox.release(parked_id, "vận hành")
    still = [(state, why) for _, _, state, why in await parked(workshop)]
    await inbox.discard(parked_id, "vận hành")
    await inbox.take([held(key, 1, event_id=coming)])

    assert (released, still, await parked(workshop)) == (0, [("parked", "stranger")], [])
    assert await workshop.effects() == [(str(key), 1)]
