"""Rows of attachments; the bytes are in the file store."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.dossiers.attachments.domain import Attachment

queries = Queries(__file__)


async def insert(
    tx: Transaction, office_id: UUID, attachment: Attachment, *, nomination_id: UUID | None, meeting_id: UUID | None
) -> None:
    """Of a nomination or of a unit's meeting: one of the two."""
    scanned_at = attachment.uploaded_at if attachment.scan in ("clean", "infected") else None
    await tx.execute(
        queries.insert_attachment,
        attachment.attachment_id,
        office_id,
        nomination_id,
        meeting_id,
        attachment.paper_code,
        attachment.name,
        attachment.media_type,
        attachment.size,
        attachment.sha256,
        attachment.path,
        attachment.scan,
        attachment.scan_note,
        scanned_at,
        attachment.uploaded_at,
        attachment.uploaded_by,
    )


async def of_nomination(tx: Transaction, office_id: UUID, nomination_id: UUID) -> tuple[Attachment, ...]:
    rows = await tx.fetch(queries.attachments_of_nomination, office_id, nomination_id)
    return tuple(_attachment(row) for row in rows)


async def of_meetings(
    tx: Transaction, office_id: UUID, meeting_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[Attachment, ...]]:
    """By meeting; a meeting without files has no entry."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for row in await tx.fetch(queries.attachments_of_meetings, office_id, list(meeting_ids)):
        found[row["meeting_id"]].append(_attachment(row))
    return {meeting_id: tuple(files) for meeting_id, files in found.items()}


async def frozen(tx: Transaction, office_id: UUID, nomination_id: UUID, revision: int) -> tuple[Attachment, ...]:
    """What one submission froze."""
    rows = await tx.fetch(queries.frozen_attachments, office_id, nomination_id, revision)
    return tuple(_attachment(row) for row in rows)


async def remove(tx: Transaction, office_id: UUID, attachment_id: UUID, at: datetime) -> None:
    """Out of the dossier under work; what an earlier submission froze stays readable there."""
    if await tx.fetchval(queries.remove_unfrozen, office_id, attachment_id) is None:
        await tx.execute(queries.remove_frozen, office_id, attachment_id, at)


async def touch_nomination(tx: Transaction, office_id: UUID, nomination_id: UUID, at: datetime) -> int:
    """Its next version: who submits has seen which files are in it."""
    version: int = await tx.fetchval(queries.touch_nomination, office_id, nomination_id, at)
    return version


async def pending_scans(tx: Transaction, most: int) -> Sequence[Row]:
    return await tx.fetch(queries.pending_scans, most)


async def keep_scan(tx: Transaction, attachment_id: UUID, word: str, note: str, at: datetime) -> None:
    scanned_at = at if word in ("clean", "infected") else None
    await tx.execute(queries.keep_scan, attachment_id, word, note, scanned_at)


async def known_paths(tx: Transaction, paths: Sequence[str]) -> set[str]:
    return {row["path"] for row in await tx.fetch(queries.known_paths, list(paths))}


def _attachment(row: Row) -> Attachment:
    return Attachment(**{each.name: row[each.name] for each in fields(Attachment)})
