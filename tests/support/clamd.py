"""A clamd for tests: a real process speaking the real protocol (zINSTREAM), which knows one signature, the EICAR string."""

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator

from tests.support.files import EICAR


class Clamd:
    """What it was sent, file by file; ``broken`` makes it answer as an overloaded clamd does."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.broken = False
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", await reader.readexactly(4))[0]:
            content += await reader.readexactly(length)
        self.seen.append(content)
        said = "INSTREAM size limit exceeded. ERROR" if self.broken else "stream: OK"
        if EICAR in content and not self.broken:
            said = "stream: Eicar-Test-Signature FOUND"
        writer.write(said.encode() + b"\0")
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def clamd(port: int = 0) -> AsyncIterator[Clamd]:
    served = Clamd()
    server = await asyncio.start_server(served.answer, "127.0.0.1", port)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        await server.wait_closed()
