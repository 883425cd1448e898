"""A reader that knows nothing of the chassis: plain aiokafka over the whole topic."""

from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition


@dataclass(frozen=True)
class Seen:
    key: str | None
    sequence: int
    event_id: str
    type: str


async def read_topic(bootstrap: str, topic: str) -> list[Seen]:
    """Every message now on the topic; within a partition in order, which is all Kafka promises."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        await consumer._client.force_metadata_update()
        partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        seen: list[Seen] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                for records in (await consumer.getmany(partition, timeout_ms=500)).values():
                    for record in records:
                        headers = {name: value.decode() for name, value in record.headers}
                        if "ce_id" not in headers:  # a stranger's message
                            continue
                        key = record.key.decode() if record.key is not None else None
                        seen.append(Seen(key, int(headers["ce_sequence"]), headers["ce_id"], headers["ce_type"]))
        return seen
    finally:
        await consumer.stop()


def first_appearances(seen: list[Seen]) -> dict[str | None, list[int]]:
    """Sequences by key, each event at its first appearance only: redelivery may repeat."""
    known: set[str] = set()
    order: dict[str | None, list[int]] = {}
    for each in seen:
        if each.event_id not in known:
            known.add(each.event_id)
            order.setdefault(each.key, []).append(each.sequence)
    return order
