"""The jars of Apache Kafka: the same pinned files whichever way they come, or a plain reason why not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.checkout import CHECKOUT
from deploy.local.jars import PINS, POM, default_cache, kafka_jars, kafka_version
from deploy.local.terminal import silent

FETCH = (
    "import sys, pathlib; from deploy.local.jars import kafka_jars; print(kafka_jars(pathlib.Path(sys.argv[1]), print))"
)


def fetch_in_a_process(cache: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), **env}
    return subprocess.run(
        [sys.executable, "-c", FETCH, str(cache)],
        env=environment,
        cwd=cache.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_pinned_files_are_those_of_the_pom() -> None:
    assert f"<version>{kafka_version()}</version>" in POM.read_text()
    assert kafka_version().startswith("4.")
    pinned = [line.split()[1] for line in PINS.read_text().splitlines()]
    assert len(pinned) == len(set(pinned))


def test_a_user_without_a_home_gets_the_fallback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/dev/null/nowhere")

    assert default_cache(tmp_path) == tmp_path


def test_without_maven_and_without_a_network_the_message_says_what_to_do(tmp_path: Path) -> None:
    outcome = fetch_in_a_process(
        tmp_path / "cache",
        PATH="/nowhere",
        HOME=str(tmp_path),
        HTTPS_PROXY="http://127.0.0.1:1",
        HTTP_PROXY="http://127.0.0.1:1",
    )

    assert "Không tải được Apache Kafka. Hãy kiểm tra mạng" in outcome.stderr
    assert "đặt KAFKA_BOOTSTRAP" in outcome.stderr
    assert "Maven: máy không có lệnh mvn" in outcome.stderr
    assert list((tmp_path / "cache").glob("kafka-*")) == []


@pytest.mark.slow
def test_a_cache_that_lost_a_file_is_filled_again(tmp_path: Path, apache_kafka: None) -> None:
    whole = kafka_jars(default_cache(CHECKOUT / "var" / "cache"), silent)
    folder = shutil.copytree(whole, tmp_path / whole.name)
    lost = next(folder.glob("kafka-clients-*.jar"))
    lost.unlink()

    assert kafka_jars(tmp_path, silent) == folder
    assert lost.is_file()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


@pytest.mark.slow
def test_without_maven_the_wheel_jgo_brings_the_very_same_files(tmp_path: Path, apache_kafka: None) -> None:
    outcome = fetch_in_a_process(tmp_path / "cache", PATH="/nowhere", HOME="/dev/null/nowhere")

    assert outcome.returncode == 0, outcome.stderr
    assert f"Đang tải Apache Kafka {kafka_version()} … 4/46 tệp" in outcome.stdout
    ours = Path(outcome.stdout.splitlines()[-1])
    assert sorted(path.name for path in ours.iterdir()) == sorted(
        f"{artifact}-{version}.jar"
        for _, artifact, version in (line.split()[1].split(":") for line in PINS.read_text().splitlines())
    )
