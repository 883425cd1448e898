"""What the demo leaves behind, as plain values: the journals, the topics, the inboxes, the books and the papers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Journalled:
    """One published event as its publisher's journal holds it."""

    event_id: UUID
    topic: str
    key: str
    sequence: int
    name: str
    time: datetime
    payload: Payload
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message as a plain reader finds it on the topic; redelivery may repeat an event."""

    event_id: UUID
    topic: str
    key: str
    sequence: int
    name: str
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A written report: the figures the service kept, those the file carries, and what the checker found in it."""

    path: str
    office_id: UUID
    first: date
    last: date
    as_of: datetime
    kept: Mapping[str, int]
    carried: Mapping[str, int]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What `GET /v1/summary` answered."""

    office_id: UUID
    first: date
    last: date
    as_of: datetime
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Voted:
    """One case of a closed meeting: who was there, who stayed away, who voted by name, what was counted."""

    case_id: UUID
    seats: int
    present: frozenset[UUID]
    recused: frozenset[UUID]
    by_name: frozenset[UUID]
    """Members whose open vote on this case is on record; empty where hands were counted or the ballot was secret."""
    ballots: int
    """Open and secret votes on record, the paper ballots or the hands that were counted, and the written opinions."""
    counted: int
    """In favour, against and blank, as the conclusion says."""
    written: int = 0
    """How many of the ballots are written opinions of absent members."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    award_id: UUID
    nomination_id: UUID | None
    imported: bool


@dataclass(frozen=True, slots=True)
class ServerError:
    """5xx answers that a service counted."""

    service: str
    route: str
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the invariants are checked on."""

    journal: tuple[Journalled, ...]
    """By publisher, in the order of publication."""
    outbox: Counter[str]
    """Recorded and not yet published, by event name."""
    inbox: Mapping[str, frozenset[UUID]]
    """Group → events whose effects are committed."""
    handles: Mapping[str, frozenset[str]]
    """Group → event names it handles."""
    parked: Mapping[str, frozenset[UUID]]
    """Event name → events set aside, or waiting behind one, somewhere."""
    gaps: int
    topics: tuple[Delivered, ...]
    """By topic and partition, in their order."""
    cases: Mapping[UUID, UUID]
    """Case → its nomination."""
    nominations: frozenset[UUID]
    """Every nomination that was handed in at least once."""
    ledger: tuple[LedgerEntry, ...]
    votes: tuple[Voted, ...]
    papers: tuple[Paper, ...]
    summaries: tuple[Summary, ...]
    errors: tuple[ServerError, ...]
    told: Mapping[str, tuple[Payload, ...]] = field(default_factory=dict)
    """What the year had to tell, by the name of its check: the services' own answers."""

    def named(self, *names: str) -> Iterator[Journalled]:
        return (event for event in self.journal if event.name in names)
