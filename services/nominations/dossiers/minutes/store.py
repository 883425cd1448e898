"""Minutes of the units' own meetings: versions that are never changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.dossiers.minutes.domain import (
    Meeting,
    Minutes,
    as_content,
    content_sha256,
    content_text,
    head_of,
)
from services.office.refusal import NotFound

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of minutes as it was recorded; ``content`` is what the checksum is taken over."""

    meeting_id: UUID
    version: int
    unit_id: UUID
    round_id: UUID
    sha256: str
    content: dict[str, Any]
    recorded_at: datetime
    recorded_by: UUID


async def insert(tx: Transaction, office_id: UUID, meeting: Meeting, at: datetime, by: UUID) -> str:
    """One version; answers its checksum."""
    content = as_content(meeting)
    sha256 = content_sha256(content)
    await tx.execute(
        queries.insert_meeting,
        meeting.meeting_id,
        meeting.version,
        office_id,
        meeting.unit_id,
        meeting.round_id,
        meeting.held_on,
        meeting.chair.person_id,
        meeting.secretary.person_id,
        meeting.members,
        [person.person_id for person in meeting.present],
        sha256,
        content_text(content),
        content_text(head_of(content)),
        at,
        by,
    )
    rows = meeting.rows
    await tx.execute(
        queries.insert_rows,
        meeting.meeting_id,
        meeting.version,
        office_id,
        [row.nominee_id for row in rows],
        [row.award_code for row in rows],
        [meeting.in_favour(row) for row in rows],
        [meeting.voters(row) for row in rows],
        [meeting.agreed(row) for row in rows],
        [content_text(row) for row in content["rows"]],
    )
    return sha256


async def get(tx: Transaction, office_id: UUID, meeting_id: UUID) -> Kept:
    """The latest version."""
    row = await tx.fetchrow(queries.meeting, office_id, meeting_id)
    if row is None:
        raise NotFound("unit_meeting", meeting_id)
    return _kept(row)


async def search(
    tx: Transaction, office_id: UUID, unit_id: UUID | None, round_id: UUID | None, limit: int
) -> list[Kept]:
    return [_kept(row) for row in await tx.fetch(queries.meetings, office_id, unit_id, round_id, limit)]


async def about(tx: Transaction, office_id: UUID, nominee_id: UUID, award_code: str, round_id: UUID) -> Minutes | None:
    """What the last meeting of the round said about a nominee and an award."""
    row = await tx.fetchrow(queries.minutes_about, office_id, nominee_id, award_code, round_id)
    if row is None:
        return None
    head = json.loads(row["head"])
    return Minutes(UUID(head["meeting_id"]), head["version"], row["sha256"], head, json.loads(row["content"]))


def _kept(row: Row) -> Kept:
    return Kept(**{**row, "content": json.loads(row["content"])})
