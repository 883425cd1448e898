"""What a consumer group subscribes to, and the messages of a poll decoded for it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from contracts import catalog
from contracts.envelope import Attributes, Event, Unreadable
from services.chassis import origin
from services.chassis.database import Transaction
from services.chassis.parking import Message

AT_A_STRETCH: Final = 20
"""Messages that are decoded before others get their turn: a third of a millisecond of work."""


class Received(NamedTuple):
    """One event as it arrived."""

    attributes: Attributes
    event: Event
    message: Message

    @property
    def id(self) -> UUID:
        return self.attributes.id


class Skipped(NamedTuple):
    """A message of a type that is none of the subscription's business; its sequence counts all the same."""

    attributes: Attributes
    message: Message


class Batch(NamedTuple):
    """Messages of one poll, decoded: what can be read, what is of no interest here, and the places of what cannot be read."""

    messages: Sequence[Message]
    readable: Sequence[Received]
    skipped: Sequence[Skipped]
    poisoned: Set[tuple[str, str]]


Handler = Callable[[Transaction, Sequence[Any]], Awaitable[None]]
"""Takes the `Received` events of one type, in order, and applies them in the transaction given."""


def each(apply: Callable[[Transaction, Any], Awaitable[None]]) -> Handler:
    """A handler that applies its events one by one, for effects that are not worth doing set-wise."""

    async def one_by_one(tx: Transaction, batch: Sequence[Any]) -> None:
        for received in batch:
            await apply(tx, received)

    return one_by_one


Apply = Callable[[Transaction, Any], Awaitable[None]]
"""Applies one `Received` event."""


def in_turn(*tables: Mapping[type[Event], Apply]) -> dict[type[Event], Apply]:
    """One table of what several subjects do with the same events, each after those before it, in one transaction."""
    merged: dict[type[Event], Apply] = {}
    for event in dict.fromkeys(event for table in tables for event in table):
        merged[event] = _one_after_another([table[event] for table in tables if event in table])
    return merged


def _one_after_another(applies: Sequence[Apply]) -> Apply:
    async def apply(tx: Transaction, received: Any) -> None:
        for each_ in applies:
            await each_(tx, received)

    return apply


@dataclass(frozen=True)
class Subscription:
    """A consumer group and what it does with each event type; types without a handler are skipped by their header."""

    group: str
    handlers: Mapping[type[Event], Handler]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(event.topic for event in self.handlers))

    def handler(self, event: Event) -> Handler:
        return self.handlers[type(event)]

    async def read(self, messages: Sequence[Message]) -> Batch:
        """Decode a batch, making way for other work every few messages."""
        readable: list[Received] = []
        skipped: list[Skipped] = []
        poisoned: set[tuple[str, str]] = set()
        for number, message in enumerate(messages):
            if number % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            try:
                received = self.read_one(message)
            except Exception:  # also a bug of ours: it is read again alone and parked, never passed over
                poisoned.add(message.place)
            else:
                if isinstance(received, Received):
                    readable.append(received)
                elif received is not None:
                    skipped.append(received)
        return Batch(messages, readable, skipped, poisoned)

    def read_one(self, message: Message) -> Received | Skipped | None:
        """None for a message that neither is handled here nor can count in a key's sequence; raises `Unreadable`."""
        attributes = Attributes.from_headers(message.headers)
        origin.check(message.topic, attributes)
        if message.key is None:
            message = replace(message, key=attributes.subject)
        if catalog.EVENTS.get(attributes.name) not in self.handlers:
            counts = message.key == attributes.subject and "\x00" not in message.key
            return Skipped(attributes, message) if counts else None
        if attributes.subject != message.key:
            raise Unreadable("wrong-key", f"subject {attributes.subject!r} under key {message.key!r}")
        return Received(attributes, catalog.read(attributes, message.body), message)
