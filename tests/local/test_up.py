"""`make run` as a person meets it, over four tiny services on the real engines: start, look, kill, start again, stop."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import asyncpg
import pytest

from deploy.local.checkout import CHECKOUT
from deploy.local.jars import default_cache, kafka_jars
from deploy.local.stack import SERVICES, Stack
from deploy.local.terminal import silent
from tests.local.conftest import eventually, processes_of

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.usefixtures("apache_kafka")]

WITHIN = 90.0


class Up:
    """One `make run` in its own process, its terminal in a file."""

    def __init__(self, folder: Path, options: Sequence[str], command: Sequence[str], env: Mapping[str, str]) -> None:
        self.folder = folder
        self._screen = folder.with_name(folder.name + ".screen")
        with self._screen.open("wb") as screen:
            self.process = subprocess.Popen(
                [*command, "-m", "tests.local.driver", str(folder), *options],
                stdout=screen,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                env={**os.environ, **env},
                start_new_session=True,
            )

    @property
    def screen(self) -> str:
        return self._screen.read_text()

    def shows(self, text: str) -> bool:
        """Waits for a text on the terminal; a process that ended early fails at once with what it said."""
        eventually(lambda: text in self.screen or self.process.poll() is not None, WITHIN)
        assert text in self.screen, self.screen
        return True

    def last_line_of(self, name: str) -> str:
        return next((line for line in reversed(self.screen.splitlines()) if line.startswith(name)), "")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@contextlib.contextmanager
def up(
    folder: Path, *options: str, command: Sequence[str] = (sys.executable,), env: Mapping[str, str] | None = None
) -> Iterator[Up]:
    running = Up(folder, options, command, env or {})
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


def command(name: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    told = [sys.executable, "-m", "deploy.local", name, "--root", str(folder)]
    return subprocess.run(told, capture_output=True, text=True, cwd=CHECKOUT, check=False)


async def starts(folder: Path, service: str) -> int:
    """How often the service was migrated in this folder's database: once per start of the stack."""
    password = json.loads((folder / "postgres.secrets.json").read_text())[f"thidua_{service}"]
    port = json.loads((folder / "ports.json").read_text())["postgres"]
    connection = await asyncpg.connect(f"postgresql://thidua_{service}:{password}@127.0.0.1:{port}/thidua_{service}")
    count: int = await connection.fetchval("select count(*) from starts")
    await connection.close()
    return count


async def test_two_checkouts_run_at_once_and_come_back_after_kill_9_with_their_data_and_ports(tmp_path: Path) -> None:
    one, two = tmp_path / "một", tmp_path / "hai"
    with up(one) as first, up(two, "--empty") as second:
        assert first.shows("Ctrl-C để dừng.")
        assert second.shows("Ctrl-C để dừng.")
        ports = json.loads((one / "ports.json").read_text())
        assert not set(ports.values()) & set(json.loads((two / "ports.json").read_text()).values())
        assert "đã tạo 3/3 người mẫu" in first.screen
        assert "mẫu …" not in second.screen
        assert f"http://127.0.0.1:{ports['gateway']}/?t=1" in first.screen
        for name in (*SERVICES, "postgres", "kafka"):
            assert any(line.startswith(f"{name:<12} đang chạy") for line in first.screen.splitlines())

        assert second.end(signal.SIGINT) == 0
        assert processes_of(two) == []
        assert len(processes_of(one)) > len(SERVICES)

        first.end(signal.SIGKILL)
        assert eventually(lambda: processes_of(one) == [], within=60), processes_of(one)

    with up(one) as again:
        assert again.shows("Ctrl-C để dừng.")
        assert json.loads((one / "ports.json").read_text()) == ports
        assert await starts(one, "reviews") == 2
        assert "mẫu …" not in again.screen

        seen = command("status", one)
        assert seen.returncode == 0
        assert f"gateway      đang chạy          http://127.0.0.1:{ports['gateway']}" in seen.stdout
        refused = command("up", one)
        assert refused.returncode == 1
        assert f"Thidua đang chạy ở thư mục này (tiến trình {again.process.pid})" in refused.stderr

        for name in ("postgres", "kafka"):
            os.kill(json.loads((one / "run" / f"{name}.json").read_text())["pid"], signal.SIGKILL)
            assert again.shows(f"{name:<12} chờ khởi động lại")
            assert eventually(lambda name=name: again.last_line_of(name).startswith(f"{name:<12} đang chạy"), WITHIN)
        assert await starts(one, "reviews") == 2

        assert command("stop", one).returncode == 0
        assert again.process.wait(10) == 0
        assert processes_of(one) == []
    assert command("status", one).returncode == 3


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user; for an ordinary user every test is it")
def test_an_ordinary_user_without_a_home_runs_it(tmp_path: Path) -> None:
    user = pwd.getpwnam("nobody")
    drop = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--inh-caps=-all"]
    for parent in (tmp_path, *tmp_path.parents[:-2]):
        parent.chmod(parent.stat().st_mode | 0o011)
    home = tmp_path / "của nobody"
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    python = python_for(drop, home)
    jars = kafka_jars(default_cache(CHECKOUT / "var" / "cache"), silent)
    shutil.copytree(jars, home / "cache" / "thidua" / jars.name, copy_function=shutil.copy2)
    os.chown(home / "cache" / "thidua", user.pw_uid, user.pw_gid)
    environment = {"HOME": "/nonexistent", "XDG_CACHE_HOME": str(home / "cache")}

    with up(home / "var", "--empty", command=[*drop, str(python)], env=environment) as running:
        assert running.shows("Ctrl-C để dừng.")
        assert {entry.stat().st_uid for entry in (home / "var").rglob("*")} == {user.pw_uid}
        assert running.end(signal.SIGTERM) == 0

    assert processes_of(home / "var") == []


def python_for(drop: Sequence[str], home: Path) -> Path:
    """An interpreter with our packages that the other user can run: the one we run on may lie in root's home."""
    base = f"/usr/bin/python3.{sys.version_info.minor}"
    packages = Path(pytest.__file__).parents[1]
    made = subprocess.run([*drop, base, "-m", "venv", "--without-pip", str(home / "venv")], cwd="/", check=False)
    if made.returncode != 0:
        pytest.skip(f"{base} không có hoặc không tạo được venv cho người dùng thường")
    site = home / "venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    (site / "ours.pth").write_text(f"{packages}\n")
    python = home / "venv" / "bin" / "python"
    if subprocess.run([*drop, python, "-c", "import deploy.local.up"], cwd=CHECKOUT, check=False).returncode != 0:
        pytest.skip(f"người dùng thường không đọc được mã nguồn ở {CHECKOUT} hoặc thư viện ở {packages}")
    return python


@pytest.mark.parametrize("moment", [0.3, 1.5])
def test_ctrl_c_while_it_starts_leaves_nothing_behind(tmp_path: Path, moment: float) -> None:
    with up(tmp_path / "var", "--empty") as running:
        assert running.shows("Đang khởi động PostgreSQL và Kafka …")
        time.sleep(moment)

        assert running.end(signal.SIGINT) == 0

        assert "Đã dừng tất cả." in running.screen
        assert processes_of(tmp_path / "var") == []


def setting(address: str, name: str) -> str:
    with urllib.request.urlopen(f"{address}/env/{name}", timeout=5) as answer:
        return str(json.load(answer)["value"])


async def test_the_stack_as_a_class_lets_a_test_kill_and_start_each_part(tmp_path: Path) -> None:
    async with Stack(
        tmp_path / "var", ("nominations", "reviews"), package="tests.local.office", fast=True, env={"NOTE": "x"}
    ) as stack:
        urls = dict(stack.urls)
        assert set(stack.database_urls) == {"nominations", "reviews"}
        assert stack.engine.startswith("Apache Kafka 4.")

        stack.kill("reviews")
        assert not stack.programs["reviews"].probe().alive
        stack.restart("reviews", {"NOTE": "y"})
        assert setting(urls["reviews"], "NOTE") == "y"
        assert setting(urls["nominations"], "NOTE") == "x"

        address = stack.engines.postgres.admin_url
        stack.stop_engine("postgres")
        assert not stack.engines.postgres.is_healthy()
        stack.start_engine("postgres")
        assert stack.engines.postgres.is_healthy()
        assert stack.engines.postgres.admin_url == address
    assert processes_of(tmp_path) == []
