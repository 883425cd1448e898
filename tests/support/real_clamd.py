"""Debian's own clamd on a free port, with a signature database of one entry, where it is installed (clamav-daemon)."""

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support.files import EICAR

PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin"
SETTINGS = """\
DatabaseDirectory {folder}/signatures
TCPAddr 127.0.0.1
TCPSocket {port}
Foreground yes
StreamMaxLength 25M
"""


def installed() -> str | None:
    """Where clamd is."""
    return shutil.which("clamd") or shutil.which("clamd", path=PLACES)


@contextlib.asynccontextmanager
async def real_clamd(program: str, folder: Path) -> AsyncIterator[str]:
    """Its address, once it listens."""
    (folder / "signatures").mkdir()
    (folder / "signatures" / "test.ndb").write_text(f"Thidua.Eicar:0:*:{EICAR.hex()}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder, port=port))
    process = await asyncio.create_subprocess_exec(
        program, "-c", str(folder / "clamd.conf"), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(60):
            while not await _listens(port):
                assert process.returncode is None, "clamd ended"
                await asyncio.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
