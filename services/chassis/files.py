"""Files in a folder or an object store, under paths their service chooses; a checksum beside them is the service's own.

Only services that keep files import this module: ``obstore`` is in their dependency groups alone.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from services.chassis import metrics
from services.chassis.database import FilesUnavailable
from services.office.refusal import NotFound

TIMEOUT = timedelta(seconds=20)


class Files:
    """Where files are kept. Raises `FilesUnavailable` while the store is away.

    Args:
        where: a folder, or the URL of an object store (``s3://bucket/prefix``), as THIDUA_FILES says.
    """

    def __init__(self, where: str) -> None:
        self._where = where
        self._store: Any = None

    async def put(self, path: str, content: bytes | BinaryIO) -> None:
        """Keep a file; an open one is sent from its present position on, piece by piece."""
        try:
            await obstore.put_async(self._open(), path, content)
        except (BaseError, OSError) as error:
            metrics.dependency_up.labels("files").set(False)
            raise FilesUnavailable(f"file store: {error!r}") from error
        metrics.dependency_up.labels("files").set(True)

    async def get(self, path: str) -> bytes:
        """A kept file whole; raises `NotFound` where it is gone."""
        return b"".join([piece async for piece in self.pieces(path)])

    async def pieces(self, path: str) -> AsyncIterator[bytes]:
        """A kept file piece by piece; raises `NotFound` where it is gone."""
        try:
            answer = await obstore.get_async(self._open(), path)
            async for piece in answer.stream():
                yield bytes(piece)
        except (FileNotFoundError, NotFoundError) as error:
            raise NotFound("file", path) from error
        except (BaseError, OSError) as error:
            raise FilesUnavailable(f"file store: {error!r}") from error

    async def copy_out(self, path: str, sha256: str, into: BinaryIO) -> None:
        """Write a kept file into an open one.

        Raises `NotFound` where it is gone or is no longer what its checksum says: look at ``into`` only afterwards.
        """
        digest = hashlib.sha256()
        async for piece in self.pieces(path):
            digest.update(piece)
            into.write(piece)
        if digest.hexdigest() != sha256:
            raise NotFound("intact file", path)

    async def delete(self, paths: Sequence[str]) -> None:
        """Forget files; those that are gone already are fine."""
        for path in paths:
            try:
                await obstore.delete_async(self._open(), path)
            except (FileNotFoundError, NotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise FilesUnavailable(f"file store: {error!r}") from error

    async def older_than(self, prefix: str, age: timedelta) -> AsyncIterator[list[str]]:
        """Paths under a prefix that were written longer ago than that (by the machine's clock), some at a time."""
        before = datetime.now(UTC) - age
        try:
            async for listed in obstore.list(self._open(), prefix, chunk_size=500):
                yield [each["path"] for each in listed if each["last_modified"] < before]
        except (BaseError, OSError) as error:
            raise FilesUnavailable(f"file store: {error!r}") from error

    def _open(self) -> Any:
        if self._store is None:
            scheme, separator, path = self._where.partition("://")
            if separator and scheme != "file":
                self._store = from_url(self._where, client_options={"timeout": TIMEOUT})
            else:
                self._store = LocalStore(Path(path if separator else self._where).absolute(), mkdir=True)
        return self._store
