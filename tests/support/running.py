"""A service run inside the test process: its real application under a real HTTP server, with its real lifespan."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from fastapi import FastAPI

from services.chassis.serve import SERVER

PATIENCE = 90.0
"""Seconds to wait for a fact that has to come: a busy machine is slow, not wrong."""


@contextlib.asynccontextmanager
async def running(app: FastAPI, listening: socket.socket | None = None, **changed: Any) -> AsyncIterator[str]:
    """Start the application on a free port and yield its address; stop it cleanly at the end.

    Args:
        listening: where somebody had to know the address before.
        changed: what is served otherwise than in the product.
    """
    config = uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="on", **{**SERVER, **changed})
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve([listening] if listening else None))
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def free_address() -> tuple[socket.socket, str]:
    """A port that listens already, for an application that is started later; and its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    return listening, f"http://127.0.0.1:{listening.getsockname()[1]}"


async def eventually(check: Any, *, within: float = PATIENCE, every: float = 0.05) -> Any:
    """Await ``check()`` until it returns something true, and return that; fails with the last value after ``within`` s."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        value = await check()
        if value:
            return value
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"still {value!r} after {within} s")
        await asyncio.sleep(every)
