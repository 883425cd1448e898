"""Where Apache Kafka cannot be had at all: librdkafka's in-memory cluster, to look at the product and for nothing else.

It keeps nothing, serves one consumer per group and silently drops what exceeds about 5 MB a partition. It lives inside the
process that made it, so this module is also that process: `python -m deploy.local.preview ADDRESS_FILE`.
"""

import contextlib
import importlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from deploy.local import process
from deploy.local.checkout import CHECKOUT, python_path
from deploy.local.kafka_probe import is_ready
from deploy.local.program import DEAD, WELL, Health
from deploy.local.terminal import Trouble

READY_WITHIN = 30.0


class PreviewKafka:
    """Speaks Kafka's protocol on a port of its own choice."""

    name = "kafka"
    engine = "preview"
    admin = None
    """It lives in memory and lets everybody in."""

    def __init__(self, folder: Path, *, because: Trouble) -> None:
        if importlib.util.find_spec("confluent_kafka") is None:
            raise Trouble(
                f"{because}\nNếu chỉ muốn xem thử (không giữ lại gì): {sys.executable} -m pip install confluent-kafka, rồi chạy lại."
            )
        self._log = folder / "log" / "kafka.log"
        self._address_file = folder / "run" / "preview-address"
        self._record = folder / "run" / "kafka.json"
        self._process: subprocess.Popen[bytes] | None = None
        self.bootstrap = ""

    @property
    def open_bootstrap(self) -> str:
        return self.bootstrap

    def password_of(self, service: str) -> str:
        raise LookupError(f"nobody signs in to the preview, {service} neither")

    @property
    def address(self) -> str:
        return self.bootstrap

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        process.end_leftover(self._record)
        self._address_file.unlink(missing_ok=True)
        self._process = process.spawn(
            [sys.executable, "-m", "deploy.local.preview", str(self._address_file)],
            log=self._log,
            record=self._record,
            env={**os.environ, "PYTHONPATH": python_path()},
            directory=CHECKOUT,
        )

    def wait_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.pid is not None:
            with contextlib.suppress(OSError):
                self.bootstrap = self._address_file.read_text()
            if self.bootstrap and is_ready(self.bootstrap):
                return
            time.sleep(0.05)
        raise Trouble(f"Kafka xem thử không khởi động được. Xem {self._log}.\n{process.last_lines(self._log)}")

    def probe(self) -> Health:
        return WELL if self.is_healthy() else DEAD

    def is_healthy(self) -> bool:
        return self.pid is not None and is_ready(self.bootstrap)

    def stop(self) -> None:
        if self._process is not None:
            process.end(self._process)
            self._process = None
            self._record.unlink(missing_ok=True)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def hold_cluster(address_file: Path) -> None:
    """Make the cluster, write its address, keep it until the process is ended."""
    admin = importlib.import_module("confluent_kafka.admin").AdminClient(
        {"test.mock.num.brokers": "1", "bootstrap.servers": "ignored:9092"}
    )
    broker = next(iter(admin.list_topics(timeout=10).brokers.values()))
    draft = address_file.with_suffix(".new")
    draft.write_text(f"{broker.host}:{broker.port}")
    draft.replace(address_file)
    while True:
        signal.pause()


if __name__ == "__main__":
    hold_cluster(Path(sys.argv[1]))
