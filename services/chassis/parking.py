"""Parked events: set aside with their error, by (group, topic, key), while other keys flow; released or discarded by a person."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

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
    """An open parked or waiting event."""

    parked_id: int
    group: str
    message: Message
    type: str | None
    state: str
    reason: str
    error: str
    parked_at: datetime


async def lock_keys(tx: Transaction, group: str, places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these keys have something parked; their rows stay locked until the transaction ends."""
    if not await tx.fetchval(queries.has_parked, group):
        return set()
    ordered = sorted(places)
    topics, keys = [topic for topic, _ in ordered], [key for _, key in ordered]
    rows = await tx.fetch(queries.lock_parked_keys, group, topics, keys)
    return {(row["topic"], row["key"]) for row in rows}


async def park(tx: Transaction, group: str, message: Message, reason: str, error: str) -> None:
    """Set a message aside with the reason it could not be applied."""
    await _insert(tx, group, message, "parked", reason, error)


async def wait_behind(tx: Transaction, group: str, message: Message) -> None:
    """Put a message behind the parked one of its key."""
    await _insert(tx, group, message, "waiting", "behind-parked", "an earlier event of this key is parked")


async def _insert(tx: Transaction, group: str, message: Message, state: str, reason: str, error: str) -> None:
    headers = {storable(name): storable((value or b"").decode("utf-8", "replace")) for name, value in message.headers}
    topic, key = message.place
    await tx.execute(
        queries.park,
        group,
        topic,
        key,
        message.partition,
        message.offset,
        None,
        headers.get("ce_type"),
        json.dumps(headers),
        message.body,
        hashlib.sha256(message.body or b"").hexdigest(),
        state,
        reason,
        storable(error[:4000]),
    )


async def lock_queue(tx: Transaction, group: str, parked_id: int) -> Sequence[Parked]:
    """Everything open on the key of one parked event, in order, locked; raises `NotFound` once it is settled."""
    row = await tx.fetchrow(queries.parked_one, parked_id)
    if row is None or row["consumer_group"] != group or row["state"] not in ("parked", "waiting"):
        raise NotFound("parked event", parked_id)
    rows = await tx.fetch(queries.lock_parked_queue, group, row["topic"], row["key"])
    if not any(each["parked_id"] == parked_id for each in rows):  # somebody settled it while this waited for the lock
        raise NotFound("parked event", parked_id)
    return [_parked(each) for each in rows]


async def settle(tx: Transaction, parked_id: int, state: str, by: str) -> None:
    """Close a parked event as ``released`` or ``discarded``; the row stays as history."""
    await tx.execute(queries.settle_parked, parked_id, state, by)


async def repark(tx: Transaction, parked_id: int, reason: str, error: str) -> None:
    """It failed again: keep what it says now."""
    await tx.execute(queries.repark, parked_id, reason, storable(error[:4000]))


async def list_open(tx: Transaction, limit: int = 200) -> Sequence[Row]:
    """Open parked and waiting events, oldest first."""
    return await tx.fetch(queries.parked_list, limit)


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
        message=message,
        type=row["type"],
        state=row["state"],
        reason=row["reason"],
        error=row["error"],
        parked_at=row["parked_at"],
    )
