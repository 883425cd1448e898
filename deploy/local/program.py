"""One service as a process of its own: started, asked for its health over HTTP, ended."""

import contextlib
import http.client
import json
import signal
import subprocess
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import process

ANSWER_WITHIN = 2.0
STOP_WITHIN = 15.0


@dataclass(frozen=True)
class Child:
    """What to run and where it answers; `health_url` is the address under which /livez and /readyz lie."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(repr=False)
    health_url: str
    directory: Path = Path("/")


@dataclass(frozen=True)
class Health:
    """Alive: it answers at all. Ready: it can do its work; `reason` says what it waits for."""

    alive: bool
    ready: bool
    reason: str = ""


DEAD = Health(alive=False, ready=False)
WELL = Health(alive=True, ready=True)


class Program:
    """A child with its log `<folder>/log/<name>.log` and its pid record `<folder>/run/<name>.json`."""

    def __init__(self, child: Child, folder: Path) -> None:
        self.child = child
        self.log = folder / "log" / f"{child.name}.log"
        self._record = folder / "run" / f"{child.name}.json"
        self._process: subprocess.Popen[bytes] | None = None
        self._env: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        return self.child.name

    @property
    def address(self) -> str:
        return self.child.health_url

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def set_env(self, env: Mapping[str, str]) -> None:
        """Extra environment for the next launches, on top of the child's own."""
        self._env = dict(env)

    def launch(self) -> None:
        """Start without waiting; what an earlier supervisor left under this name is ended first."""
        if self.pid is not None:
            return
        process.end_leftover(self._record, signal.SIGKILL)
        self._process = process.spawn(
            self.child.command,
            log=self.log,
            record=self._record,
            env={**self.child.env, **self._env},
            directory=self.child.directory,
        )

    def probe(self) -> Health:
        """May take some seconds."""
        if self.pid is None or _get(f"{self.child.health_url}/livez") is None:
            return DEAD
        answer = _get(f"{self.child.health_url}/readyz")
        if answer is None:
            return Health(alive=True, ready=False)
        status, body = answer
        return WELL if status == 200 else Health(alive=True, ready=False, reason=_reason(body))

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        if self._process is not None:
            process.end(self._process, signal.SIGTERM, STOP_WITHIN)
        self._record.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            process.end(self._process, signal.SIGKILL)


def _get(url: str) -> tuple[int, bytes] | None:
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _reason(body: bytes) -> str:
    """Which of the things a service waits for is down, from its /readyz body: `{"kafka": "down: …"}`."""
    with contextlib.suppress(ValueError, AttributeError):
        down = [
            str(name) for name, said in json.loads(body).items() if isinstance(said, str) and said.startswith("down")
        ]
        return f"chờ {', '.join(down)}" if down else ""
    return ""
