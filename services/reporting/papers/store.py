"""What is kept of papers: their files, named by what they hold; their numbers; the letterhead of the office."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from services.chassis import files
from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.papers import PaperKind
from services.office.refusal import NotFound

queries = Queries(__file__)

PLACE = "papers"


async def letterhead(tx: Transaction, office_id: UUID) -> dict[str, Any] | None:
    content = await tx.fetchval(queries.letterhead, office_id)
    return None if content is None else json.loads(content)


async def save_letterhead(tx: Transaction, office_id: UUID, content: str, at: datetime) -> None:
    """``content`` is the letterhead as JSON."""
    await tx.execute(queries.save_letterhead, office_id, content, at)


async def take_number(
    tx: Transaction, office_id: UUID, year: int, kind: PaperKind, number: int, report_id: UUID, at: datetime
) -> bool:
    """Whether the number is now this report's; False where another report has it."""
    holder = await tx.fetchval(queries.take_number, office_id, year, kind, number, report_id, at)
    return bool(holder == report_id)


class Files:
    """Where papers are kept.

    Args:
        where: a folder, or the URL of an object store (``s3://bucket/prefix``), as THIDUA_FILES says.
    """

    def __init__(self, where: str) -> None:
        self._files = files.Files(where)

    async def put(self, content: bytes) -> str:
        """Keep a file and return its SHA-256; the same content is kept once. Raises `Unavailable` while the store is away."""
        sha256 = hashlib.sha256(content).hexdigest()
        await self._files.put(_path(sha256), content)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """A kept file; raises `NotFound` where it is gone or no longer what its checksum says."""
        content = await self._files.get(_path(sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("intact file", sha256)
        return content


def _path(sha256: str) -> str:
    return f"{PLACE}/{sha256[:2]}/{sha256}.docx"
