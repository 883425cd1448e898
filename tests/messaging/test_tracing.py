"""A trace goes from the request through the outbox, the journal and Kafka into the handler of the next service."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from services.chassis import tracing
from services.chassis.database import Transaction
from services.chassis.kafka import ensure_topics
from services.chassis.subscription import Received
from tests.support.running import eventually
from tests.support.workshop.workshop import Workshop, apply

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

ASKED_WITH = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_the_handler_works_inside_the_trace_of_the_request(workshop: Workshop) -> None:
    tracing.start("workshop", None)
    heard: list[str | None] = []

    async def listen(tx: Transaction, batch: Sequence[Received]) -> None:
        heard.append(tracing.current_traceparent())
        await apply(tx, batch)

    workshop.handlers = dict.fromkeys(workshop.handlers, listen)
    await ensure_topics(workshop.settings, [workshop.topic])

    async with workshop.relaying(), workshop.consuming():
        with tracing.span("a request", ASKED_WITH):
            async with workshop.database.transaction() as tx:
                await workshop.change(tx, uuid4())
        await eventually(workshop.effects)

    assert [traceparent.split("-")[1] for traceparent in heard if traceparent] == [ASKED_WITH.split("-")[1]]
