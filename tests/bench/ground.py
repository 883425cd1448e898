"""What every measurement stands on: durable engines, a fresh database, a fresh topic, and submissions to send over it."""

import os
import uuid
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from contracts.envelope import Attributes
from contracts.nominations.events import AwardRef, NominationSubmitted, Nominee, VerdictSummary
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind, VerdictWord
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.kafka import ensure_topics
from services.chassis.migrate import migrate
from services.chassis.parking import Message
from services.chassis.settings import Settings

SERVICES = Path(__file__).parents[2] / "services"
OFFICE = uuid.UUID(int=99)


@dataclass(frozen=True)
class Ground:
    """Addresses of the engines of this run."""

    admin_url: str
    kafka: str

    @asynccontextmanager
    async def database(self, service: str) -> Any:
        """A `Database` with that service's schema, dropped afterwards; yields (database, url)."""
        name = f"bench_{service}_{uuid.uuid4().hex[:8]}"
        admin = await asyncpg.connect(self.admin_url)
        await admin.execute(f"create database {name}")
        url = urlunsplit(urlsplit(self.admin_url)._replace(path=f"/{name}"))
        connection = await asyncpg.connect(url)
        await migrate(connection, [SERVICES / service / "migrations"])
        await connection.close()
        database = Database(url, size=20)
        await database.open()
        try:
            yield database, url
        finally:
            await database.close()
            await admin.execute(f"drop database if exists {name} with (force)")
            await admin.close()

    async def topic(self, partitions: int = 6) -> str:
        """A fresh topic."""
        name = f"bench-{uuid.uuid4().hex[:10]}.v1"
        await ensure_topics(self.settings("", topic_partitions=partitions), [name])
        return name

    def settings(self, url: str, **more: Any) -> Settings:
        return Settings(database_url=url, http_port=0, public_keys=Path(), kafka_bootstrap=self.kafka, **more)


@dataclass(frozen=True)
class Cost:
    """What a backlog of so many events cost: seconds on the clock, and CPU seconds by who worked them."""

    events: int
    seconds: float
    relay: float
    consumer: float
    machine: float
    """All cores together: relay, consumer, PostgreSQL, Kafka and whatever else ran."""

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds

    @property
    def shares(self) -> dict[str, float]:
        """Microseconds of CPU an event by who worked them, and how busy the cores were."""
        each = 1e6 / self.events
        rest = self.machine - self.relay - self.consumer
        return {
            "relay_us": self.relay * each,
            "consumer_us": self.consumer * each,
            "engines_and_others_us": rest * each,
            "cores_busy": self.machine / self.seconds / (os.cpu_count() or 1),
        }


def busy_seconds() -> float:
    """CPU seconds all cores have worked since the machine started (Linux's /proc/stat)."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def submission(number: int) -> NominationSubmitted:
    """A plausible submission; every one of another nomination."""
    unit = uuid.UUID(int=1000 + number % 14)
    return NominationSubmitted(
        office_id=OFFICE,
        nomination_id=new_id(),
        revision=1,
        award=AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE),
        ground=AwardGround.MERIT,
        nominee=Nominee(
            kind=NomineeKind.PERSON,
            nominee_id=new_id(),
            name=f"Nguyễn Văn Mẫu {number}",
            unit_id=unit,
            unit_name="Phòng Tổng hợp",
        ),
        period_year=2026,
        round_id=uuid.UUID(int=5),
        rulebook_version="2026.1",
        verdict=VerdictSummary(overall=VerdictWord.MET, met=6),
        dossier_sha256="0" * 64,
        submitted_at=datetime(2026, 12, 1, 3, 0, tzinfo=UTC),
        submitted_by=uuid.UUID(int=6),
    )


@dataclass(frozen=True)
class Packed:
    """One submission as it lies in the outbox and on the topic."""

    event: NominationSubmitted
    attributes: Attributes
    body: bytes

    def message(self, topic: str, offset: int) -> Message:
        return Message(topic, 0, offset, self.attributes.subject, tuple(self.attributes.headers()), self.body)


def pack(count: int) -> Sequence[Packed]:
    """Fresh submissions with attributes and bodies."""
    packed = []
    for number in range(count):
        event = submission(number)
        attributes = Attributes(new_id(), "/thidua/nominations", event.event_type(), event.key(), datetime.now(UTC), 1)
        packed.append(Packed(event, attributes, event.model_dump_json(exclude_none=True).encode()))
    return packed


async def fill_outbox(database: Database, topic: str, packed: Sequence[Packed]) -> None:
    """Lay them into the outbox, as so many commits would have."""
    rows = [
        (
            item.attributes.id,
            topic,
            item.attributes.subject,
            1,
            item.attributes.type,
            item.attributes.source,
            item.attributes.time,
            item.body,
        )
        for item in packed
    ]
    async with database.transaction() as tx:
        await tx.execute("truncate outbox, event_heads")
        await tx.executemany(
            "insert into outbox (event_id, topic, key, sequence, type, source, time, body) values ($1,$2,$3,$4,$5,$6,$7,$8)",
            rows,
        )
        await tx.execute("analyze outbox")
