"""Kept verdicts: added, never changed; and which nominations rest on whose awards."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.ids import new_id
from services.chassis.sql import Queries
from services.nominations.dossiers.verdicts.domain import Difference, Shown, differences, digest
from services.nominations.register import store as register_store

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept verdict; ``verdict`` is what was shown, whole."""

    verdict_id: UUID
    nomination_id: UUID
    revision: int
    moment: str
    law_day: date
    judged_on: date
    judged_at: datetime
    judged_by: UUID
    judged_by_name: str
    rulebook_version: str
    overall: str
    digest: str
    verdict: Shown
    compared_with: UUID | None = None
    differences: tuple[Difference, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges, when, at which moment, and why again."""

    moment: str
    by: UUID
    by_name: str
    at: datetime
    why: str = ""


async def keep(
    tx: Transaction,
    office_id: UUID,
    nomination_id: UUID,
    revision: int,
    verdict: Shown,
    judging: Judging,
    against: Kept | None = None,
) -> Kept:
    """Add one verdict with how it differs from ``against``."""
    kept = Kept(
        verdict_id=new_id(),
        nomination_id=nomination_id,
        revision=revision,
        moment=judging.moment,
        law_day=date.fromisoformat(verdict["law_day"]),
        judged_on=date.fromisoformat(verdict["judged_on"]),
        judged_at=judging.at,
        judged_by=judging.by,
        judged_by_name=judging.by_name,
        rulebook_version=verdict["rulebook_version"],
        overall=verdict["overall"],
        digest=digest(verdict),
        verdict=verdict,
        compared_with=against.verdict_id if against else None,
        differences=differences(against.verdict if against else None, verdict),
        why=judging.why,
    )
    await tx.execute(
        queries.keep_verdict,
        kept.verdict_id,
        office_id,
        nomination_id,
        revision,
        kept.moment,
        kept.law_day,
        kept.judged_on,
        kept.judged_at,
        kept.judged_by,
        kept.judged_by_name,
        kept.rulebook_version,
        kept.overall,
        kept.digest,
        json.dumps(verdict, ensure_ascii=False),
        kept.compared_with,
        json.dumps([asdict(each) for each in kept.differences], ensure_ascii=False),
        kept.why,
    )
    return kept


async def latest(
    tx: Transaction, office_id: UUID, nomination_ids: Sequence[UUID], moment: str | None = None
) -> dict[UUID, Kept]:
    """By nomination, the last verdict on its present revision; of any moment unless one is named."""
    rows = await tx.fetch(queries.latest_verdicts, office_id, list(nomination_ids), moment)
    return {row["nomination_id"]: _kept(row) for row in rows}


async def by_id(tx: Transaction, office_id: UUID, verdict_ids: Sequence[UUID]) -> dict[UUID, Kept]:
    return {row["verdict_id"]: _kept(row) for row in await tx.fetch(queries.verdicts_by_id, office_id, verdict_ids)}


async def of_nomination(tx: Transaction, office_id: UUID, nomination_id: UUID) -> list[Kept]:
    """All of them, the oldest first."""
    return [_kept(row) for row in await tx.fetch(queries.verdicts_of_nomination, office_id, nomination_id)]


async def resting_on(tx: Transaction, office_id: UUID, nominee_ids: Sequence[UUID]) -> list[UUID]:
    """Nominations under review whose verdict may rest on these nominees' awards and facts."""
    units = await register_store.units_behind(tx, office_id, nominee_ids)
    return [row["nomination_id"] for row in await tx.fetch(queries.resting_on, office_id, list(nominee_ids), units)]


def _kept(row: Row) -> Kept:
    values: dict[str, Any] = dict(row)
    values["verdict"] = json.loads(values["verdict"])
    values["differences"] = tuple(Difference(**each) for each in json.loads(values["differences"]))
    return Kept(**values)
