"""What the tests of the embedded stack share: folders, engines, and a way to see every process that belongs to a folder."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.kafka import Kafka
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.terminal import silent


def processes_of(folder: Path) -> list[str]:
    """Command lines of the live processes that work in the folder, were told of it, or run on a file in it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "stat").read_text().rpartition(")")[2].split()[0] in "ZX" or entry.name == str(os.getpid()):
                continue
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            inside = (entry / "cwd").readlink().is_relative_to(folder)
            if inside or f"{folder}/".encode() in told:
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found


def eventually(condition: Callable[[], bool], within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    folder = tmp_path_factory.mktemp("postgres")
    server = Postgres(folder / "postgres", Ports(folder / "ports.json"), log=folder / "postgres.log", fast=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def kafka(apache_kafka: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    folder = tmp_path_factory.mktemp("kafka")
    broker = Kafka(folder / "kafka", Ports(folder / "ports.json"), log=folder / "kafka.log", say=silent, fast=True)
    broker.start()
    yield broker
    broker.stop()
