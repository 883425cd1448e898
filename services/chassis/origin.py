"""Whose word an event is: every topic has one publisher, and what anybody else puts there is set aside, never applied."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from contracts.catalog import EVENTS, PUBLISHERS
from contracts.envelope import TYPE_PREFIX, Attributes, Unreadable
from services.chassis.parking import Message
from services.office.refusal import NotFound, Refused

STRANGER: Final = "stranger"
WRONG_TOPIC: Final = "wrong-topic"
CONTRADICTION: Final = "contradiction"
DISBELIEVED: Final = (STRANGER, WRONG_TOPIC, CONTRADICTION)
"""Reasons to park that somebody may have been behind."""
SOURCES: Final = {topic: f"/thidua/{publisher}" for topic, publisher in PUBLISHERS.items()}
"""The CloudEvents source of every event on a topic. A topic that the catalog does not name belongs to nobody it could be
compared with; a subscription of a service never reads one (`tests/architecture/test_wiring.py`)."""


class Stranger(Unreadable):
    """An event that does not come from the publisher of its topic, or that has no business on it."""


def check(topic: str, attributes: Attributes) -> None:
    """Raise `Stranger` for an event that its topic's publisher cannot have published; read from the headers alone."""
    reason = _doubt(topic, attributes.source, attributes.type)
    if reason is not None:
        raise Stranger(reason, f"{attributes.type} of {attributes.source!r} on {topic}, key {attributes.subject!r}")


@lru_cache(maxsize=1024)
def _doubt(topic: str, source: str, type_: str) -> str | None:
    expected = SOURCES.get(topic)
    if expected is None:
        return None
    if source != expected:
        return STRANGER
    event = EVENTS.get(type_.removeprefix(TYPE_PREFIX).rpartition(".v")[0])
    return WRONG_TOPIC if event is not None and event.topic != topic else None


def reason_of(error: Exception) -> str:
    """Why an event is parked whose handler raised: a rule that says no tells that it contradicts what is known here."""
    return CONTRADICTION if isinstance(error, Refused | NotFound) else "handler-failed"


def told(error: Exception) -> str:
    """A refusal with its facts, so that whoever looks sees what contradicts what; of anything else what Python says."""
    return f"Refused: {error}" if isinstance(error, Refused) else repr(error)


def aside(message: Message, reason: Unreadable) -> Message:
    """How a message is parked: a stranger's stands alone, so that nobody can hold a key up by writing under it."""
    return replace(message, key=None) if isinstance(reason, Stranger) else message
