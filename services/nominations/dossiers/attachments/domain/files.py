"""Attachments: what a file may be called, and what may be attached; pure."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.office.names import normalise
from services.office.refusal import Refused

LONGEST_NAME = 200
MOST_FILES = 50
"""Of one dossier or of one meeting."""
NAMELESS = "tep"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a dossier or of a unit's meeting; ``paper_code`` says which required paper it is."""

    attachment_id: UUID
    paper_code: str
    name: str
    media_type: str
    size: int
    sha256: str
    path: str
    scan: str
    scan_note: str
    uploaded_at: datetime
    uploaded_by: UUID

    @property
    def is_usable(self) -> bool:
        """Scanned and clean, or there is no scanner to ask: then it says "chưa quét"."""
        return self.scan in ("clean", "unscanned")


def clean_name(given: str, endings: Collection[str]) -> str:
    """A name that any database, header and folder can hold, ending as the content says.

    Folders before it are cut off, control and invisible formatting characters left out, letters composed (NFC).

    Args:
        endings: of the kind the content is; the first is added where the name has none of them.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    if len(last) > 2 * LONGEST_NAME:  # both ends of a name tell what it is; the rest would only cost time
        last = last[:LONGEST_NAME] + last[-LONGEST_NAME:]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    name = normalise(shown).strip(". ")
    ending = next((each for each in endings if name.lower().endswith(each)), "")
    usual = next(iter(endings), "")
    stem = name[: len(name) - len(ending)] if ending else name
    stem = stem.strip(". ") or NAMELESS
    end = ending.lower() or usual
    while len((stem + end).encode()) > LONGEST_NAME:
        stem = stem[:-1].rstrip(". ") or NAMELESS
    return stem + end


def check_size(size: int, limit: int) -> None:
    """An empty file proves nothing; a too large one is refused with the limit."""
    if size == 0:
        raise Refused("attachment.empty", field="file")
    if size > limit:
        raise Refused("attachment.too_large", field="file", limit_mb=limit // (1024 * 1024), size=size)


def check_count(already: int) -> None:
    if already >= MOST_FILES:
        raise Refused("attachment.too_many", field="file", most=MOST_FILES)
