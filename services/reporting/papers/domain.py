"""What papers say: an interim summary (báo cáo sơ kết) with its figures by name, and what a paper cannot do without."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypeVar

from contracts.words import SigningForm
from services.office.papers import DECREE_152, EMULATION_LAW, Ground
from services.office.refusal import Refused

Head = TypeVar("Head")


def require_letterhead(letterhead: Head | None) -> Head:
    """The office's letterhead; refused where it has not been set."""
    if letterhead is None:
        raise Refused("letterhead.missing", field="letterhead")
    return letterhead


@dataclass(frozen=True)
class Movement:
    """A movement of the period; `group` is a code (in figure names), `group_name` what stands over its list."""

    name: str
    group: str
    group_name: str


@dataclass(frozen=True)
class AwardFigures:
    """One award's counts in the period.

    `submitted`, `withdrawn` and what follows count nominations; `returned` counts returns, so a dossier sent back twice
    counts twice; `money_vnd` is what goes with the decisions counted in `decided`.
    """

    code: str
    name: str
    submitted: int = 0
    returned: int = 0
    withdrawn: int = 0
    recommended: int = 0
    not_recommended: int = 0
    decided: int = 0
    declined: int = 0
    sent_up: int = 0
    upper_granted: int = 0
    upper_refused: int = 0
    money_vnd: int = 0


MEASURES = tuple(f.name for f in fields(AwardFigures) if f.name not in ("code", "name"))


@dataclass(frozen=True)
class StageFigures:
    """Nominations that wait in one stage when the figures were taken."""

    code: str
    name: str
    waiting: int


@dataclass(frozen=True)
class InterimSummary:
    """Everything the paper says.

    Codes (award, stage, movement group) are letters, digits and underscores, never `total`; awards and stages come once
    each. Raises ValueError otherwise: two figures of one name would hide each other.
    """

    office_name: str
    head_name: str
    """What stands as issuer in the head: `Văn phòng` beneath `UBND tỉnh Ninh Bình`."""
    superior_name: str
    place: str
    symbol: str
    """The office's part of the symbol: `VPUBND` gives `BC-VPUBND`."""
    year: int
    period_from: date
    period_to: date
    as_of: datetime
    """When the figures were taken, in the office's local time."""
    sources: tuple[str, ...]
    """Where the figures come from, in words of the staff."""
    recipients: tuple[str, ...]
    archive: tuple[str, ...]
    signer_title: str
    number: int | None = None
    signed_on: date | None = None
    signer_name: str | None = None
    signing_form: SigningForm | None = None
    on_behalf_of: str | None = None
    council_name: str = "Hội đồng Thi đua - Khen thưởng"
    theme_province: str | None = None
    theme_office: str | None = None
    grounds: tuple[Ground, ...] = (EMULATION_LAW, DECREE_152)
    movements: tuple[Movement, ...] = ()
    units: int = 0
    people: int = 0
    awards: tuple[AwardFigures, ...] = ()
    stages: tuple[StageFigures, ...] = ()
    reports_due: int = 0
    reports_submitted: int = 0
    reports_overdue: int = 0
    is_sample: bool = False

    def __post_init__(self) -> None:
        awards, stages = [row.code for row in self.awards], [stage.code for stage in self.stages]
        for codes in (awards, stages):
            if len(set(codes)) < len(codes):
                raise ValueError(f"a code stands twice in {codes}")
        for code in (*awards, *stages, *(movement.group for movement in self.movements)):
            _check_code(code)

    @property
    def totals(self) -> dict[str, int]:
        """Every measure summed over the awards."""
        return {measure: sum(getattr(row, measure) for row in self.awards) for measure in MEASURES}

    @property
    def figures(self) -> Mapping[str, int]:
        """Every figure of the paper by name: `units`, `movements.total`, `awards.<code>.decided`, `cases.total` …"""
        named = {
            "units": self.units,
            "people": self.people,
            "movements.total": len(self.movements),
            "reports.due": self.reports_due,
            "reports.submitted": self.reports_submitted,
            "reports.overdue": self.reports_overdue,
            "cases.total": sum(stage.waiting for stage in self.stages),
        }
        for movement in self.movements:
            named[f"movements.{movement.group}"] = named.get(f"movements.{movement.group}", 0) + 1
        for row in self.awards:
            named |= {f"awards.{row.code}.{measure}": getattr(row, measure) for measure in MEASURES}
        named |= {f"awards.total.{measure}": total for measure, total in self.totals.items()}
        return named | {f"cases.{stage.code}": stage.waiting for stage in self.stages}


def _check_code(code: str) -> None:
    if re.fullmatch(r"\w+", code, re.ASCII) is None or code == "total":
        raise ValueError(f"{code!r} cannot be part of a figure's name")
