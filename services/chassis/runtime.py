"""What a running service holds, handed to routes, consumers and background work; wired once, in app.py."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response

from services.chassis.actors import Signer, Verifier
from services.chassis.bodies import Knows
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.chassis.migrate import SchemaState
from services.chassis.outbox import Outbox
from services.chassis.settings import Settings
from services.chassis.subscription import Subscription


@dataclass(frozen=True)
class Door:
    """How a service tells strangers from those who are known, and what it says to a stranger who asks too much."""

    knows: Knows
    too_many: Callable[[], Response]
    costs: dict[tuple[str, str], float] = field(default_factory=dict)
    """Requests, by method and path, that count for more than one."""


@dataclass(frozen=True)
class Service:
    """What makes one service different from another: its settings, routes, subscriptions, topics and migrations.

    ``build(settings)`` in a service's app.py makes it and hands to each edge the values it needs of the service's own settings.
    """

    settings: Settings
    name: str
    title: str
    migrations: Path
    routers: Sequence[APIRouter] = ()
    subscriptions: Sequence[Subscription] = ()
    topics: Sequence[str] = ()
    """Topics it publishes."""
    background: Sequence[Callable[["Runtime"], Awaitable[None]]] = ()
    """Endless jobs, started with the service and cancelled with it; each survives outages by itself."""
    door: Door | None = None
    """How strangers are told from those who are known; without one, by actor tokens alone."""
    personal_reads: frozenset[str] = frozenset()
    """Routes, ``GET /v1/people/{person_id}/record``, that answer what is known of people: who read is noted in the audit."""
    finish: Callable[[FastAPI], None] | None = None
    """Last touch on the application: what is neither a route nor a job (error pages, static files)."""


@dataclass
class Health:
    """What answers now; kept fresh by the measuring job, read by ``/readyz``."""

    postgres: bool = False
    kafka: bool = False
    missing_topics: Sequence[str] = ()
    """Topics that are not there, as they were last looked for."""
    schema: SchemaState = SchemaState.UNKNOWN

    def tell_missing(self, topics: Sequence[str]) -> None:
        self.missing_topics = topics


@dataclass
class Runtime:
    """One service while it runs."""

    service: Service
    database: Database
    clock: Clock
    outbox: Outbox
    verifier: Verifier
    signer: Signer | None
    inboxes: Sequence[tuple[Subscription, Inbox]] = field(default=())
    health: Health = field(default_factory=Health)

    @property
    def settings(self) -> Settings:
        """What every service is told; its own settings went to its edges when it was built."""
        return self.service.settings

    def inbox(self, group: str) -> Inbox:
        """The inbox of one consumer group; KeyError for a group the service does not have."""
        return {subscription.group: inbox for subscription, inbox in self.inboxes}[group]


def assemble(service: Service) -> Runtime:
    """What a service runs on; nothing is opened yet."""
    settings = service.settings
    database = Database(settings.database_url.get_secret_value(), size=settings.pool_size)
    return Runtime(
        service=service,
        database=database,
        clock=Clock(settings.clock_file),
        outbox=Outbox(f"/thidua/{service.name}"),
        verifier=Verifier(service.name, settings.public_keys),
        signer=Signer(service.name, settings.private_key) if settings.private_key else None,
        inboxes=[
            (subscription, Inbox(database, subscription, attempts=settings.attempts))
            for subscription in service.subscriptions
        ],
    )
