"""The AsyncAPI document is accepted by a real parser and says what the catalog says."""

from pathlib import Path

import pytest
import yaml

from contracts.catalog import EVENTS, PUBLISHERS, SUBSCRIBERS
from contracts.generate import HERE
from tests.contracts.asyncapi_parser import parsed

DOCUMENT = HERE / "asyncapi.yaml"
NEWER_VERSION_EXISTS = "asyncapi-latest-version"


@pytest.mark.node
def test_the_asyncapi_parser_accepts_the_document_without_errors_or_warnings() -> None:
    said = parsed(DOCUMENT)

    assert said["accepted"]
    assert [each for each in said["diagnostics"] if each["rule"] != NEWER_VERSION_EXISTS] == []


@pytest.mark.node
def test_the_asyncapi_parser_refuses_a_document_with_a_dangling_reference(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(DOCUMENT.read_text().replace("#/components/schemas/Nominee", "#/components/schemas/Nobody"))

    said = parsed(broken)

    assert {each["severity"] for each in said["diagnostics"]} >= {"error"}
    assert not said["accepted"]


@pytest.mark.node
def test_the_parser_finds_every_publisher_and_every_subscriber_of_the_catalog() -> None:
    sends = {(f"{service}.send.{topic}", "send", topic) for topic, service in PUBLISHERS.items()}
    receives = {
        (f"{group}.receive.{topic}", "receive", topic)
        for groups in SUBSCRIBERS.values()
        for group, topics in groups.items()
        for topic in topics
    }

    operations = parsed(DOCUMENT)["operations"]

    assert {(each["id"], each["action"], *each["channels"]) for each in operations} == sends | receives
    for each in operations:
        on_topic = {cls.event_type() for cls in EVENTS.values() if cls.topic == each["channels"][0]}
        assert set(each["messages"]) == on_topic, each["id"]


def test_every_message_names_its_type_its_key_and_what_it_means() -> None:
    messages = yaml.safe_load(DOCUMENT.read_text())["components"]["messages"]

    assert list(messages) == list(EVENTS)
    for name, cls in EVENTS.items():
        message = messages[name]
        assert message["headers"]["allOf"][1]["properties"]["ce_type"]["const"] == cls.event_type()
        assert message["bindings"]["kafka"]["key"]["description"] == f"{cls.key_field} of the body"
        assert message["payload"] == {"$ref": f"#/components/schemas/{name}"}
        assert message["summary"], f"{name} has no docstring"
