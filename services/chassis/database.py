"""One pool of connections to the service's own PostgreSQL database, and transactions that remember what they recorded."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg

from services.chassis.crash import CrashPoint, crash_point

Row = asyncpg.Record

OUTAGES: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
)
"""What asyncpg raises while PostgreSQL is away, overloaded or has picked this transaction as a deadlock's victim."""


class Unavailable(Exception):
    """The database cannot answer now. It passes by itself: do the whole transaction again, never the COMMIT alone."""


class FilesUnavailable(Unavailable):
    """The file store cannot keep or give anything now: away, full, or not ours to write in. The database is well."""


def is_outage(error: BaseException) -> bool:
    """An InterfaceError is an outage only if it says that the connection is gone; any other is a bug of ours."""
    if isinstance(error, asyncpg.InterfaceError):
        return "clos" in str(error)
    return isinstance(error, OUTAGES)


class Transaction:
    """An open transaction. Commands receive one and never open their own; only ``store.py`` and the chassis run SQL on it."""

    __slots__ = ("connection", "recorded")

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.recorded = 0
        """How many events this transaction put into the outbox."""

    async def fetch(self, sql: str, *args: object) -> Sequence[Any]:
        rows: Sequence[Any] = await self.connection.fetch(sql, *args)
        return rows

    async def fetchrow(self, sql: str, *args: object) -> Any:
        return await self.connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        return await self.connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: object) -> str:
        tag: str = await self.connection.execute(sql, *args)
        return tag

    async def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        await self.connection.executemany(sql, rows)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what is done inside if it raises, and nothing else."""
        async with self.connection.transaction():
            yield


async def _keep_session(_: object) -> None:
    """Skip the pool's RESET on release: our connections hold no session state, and it costs a third of the rate."""


class Database:
    """The service's database.

    Connects lazily, so that a service starts and answers ``/readyz`` while PostgreSQL is away.
    """

    def __init__(self, url: str, *, size: int = 10, wait: float = 5.0) -> None:
        self._url = url
        self._size = size
        self._wait = wait
        self._pool: Any = None
        self._on_recorded: Callable[[], None] = lambda: None

    def on_recorded(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` after every commit that recorded events."""
        self._on_recorded = wake

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            self._url, min_size=0, max_size=self._size, reset=_keep_session, timeout=self._wait, command_timeout=60
        )

    async def close(self) -> None:
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), timeout=5)
            except TimeoutError:
                self._pool.terminate()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction, READ COMMITTED; committed when the block ends, rolled back when it raises.

        Raises `Unavailable` when PostgreSQL cannot be reached within the wait time or goes away meanwhile.
        """
        try:
            async with self._pool.acquire(timeout=self._wait) as connection:
                tx = Transaction(connection)
                async with connection.transaction():
                    yield tx
        except OUTAGES as error:
            if not is_outage(error):
                raise
            raise Unavailable(repr(error)) from error
        if tx.recorded:
            self._on_recorded()
            crash_point(CrashPoint.REQUEST_COMMITTED)

    async def connect(self) -> Any:
        """A plain connection of one's own, outside the pool; the caller closes it."""
        return await asyncpg.connect(self._url, timeout=self._wait)

    async def is_up(self) -> bool:
        try:
            async with self._pool.acquire(timeout=1.0) as connection:
                await connection.fetchval("select 1", timeout=1.0)
        except OUTAGES:
            return False
        return True
