"""Each key is applied by its sequence, whatever way and in whatever order its events come; what is missing is waited for, in sight."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from services.chassis import metrics, parking, turns
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.subscription import Received, Subscription
from services.office.refusal import NotFound
from tests.messaging.numbered import UNHANDLED, message
from tests.support.workshop.workshop import Workshop, apply

pytestmark = pytest.mark.postgres


def inbox_of(workshop: Workshop, **more: Any) -> Inbox:
    return Inbox(workshop.database, Subscription(workshop.group, workshop.handlers), attempts=1, **more)


async def applied(workshop: Workshop, key: str) -> list[int]:
    return [number for place, number in await workshop.effects() if place == key]


async def aside(workshop: Workshop) -> list[tuple[int | None, str]]:
    async with workshop.database.transaction() as tx:
        return [(row["sequence"], row["state"]) for row in await parking.list_open(tx)]


async def ids(workshop: Workshop) -> dict[int | None, int]:
    async with workshop.database.transaction() as tx:
        return {row["sequence"]: row["parked_id"] for row in await parking.list_open(tx)}


async def head(workshop: Workshop, key: str) -> int:
    async with workshop.database.transaction() as tx:
        found: int = await tx.fetchval("select sequence from inbox_heads where key = $1", key)
        return found


async def test_what_comes_early_waits_in_sight_and_follows_what_was_missing(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)

    await inbox.take([message(key, 1), message(key, 3), message(key, 4)])
    before = await applied(workshop, key), await aside(workshop)
    await inbox.take([message(key, 2)])

    assert before == ([1], [(3, "early"), (4, "early")])
    assert (await applied(workshop, key), await aside(workshop)) == ([1, 2, 3, 4], [])


async def test_a_batch_from_two_partitions_is_applied_in_sequence(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)

    await inbox.take([message(key, number, route=7) for number in (3, 4)] + [message(key, number) for number in (1, 2)])

    assert (await applied(workshop, key), await aside(workshop)) == ([1, 2, 3, 4], [])


async def test_an_event_lost_and_replayed_after_the_next_came_is_applied_before_it(workshop: Workshop) -> None:
    """A hold that was lost, and the release after it: a replay must not leave the case held."""
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, 1)])
    await inbox.take([message(key, 3)])

    await inbox.take([message(key, number, route=9) for number in (1, 2, 3)])

    assert (await applied(workshop, key), await aside(workshop)) == ([1, 2, 3], [])


async def test_what_comes_after_its_successor_was_applied_never_overtakes_it(workshop: Workshop) -> None:
    """As a database of an earlier version has it: 3 applied, 2 never seen."""
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, 1)])
    async with workshop.database.transaction() as tx:
        await tx.execute("update inbox_heads set sequence = 3 where key = $1", key)
    late = metrics.events_late.labels(workshop.group, "t.v1")._value.get()

    await inbox.take([message(key, 2), message(key, 4)])
    await inbox.take([message(key, 2)])

    assert await applied(workshop, key) == [1, 4]
    assert metrics.events_late.labels(workshop.group, "t.v1")._value.get() - late == 2


async def test_events_of_no_interest_count_in_their_turn(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)

    await inbox.take([message(key, 3, name=UNHANDLED), message(key, 4)])
    await inbox.take([message(key, 2, name=UNHANDLED), message(key, 1)])

    assert (await applied(workshop, key), await head(workshop, key), await aside(workshop)) == ([1, 4], 4, [])


async def test_an_early_event_is_kept_once_however_often_it_comes(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)

    for route in range(3):
        await inbox.take([message(key, 2, route=route), message(key, 2, route=route + 10)])

    assert await aside(workshop) == [(2, "early")]


async def test_other_keys_flow_beside_one_that_waits(workshop: Workshop) -> None:
    waiting, other, inbox = str(uuid4()), str(uuid4()), inbox_of(workshop)

    await inbox.take([message(waiting, 2), message(other, 1), message(waiting, 3), message(other, 2)])

    assert await workshop.effects() == [(other, 1), (other, 2)]


async def test_more_than_there_is_room_for_is_left_out_and_comes_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MOST_OF_A_KEY", 3)
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, number) for number in range(2, 8)])
    kept = await aside(workshop)

    await inbox.take([message(key, number, route=1) for number in range(1, 8)])

    assert kept == [(2, "early"), (3, "early"), (4, "early")]
    await inbox.take([message(key, number, route=2) for number in range(1, 8)])
    assert (await applied(workshop, key), await aside(workshop)) == (list(range(1, 8)), [])


async def test_an_operator_skips_a_number_with_a_reason(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, number) for number in (1, 4, 5, 7)])
    four = (await ids(workshop))[4]

    count = await inbox.skip(four, "người vận hành", "nơi phát không còn sự kiện")
    await inbox.take([message(key, 2)])

    async with workshop.database.transaction() as tx:
        skips = [tuple(row) for row in await tx.fetch("select first, last, reason, skipped_by from inbox_skips")]
    assert (count, await applied(workshop, key)) == (2, [1, 4, 5])
    assert await aside(workshop) == [(7, "early")]
    assert skips == [(2, 3, "nơi phát không còn sự kiện", "người vận hành")]


async def test_what_is_skipped_can_be_settled_once(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, 2)])
    two = (await ids(workshop))[2]

    answers = await asyncio.gather(*(inbox.skip(two, "ai đó", "mất hẳn") for _ in range(3)), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == [NotFound.__name__] * 2 + ["int"]


async def test_a_damaged_copy_given_up_does_not_take_the_number_of_the_good_one(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, 1), message(key, 2, body=b"{"), message(key, 3)])
    await inbox.take([message(key, 2, route=1)])
    async with workshop.database.transaction() as tx:
        [damaged] = [row["parked_id"] for row in await parking.list_open(tx) if row["state"] == "parked"]

    count = await inbox.discard(damaged, "người vận hành")

    assert (count, await applied(workshop, key), await aside(workshop)) == (2, [1, 2, 3], [])


async def test_a_number_given_up_ahead_of_its_turn_is_passed_when_it_comes(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)
    await inbox.take([message(key, 1), message(key, 3, body=b"{")])
    await inbox.discard((await ids(workshop))[3], "người vận hành")

    await inbox.take([message(key, 4)])
    await inbox.take([message(key, 2)])

    assert (await applied(workshop, key), await head(workshop, key)) == ([1, 2, 4], 4)


async def test_an_unreadable_event_ahead_of_its_turn_lets_those_before_it_pass(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)

    await inbox.take([message(key, 3, body=b"{"), message(key, 4)])
    await inbox.take([message(key, 1), message(key, 2)])

    assert await applied(workshop, key) == [1, 2]
    assert await aside(workshop) == [(3, "parked"), (4, "early")]


async def test_a_stored_event_that_fails_when_its_turn_comes_is_parked_and_what_follows_waits(
    workshop: Workshop,
) -> None:
    async def sometimes(tx: Any, batch: Sequence[Received]) -> None:
        if any(item.attributes.sequence == 3 for item in batch):
            raise RuntimeError("tôi chưa biết làm")
        await apply(tx, batch)

    key = str(uuid4())
    workshop.handlers = dict.fromkeys(workshop.handlers, sometimes)
    inbox = inbox_of(workshop)
    await inbox.take([message(key, 3), message(key, 4)])
    await inbox.take([message(key, 1), message(key, 2)])

    assert await applied(workshop, key) == [1, 2]
    assert await aside(workshop) == [(3, "parked"), (4, "early")]


async def test_two_copies_of_a_service_that_get_a_key_by_two_routes_keep_its_order(workshop: Workshop) -> None:
    """As after partitions were raised: the old partition is with one consumer, the new one with another."""
    keys = [str(uuid4()) for _ in range(8)]
    first, second = inbox_of(workshop), inbox_of(workshop)

    async def by(inbox: Inbox, numbers: range, route: int) -> None:
        for number in numbers:
            await inbox.take([message(key, number, route=route) for key in keys])

    await asyncio.gather(by(first, range(1, 16), 0), by(second, range(16, 31), 1), by(second, range(10, 20), 2))

    assert {key: await applied(workshop, key) for key in keys} == {key: list(range(1, 31)) for key in keys}
    assert await aside(workshop) == []


async def test_a_message_without_a_key_is_ordered_by_its_subject(workshop: Workshop) -> None:
    key, inbox = str(uuid4()), inbox_of(workshop)
    keyless = [Message(m.topic, 1, m.offset, None, m.headers, m.body) for m in (message(key, 2), message(key, 3))]

    await inbox.take([*keyless, message(key, 1)])

    assert (await applied(workshop, key), await aside(workshop)) == ([1, 2, 3], [])
