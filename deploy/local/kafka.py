"""Apache Kafka as a single KRaft node on 127.0.0.1, its data under the folder it is given; or the address of one elsewhere."""

import base64
import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

from deploy.local import process
from deploy.local.class_archive import ClassArchive
from deploy.local.databases import Passwords
from deploy.local.jars import default_cache, kafka_jars, kafka_version
from deploy.local.java import find_java
from deploy.local.kafka_probe import Login, any_ready, is_ready
from deploy.local.ports import HOST, Ports
from deploy.local.program import DEAD, WELL, Health
from deploy.local.terminal import Say, Trouble

READY_WITHIN = 90.0
STOP_WITHIN = 60.0
ENDED_WELL = (0, 143)
ADMIN, BROKER = "admin", "broker"
PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"
HEAP = ("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC")
# A third of the processor time to start, for less speed in the long run.
QUICK_COMPILER = ("-XX:TieredStopAtLevel=1",)
# What is not obvious: consumers of an office that was closed for weeks must find their place again (retention), topics are
# created by the service that owns them, a body of 1 MB must arrive to be parked, and a broker that comes back from kill -9 is
# refused until its old session has timed out (9 s by default). Nobody gets in without a password: the services and readers by
# SCRAM; the broker itself and its administrator by PLAIN, because their passwords must be known before there is a broker that
# could keep them (ADR 21).
SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "CLIENTS",
    "listener.security.protocol.map": "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,OPEN:PLAINTEXT",
    "listener.name.clients.sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "sasl.mechanism.inter.broker.protocol": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "auto.create.topics.enable": "false",
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "8",
    "offsets.retention.minutes": "2628000",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "8",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "broker.session.timeout.ms": "1500",
    "broker.heartbeat.interval.ms": "300",
    "group.initial.rebalance.delay.ms": "0",
    "message.max.bytes": "2097152",
    "replica.fetch.max.bytes": "2097152",
    "log.retention.ms": "-1",
    "log.segment.bytes": "67108864",
    "log.index.size.max.bytes": "1048576",
    "log.cleaner.dedupe.buffer.size": "4194304",
    "num.network.threads": "2",
    "num.io.threads": "4",
}
LOGGING = """status = warn
shutdownHook = disable
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %m (%c{1})%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""


class Kafka:
    """One broker that is its own controller; the same folder is found again by the next start.

    Args:
        is_open: a second listener for measurements and tests, where whoever connects may do everything.
    """

    name = "kafka"

    def __init__(
        self, folder: Path, ports: Ports, *, log: Path, say: Say, fast: bool = False, is_open: bool = False
    ) -> None:
        self._folder = folder
        self._ports = ports
        self._log = log
        self._say = say
        self._jit = QUICK_COMPILER if fast else ()
        self._archive: ClassArchive | None = None
        self._properties = folder / "server.properties"
        self._logging = folder / "log4j2.properties"
        self._record = folder.parent / "run" / "kafka.json"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._open_port = 0
        self._is_open = is_open
        self._passwords = Passwords(folder.with_name(folder.name + ".secrets.json"))

    @property
    def engine(self) -> str:
        return f"Apache Kafka {kafka_version()}"

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self._port}"

    @property
    def open_bootstrap(self) -> str:
        """Where nobody has to sign in; for a broker started so."""
        if not self._is_open:
            raise LookupError("this broker lets nobody in without a password")
        return f"{HOST}:{self._open_port}"

    @property
    def admin(self) -> Login:
        """Who may do everything, for this program alone."""
        return Login(ADMIN, self._passwords.of(ADMIN))

    def password_of(self, service: str) -> str:
        """What a service signs in with; the broker knows it once `admit_services` has told it."""
        return self._passwords.of(service)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def address(self) -> str:
        return self.bootstrap

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start and wait until it serves."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start without waiting, fetching and formatting what is missing; a broker left by a crash is ended first."""
        if self.pid is not None:
            return
        process.end_leftover(self._record)
        java, jars = find_java(), kafka_jars(default_cache(self._folder / "cache"), self._say)
        self._port = self._ports.claim("kafka")
        self._open_port = self._ports.claim("kafka-open") if self._is_open else 0
        self._configure(self._ports.claim("kafka-controller"))
        self._archive = ClassArchive(jars, java)
        common = [
            *HEAP,
            *self._archive.options_to_use,
            "-cp",
            f"{jars}/*",
            f"-Dlog4j2.configurationFile={self._logging}",
        ]
        if not (self._folder / "data" / "meta.properties").exists():
            self._format([str(java.program), *QUICK_COMPILER, *common])
        self._process = process.spawn(
            [
                str(java.program),
                *self._jit,
                *self._archive.options_to_make,
                *common,
                "kafka.Kafka",
                str(self._properties),
            ],
            log=self._log,
            record=self._record,
            env=_environment(),
            death_signal=signal.SIGTERM,
        )

    def wait_ready(self) -> None:
        """Raises Trouble with the end of the log if the broker does not come up; moves to other ports if ours are taken."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.pid is None:
                self._start_again()
            if is_ready(self.bootstrap, self.admin):
                return
            time.sleep(0.05)
        raise Trouble(
            f"Apache Kafka chưa sẵn sàng sau {READY_WITHIN:.0f} giây. Xem {self._log} rồi chạy lại.\n"
            f"{process.last_lines(self._log)}"
        )

    def is_healthy(self) -> bool:
        return self.pid is not None and is_ready(self.bootstrap, self.admin)

    def probe(self) -> Health:
        return WELL if self.is_healthy() else DEAD

    def stop(self) -> None:
        if self._process is not None:
            code = process.end(self._process, signal.SIGTERM, STOP_WITHIN)
            if self._archive is not None:
                self._archive.keep(ended_well=code in ENDED_WELL)
            self._process = None
            self._record.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _configure(self, controller_port: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        clients = [f"CLIENTS://{self.bootstrap}", *([f"OPEN://{self.open_bootstrap}"] if self._is_open else [])]
        listeners = {
            "listeners": ",".join([*clients, f"CONTROLLER://{HOST}:{controller_port}"]),
            "advertised.listeners": ",".join(clients),
            "controller.quorum.voters": f"1@{HOST}:{controller_port}",
            "log.dirs": str(self._folder / "data"),
        }
        settings = {**SETTINGS, **listeners, **self._logins()}
        lines = (f"{name}={_escaped(value)}\n" for name, value in settings.items())
        self._properties.unlink(missing_ok=True)
        with os.fdopen(os.open(self._properties, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(lines)
        self._logging.write_text(LOGGING)

    def _logins(self) -> dict[str, str]:
        """The broker itself, its administrator, and who may do everything."""
        known = "".join(f' user_{name}="{self._passwords.of(name)}"' for name in (BROKER, ADMIN))
        plain = f'{PLAIN} required username="{BROKER}" password="{self._passwords.of(BROKER)}"'
        everything = [BROKER, ADMIN, *(["ANONYMOUS"] if self._is_open else [])]
        return {
            "listener.name.clients.plain.sasl.jaas.config": f"{plain}{known};",
            "listener.name.clients.scram-sha-512.sasl.jaas.config": f"{SCRAM} required;",
            "listener.name.controller.plain.sasl.jaas.config": (
                f'{plain} user_{BROKER}="{self._passwords.of(BROKER)}";'
            ),
            "super.users": ";".join(f"User:{name}" for name in everything),
        }

    def _format(self, command: list[str]) -> None:
        """Once per folder. An interrupted format is taken up again with the same cluster id."""
        identity = self._folder / "cluster-id"
        if not identity.exists() or not identity.read_text():
            identity.write_text(base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("="))
        # With "=", because a random id may begin with a dash.
        options = [
            "format",
            "--ignore-formatted",
            f"--cluster-id={identity.read_text()}",
            f"--config={self._properties}",
        ]
        child = process.spawn([*command, "kafka.tools.StorageTool", *options], log=self._log, env=_environment())
        if process.completed(child) != 0:
            raise Trouble(f"Không tạo được kho dữ liệu Kafka. Xem {self._log}.\n{process.last_lines(self._log)}")

    def _start_again(self) -> None:
        said = process.last_lines(self._log, 40)
        if "Address already in use" not in said and "Failed to bind" not in said:
            raise Trouble(f"Apache Kafka không khởi động được. Xem {self._log}.\n{process.last_lines(self._log)}")
        self.stop()
        self._ports.give_up("kafka")
        self._ports.give_up("kafka-controller")
        self._ports.give_up("kafka-open")
        self.launch()


class KafkaElsewhere:
    """A Kafka someone else runs, named by KAFKA_BOOTSTRAP: used, never started or stopped."""

    name = "kafka"
    pid = None
    engine = "Kafka ở địa chỉ KAFKA_BOOTSTRAP"
    admin = None
    """Its principals are made by whoever runs it; the services sign in as THIDUA_KAFKA_USER says, if at all."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = self.open_bootstrap = bootstrap

    def password_of(self, service: str) -> str:
        raise LookupError(f"the password of {service} on a Kafka elsewhere is not ours")

    def start(self) -> None:
        self.wait_ready()

    def launch(self) -> None:
        return

    def wait_ready(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if any_ready(self.bootstrap):
                return
            time.sleep(0.2)
        raise Trouble(
            f"Không kết nối được Kafka ở {self.bootstrap}. Hãy kiểm tra KAFKA_BOOTSTRAP, hoặc bỏ đi để dùng Kafka kèm theo."
        )

    def is_healthy(self) -> bool:
        return any_ready(self.bootstrap)

    def stop(self) -> None:
        return

    def kill(self) -> None:
        return


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _escaped(value: str) -> str:
    r"""A value of a Java properties file: backslashes doubled, what is not ASCII as \uXXXX."""
    units = value.replace("\\", "\\\\").encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    return "".join(chr(code) if code < 0x80 else f"\\u{code:04x}" for code in codes)
