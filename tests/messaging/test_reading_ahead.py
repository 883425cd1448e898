"""A batch is polled and read while the one before is applied, and neither order nor a single event is lost by that."""

import asyncio
import os
import subprocess
from collections.abc import Sequence
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from prometheus_client import REGISTRY

from contracts.nominations.events import NominationHeld
from services.chassis import kafka, parking, polling
from services.chassis.database import Transaction
from services.chassis.kafka import ensure_topics
from services.chassis.subscription import Received
from tests.support.running import eventually
from tests.support.tools import need
from tests.support.workshop.workshop import Workshop, apply

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

EVENTS = 150


class Gate:
    """A handler that begins with a batch and does not finish it before it is let."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self._open = asyncio.Event()

    async def apply(self, tx: Transaction, batch: Sequence[Received]) -> None:
        self.begun.append(len(batch))
        await self._open.wait()
        await apply(tx, batch)

    async def is_reached(self) -> bool:
        return bool(self.begun)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
async def gate(workshop: Workshop) -> Gate:
    """One key's events wait on the topic, more than three batches of them; their handler stands at the gate."""
    await ensure_topics(workshop.settings, [workshop.topic])
    async with workshop.relaying():
        await _tell(workshop, EVENTS)
    gate = Gate()
    workshop.handlers = {NominationHeld: gate.apply}
    return gate


async def _tell(workshop: Workshop, events: int) -> None:
    """So many events of a key of their own, until they are on the topic; a relay is running."""
    key = uuid4()
    for _ in range(events):
        async with workshop.database.transaction() as tx:
            await workshop.change(tx, key)

    async def published() -> bool:
        async with workshop.database.transaction() as tx:
            return bool(await tx.fetchval("select not exists (select from outbox)"))

    await eventually(published)


def _batches_read(workshop: Workshop) -> float:
    labels = {"group": workshop.group, "stage": "decode"}
    return REGISTRY.get_sample_value("thidua_consumer_seconds_count", labels) or 0.0


async def _committed(workshop: Workshop) -> int:
    """Events of the group that Kafka holds for done."""
    admin = AIOKafkaAdminClient(bootstrap_servers=workshop.kafka)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(workshop.group)
        return sum(max(each.offset, 0) for each in offsets.values())
    finally:
        await admin.close()


async def _all_applied_in_order(workshop: Workshop, events: int = EVENTS) -> None:
    async def all_there() -> bool:
        return len(await workshop.effects()) == events

    await eventually(all_there)
    effects = await workshop.effects()
    for key in {key for key, _ in effects}:
        numbers = [number for place, number in effects if place == key]
        assert numbers == list(range(1, len(numbers) + 1))


async def test_one_batch_is_read_ahead_and_begun_only_after_the_one_before(workshop: Workshop, gate: Gate) -> None:
    async with workshop.consuming():

        async def two_are_read() -> bool:
            return _batches_read(workshop) == 2

        await eventually(two_are_read)
        await asyncio.sleep(1)

        assert len(gate.begun) == 1
        assert _batches_read(workshop) == 2
        assert await _committed(workshop) == 0

        gate.open()
        await _all_applied_in_order(workshop)


async def test_stopping_finishes_what_was_begun_and_commits_no_more_than_that(
    workshop: Workshop, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "STOP_SECONDS", 60.0)
    monkeypatch.setattr(kafka, "STOP_SECONDS", 60.0)
    async with workshop.consuming():
        await eventually(gate.is_reached)
        asyncio.get_running_loop().call_later(1, gate.open)

    applied = len(await workshop.effects())
    assert applied == sum(gate.begun) < EVENTS
    assert await _committed(workshop) == applied

    async with workshop.consuming():
        await _all_applied_in_order(workshop)


async def test_stopping_gives_up_what_does_not_end_and_it_comes_again(workshop: Workshop, gate: Gate) -> None:
    async with workshop.consuming():
        await eventually(gate.is_reached)

    assert await workshop.effects() == []
    assert await _committed(workshop) == 0

    gate.open()
    async with workshop.consuming():
        await _all_applied_in_order(workshop)


async def test_a_record_the_client_cannot_read_waits_for_the_batch_before_it(workshop: Workshop, gate: Gate) -> None:
    """It is committed over as soon as it is parked: before that, what lies in front of it must be applied."""
    kcat = os.fsencode(need("kcat", "kcat"))

    async def parked() -> bool:
        async with workshop.database.transaction() as tx:
            return bool(await parking.list_open(tx))

    async with workshop.consuming():
        await eventually(gate.is_reached)
        for partition in range(workshop.settings.topic_partitions):
            where = f"-P -b {workshop.kafka} -t {workshop.topic} -p {partition} -k x -H".encode().split()
            await asyncio.to_thread(subprocess.run, [kcat, *where, b"\xff\xfe=1"], input=b"?", check=True)
        await asyncio.sleep(2)
        assert not await parked()
        assert await _committed(workshop) == 0

        gate.open()
        await _all_applied_in_order(workshop)
        await eventually(parked)
