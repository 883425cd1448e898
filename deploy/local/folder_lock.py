"""The claim of one running stack on its data folder, and who holds it."""

import fcntl
import os
from pathlib import Path
from typing import IO

from deploy.local.terminal import Trouble


class FolderLock:
    """A lock the system itself drops when the holder ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises Trouble when another stack runs on the folder, or the folder is not ours to write."""
        if self._file is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = (self._folder / "lock").open("a+")
        except PermissionError as error:
            raise Trouble(f"Không ghi được vào {self._folder}. Hãy chạy bằng người dùng sở hữu thư mục đó.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise Trouble(
                f"Thidua đang chạy ở thư mục này (tiến trình {holder(self._folder)}). "
                "Xem nó: python -m deploy.local status. Dừng nó: python -m deploy.local stop"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def holder(folder: Path) -> int | None:
    """The process that runs a stack on the folder; None when nobody does."""
    try:
        with (folder / "lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0)
    except OSError:
        return None
    return None
