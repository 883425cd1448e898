"""What a file is, by what is in it: its name is only what somebody called it.

Own code and no library: those at hand (filetype, puremagic) tell a ZIP with a Word-like name inside from a Word document by
guess, and none says whether it carries macros; the package's own list of parts does.
"""

from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

from services.office.packages import BrokenPackage, LargePackage, check_markup, open_package, read_part

CONTENT_TYPES = "[Content_Types].xml"
MOST_OF_IT = 1024 * 1024
"""A list of parts longer than this is no document's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that dossiers know: its usual ending and its media type."""

    code: str
    endings: tuple[str, ...]
    media_type: str


PDF = Kind("pdf", (".pdf",), "application/pdf")
PNG = Kind("png", (".png",), "image/png")
JPG = Kind("jpg", (".jpg", ".jpeg"), "image/jpeg")
DOCX = Kind("docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("xlsx", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
KINDS = {kind.code: kind for kind in (PDF, DOCX, XLSX, PNG, JPG)}

STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPG))
ZIP = b"PK\x03\x04"
MOST_PARTS = 5_000
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
"""Documents with macros have other main parts (``…macroEnabled.main+xml``) and so are none of ours."""


def sniff(file: BinaryIO) -> Kind | None:
    """The kind of an open file, read from its start; None for what dossiers do not take."""
    file.seek(0)
    start = file.read(16)
    for magic, kind in STARTS:
        if start.startswith(magic):
            return kind
    return _office(file) if start.startswith(ZIP) else None


def _office(file: BinaryIO) -> Kind | None:
    try:
        with open_package(file, MOST_PARTS) as package:
            text = read_part(package, CONTENT_TYPES, MOST_OF_IT)
        check_markup(text)
    except (BrokenPackage, LargePackage):
        return None
    if b"vbaProject" in text:
        return None
    try:
        parts = {part.get("ContentType") for part in ElementTree.fromstring(text)}
    except (
        ElementTree.ParseError,
        LookupError,
        ValueError,
    ):  # the last two: an encoding nobody knows, or of many bytes
        return None
    return next((kind for content_type, kind in MAIN_PARTS.items() if content_type in parts), None)
