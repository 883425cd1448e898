"""Each key is applied by its sequence, whatever way and in whatever order its events come."""

from uuid import uuid4

import pytest

from services.chassis.inbox import Inbox
from services.chassis.subscription import Subscription
from tests.messaging.numbered import message
from tests.support.workshop.workshop import Workshop

pytestmark = pytest.mark.postgres

BELIEVED = "the inbox believes the transport and applies what comes in the order it comes"


async def applied(workshop: Workshop, key: str) -> list[int]:
    return [number for place, number in await workshop.effects() if place == key]


@pytest.mark.xfail(strict=True, reason=BELIEVED)
async def test_a_batch_from_two_partitions_is_applied_in_sequence(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))

    await inbox.take([message(key, number, route=7) for number in (3, 4)] + [message(key, number) for number in (1, 2)])

    assert await applied(workshop, key) == [1, 2, 3, 4]


@pytest.mark.xfail(strict=True, reason=BELIEVED)
async def test_an_event_lost_and_replayed_after_the_next_came_is_applied_before_it(workshop: Workshop) -> None:
    """A hold that was lost, and the release after it: a replay must not leave the case held."""
    key, inbox = str(uuid4()), Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))
    await inbox.take([message(key, 1)])
    await inbox.take([message(key, 3)])

    await inbox.take([message(key, number, route=9) for number in (1, 2, 3)])

    assert await applied(workshop, key) == [1, 2, 3]
