"""A message that cannot be applied is parked with its reason, holds up its own key alone, and leaves when a person says so."""

import asyncio
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaProducer

from contracts.envelope import Attributes
from services.chassis import parking
from services.chassis.database import Transaction
from services.chassis.inbox import Inbox
from services.chassis.kafka import ensure_topics
from services.chassis.parking import Message
from services.chassis.subscription import Received, Skipped, Subscription
from tests.support.running import eventually
from tests.support.tools import need
from tests.support.workshop.workshop import OFFICE, Workshop, apply

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

GOOD = {"office_id": str(OFFICE), "reason": "kiểm tra", "held_on": "2026-05-04"}


def _message(
    key: str, sequence: int, *, body: bytes | None = b"", type_: str = "vn.thidua.NominationHeld.v1", offset: int = 0
) -> Message:
    attributes = Attributes(uuid4(), "/thidua/workshop", type_, key, datetime.now(UTC), sequence)
    good = json.dumps(GOOD | {"nomination_id": key}).encode()
    return Message("t.v1", 0, offset or sequence, key, tuple(attributes.headers()), good if body == b"" else body)


async def _parked(workshop: Workshop) -> list[tuple[str, str, str]]:
    async with workshop.database.transaction() as tx:
        return [(row["key"], row["state"], row["reason"]) for row in await parking.list_open(tx)]


POISON = {
    "bad-json": {"body": b"{not json"},
    "wrong-schema": {"body": b'{"office_id": 7}'},
    "unknown-major": {"type_": "vn.thidua.NominationHeld.v9"},
    "too-large": {"body": b" " * 1_000_000},
    "null-body": {"body": None},
    "foreign-type": {"type_": "com.example.Something"},
}


@pytest.mark.parametrize("reason", POISON)
async def test_poison_is_parked_with_its_reason_and_blocks_no_other_key(reason: str, workshop: Workshop) -> None:
    poisoned, other = str(uuid4()), str(uuid4())
    inbox = Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))

    await inbox.take(
        [
            _message(poisoned, 1),
            _message(other, 1),
            _message(poisoned, 2, **POISON[reason]),
            _message(other, 2),
            _message(poisoned, 3),
        ]
    )

    assert sorted(await workshop.effects()) == sorted([(poisoned, 1), (other, 1), (other, 2)])
    assert await _parked(workshop) == [(poisoned, "parked", reason), (poisoned, "waiting", "behind-parked")]


async def test_an_unknown_event_name_is_skipped_not_parked(workshop: Workshop) -> None:
    inbox = Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))

    await inbox.take([_message(str(uuid4()), 1, type_="vn.thidua.InventedLater.v1")])

    assert (await workshop.effects(), await _parked(workshop)) == ([], [])


async def test_poison_without_a_key_or_headers_stands_alone(workshop: Workshop) -> None:
    inbox = Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))
    key = str(uuid4())

    await inbox.take(
        [Message("t.v1", 0, 1, None, (), b"?"), Message("t.v1", 0, 2, None, (), b"?"), _message(key, 1, offset=3)]
    )

    assert await workshop.effects() == [(key, 1)]
    assert [state for _, state, _ in await _parked(workshop)] == ["parked", "parked"]


async def test_discarding_counts_as_handled_and_lets_the_waiting_flow_in_order(workshop: Workshop) -> None:
    key = str(uuid4())
    inbox = Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))
    poison = _message(key, 1, body=b"{")
    await inbox.take([poison, _message(key, 2), _message(key, 3)])
    async with workshop.database.transaction() as tx:
        first = (await parking.list_open(tx))[0]["parked_id"]

    applied = await inbox.discard(first, "người vận hành")
    await inbox.take([poison, _message(key, 4)])

    assert applied == 2
    assert await workshop.effects() == [(key, 2), (key, 3), (key, 4)]
    assert await _parked(workshop) == []


class _Moody:
    """A handler that refuses some keys until it is told not to: as a bug that a new version mends."""

    def __init__(self) -> None:
        self.refuses: set[str] = set()
        self.tried = 0

    async def __call__(self, tx: Transaction, batch: Sequence[Received]) -> None:
        for item in batch:
            self.tried += 1
            if item.attributes.subject in self.refuses and item.attributes.sequence == 2:
                raise ValueError("tôi chưa biết làm")
        await apply(tx, batch)


async def test_a_failing_event_is_tried_again_parked_and_released_with_what_waits_behind_it(workshop: Workshop) -> None:
    bad, good = str(uuid4()), str(uuid4())
    moody = _Moody()
    moody.refuses = {bad}
    handlers: dict[Any, Any] = dict.fromkeys(workshop.handlers, moody)
    inbox = Inbox(workshop.database, Subscription(workshop.group, handlers), attempts=2)
    await inbox.take([_message(key, number) for number in (1, 2, 3) for key in (bad, good)])
    assert sorted(await workshop.effects()) == sorted([(bad, 1), (good, 1), (good, 2), (good, 3)])
    async with workshop.database.transaction() as tx:
        first = (await parking.list_open(tx))[0]["parked_id"]

    still_failing = await inbox.release(first, "người vận hành")
    moody.refuses = set()
    released = await inbox.release(first, "người vận hành")

    assert (still_failing, released) == (0, 2)
    assert [number for key, number in await workshop.effects() if key == bad] == [1, 2, 3]
    assert await _parked(workshop) == []


async def test_poison_on_the_real_topic_is_parked_while_everything_else_arrives(workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    aggregates = [uuid4() for _ in range(3)]
    producer = AIOKafkaProducer(bootstrap_servers=workshop.kafka, max_request_size=2_000_000)
    await producer.start()
    for body in (b"{not json", b"x" * 1_000_000, None):
        await producer.send_and_wait(workshop.topic, body, key=b"stranger")
    await producer.stop()

    async with workshop.relaying(), workshop.consuming():
        await workshop.write(aggregates, 40, seed=3)
        total = sum((await workshop.changes()).values())

        async def all_there() -> bool:
            return len(await workshop.effects()) == total

        async def all_parked() -> bool:
            return len(await _parked(workshop)) == 3

        await eventually(all_there)
        await eventually(all_parked)
        parked = await _parked(workshop)

    assert [state for _, state, _ in parked] == ["parked", "waiting", "waiting"]
    assert {key for key, _, _ in parked} == {"stranger"}


STRANGE_HEADERS: dict[str, list[tuple[str, bytes | None]]] = {
    "not-utf-8": [("x-trace", b"\xff\xfe")],
    "null": [("x-trace", None)],
    "nul-character": [("x-trace", b"a\x00b"), ("ce_id", b"\x00")],
    "major-no-number": [("ce_type", "vn.thidua.NominationHeld.v²".encode())],
}


@pytest.mark.parametrize("strange", STRANGE_HEADERS)
async def test_strange_headers_on_the_real_topic_lose_no_event_beside_them(strange: str, workshop: Workshop) -> None:
    await ensure_topics(workshop.settings, [workshop.topic])
    keys = [str(uuid4()) for _ in range(3)]
    producer = AIOKafkaProducer(bootstrap_servers=workshop.kafka)
    await producer.start()
    for number, key in enumerate(keys):
        message = _message(key, 1)
        odd: Any = [*message.headers, *(STRANGE_HEADERS[strange] if number == 1 else ())]
        await producer.send_and_wait(workshop.topic, message.body, key=key.encode(), headers=odd, partition=0)
    await producer.stop()

    async with workshop.consuming():

        async def all_seen() -> bool:
            return len(await workshop.effects()) + len(await _parked(workshop)) == 3

        await eventually(all_seen)

    assert {(keys[0], 1), (keys[2], 1)} <= set(await workshop.effects())


async def test_a_batch_that_cannot_even_be_parked_is_held_up_and_not_passed_over(workshop: Workshop) -> None:
    key = str(uuid4())
    inbox = Inbox(workshop.database, Subscription(workshop.group, workshop.handlers))
    async with workshop.database.transaction() as tx:
        await tx.execute("alter table parked rename to parked_away")

    taking = asyncio.create_task(inbox.take([_message(key, 1), _message(key, 2, body=b"{")]))
    await asyncio.sleep(0.5)
    still_held = not taking.done()
    async with workshop.database.transaction() as tx:
        await tx.execute("alter table parked_away rename to parked")
    await taking

    assert still_held
    assert await workshop.effects() == [(key, 1)]
    assert await _parked(workshop) == [(key, "parked", "bad-json")]


@dataclass(frozen=True)
class _Stumbling(Subscription):
    """Has a bug that one key brings out while its message is read."""

    stumbles: str = ""

    def read_one(self, message: Message) -> Received | Skipped | None:
        if message.key == self.stumbles:
            raise RuntimeError("a bug of ours")
        return super().read_one(message)


async def test_a_message_that_trips_the_reader_is_parked_and_the_others_of_its_batch_flow(workshop: Workshop) -> None:
    bad, good = str(uuid4()), str(uuid4())
    inbox = Inbox(workshop.database, _Stumbling(workshop.group, workshop.handlers, stumbles=bad))

    await inbox.take([_message(bad, 1), _message(good, 1), _message(bad, 2), _message(good, 2)])

    assert await workshop.effects() == [(good, 1), (good, 2)]
    assert await _parked(workshop) == [(bad, "parked", "unreadable"), (bad, "waiting", "behind-parked")]


async def test_release_and_a_live_batch_of_the_same_key_take_turns(workshop: Workshop) -> None:
    key = str(uuid4())
    moody = _Moody()
    moody.refuses = {key}
    handlers: dict[Any, Any] = dict.fromkeys(workshop.handlers, moody)
    inbox = Inbox(workshop.database, Subscription(workshop.group, handlers), attempts=1)
    await inbox.take([_message(key, number) for number in (1, 2, 3)])
    moody.refuses = set()
    async with workshop.database.transaction() as tx:
        first = (await parking.list_open(tx))[0]["parked_id"]

    await asyncio.gather(
        inbox.release(first, "người vận hành"), *(inbox.take([_message(key, number)]) for number in (4,))
    )

    assert [number for _, number in await workshop.effects()] in ([1, 2, 3, 4],)
    assert UUID(key)


@pytest.mark.parametrize("verb", ["release", "discard"])
async def test_of_two_who_settle_one_parked_event_at_once_one_is_told_it_is_settled(
    verb: str, workshop: Workshop
) -> None:
    key = str(uuid4())
    moody = _Moody()
    moody.refuses = {key}
    handlers: dict[Any, Any] = dict.fromkeys(workshop.handlers, moody)
    inbox = Inbox(workshop.database, Subscription(workshop.group, handlers), attempts=1)
    await inbox.take([_message(key, number) for number in (1, 2, 3)])
    moody.refuses = set()
    async with workshop.database.transaction() as tx:
        first = (await parking.list_open(tx))[0]["parked_id"]

    settle = inbox.release if verb == "release" else inbox.discard
    answers = await asyncio.gather(*(settle(first, "người vận hành") for _ in range(5)), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["NotFound"] * 4 + ["int"]
    assert await _parked(workshop) == []


async def test_a_record_that_the_kafka_client_cannot_read_is_parked_and_nothing_beside_it_is_lost(
    workshop: Workshop,
) -> None:
    kcat = need("kcat", "kcat")
    await ensure_topics(workshop.settings, [workshop.topic])
    keys = [str(uuid4()) for _ in range(8)]
    producer = AIOKafkaProducer(bootstrap_servers=workshop.kafka)
    await producer.start()

    async def publish(some: Sequence[str], sequence: int) -> None:
        for number, key in enumerate(some):
            message = _message(key, sequence)
            await producer.send_and_wait(
                workshop.topic, message.body, key=key.encode(), headers=list(message.headers), partition=number % 4
            )

    await publish(keys, 1)
    strange = [
        os.fsencode(kcat),
        *f"-P -b {workshop.kafka} -t {workshop.topic} -p 1 -k x -H".encode().split(),
        b"\xff\xfe=1",
    ]
    await asyncio.to_thread(subprocess.run, strange, input=b"?", check=True)
    await publish(keys, 2)
    await producer.stop()

    async with workshop.consuming():

        async def all_there() -> bool:
            return len(await workshop.effects()) == 16

        await eventually(all_there)

    assert sorted(await workshop.effects()) == sorted((key, sequence) for key in keys for sequence in (1, 2))
    assert [(state, reason) for _, state, reason in await _parked(workshop)] == [("parked", "unreadable")]
