"""Whose turn it is: a key goes on by its sequence; what came early is kept until what is missing has come or is given up."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from contracts.envelope import Attributes
from services.chassis import metrics, parking
from services.chassis.database import Transaction
from services.chassis.parking import Message
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

Place = tuple[str, str]
"""(topic, key)."""

NO_DAY: Final = date(1970, 1, 1)
MOST_OF_A_KEY: Final = 1_000
MOST_OF_A_GROUP: Final = 100_000
"""So many events are kept beside the flow; what comes beyond is left out, and asked of its publisher again later."""


@dataclass(slots=True)
class Aside:
    """One open row of a key: parked, waiting behind it, or early."""

    parked_id: int
    sequence: int | None
    event_id: UUID | None
    sha256: str
    state: str


@dataclass(slots=True)
class Turn:
    """A key of a group while its head is locked: where it stands, and what is set aside of it."""

    place: Place
    head: int
    day: date = NO_DAY
    """Of the last event it took."""
    aside: list[Aside] = field(default_factory=list)
    skips: list[tuple[int, int]] = field(default_factory=list)
    """(first, last) of the numbers that somebody gave up."""

    def __post_init__(self) -> None:
        self._pass_skips()

    @property
    def is_blocked(self) -> bool:
        """Whether the next event has to wait for a person: something parked stands in its place or before it."""
        return any(
            each.state == "parked" and (each.sequence is None or each.sequence <= self.head + 1) for each in self.aside
        )

    @property
    def is_held(self) -> bool:
        """Whether what comes has to be looked at one by one."""
        return bool(self.aside) or any(last > self.head for _, last in self.skips)

    def has(self, sequence: int) -> bool:
        """Whether an event of this number is set aside."""
        return any(each.sequence == sequence for each in self.aside)

    def take(self, day: date | None = None) -> None:
        """The next number is handled, and those given up behind it.

        Args:
            day: of its event, UTC.
        """
        self.head += 1
        self.day = day or self.day
        self._pass_skips()

    def give_up(self, first: int, last: int) -> None:
        """Go on without these numbers once it is their turn."""
        self.skips.append((first, last))
        self.skips.sort()
        self._pass_skips()

    def missing_before(self, sequence: int) -> list[tuple[int, int]]:
        """(first, last) of the numbers before this one that have neither come nor been given up."""
        there = sorted(
            [(each.sequence, each.sequence) for each in self.aside if each.sequence is not None] + self.skips
        )
        holes: list[tuple[int, int]] = []
        number = self.head + 1
        for first, last in there:
            if number < min(first, sequence):
                holes.append((number, min(first, sequence) - 1))
            number = max(number, last + 1)
        return [*holes, (number, sequence - 1)] if number < sequence else holes

    def _pass_skips(self) -> None:
        for first, last in self.skips:
            if first <= self.head + 1 <= last:
                self.head = last


def day_of(time: datetime) -> date:
    """The day, UTC, by which publisher and group compare."""
    return time.astimezone(UTC).date()


async def lock(tx: Transaction, group: str, places: Collection[Place]) -> dict[Place, Turn]:
    """Lock the heads of some keys and read what is set aside of them; a key without a head gets one that stands at 0."""
    ordered = sorted(places)
    topics, keys = [topic for topic, _ in ordered], [key for _, key in ordered]
    heads = {(row["topic"], row["key"]): row for row in await tx.fetch(queries.lock_heads, group, topics, keys)}
    aside, skips = await _aside(tx, group, ordered), await tx.fetch(queries.skips, group, topics, keys)
    given_up: dict[Place, list[tuple[int, int]]] = {place: [] for place in ordered}
    for row in skips:
        given_up[row["topic"], row["key"]].append((row["first"], row["last"]))
    return {
        place: Turn(place, heads[place]["sequence"], heads[place]["day"], aside[place], given_up[place])
        for place in ordered
    }


async def lock_keyless(tx: Transaction, group: str, place: Place) -> Turn:
    """What stands alone has no head; its row is its lock."""
    return Turn(place, 0, aside=(await _aside(tx, group, [place]))[place])


async def save(tx: Transaction, group: str, turns: Mapping[Place, Turn]) -> None:
    """Write the heads back, and whether something is still set aside."""
    await tx.execute(
        queries.set_heads,
        group,
        [topic for topic, _ in turns],
        [key for _, key in turns],
        [turn.head for turn in turns.values()],
        [turn.is_held for turn in turns.values()],
        [turn.day for turn in turns.values()],
    )


async def set_aside(tx: Transaction, group: str, turn: Turn, message: Message, attributes: Attributes) -> bool:
    """Keep an event until it is its turn; whether it was kept, or had been before. A gap that it shows is counted."""
    number = attributes.sequence
    copy = number, attributes.id, parking.body_sha256(message)
    if any((each.sequence, each.event_id, each.sha256) == copy for each in turn.aside):
        return True
    if not await has_room(tx, group, turn):
        log.error("no room for an early event", extra={"group": group, "place": turn.place, "sequence": number})
        return False
    if turn.is_blocked:
        parked_id = await parking.wait_behind(tx, group, message, number)
        state = "waiting"
    else:
        if number - 1 > turn.head and not turn.has(number - 1):
            metrics.sequence_gaps.labels(group, turn.place[0]).inc()
            log.error(
                "gap in sequence", extra={"group": group, "place": turn.place, "expected": turn.head + 1, "got": number}
            )
        parked_id = await parking.keep_early(tx, group, message, number, turn.head + 1)
        state = "early"
    if parked_id is not None:
        turn.aside.append(Aside(parked_id, *copy, state))
    return True


async def has_room(tx: Transaction, group: str, turn: Turn) -> bool:
    """Whether one more event of this key may be set aside."""
    if len(turn.aside) >= MOST_OF_A_KEY:
        return False
    aside: int = await tx.fetchval(queries.count_aside, group, MOST_OF_A_GROUP)
    return aside < MOST_OF_A_GROUP


async def _aside(tx: Transaction, group: str, places: Collection[Place]) -> dict[Place, list[Aside]]:
    rows = await tx.fetch(queries.lock_aside, group, [topic for topic, _ in places], [key for _, key in places])
    aside: dict[Place, list[Aside]] = {place: [] for place in places}
    for row in rows:
        aside[row["topic"], row["key"]].append(
            Aside(
                parked_id=row["parked_id"],
                sequence=row["sequence"],
                event_id=row["event_id"],
                sha256=row["body_sha256"],
                state=row["state"],
            )
        )
    return aside
