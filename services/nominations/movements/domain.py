"""When a movement may be launched and a round opened or moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Plan:
    """A yearly plan; ``words`` are kept as written."""

    code: str
    year: int
    starts_on: date
    ends_on: date
    target_percent: int
    words: dict[str, object]


@dataclass(frozen=True, slots=True)
class Movement:
    movement_id: UUID
    plan_id: UUID
    code: str
    name: str
    theme: str
    tied_to: str
    scope: str
    starts_on: date
    ends_on: date | None
    version: int = 1
    launched_on: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round takes nominations for its awards from ``opened_on`` to ``submit_by``, both included."""

    round_id: UUID
    movement_id: UUID
    name: str
    period_year: int
    opened_on: date
    submit_by: date
    awards: tuple[str, ...]
    version: int = 1

    def is_open(self, today: date) -> bool:
        return self.opened_on <= today <= self.submit_by


def check_days(first: date, last: date | None, field: str) -> None:
    if last is not None and last < first:
        raise Refused("dates_reversed", field=field, first=first.isoformat(), last=last.isoformat())


def check_version(stored: int, given: int) -> None:
    if stored != given:
        raise Refused("stale", field="version", current=stored, given=given)


def may_launch(movement: Movement) -> None:
    if movement.launched_on is not None:
        raise Refused("movement.launched", launched_on=movement.launched_on.isoformat())


def check_launched(movement: Movement) -> None:
    if movement.launched_on is None:
        raise Refused("movement.not_launched", field="movement_id", movement=movement.name)


def may_open_round(movement: Movement, awards: Iterable[str], known_awards: Iterable[str]) -> None:
    """A round belongs to a launched movement and takes awards the rulebook has."""
    check_launched(movement)
    unknown = sorted(set(awards) - set(known_awards))
    if unknown:
        raise Refused("award.unknown", field="awards", awards=unknown)
