"""Child processes that never outlive the stack: started tied to their parent, recorded on disk, ended for certain."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Owner:
    """The ordinary user a process runs as when the stack itself runs as root."""

    uid: int
    gid: int


_orders: "queue.SimpleQueue[tuple[Callable[[], subprocess.Popen[bytes]], queue.SimpleQueue[object]]]" = (
    queue.SimpleQueue()
)
_spawner_lock = threading.Lock()
_spawner: threading.Thread | None = None


def _serve_orders() -> None:
    while True:
        order, answer = _orders.get()
        try:
            answer.put(order())
        except OSError as error:
            answer.put(error)


def _in_spawner_thread(order: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """Linux sends the parent-death signal when the *thread* that forked ends, so one thread that never ends forks for all."""
    global _spawner
    with _spawner_lock:
        if _spawner is None or not _spawner.is_alive():
            _spawner = threading.Thread(target=_serve_orders, name="spawner", daemon=True)
            _spawner.start()
    answer: queue.SimpleQueue[object] = queue.SimpleQueue()
    _orders.put((order, answer))
    result = answer.get()
    if isinstance(result, subprocess.Popen):
        return result
    assert isinstance(result, OSError)
    raise result


@dataclass(frozen=True, slots=True)
class RunAs:
    """Whose a program is (None: ours), and which open files it needs besides."""

    owner: Owner | None = None
    keep_open: Sequence[int] = ()


def spawn(
    command: Sequence[str],
    *,
    log: Path | None,
    record: Path | None = None,
    env: Mapping[str, str] | None = None,
    directory: Path = Path("/"),
    run_as: RunAs = RunAs(),
    death_signal: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, its output appended to `log` (None: shown); it gets `death_signal` if we die.

    `record` names a pid file from which `end_leftover` can find the process again after a crash.
    """
    uid, gid = (run_as.owner.uid, run_as.owner.gid) if run_as.owner else (-1, -1)
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER)]
    tie = [str(os.getpid()), str(int(death_signal)), str(uid), str(gid), str(directory)]
    with _output(log) as output:
        process = _in_spawner_thread(
            lambda: subprocess.Popen(
                [*launcher, *tie, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=None if output is None else subprocess.STDOUT,
                env=None if env is None else dict(env),
                pass_fds=tuple(run_as.keep_open),
                start_new_session=True,
            )
        )
    if record is not None:
        write_record(record, process.pid)
    return process


def completed(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a short-lived program; whoever is interrupted while waiting takes it and its children along."""
    try:
        return process.wait()
    except BaseException:
        end(process, patience=2.0)
        raise


@contextlib.contextmanager
def _output(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        yield file


def write_record(record: Path, pid: int) -> None:
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps({"pid": pid, "started": start_mark(pid)}))


def start_mark(pid: int) -> str | None:
    """When the process began, in a form that differs between two processes that were given the same pid; None if gone."""
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] in "ZX" else fields[19]
    if Path("/proc/self/stat").exists():
        return None
    listing = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip() or None


def recorded(record: Path) -> int | None:
    """The pid in the record, if that very process still lives."""
    try:
        found = json.loads(record.read_text())
        pid, mark = int(found["pid"]), found["started"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return pid if mark is not None and start_mark(pid) == mark else None


def end_leftover(record: Path, first: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> bool:
    """End what a killed supervisor left behind under this record; True if there was something."""
    pid = recorded(record)
    if pid is not None:
        end_pid(pid, first, patience)
    with contextlib.suppress(FileNotFoundError):
        record.unlink()
    return pid is not None


def end_pid(pid: int, first: signal.Signals, patience: float = 10.0) -> None:
    """End a process that is not our child: `first`, some patience, then kill."""
    mark = start_mark(pid)
    for number, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if start_mark(pid) != mark:
                return
            time.sleep(0.02)


def end(process: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> int:
    """Ask with `first`, wait, then kill; the exit code. Whatever the process started in its session goes with it."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(first)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.returncode


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log file, for a message about why something did not start."""
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    return ""
