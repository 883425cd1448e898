"""The supervisor over real little services: who dies or hangs is started again, who waits is said to wait."""

import json
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.checkout import CHECKOUT
from deploy.local.ports import HOST, _any_free
from deploy.local.program import Child, Health, Program
from deploy.local.stack import end_leftovers
from deploy.local.supervisor import Patience, Supervisor
from tests.local.conftest import eventually, processes_of

QUICK = Patience(look_every=0.1, hung_after=3.0, start_within=60.0)


def tiny(folder: Path, name: str = "nominations", **env: str) -> Program:
    port = _any_free()
    told = {
        **os.environ,
        "THIDUA_FILES": f"{folder}/files",
        "THIDUA_HTTP_HOST": HOST,
        "THIDUA_HTTP_PORT": str(port),
        "PYTHONPATH": str(CHECKOUT),
        **env,
    }
    command = [sys.executable, "-m", f"tests.local.office.{name}", "serve"]
    return Program(Child(name, command, told, f"http://{HOST}:{port}", CHECKOUT), folder)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = tiny(tmp_path)
    yield program
    program.stop()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def minded(program: Program, said: list[str]) -> Iterator[Callable[[Callable[[], bool], float], bool]]:
    """The running program under a supervisor; calling it lets the supervisor work until the condition holds."""
    program.launch()
    supervisor = Supervisor([program], said.append, QUICK)

    def work(condition: Callable[[], bool], within: float) -> bool:
        deadline = time.monotonic() + within
        while not condition() and time.monotonic() < deadline:
            supervisor.tick()
            time.sleep(0.02)
        return condition()

    assert work(lambda: supervisor.all_running, 30)
    yield work
    supervisor.close()


def last_line_is(said: list[str], start: str) -> Callable[[], bool]:
    return lambda: bool(said) and said[-1].startswith(start)


RUNNING = "nominations  đang chạy"


def test_a_running_service_is_told_with_its_address(program: Program, minded: object, said: list[str]) -> None:
    assert said == [f"nominations  đang chạy          {program.address}"]


def test_a_dead_service_is_started_again_after_growing_pauses(
    program: Program, minded: Callable[[Callable[[], bool], float], bool], said: list[str]
) -> None:
    for pause in ("0,5", "1"):
        assert program.pid is not None
        os.kill(program.pid, signal.SIGKILL)
        died = time.monotonic()

        assert minded(last_line_is(said, "nominations  chờ khởi động lại"), 30)
        assert said[-1].endswith(f"bị dừng bởi tín hiệu 9; khởi động lại sau {pause} giây")
        assert minded(last_line_is(said, RUNNING), 30)
        assert time.monotonic() - died >= float(pause.replace(",", "."))


def test_a_service_that_ends_itself_is_told_with_its_code(tmp_path: Path, said: list[str]) -> None:
    program = tiny(tmp_path, TINY_CRASH_AFTER="0")
    program.launch()
    supervisor = Supervisor([program], said.append, QUICK)

    def told() -> bool:
        supervisor.tick()
        return any(line.endswith("tự dừng với mã 3; khởi động lại sau 0,5 giây") for line in said)

    assert eventually(told, within=60)
    supervisor.close()
    program.stop()


def test_a_deaf_service_is_killed_and_started_again(
    program: Program, minded: Callable[[Callable[[], bool], float], bool], said: list[str]
) -> None:
    deaf = program.pid
    urllib.request.urlopen(f"{program.address}/hang", timeout=5)

    assert minded(lambda: any("không trả lời" in line for line in said), 20)
    assert minded(last_line_is(said, RUNNING), 30)
    assert program.pid != deaf


def test_a_stopped_process_is_killed_and_started_again(
    program: Program, minded: Callable[[Callable[[], bool], float], bool], said: list[str]
) -> None:
    assert program.pid is not None
    os.kill(program.pid, signal.SIGSTOP)

    assert minded(lambda: any("không trả lời" in line for line in said), 20)
    assert minded(last_line_is(said, RUNNING), 30)


def test_a_service_that_waits_is_told_to_wait_and_left_alone(
    program: Program, minded: Callable[[Callable[[], bool], float], bool], said: list[str]
) -> None:
    pid = program.pid
    urllib.request.urlopen(f"{program.address}/unready", timeout=5)

    assert minded(last_line_is(said, "nominations  chưa sẵn sàng      chờ kafka"), 10)
    assert not minded(lambda: program.pid != pid, 2)


def test_a_service_whose_start_fails_is_tried_again(tmp_path: Path, said: list[str]) -> None:
    missing = Program(Child("nominations", ["/nowhere/program"], {}, "http://127.0.0.1:1"), tmp_path)
    missing.launch()
    supervisor = Supervisor([missing], said.append, QUICK)

    def told_twice() -> bool:
        supervisor.tick()
        return sum("khởi động lại sau" in line for line in said) == 2

    assert eventually(told_twice, within=60)
    assert "No such file" in missing.log.read_text()
    supervisor.close()


def test_health_tells_dead_from_waiting_from_well(program: Program) -> None:
    assert program.probe() == Health(alive=False, ready=False)
    program.launch()
    assert eventually(lambda: program.probe().ready, within=60)

    assert program.probe() == Health(alive=True, ready=True)


def test_extra_environment_holds_for_the_next_start(program: Program) -> None:
    program.set_env({"TINY_NOTE": "ghi chú"})
    program.launch()
    assert eventually(lambda: program.probe().ready, within=60)

    with urllib.request.urlopen(f"{program.address}/env/TINY_NOTE", timeout=5) as answer:
        assert json.load(answer) == {"value": "ghi chú"}


def test_what_an_earlier_supervisor_left_is_ended_by_the_record_and_nothing_else(tmp_path: Path) -> None:
    left = tiny(tmp_path)
    left.launch()
    assert eventually(lambda: len(processes_of(tmp_path)) == 1, within=60)
    record = tmp_path / "run" / "nominations.json"
    stranger = json.loads(record.read_text()) | {"pid": os.getpid()}

    assert end_leftovers(tmp_path, ["nominations", "reviews"]) == ["nominations"]
    record.write_text(json.dumps(stranger))
    assert end_leftovers(tmp_path, ["nominations"]) == []

    assert left.pid is None
    assert processes_of(tmp_path) == []
