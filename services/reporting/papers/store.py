"""Papers as files named by what they hold, in a folder or an object store."""

import hashlib

from services.chassis import files
from services.office.refusal import NotFound

PLACE = "papers"


class Files:
    """Where papers are kept.

    Args:
        where: a folder, or the URL of an object store (``s3://bucket/prefix``), as THIDUA_FILES says.
    """

    def __init__(self, where: str) -> None:
        self._files = files.Files(where)

    async def put(self, content: bytes) -> str:
        """Keep a file and return its SHA-256; the same content is kept once. Raises `Unavailable` while the store is away."""
        sha256 = hashlib.sha256(content).hexdigest()
        await self._files.put(_path(sha256), content)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """A kept file; raises `NotFound` where it is gone or no longer what its checksum says."""
        content = await self._files.get(_path(sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("intact file", sha256)
        return content


def _path(sha256: str) -> str:
    return f"{PLACE}/{sha256[:2]}/{sha256}.docx"
