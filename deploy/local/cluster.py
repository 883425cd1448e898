"""The folder with PostgreSQL's data: whom it belongs to, how the server reaches it, its first filling, a crash's leftovers."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.local import process
from deploy.local.databases import quiet_environment
from deploy.local.terminal import Trouble
from deploy.local.unprivileged import owner_for


class Cluster:
    """As root the folder belongs to a user without rights who may be unable to walk to it. The server then gets it as an
    open descriptor, and as its path ``/proc/self/fd/N``, which leads to the folder whatever its parents allow."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder = folder
        self.owner = owner_for(folder)
        self._log = log
        self._descriptor: int | None = None

    def open(self) -> None:
        """Make the folder, give it to its owner, open it."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except PermissionError as error:
            raise Trouble(f"Không ghi được vào {self.folder}. Hãy chạy bằng người dùng sở hữu thư mục đó.") from error
        if self.owner is not None:
            if sys.platform != "linux":
                raise Trouble(
                    "Trên hệ máy này PostgreSQL không chạy được bằng root. Hãy chạy lại bằng người dùng thường."
                )
            os.chown(self.folder, self.owner.uid, self.owner.gid)
        elif self.folder.stat().st_uid != os.getuid():
            raise Trouble(f"{self.folder} thuộc về người dùng khác. Hãy chạy bằng người dùng đó, hoặc bằng root.")
        self.folder.chmod(0o700)
        if self.owner is not None and self._descriptor is None:
            self._descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def is_filled(self) -> bool:
        return (self.folder / "data" / "PG_VERSION").exists()

    @property
    def keep_open(self) -> list[int]:
        """Descriptors a program must inherit for `seen` to mean something to it."""
        return [] if self._descriptor is None else [self._descriptor]

    def seen(self, name: str) -> str:
        """The path of something in the folder as the owner's programs reach it."""
        if self._descriptor is None:
            return str(self.folder.resolve() / name)
        return f"/proc/self/fd/{self._descriptor}/{name}"

    def fill(self, install: Path, superuser: str, password: str, *, fast: bool) -> None:
        """`initdb` under another name first, so that a crash in between leaves no half-made cluster."""
        self._remove("making")
        with self._password_file(password):
            command = [
                str(install / "bin" / "initdb"),
                "--no-instructions",
                "--encoding=UTF8",
                "--auth=scram-sha-256",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                f"--username={superuser}",
                f"--pwfile={self.seen('password')}",
                "-D",
                self.seen("making"),
                *(["--no-sync"] if fast else []),
            ]
            child = process.spawn(
                command, log=self._log, env=quiet_environment(), run_as=process.RunAs(self.owner, self.keep_open)
            )
            if process.completed(child) != 0:
                said = process.last_lines(self._log)
                raise Trouble(f"Không tạo được kho dữ liệu PostgreSQL. Xem {self._log}.\n{said}")
        (self.folder / "making").rename(self.folder / "data")

    def clear_lock(self) -> None:
        """End a server that still runs on this data unrecorded, and drop a postmaster.pid whose pid now is another program's.

        The server itself clears the file of a dead process, but cannot tell when the pid was given away since.
        """
        lock = self.folder / "data" / "postmaster.pid"
        try:
            pid = int(lock.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if self._is_ours(pid):
            process.end_pid(pid, signal.SIGINT)
        elif process.start_mark(pid) is not None:
            lock.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        """The process is a server that has gone to live in our data folder."""
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cwd").samefile(self.folder / "data")
        if Path("/proc/self").exists():
            return False
        seen = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return str(self.folder.resolve()) in seen.stdout

    def _remove(self, name: str) -> None:
        """With the rights of the owner, so that nothing planted in the folder can lead root elsewhere."""
        if (self.folder / name).exists():
            command = ["/bin/rm", "-rf", "--", self.seen(name)]
            process.completed(process.spawn(command, log=self._log, run_as=process.RunAs(self.owner, self.keep_open)))

    @contextlib.contextmanager
    def _password_file(self, password: str) -> Iterator[None]:
        path = self.folder / "password"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            if self.owner is not None:
                os.fchown(descriptor, self.owner.uid, self.owner.gid)
            file.write(password + "\n")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
