"""Class-data sharing: the classes of Kafka, parsed once and kept, so that later starts need half the time and processor."""

import os
from pathlib import Path

from deploy.local.java import Java


class ClassArchive:
    """One file beside the jars for each build of Java. The first broker that is stopped in good order writes it."""

    def __init__(self, jars: Path, java: Java) -> None:
        self._file = jars.with_name(f"{jars.name}-java{java.major}-{java.build}.jsa")
        self._draft = self._file.with_suffix(f".{os.getpid()}.draft")

    @property
    def is_kept(self) -> bool:
        return self._file.is_file()

    @property
    def options_to_use(self) -> list[str]:
        """A file that does not fit is passed over by Java by itself."""
        return [f"-XX:SharedArchiveFile={self._file}", "-Xshare:auto"] if self.is_kept else []

    @property
    def options_to_make(self) -> list[str]:
        if self.is_kept or not os.access(self._file.parent, os.W_OK):
            return []
        return [f"-XX:ArchiveClassesAtExit={self._draft}"]

    def keep(self, *, ended_well: bool) -> None:
        """After the broker that was told to make it has ended."""
        if ended_well and self._draft.is_file():
            self._draft.replace(self._file)
        self._draft.unlink(missing_ok=True)
