"""PostgreSQL and Kafka together: what the services and the tests stand on."""

import atexit
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from deploy.local.folder_lock import FolderLock
from deploy.local.kafka import Kafka, KafkaElsewhere
from deploy.local.kafka_probe import Login
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres, PostgresElsewhere
from deploy.local.preview import PreviewKafka
from deploy.local.terminal import KafkaMissing, Say, silent

TEST_DATABASE = "THIDUA_TEST_DATABASE_ADMIN_URL"
KAFKA_BOOTSTRAP = "KAFKA_BOOTSTRAP"
POSTGRES_ADMIN_URL = "POSTGRES_ADMIN_URL"


class Engines:
    """Both engines over one folder, which one process at a time may hold; those named elsewhere are only used.

    Args:
        is_open: for measurements and tests, as `Kafka` has it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        say: Say = silent,
        fast: bool = False,
        kafka_elsewhere: str | None = None,
        postgres_elsewhere: str | None = None,
        allow_preview: bool = False,
        is_open: bool = False,
    ) -> None:
        self.folder = folder.absolute()
        self.ports = Ports(self.folder / "ports.json")
        self._lock = FolderLock(self.folder)
        self._allow_preview = allow_preview
        logs = self.folder / "log"
        self.postgres: Postgres | PostgresElsewhere = (
            PostgresElsewhere(postgres_elsewhere, self.folder / "postgres-elsewhere.secrets.json")
            if postgres_elsewhere
            else Postgres(self.folder / "postgres", self.ports, log=logs / "postgres.log", fast=fast)
        )
        self.kafka: Kafka | KafkaElsewhere | PreviewKafka = (
            KafkaElsewhere(kafka_elsewhere)
            if kafka_elsewhere
            else Kafka(self.folder / "kafka", self.ports, log=logs / "kafka.log", say=say, fast=fast, is_open=is_open)
        )

    def start(self) -> None:
        """Start both at once and wait for both; on any trouble what was started is stopped again."""
        try:
            self.launch()
            self.postgres.wait_ready()
            self.kafka.wait_ready()
        except BaseException:
            self.stop()
            raise

    def launch(self) -> None:
        """Start both without waiting. Where Apache Kafka cannot be had, the preview takes its place if that is allowed."""
        self._lock.take()
        self.postgres.launch()
        try:
            self.kafka.launch()
        except KafkaMissing as missing:
            if not self._allow_preview:
                raise
            self.kafka = PreviewKafka(self.folder, because=missing)
            self.kafka.launch()

    def stop(self) -> None:
        """Kafka first, so that nothing is still being fed when the databases close."""
        self.kafka.stop()
        self.postgres.stop()
        self.ports.release()
        self._lock.drop()

    @property
    def minded(self) -> list[Postgres | Kafka]:
        """Those a supervisor may start again: not those elsewhere, nor the preview, which would come back empty elsewhere."""
        return [engine for engine in (self.postgres, self.kafka) if isinstance(engine, Postgres | Kafka)]

    def __enter__(self) -> "Engines":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@dataclass(frozen=True)
class SharedEngines:
    """Addresses of a PostgreSQL (as superuser) and a Kafka that tests may share: each makes databases and topics of its own.

    Nobody signs in at ``kafka_bootstrap``; services sign in at ``kafka_guarded``, where there is one, and `kafka_admin` lets
    them.
    """

    database_admin_url: str
    kafka_bootstrap: str
    kafka_guarded: str | None = None
    kafka_admin: Login | None = None


_shared_lock = threading.Lock()
_shared: SharedEngines | None = None


def shared_engines(folder: Path, say: Say = silent) -> SharedEngines:
    """Those named by THIDUA_TEST_DATABASE_ADMIN_URL and KAFKA_BOOTSTRAP, else a pair with its data in `folder`, started
    once in this process and stopped when it ends. Raises KafkaMissing where Apache Kafka cannot be had."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = _find_or_start(folder, say)
        return _shared


def _find_or_start(folder: Path, say: Say) -> SharedEngines:
    database, bootstrap = os.environ.get(TEST_DATABASE), os.environ.get(KAFKA_BOOTSTRAP)
    if database and bootstrap:
        return SharedEngines(database, bootstrap)
    engines = Engines(folder, say=say, fast=True, kafka_elsewhere=bootstrap, postgres_elsewhere=database, is_open=True)
    engines.start()
    atexit.register(engines.stop)
    kafka = engines.kafka
    guarded = kafka.bootstrap if kafka.admin is not None else None
    return SharedEngines(engines.postgres.admin_url, kafka.open_bootstrap, guarded, kafka.admin)
