"""PostgreSQL's own bytes, read without PostgreSQL: the records of its write-ahead log and the tuples of its heap pages."""

import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local.databases import install_folder

PAGE = 8192
_LINE = re.compile(r"rmgr: (\w+)\s+len \(rec/tot\):\s*\d+/\s*(\d+), tx:\s*(\d+), lsn: ([0-9A-F]+)/([0-9A-F]+),")
_SHORT_HEADER, _LONG_HEADER = 24, 40

Written = tuple[int, bytes]
"""What a transaction wrote somewhere: its id and the bytes."""


def wal_records(folder: Path, start: str, end: str) -> list[Written]:
    """Every record between two positions, in order; pg_waldump says where they lie, their bytes are read beside it."""
    command = [str(install_folder() / "bin" / "pg_waldump"), "-p", str(folder), "-s", start, "-e", end]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [match for match in map(_LINE.match, done.stdout.splitlines()) if match]
    segments = _Segments(folder)
    return [
        (int(tx), segments.read((int(high, 16) << 32) + int(low, 16), int(length)))
        for _, length, tx, high, low in (match.groups() for match in found)
    ]


class _Segments:
    """Reads across pages and segments, leaving their headers out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = sorted(path.name for path in folder.iterdir() if re.fullmatch(r"[0-9A-F]{24}", path.name))
        self._size = (folder / self._names[0]).stat().st_size
        self._timeline = self._names[0][:8]
        self._known: dict[int, bytes] = {}

    def read(self, position: int, length: int) -> bytes:
        taken = b""
        while length > 0:
            within = position % PAGE
            if within == 0:
                header = _LONG_HEADER if position % self._size == 0 else _SHORT_HEADER
                position += header
                within = header
            part = min(length, PAGE - within)
            taken += self._segment(position // self._size)[position % self._size :][:part]
            position, length = position + part, length - part
        return taken

    def _segment(self, number: int) -> bytes:
        if number not in self._known:
            per_log = 2**32 // self._size
            name = f"{self._timeline}{number // per_log:08X}{number % per_log:08X}"
            self._known[number] = (self._folder / name).read_bytes()
        return self._known[number]


def heap_tuples(file: bytes) -> Iterator[Written]:
    """The tuples of a table's file, dead ones too, each with the transaction that wrote it; nothing of other files."""
    for start in range(0, len(file) - PAGE + 1, PAGE):
        page = file[start : start + PAGE]
        lower, upper, special = struct.unpack_from("<HHH", page, 12)
        if not 24 <= lower <= upper <= special == PAGE:
            continue
        for (pointer,) in struct.iter_unpack("<I", page[24 : 24 + (lower - 24) // 4 * 4]):
            offset, length = pointer & 0x7FFF, pointer >> 17
            if length >= 24 and offset + length <= PAGE:
                (xmin,) = struct.unpack_from("<I", page, offset)
                yield xmin, page[offset : offset + length]
