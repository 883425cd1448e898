"""Clients that know nothing of Thidua read its topics and find valid events, and one of theirs is read by Thidua."""

import json
import subprocess
from datetime import datetime
from typing import Any

import jsonschema
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from contracts.catalog import EVENTS, read
from contracts.envelope import Attributes, split_type
from contracts.generate import HERE
from contracts.reporting.events import ReportSubmitted
from tests.interop.published import Published
from tests.support.goldens import Golden, lost
from tests.support.tools import need

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


async def test_kcat_finds_every_event_with_key_headers_sequence_and_a_body_that_fits_its_schema(
    published: Published,
) -> None:
    kcat = need("kcat", "kcat")

    seen = [message for topic in published.topics.values() for message in _consume(kcat, published.kafka, topic)]

    assert {message["headers"]["ce_id"] for message in seen} == {
        golden.headers["ce_id"] for golden in published.goldens
    }
    assert {split_type(message["headers"]["ce_type"])[0] for message in seen} == set(EVENTS)
    for message in seen:
        golden = _golden(published, message["headers"]["ce_id"])
        body = json.loads(message["payload"])
        schema = json.loads((HERE / "schemas" / golden.file).read_text())
        jsonschema.validate(body, schema, jsonschema.Draft202012Validator, format_checker=jsonschema.FormatChecker())
        assert lost(golden.body, body) == []
        assert message["key"] == message["headers"]["ce_subject"] == body[schema["x-key"]]
        assert message["topic"] == published.topics[schema["x-topic"]]
        expected = {name: golden.headers[name] for name in ("content-type", "ce_specversion", "ce_type", "ce_source")}
        assert message["headers"].items() >= expected.items()
    sequences: dict[tuple[str, str], list[int]] = {}
    for message in seen:
        sequences.setdefault((message["topic"], message["key"]), []).append(int(message["headers"]["ce_sequence"]))
    assert sequences == {key: list(range(1, len(found) + 1)) for key, found in sequences.items()}


async def test_the_cloudevents_sdk_reads_every_event_in_binary_mode(published: Published) -> None:
    for topic in published.topics.values():
        for message in await _messages(published.kafka, topic):
            event = from_binary(message, JSONFormat())

            golden = _golden(published, event.get_id())
            assert isinstance(event, CloudEvent)
            assert event.get_type() == golden.headers["ce_type"]
            assert event.get_source() == golden.headers["ce_source"]
            assert event.get_time() == datetime.fromisoformat(golden.headers["ce_time"])
            assert event.get_subject() == event.get_extension("partitionkey") == golden.headers["ce_subject"]
            assert event.get_datacontenttype() == "application/json"
            assert int(event.get_extension("sequence")) >= 1
            data = event.get_data()
            assert isinstance(data, dict)
            assert lost(golden.body, data) == []


async def test_an_event_that_the_cloudevents_sdk_wrote_is_read_by_the_contracts(published: Published) -> None:
    golden = next(each for each in published.goldens if each.event_class is ReportSubmitted)
    attributes = {
        "id": "0199aaaa-0000-7000-8000-000000000001",
        "source": "/elsewhere",
        "type": ReportSubmitted.event_type(),
        "subject": golden.attributes.subject,
        "time": golden.attributes.time,
        "sequence": "7",
        "datacontenttype": "application/json",
    }
    written = to_binary(CloudEvent(attributes, dict(golden.body)), JSONFormat(), lambda event: event.get_subject())
    topic = published.topics["progress.v1"]
    async with AIOKafkaProducer(bootstrap_servers=published.kafka) as producer:
        assert isinstance(written.key, str)
        headers = list(written.headers.items())
        await producer.send_and_wait(topic, written.value, key=written.key.encode(), headers=headers)

    ours = [
        read(found, message.value)
        for message in await _messages(published.kafka, topic)
        if (found := Attributes.from_headers(message.headers)).source == "/elsewhere" and found.sequence == 7
    ]

    assert ours == [ReportSubmitted.model_validate(golden.body)]


def _golden(published: Published, event_id: str) -> Golden:
    return next(golden for golden in published.goldens if golden.headers["ce_id"] == event_id)


def _consume(kcat: str, bootstrap: str, topic: str) -> list[dict[str, Any]]:
    """Everything on a topic as kcat's own JSON says it, headers as a mapping."""
    command = [kcat, "-C", "-q", "-J", "-e", "-o", "beginning", "-b", bootstrap, "-t", topic]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    for message in messages:
        flat = message["headers"]
        message["headers"] = dict(zip(flat[::2], flat[1::2], strict=True))
    return messages


async def _messages(bootstrap: str, topic: str) -> list[KafkaMessage]:
    """Everything on a topic as the SDK takes it."""
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
        await consumer._client.force_metadata_update()
        partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[KafkaMessage] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                for records in (await consumer.getmany(partition, timeout_ms=500)).values():
                    found += [KafkaMessage(dict(each.headers), each.key, each.value) for each in records]
        return found
