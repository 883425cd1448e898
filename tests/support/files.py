"""Small real files for tests of attachments, each of the kind its name says, and some that lie."""

import io
import zipfile

from docx import Document
from openpyxl import Workbook

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The string every scanner knows and no computer is harmed by."""


def docx() -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_paragraph("Biên bản bình xét")
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def docm() -> bytes:
    """A Word document with macros, as its list of parts tells."""
    return _package(
        "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml", {"word/vbaProject.bin": b"\0"}
    )


def zipped(**parts: bytes) -> bytes:
    """Any ZIP."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def bomb() -> bytes:
    """A package whose list of parts unfolds to 50 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 50_000_000)
    return file.getvalue()


def _package(content_type: str, main: str, more: dict[str, bytes]) -> bytes:
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    )
    return zipped(**{"[Content_Types].xml": types.encode(), main: b"<w/>", **more})
