"""PostgreSQL and Kafka together: what the services and the tests stand on."""

import atexit
import contextlib
import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from deploy.local.kafka import Kafka, KafkaElsewhere
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.terminal import Say, Trouble, silent

TEST_DATABASE = "THIDUA_TEST_DATABASE_ADMIN_URL"
KAFKA_BOOTSTRAP = "KAFKA_BOOTSTRAP"


class Engines:
    """Both engines over one folder, which only one process at a time may hold."""

    def __init__(
        self, folder: Path, *, say: Say = silent, fast: bool = False, kafka_elsewhere: str | None = None
    ) -> None:
        self.folder = folder.absolute()
        self.ports = Ports(self.folder / "ports.json")
        self._say = say
        self._lock: IO[str] | None = None
        logs = self.folder / "log"
        self.postgres = Postgres(self.folder / "postgres", self.ports, log=logs / "postgres.log", fast=fast)
        self.kafka: Kafka | KafkaElsewhere = (
            KafkaElsewhere(kafka_elsewhere)
            if kafka_elsewhere
            else Kafka(self.folder / "kafka", self.ports, log=logs / "kafka.log", say=say)
        )

    def start(self) -> None:
        """Start both at once and wait for both; on any trouble what was started is stopped again."""
        self._hold_folder()
        try:
            self.postgres.launch()
            self.kafka.launch()
            self.postgres.wait_ready()
            self.kafka.wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Kafka first, so that nothing is still being fed when the databases close."""
        self.kafka.stop()
        self.postgres.stop()
        self.ports.release()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> "Engines":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _hold_folder(self) -> None:
        if self._lock is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("a+")
        except PermissionError as error:
            raise Trouble(f"Không ghi được vào {self.folder}. Hãy chạy bằng người dùng sở hữu thư mục đó.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            raise Trouble(
                f"Thidua đang chạy ở thư mục này (tiến trình {holder}). Hãy dừng nó trước: python -m deploy.local stop"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock


@dataclass(frozen=True)
class SharedEngines:
    """Addresses of a PostgreSQL (as superuser) and a Kafka that tests may share: each makes databases and topics of its own."""

    database_admin_url: str
    kafka_bootstrap: str


_shared_lock = threading.Lock()
_shared: SharedEngines | None = None


def shared_engines(folder: Path, say: Say = silent) -> SharedEngines:
    """Those named by THIDUA_TEST_DATABASE_ADMIN_URL and KAFKA_BOOTSTRAP, else a pair started once per process and
    stopped when it ends; `folder` holds their data."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = _find_or_start(folder, say)
        return _shared


def _find_or_start(folder: Path, say: Say) -> SharedEngines:
    database, bootstrap = os.environ.get(TEST_DATABASE), os.environ.get(KAFKA_BOOTSTRAP)
    if database and bootstrap:
        return SharedEngines(database, bootstrap)
    engines = Engines(folder, say=say, fast=True, kafka_elsewhere=bootstrap)
    engines.start()
    atexit.register(engines.stop)
    return SharedEngines(database or engines.postgres.admin_url, engines.kafka.bootstrap)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set, instead of breaking in somewhere."""
    asked = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: asked.set())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
