"""Zip packages that strangers made (workbooks, documents, rule files): looked into without ever costing more than they may."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

KINDS: Final = (ZIP_STORED, ZIP_DEFLATED)
"""What office programs write. The other kinds ask for memory by a number that stands in the file."""
MOST_LISTED: Final = 512 * 1024
"""Bytes of a package's list of parts, which is read whole before anything is known of it."""

_CHUNK: Final = 64 * 1024
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_LARGE_MARK: Final = b"PK\x06\x07"
_LONGEST_COMMENT: Final = 65_535
_BROKEN: Final = (BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error)
"""All that a package made or broken on purpose makes the standard library raise."""

_SPACE: Final = b" \t\r\n"
_OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00", b"\x4c\x6f", b"+ADw")
"""How XML in UTF-16, UTF-32, EBCDIC or UTF-7 may begin."""
_DECLARED: Final = re.compile(rb"""^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODINGS: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


class BrokenPackage(Exception):
    """This is no package that can be read, or one made to do harm."""


class LargePackage(Exception):
    """There is more in it than it may hold."""


def open_package(file: BinaryIO, most_parts: int) -> ZipFile:
    """The package in an open file; the caller closes it.

    Raises `BrokenPackage` and `LargePackage`. Two parts of one name are refused: programs differ in which they would read.
    """
    _check_list(file)
    try:
        package = ZipFile(file)
    except _BROKEN as broken:
        raise BrokenPackage from broken
    parts = package.infolist()
    if len(parts) > most_parts:
        raise LargePackage
    names = {part.filename.casefold() for part in parts}
    if len(names) != len(parts) or any(part.compress_type not in KINDS or part.flag_bits & 1 for part in parts):
        raise BrokenPackage
    return package


def read_part(package: ZipFile, part: ZipInfo | str, most_bytes: int) -> bytes:
    """One part, unpacked piece by piece so that a bomb is noticed before it has gone off, whatever size it says it has."""
    pieces, size = [], 0
    try:
        with package.open(part) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > most_bytes:
                    raise LargePackage
                pieces.append(piece)
    except _BROKEN as broken:
        raise BrokenPackage from broken
    return b"".join(pieces)


def check_markup(content: bytes) -> None:
    """What any reader might take for XML, whatever the part is called, must be plain: UTF-8, no document type, no entities.

    Raises `BrokenPackage`. Pictures and printer settings are let through: no XML reader gets past their first letter.
    """
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)
    if not start.startswith(b"<"):
        if content.lstrip(_SPACE).startswith(_OTHER_ENCODINGS):
            raise BrokenPackage
        return
    declared = _DECLARED.match(start[:400])
    if declared is not None and declared[1].strip().lower() not in _PLAIN_ENCODINGS:
        raise BrokenPackage
    if any(mark in content for mark in (b"\x00", b"<!DOCTYPE", b"<!ENTITY")):
        raise BrokenPackage


def parts_of(package: ZipFile, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Every part with its content, together no more than ``most_bytes``."""
    left = most_bytes
    for part in package.infolist():
        content = read_part(package, part, left)
        left -= len(content)
        yield part.filename, content


def _check_list(file: BinaryIO) -> None:
    """The end of the file says how long the list of parts is: nobody's document needs the form for more than 65,535."""
    length = file.seek(0, 2)
    tail_length = min(length, _END.size + _LONGEST_COMMENT)
    file.seek(length - tail_length)
    tail = file.read(tail_length)
    file.seek(0)
    place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) - place < _END.size:
        raise BrokenPackage
    if tail[max(0, place - 20) : place].startswith(_LARGE_MARK):
        raise BrokenPackage
    listed = _END.unpack_from(tail, place)[5]
    if listed > MOST_LISTED:
        raise LargePackage
