"""The AsyncAPI 3.0 document: topics, messages and who sends or receives them, from the models and the catalog alone."""

import inspect
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.block_yaml import Node
from contracts.catalog import EVENTS, PUBLIC_CORE, PUBLISHERS, SUBSCRIBERS
from contracts.envelope import CONTENT_TYPE, SPEC_VERSION, Event
from contracts.json_schemas import PlainSchema

_KAFKA_BINDING = "0.5.0"
_ABOUT = """\
The yearly work of emulation and commendation (thi đua, khen thưởng) of a Vietnamese public office, as events.

Every message is a CloudEvents 1.0 event in Kafka's binary mode: attributes in the headers, the fact as JSON in the body.
Order is promised within one topic and key, by first appearance; a message may come again. ce_sequence counts per
topic and key from 1 without gaps. Within .v1 fields are only added: readers ignore fields and skip types they do not know.
A change that would break a reader becomes a new topic beside the old.
The events tagged public core are the ones that other systems build on."""


def document() -> dict[str, Node]:
    """The whole document, in a stable order."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Thidua",
            "version": "1.0.0",
            "description": _ABOUT,
            "tags": [{"name": service} for service in sorted(set(PUBLISHERS.values()))] + [{"name": "public core"}],
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "Apache Kafka, or anything that speaks its protocol",
                "variables": {"bootstrap": {"default": "localhost:9092", "description": "Address of a broker"}},
            }
        },
        "channels": {topic: _channel(topic) for topic in PUBLISHERS},
        "operations": dict(_operations()),
        "components": {
            "messages": {name: _message(cls) for name, cls in EVENTS.items()},
            "schemas": {"CloudEventHeaders": _headers(), **_schemas()},
        },
    }


def events_on(topic: str) -> list[type[Event]]:
    """The events of one topic, in the catalog's order."""
    return [cls for cls in EVENTS.values() if cls.topic == topic]


def _channel(topic: str) -> dict[str, Node]:
    keys = sorted({cls.key_field for cls in events_on(topic)})
    return {
        "address": topic,
        "description": f"Published by {PUBLISHERS[topic]}; ordered by {' or '.join(keys)}.",
        "messages": {cls.event_name(): _ref("messages", cls.event_name()) for cls in events_on(topic)},
        "tags": [{"name": PUBLISHERS[topic]}],
        "bindings": {"kafka": {"topic": topic, "bindingVersion": _KAFKA_BINDING}},
    }


def _operations() -> Iterator[tuple[str, Node]]:
    for topic, service in PUBLISHERS.items():
        summary = f"{service} publishes what the relay takes from its outbox"
        yield f"{service}.send.{topic}", _operation("send", topic, service, summary)
    for service, groups in SUBSCRIBERS.items():
        for group, topics in groups.items():
            for topic in topics:
                operation = _operation("receive", topic, service, f"{service} applies each event once, by its inbox")
                group_id = {"type": "string", "enum": [group]}
                operation["bindings"] = {"kafka": {"groupId": group_id, "bindingVersion": _KAFKA_BINDING}}
                yield f"{group}.receive.{topic}", operation


def _operation(action: str, topic: str, service: str, summary: str) -> dict[str, Node]:
    channel = f"#/channels/{topic}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "summary": summary,
        "tags": [{"name": service}],
        "messages": [{"$ref": f"{channel}/messages/{cls.event_name()}"} for cls in events_on(topic)],
    }


def _message(cls: type[Event]) -> dict[str, Node]:
    text = inspect.getdoc(cls) or ""
    tags: list[Node] = [{"name": PUBLISHERS[cls.topic]}]
    if cls.event_name() in PUBLIC_CORE:
        tags.append({"name": "public core"})
    return {
        "name": cls.event_type(),
        "title": cls.event_name(),
        "summary": text.split("\n", 1)[0],
        "contentType": CONTENT_TYPE,
        "tags": tags,
        "headers": {
            "allOf": [
                _ref("schemas", "CloudEventHeaders"),
                {"type": "object", "properties": {"ce_type": {"type": "string", "const": cls.event_type()}}},
            ]
        },
        "payload": _ref("schemas", cls.event_name()),
        "bindings": {
            "kafka": {
                "key": {"type": "string", "format": "uuid", "description": f"{cls.key_field} of the body"},
                "bindingVersion": _KAFKA_BINDING,
            }
        },
    }


def _headers() -> dict[str, Node]:
    """The Kafka headers of every event; values are UTF-8 text."""
    properties: dict[str, Node] = {
        "content-type": {"type": "string", "const": CONTENT_TYPE},
        "ce_specversion": {"type": "string", "const": SPEC_VERSION},
        "ce_id": {"type": "string", "format": "uuid", "description": "The same for a repeated message"},
        "ce_type": {"type": "string", "description": "vn.thidua.<Name>.v<major>"},
        "ce_source": {"type": "string", "format": "uri-reference", "description": "The publishing service: /thidua/…"},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it happened"},
        "ce_subject": {"type": "string", "description": "Equals the Kafka key"},
        "ce_sequence": {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "description": "Counts per topic and key from 1 without gaps",
        },
        "traceparent": {"type": "string", "description": "W3C trace context, where there is one"},
    }
    return {
        "type": "object",
        "description": "CloudEvents 1.0 attributes in Kafka's binary mode",
        "properties": properties,
        "required": [name for name in properties if name != "traceparent"],
    }


def _schemas() -> dict[str, Any]:
    models = [(cls, "validation") for cls in EVENTS.values()]
    _, merged = models_json_schema(
        models,  # type: ignore[arg-type]
        ref_template="#/components/schemas/{model}",
        schema_generator=PlainSchema,
    )
    definitions: dict[str, Any] = merged["$defs"]
    return dict(sorted(definitions.items()))


def _ref(kind: str, name: str) -> dict[str, Node]:
    return {"$ref": f"#/components/{kind}/{name}"}
