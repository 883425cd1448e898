"""A file on its way in: looked into, measured, hashed, scanned and kept in the file store, before any row knows of it."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from contracts.words import ScanState
from services.chassis.files import Files
from services.chassis.ids import new_id
from services.chassis.scanning import Scanner
from services.nominations.dossiers.attachments import domain
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.attachments.domain.sniffing import Kind, sniff
from services.office.refusal import Refused

PLACE = "attachments"
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Handling:
    """How this installation takes files, as its settings say."""

    files: Files
    scanner: Scanner
    limit: int
    kinds: tuple[Kind, ...]


async def take_in(
    handling: Handling, file: BinaryIO, name: str, paper_code: str, *, office_id: UUID, by: UUID, at: datetime
) -> Attachment:
    """Check an open file and keep its bytes; the row is for the caller to write.

    Refuses an empty or too large file, a kind that is not taken, and one in which the scanner finds something. A crash
    between here and the row leaves bytes that nobody names: the sweep forgets them.
    """
    size = await asyncio.to_thread(file.seek, 0, 2)
    domain.check_size(size, handling.limit)
    kind = await asyncio.to_thread(sniff, file)
    if kind is None or kind not in handling.kinds:
        allowed = ", ".join(each.code.upper() for each in handling.kinds)
        raise Refused("attachment.kind", field="file", allowed=allowed, found=kind.code if kind else None)
    sha256 = await asyncio.to_thread(_digest, file)
    scan = await handling.scanner.scan(file)
    if scan.word is ScanState.INFECTED:
        raise Refused("attachment.infected", field="file", found=scan.note)
    attachment_id = new_id()
    path = f"{PLACE}/{office_id}/{attachment_id}"
    await asyncio.to_thread(file.seek, 0)
    await handling.files.put(path, file)
    return Attachment(
        attachment_id,
        paper_code,
        domain.clean_name(name, kind.endings),
        kind.media_type,
        size,
        sha256,
        path,
        scan.word.value,
        scan.note,
        at,
        by,
    )


async def bring_out(handling: Handling, attachment: Attachment) -> BinaryIO:
    """The kept file, open at its start and checked against its checksum; the caller closes it."""
    if attachment.scan == "infected":
        raise Refused("attachment.infected", field="file", found=attachment.scan_note)
    return await open_kept(handling.files, attachment.path, attachment.sha256)


async def open_kept(files: Files, path: str, sha256: str) -> BinaryIO:
    """As `bring_out`, by path."""
    file = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  the caller closes it
    try:
        await files.copy_out(path, sha256, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
