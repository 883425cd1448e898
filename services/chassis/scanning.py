"""Virus scanning: a clamd that takes the file over a socket (INSTREAM), or any command that takes it on its input.

Without either nothing is scanned, and files say so.
"""

import asyncio
import contextlib
import shlex
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from contracts.words import ScanState

CHUNK = 64 * 1024
SECONDS = 60.0
EXIT_CLEAN, EXIT_INFECTED = 0, 1
"""As ``clamscan`` and ``clamdscan`` end; any other end means that the scanner could not look."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner said; ``note`` names what it found, or why it could not look."""

    word: ScanState
    note: str = ""


class Scanner(Protocol):
    async def scan(self, file: BinaryIO) -> Scan:
        """Look at an open file from its start. A scanner that cannot look answers PENDING: it is asked again later."""
        ...


class NoScanner:
    """Nobody looks."""

    async def scan(self, file: BinaryIO) -> Scan:
        return Scan(ScanState.UNSCANNED)


@dataclass(frozen=True, slots=True)
class Clamd:
    """A clamd at ``host:port`` or ``unix:/path``; its own StreamMaxLength must be at least the largest attachment."""

    address: str

    async def scan(self, file: BinaryIO) -> Scan:
        try:
            async with asyncio.timeout(SECONDS):
                return _said(await self._ask(file))
        except (OSError, EOFError, TimeoutError) as error:
            return Scan(ScanState.PENDING, f"clamd: {error!r}"[:200])

    async def _ask(self, file: BinaryIO) -> str:
        reader, writer = await self._connect()
        try:
            writer.write(b"zINSTREAM\0")
            file.seek(0)
            while piece := await asyncio.to_thread(file.read, CHUNK):
                writer.write(struct.pack("!L", len(piece)) + piece)
                await writer.drain()
            writer.write(struct.pack("!L", 0))
            await writer.drain()
            return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace").strip()
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.address.startswith("unix:"):
            return await asyncio.open_unix_connection(self.address.removeprefix("unix:"))
        host, _, port = self.address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port))


def _said(answer: str) -> Scan:
    """``stream: OK``, ``stream: Eicar-Signature FOUND``; whatever else is an error of the scanner, not of the file."""
    said = answer.partition(":")[2].strip() if answer.startswith("stream:") else answer
    if said == "OK":
        return Scan(ScanState.CLEAN)
    if said.endswith(" FOUND"):
        return Scan(ScanState.INFECTED, said.removesuffix(" FOUND")[:200])
    return Scan(ScanState.PENDING, f"clamd: {answer}"[:200])


@dataclass(frozen=True, slots=True)
class Command:
    """A command that reads the file on its standard input and ends as clamscan does (``clamscan -``)."""

    line: str

    async def scan(self, file: BinaryIO) -> Scan:
        file.seek(0)
        try:
            process = await asyncio.create_subprocess_exec(
                *shlex.split(self.line), stdin=file, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
            )
        except OSError as error:
            return Scan(ScanState.PENDING, f"{error!r}"[:200])
        try:
            async with asyncio.timeout(SECONDS):
                told, _ = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            return Scan(ScanState.PENDING, f"no answer in {SECONDS:.0f} s")
        if process.returncode == EXIT_CLEAN:
            return Scan(ScanState.CLEAN)
        if process.returncode == EXIT_INFECTED:
            return Scan(ScanState.INFECTED, " ".join(told.decode("utf-8", "replace").split())[:200])
        return Scan(ScanState.PENDING, f"exit {process.returncode}")


def scanner(clamd: str | None, command: str | None) -> Scanner:
    """The scanner that the settings name; a clamd goes before a command."""
    if clamd:
        return Clamd(clamd)
    return Command(command) if command else NoScanner()
