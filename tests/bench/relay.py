"""Relay drain against publishing the same rows with the same producer and nothing else."""

from time import perf_counter

from services.chassis.relay import Relay, queries
from services.chassis.serve import spare_start_up
from tests.bench.ground import Ground, fill_outbox, pack

EVENTS = 20_000


async def measure(ground: Ground) -> tuple[float, float]:
    """(events/s drained by the shipped relay, events/s only published)."""
    topic = await ground.topic()
    async with ground.database("nominations") as (database, _):
        relay = Relay(database, {"bootstrap_servers": ground.kafka}, batch=1000)
        producer = await relay._start_producer()
        connection = await database.connect()
        try:
            await fill_outbox(database, topic, pack(EVENTS))
            rows = await connection.fetch(queries.claim_outbox, EVENTS)
            await relay._publish(producer, rows[:1000])  # connections and metadata are warm for both
            spare_start_up()
            started = perf_counter()
            for first in range(0, EVENTS, 1000):
                await relay._publish(producer, rows[first : first + 1000])
            only_published = EVENTS / (perf_counter() - started)
            del rows
            spare_start_up()
            started = perf_counter()
            while await relay.drain(connection, producer):
                pass
            drained = EVENTS / (perf_counter() - started)
        finally:
            await connection.close()
            await relay._drop_producer()
    return drained, only_published
