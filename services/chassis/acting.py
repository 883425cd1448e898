"""Who acts, when, and where it is recorded: the one parameter object of every command."""

from dataclasses import dataclass
from datetime import date, datetime

from services.chassis.outbox import Outbox
from services.chassis.runtime import Runtime
from services.office.access import Actor


@dataclass(frozen=True, slots=True)
class Acting:
    """One act of one actor; ``today`` is the office's local date at the instant ``at``."""

    by: Actor
    at: datetime
    today: date
    outbox: Outbox


def acting(runtime: Runtime, by: Actor) -> Acting:
    """An act that begins now, by the service's clock."""
    return Acting(by, runtime.clock.now(), runtime.clock.today(), runtime.outbox)
