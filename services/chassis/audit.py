"""The audit trail: who did what to which thing, written in the transaction that did it; and found by person, thing and day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from contracts.audit import AuditLine, AuditPage
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.access import Actor

queries = Queries(__file__)


async def audit(
    tx: Transaction,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: UUID | str,
    *,
    at: datetime,
    **detail: object,
) -> None:
    """Add one line; ``detail`` holds what a later reader needs and nothing secret."""
    await tx.execute(
        queries.audit,
        at,
        actor.office_id,
        actor.person_id,
        actor.name,
        action,
        subject_kind,
        str(subject_id),
        json.dumps(detail, default=str, ensure_ascii=False),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of several that an act changed."""

    subject_kind: str
    subject_id: UUID
    detail: Mapping[str, object]


async def audit_all(tx: Transaction, actor: Actor, action: str, lines: Iterable[Line], *, at: datetime) -> None:
    """A line for each thing that one act changed, in one statement."""
    who = (at, actor.office_id, actor.person_id, actor.name, action)
    rows = [
        (*who, line.subject_kind, str(line.subject_id), json.dumps(line.detail, default=str, ensure_ascii=False))
        for line in lines
    ]
    if rows:
        await tx.executemany(queries.audit, rows)


@dataclass(frozen=True, slots=True)
class Search:
    """Whose acts, on which thing, on which day of the office; None asks for all."""

    person_id: UUID | None = None
    subject_id: str | None = None
    day: date | None = None
    limit: int = 50
    offset: int = 0


async def find(tx: Transaction, office_id: UUID, search: Search) -> AuditPage:
    """The lines of one office, the newest first."""
    begin = datetime.combine(search.day, time(), OFFICE_ZONE) if search.day else None
    end = begin + timedelta(days=1) if begin else None
    rows = await tx.fetch(
        queries.audit_lines, office_id, search.person_id, search.subject_id, begin, end, search.limit, search.offset
    )
    lines = [AuditLine.model_validate({**dict(row), "detail": json.loads(row["detail"])}) for row in rows]
    return AuditPage(lines=lines, total=rows[0]["total"] if rows else 0)
