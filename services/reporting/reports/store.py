"""Reports, their versions, their numbers and the office's letterhead in PostgreSQL."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one period, whatever its versions."""

    report_id: UUID
    office_id: UUID
    kind: str
    year: int
    period_from: date
    period_to: date
    title: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it was written; ``sha256`` and ``size`` in bytes are the file's."""

    number: int | None
    symbol: str
    signed_on: date | None
    as_of: datetime
    sha256: str
    size: int
    figures: Mapping[str, int]


async def lock_report(tx: Transaction, new: Report, at: datetime) -> UUID:
    """The id of the report of this period, made now or before; its row is locked."""
    report_id: UUID = await tx.fetchval(
        queries.lock_report,
        new.report_id,
        new.office_id,
        new.kind,
        new.year,
        new.period_from,
        new.period_to,
        new.title,
        at,
    )
    return report_id


async def insert_version(
    tx: Transaction, office_id: UUID, report_id: UUID, new: Version, *, by: UUID, by_name: str, at: datetime
) -> int:
    """The next version of a locked report; returns its number, from 1."""
    version: int = await tx.fetchval(queries.last_version, office_id, report_id) + 1
    await tx.execute(
        queries.insert_version,
        report_id,
        version,
        office_id,
        new.number,
        new.symbol,
        new.signed_on,
        new.as_of,
        at,
        by,
        by_name,
        new.sha256,
        new.size,
        json.dumps(dict(new.figures)),
    )
    return version


async def reports(tx: Transaction, office_id: UUID, year: int | None, limit: int) -> list[dict[str, Any]]:
    """Newest first, each with its newest version, by the names of `ReportLine`."""
    return [dict(row) for row in await tx.fetch(queries.reports, office_id, year, limit)]


async def report(tx: Transaction, office_id: UUID, report_id: UUID) -> dict[str, Any]:
    """One report with all versions, newest first, by the names of `contracts.reporting.api.reports.Report`; raises `NotFound`."""
    row = await tx.fetchrow(queries.report, office_id, report_id)
    if row is None:
        raise NotFound("report", report_id)
    rows = [dict(each) for each in await tx.fetch(queries.versions, office_id, report_id)]
    versions = [each | {"made_by": each["made_by_name"], "figures": json.loads(each["figures"])} for each in rows]
    return dict(row) | {"versions": versions}


async def report_exists(tx: Transaction, office_id: UUID, report_id: UUID) -> bool:
    return bool(await tx.fetchval(queries.report_exists, office_id, report_id))


async def version_file(tx: Transaction, office_id: UUID, report_id: UUID, version: int | None) -> tuple[int, str]:
    """(version, SHA-256) of one version or the newest; raises `NotFound`."""
    row = await tx.fetchrow(queries.version_file, office_id, report_id, version)
    if row is None:
        raise NotFound("report", report_id)
    return row["version"], row["sha256"]
