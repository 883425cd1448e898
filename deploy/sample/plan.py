"""The Office's plan for 2026 as values, read from ``plan-2026.toml``; its words are the plan's own, letter for letter."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contracts.words import MovementScope

PLAN_2026 = Path(__file__).with_name("plan-2026.toml")
PLAN_2026_TEXT = Path(__file__).with_name("ke-hoach-2026.md")


@dataclass(frozen=True, slots=True)
class PlanMovement:
    """A movement (phong trào) named in the plan; years only where its own name states a period."""

    code: str
    scope: MovementScope
    name: str
    tied_to: str | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class ParentPlan:
    """The plan of the level above, which this one carries out."""

    symbol: str
    issued_on: date
    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A yearly plan; ``number`` stays empty until văn thư gives one. The lists of movements are open."""

    code: str
    year: int
    number: str
    symbol: str
    place: str
    month: int
    kind: str
    title: str
    signer_title: str
    grounds: tuple[str, ...]
    audience: str
    recipients: tuple[str, ...]
    report_recipients: tuple[str, ...]
    mottos: tuple[str, ...]
    parent: ParentPlan
    starts_on: date
    ends_on: date
    period_text: str
    target_percent: int
    target_text: str
    province_theme: str
    office_theme: str
    movements: tuple[PlanMovement, ...]

    def movements_of(self, scope: MovementScope) -> tuple[PlanMovement, ...]:
        return tuple(movement for movement in self.movements if movement.scope is scope)


def load_plan(path: Path = PLAN_2026) -> Plan:
    """The plan written in a TOML file; a missing or superfluous entry is an error of the file and raises."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    plan: dict[str, Any] = dict(written["plan"])
    parent, period, target, themes = (plan.pop(part) for part in ("parent", "period", "target", "themes"))
    lists: dict[str, Any] = {
        name: tuple(plan.pop(name)) for name in ("grounds", "recipients", "report_recipients", "mottos")
    }
    return Plan(
        **plan,
        **lists,
        parent=ParentPlan(**parent),
        starts_on=period["starts_on"],
        ends_on=period["ends_on"],
        period_text=period["text"],
        target_percent=target["percent"],
        target_text=target["text"],
        province_theme=themes["province"],
        office_theme=themes["office"],
        movements=tuple(_movement(entry) for entry in written["movements"]),
    )


def _movement(entry: Mapping[str, Any]) -> PlanMovement:
    return PlanMovement(**{**entry, "scope": MovementScope(entry["scope"])})
