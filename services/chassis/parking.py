"""Events set aside by (group, topic, key) while other keys flow: parked with their error, waiting behind those, or early."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.envelope import Attributes, Unreadable, split_type
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound

queries = Queries(__file__)


def storable(text: str) -> str:
    """Text as PostgreSQL can keep it: without NUL characters and halves of surrogate pairs."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Message:
    """A Kafka message as it was read, before anyone tried to understand it."""

    topic: str
    partition: int
    offset: int
    key: str | None
    headers: tuple[tuple[str, bytes | None], ...]
    body: bytes | None
    place: tuple[str, str] = field(init=False, compare=False)
    """What it is ordered by; a message without a key stands alone and holds nobody up."""

    def __post_init__(self) -> None:
        key = storable(self.key) if self.key is not None else f"@{self.partition}:{self.offset}"
        object.__setattr__(self, "place", (self.topic, key))


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that is set aside."""

    parked_id: int
    group: str
    place: tuple[str, str]
    message: Message
    sequence: int | None
    type: str | None
    state: str
    reason: str
    error: str
    parked_at: datetime


def sequence_of(message: Message) -> int | None:
    """A message's number within its key, where it says one that can be believed: as an event of ours, under its own key."""
    try:
        attributes = Attributes.from_headers(message.headers)
        split_type(attributes.type)
    except Unreadable:
        return None
    return attributes.sequence if attributes.subject == message.key else None


async def park(tx: Transaction, group: str, message: Message, reason: str, error: str) -> int | None:
    """Set a message aside with the reason it could not be applied; None where it was before."""
    return await _insert(tx, group, message, sequence_of(message), ("parked", reason, error))


async def wait_behind(tx: Transaction, group: str, message: Message, sequence: int | None) -> int | None:
    """Put a message behind the parked one of its key."""
    return await _insert(
        tx, group, message, sequence, ("waiting", "behind-parked", "an earlier event of this key is parked")
    )


async def keep_early(tx: Transaction, group: str, message: Message, sequence: int, missing: int) -> int | None:
    """Keep an event that came before its turn.

    Args:
        missing: the number that its key waits for.
    """
    return await _insert(tx, group, message, sequence, ("early", "early", waits_for(missing)))


def body_sha256(message: Message) -> str:
    """What tells a damaged copy from a good one."""
    return hashlib.sha256(message.body or b"").hexdigest()


def waits_for(missing: int) -> str:
    """What is said of an early event."""
    return f"number {missing} of this key has not come"


async def _insert(
    tx: Transaction, group: str, message: Message, sequence: int | None, why: tuple[str, str, str]
) -> int | None:
    headers = {storable(name): storable((value or b"").decode("utf-8", "replace")) for name, value in message.headers}
    topic, key = message.place
    state, reason, error = why
    parked_id: int | None = await tx.fetchval(
        queries.park,
        group,
        topic,
        key,
        message.partition,
        message.offset,
        _event_id(headers.get("ce_id")),
        sequence,
        headers.get("ce_type"),
        json.dumps(headers),
        message.body,
        body_sha256(message),
        state,
        reason,
        storable(error[:4000]),
    )
    return parked_id


def _event_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def not_open(parked_id: int) -> NotFound:
    """What is raised for an event that is settled, or never was."""
    return NotFound("parked event", parked_id)


async def find(tx: Transaction, group: str, parked_id: int) -> Parked:
    """One event that a group has set aside; raises `NotFound` once it is settled."""
    parked = await find_open(tx, parked_id)
    if parked.group != group:
        raise not_open(parked_id)
    return parked


async def find_open(tx: Transaction, parked_id: int) -> Parked:
    """One event that is set aside; raises `NotFound` once it is settled."""
    row = await tx.fetchrow(queries.parked_one, parked_id)
    if row is None or row["state"] in ("released", "discarded"):
        raise not_open(parked_id)
    return _parked(row)


async def why_open(tx: Transaction, parked_id: int) -> str | None:
    """Why an event is still set aside; None once it is settled."""
    row = await tx.fetchrow(queries.parked_one, parked_id)
    return f"{row['reason']}: {row['error']}" if row and row["state"] not in ("released", "discarded") else None


async def settle(tx: Transaction, parked_id: int, state: str, by: str) -> None:
    """Close a parked event as ``released`` or ``discarded``; the row stays as history."""
    await tx.execute(queries.settle_parked, parked_id, state, by)


async def repark(tx: Transaction, parked_id: int, reason: str, error: str, sequence: int | None) -> None:
    """It failed again: keep what it says now."""
    await tx.execute(queries.repark, parked_id, "parked", reason, storable(error[:4000]), sequence)


async def await_turn(tx: Transaction, parked_id: int, sequence: int, missing: int) -> None:
    """Nothing keeps it back but a number that has not come."""
    await tx.execute(queries.repark, parked_id, "early", "early", waits_for(missing), sequence)


async def list_open(tx: Transaction, limit: int = 200) -> Sequence[Row]:
    """Events that are set aside, oldest first."""
    return await tx.fetch(queries.parked_list, limit)


async def open_of(tx: Transaction, office_id: UUID, limit: int = 1000) -> list[dict[str, Any]]:
    """Open events that concern this office, oldest first, and those whose office nobody can read; never another office's."""
    rows = await tx.fetch(queries.parked_with_bodies, limit)
    return [
        {name: value for name, value in row.items() if name != "body"}
        for row in rows
        if office_of(row["body"]) in (None, office_id)
    ]


async def check_office(tx: Transaction, parked_id: int, office_id: UUID) -> None:
    """Raises `NotFound` for an event of another office, as if it were not there."""
    row = await tx.fetchrow(queries.parked_one, parked_id)
    if row is None or office_of(row["body"]) not in (None, office_id):
        raise NotFound("parked event", parked_id)


def office_of(body: bytes | None) -> UUID | None:
    """The office that an event is about; None where that cannot be read."""
    try:
        return UUID(json.loads(body or b"")["office_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


async def group_of(tx: Transaction, parked_id: int) -> str:
    """The consumer group that parked an event; raises `NotFound`."""
    row = await tx.fetchrow(queries.parked_one, parked_id)
    if row is None:
        raise NotFound("parked event", parked_id)
    group: str = row["consumer_group"]
    return group


async def counts(tx: Transaction) -> dict[tuple[str, str], int]:
    """Open events by (group, state)."""
    rows = await tx.fetch(queries.parked_counts)
    return {(row["consumer_group"], row["state"]): row["events"] for row in rows}


async def reasons(tx: Transaction) -> dict[tuple[str, str], int]:
    """Open parked events by (group, reason); those that only wait behind one are left out."""
    rows = await tx.fetch(queries.parked_reasons)
    return {(row["consumer_group"], row["reason"]): row["events"] for row in rows}


def _parked(row: Row) -> Parked:
    headers = tuple((name, value.encode()) for name, value in json.loads(row["headers"]).items())
    key = None if row["key"].startswith("@") else row["key"]
    message = Message(
        topic=row["topic"], partition=row["partition"], offset=row["offset"], key=key, headers=headers, body=row["body"]
    )
    return Parked(
        parked_id=row["parked_id"],
        group=row["consumer_group"],
        place=(row["topic"], row["key"]),
        message=message,
        sequence=row["sequence"],
        type=row["type"],
        state=row["state"],
        reason=row["reason"],
        error=row["error"],
        parked_at=row["parked_at"],
    )
