"""The keys of ballot boxes: one small file per round in a folder of its own, outside the database and its backups."""

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

from services.chassis.clock import Clock

log = logging.getLogger(__name__)

KEY_BYTES: Final = 32
SUFFIX: Final = ".key"

_machine_clock: Final = Clock()


class KeyFolder:
    """All copies of the service share the folder; best a file system in memory, which nothing ever backs up.

    Erasing overwrites and unlinks. What a disk keeps of an overwritten block is beyond any program: hence the memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, round_id: UUID, key: bytes) -> None:
        """Written through to the disk before it returns; a key that exists already is never replaced."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path(round_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(descriptor)
        self._sync()

    def find(self, round_id: UUID) -> bytes | None:
        """None where the key is lost, cut short or not to be read."""
        try:
            key = self._path(round_id).read_bytes()
        except OSError as error:
            log.warning("ballot key cannot be read", extra={"round_id": str(round_id), "reason": error.strerror})
            return None
        return key if len(key) == KEY_BYTES else None

    def erase(self, round_id: UUID) -> None:
        """Gone for good; erasing what is gone already is no error."""
        path = self._path(round_id)
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_WRONLY)
            with os.fdopen(descriptor, "wb") as file:
                file.write(bytes(KEY_BYTES))
                file.flush()
                os.fsync(descriptor)
            path.unlink()
            self._sync()

    def held(self) -> list[UUID]:
        """The rounds whose keys lie here."""
        try:
            names = [path.stem for path in self._folder.iterdir() if path.suffix == SUFFIX]
        except FileNotFoundError:
            return []
        return sorted(_ids(names))

    def age_seconds(self, round_id: UUID) -> float:
        """Since it was written, by the machine's clock, never a simulated one; 0 where it is gone already."""
        try:
            return _machine_clock.now().timestamp() - self._path(round_id).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def _path(self, round_id: UUID) -> Path:
        return self._folder / f"{round_id}{SUFFIX}"

    def _sync(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _ids(names: Iterable[str]) -> Iterable[UUID]:
    for name in names:
        with suppress(ValueError):
            yield UUID(name)
