"""The envelope of every event: CloudEvents 1.0 attributes, in Kafka binary mode, around a frozen payload."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, ClassVar, NamedTuple, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

TYPE_PREFIX = "vn.thidua."
CONTENT_TYPE = "application/json"
SPEC_VERSION = "1.0"
MAX_BODY_BYTES = 512 * 1024
"""Larger bodies are refused when recorded and parked when read; the broker's own limit is higher."""
REQUIRED = ("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_subject", "ce_sequence")
"""The headers no event of ours comes without."""

Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Year = Annotated[int, Field(ge=1945, le=2200)]
Count = Annotated[int, Field(ge=0)]
Instant = AwareDatetime
"""A moment with its offset from UTC; one without is refused."""


class Part(BaseModel):
    """A value inside an event: frozen, and blind to fields it does not know, so that additive changes pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Part):
    """A past fact that one service tells the others; the subclass names it for staff, and the topic and key that order it."""

    label: ClassVar[str]
    """What it says to staff, in Vietnamese."""
    topic: ClassVar[str]
    major: ClassVar[int] = 1
    key_field: ClassVar[str]

    office_id: UUID

    @classmethod
    def event_name(cls) -> str:
        return cls.__name__

    @classmethod
    def event_type(cls) -> str:
        """The CloudEvents type, for example ``vn.thidua.NominationSubmitted.v1``."""
        return f"{TYPE_PREFIX}{cls.__name__}.v{cls.major}"

    def key(self) -> str:
        """The Kafka key and CloudEvents subject: order is promised within one (topic, key)."""
        return str(getattr(self, self.key_field))


class Unreadable(ValueError):
    """A message that is no event of ours; ``reason`` is one of the words below and is kept with the parked message."""

    def __init__(self, reason: str, explanation: str) -> None:
        super().__init__(f"{reason}: {explanation}")
        self.reason = reason
        self.explanation = explanation


class Attributes(NamedTuple):
    """The CloudEvents context attributes of one event; ``sequence`` counts per (topic, key) from 1 without gaps."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    sequence: int
    traceparent: str | None = None

    @property
    def name(self) -> str:
        """The event's name without prefix and version: ``NominationSubmitted``."""
        return split_type(self.type)[0]

    def headers(self) -> list[tuple[str, bytes]]:
        """Kafka headers in CloudEvents binary mode."""
        pairs = [
            ("content-type", CONTENT_TYPE.encode()),
            ("ce_specversion", SPEC_VERSION.encode()),
            ("ce_id", str(self.id).encode()),
            ("ce_type", self.type.encode()),
            ("ce_source", self.source.encode()),
            ("ce_time", self.time.isoformat().encode()),
            ("ce_subject", self.subject.encode()),
            ("ce_sequence", b"%d" % self.sequence),
        ]
        if self.traceparent:
            pairs.append(("traceparent", self.traceparent.encode()))
        return pairs

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]] | Mapping[str, bytes | None]) -> Self:
        """Read the attributes back; raises `Unreadable` with what is missing or malformed."""
        pairs = dict(headers.items() if isinstance(headers, Mapping) else headers)
        try:
            texts = [(pairs.get(name) or b"").decode() for name in REQUIRED]
            trace = (pairs.get("traceparent") or b"").decode()
        except UnicodeDecodeError as error:
            raise Unreadable("bad-headers", "a header is not UTF-8") from error
        if not all(texts):
            missing = [name for name, text in zip(REQUIRED, texts, strict=True) if not text]
            raise Unreadable("bad-headers", f"missing {', '.join(missing)}")
        _, id_, type_, source, time, subject, sequence = texts
        try:
            return cls(UUID(id_), source, type_, subject, _instant(time), _sequence(sequence), trace or None)
        except ValueError as error:
            raise Unreadable("bad-headers", str(error)) from error


def _sequence(text: str) -> int:
    number = int(text)
    if not 1 <= number < 2**63:
        raise ValueError("ce_sequence counts from 1, in 64 bits")
    return number


def _instant(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("ce_time has no offset from UTC")
    return time


@lru_cache(maxsize=256)
def split_type(type_: str) -> tuple[str, int]:
    """``vn.thidua.AwardDecided.v1`` → (``AwardDecided``, 1); raises `Unreadable` for a type that is not ours."""
    name, dot, version = type_.removeprefix(TYPE_PREFIX).rpartition(".v")
    is_major = version.isascii() and version.isdigit() and len(version) < 10
    if not type_.startswith(TYPE_PREFIX) or not dot or not is_major or not name:
        raise Unreadable("foreign-type", f"{type_!r} is not {TYPE_PREFIX}<Name>.v<major>")
    return name, int(version)
