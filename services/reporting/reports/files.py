"""Papers as files named by what they hold, in a folder or an object store."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from services.chassis.database import Unavailable
from services.office.refusal import NotFound

PLACE = "papers"


class Files:
    """Where papers are kept.

    Args:
        where: a folder, or the URL of an object store (``s3://bucket/prefix``), as THIDUA_FILES says.
    """

    def __init__(self, where: str) -> None:
        self._where = where
        self._store: Any = None

    async def put(self, content: bytes) -> str:
        """Keep a file and return its SHA-256; the same content is kept once. Raises `Unavailable` while the store is away."""
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            await obstore.put_async(self._open(), _path(sha256), content)
        except (BaseError, OSError) as error:
            raise Unavailable(f"file store: {error!r}") from error
        return sha256

    async def get(self, sha256: str) -> bytes:
        """A kept file; raises `NotFound` where it is gone or no longer what its checksum says."""
        try:
            answer = await obstore.get_async(self._open(), _path(sha256))
            content = bytes(await answer.bytes_async())
        except (FileNotFoundError, NotFoundError) as error:
            raise NotFound("file", sha256) from error
        except (BaseError, OSError) as error:
            raise Unavailable(f"file store: {error!r}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("intact file", sha256)
        return content

    def _open(self) -> Any:
        if self._store is None:
            scheme, separator, path = self._where.partition("://")
            if separator and scheme != "file":
                self._store = from_url(self._where, client_options={"timeout": timedelta(seconds=20)})
            else:
                self._store = LocalStore(Path(path if separator else self._where).absolute(), mkdir=True)
        return self._store


def _path(sha256: str) -> str:
    return f"{PLACE}/{sha256[:2]}/{sha256}.docx"
