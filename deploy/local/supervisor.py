"""Minds engines and services: sees who died or hangs, starts them again with growing pauses, says each change in one line."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from deploy.local.backoff import Backoff
from deploy.local.program import Health
from deploy.local.terminal import Say, Trouble


class Part(Protocol):
    """Anything that is kept running: a service or an engine."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def pid(self) -> int | None: ...
    @property
    def exit_code(self) -> int | None: ...
    def launch(self) -> None: ...
    def probe(self) -> Health: ...
    def kill(self) -> None: ...


class State(StrEnum):
    STARTING = "đang khởi động"
    RUNNING = "đang chạy"
    UNREADY = "chưa sẵn sàng"
    WAITING = "chờ khởi động lại"


@dataclass(frozen=True)
class Patience:
    """Seconds: between looks at a part that is well, until a silent part counts as hung, until a starting one does."""

    look_every: float = 2.0
    hung_after: float = 20.0
    start_within: float = 90.0


class Minder:
    """Keeps one part running. `tick` never waits: looking at a part's health happens in a worker."""

    def __init__(self, part: Part, workers: ThreadPoolExecutor, say: Say, patience: Patience) -> None:
        self.part = part
        self.state = State.STARTING
        self.detail = ""
        self._workers = workers
        self._say = say
        self._patience = patience
        self._backoff = Backoff()
        self._look: Future[Health] | None = None
        self._look_at = 0.0
        self._alive_at: float | None = None
        self._launched_at: float | None = None
        self._again_at = 0.0

    def tick(self, now: float) -> None:
        if self.state is State.WAITING:
            if now >= self._again_at:
                self._launch(now)
            return
        if self._launched_at is None:
            self._launched_at = now
        if self.part.pid is None:
            self._failed(now, _ending(self.part.exit_code))
            return
        health = self._finished_look(now)
        if health is not None:
            self._weigh(health, now)

    def line(self) -> str:
        where = self.detail or (self.part.address if self.state in (State.RUNNING, State.STARTING) else "")
        return f"{self.part.name:<12} {self.state.value:<18} {where}".rstrip()

    def _finished_look(self, now: float) -> Health | None:
        if self._look is not None and self._look.done():
            look, self._look = self._look, None
            self._look_at = now + (self._patience.look_every if self.state is State.RUNNING else 0.2)
            return look.result()
        if self._look is None and now >= self._look_at:
            self._look = self._workers.submit(self.part.probe)
        return None

    def _weigh(self, health: Health, now: float) -> None:
        if health.alive:
            self._alive_at = now
            self._backoff = self._backoff.seen_well(now) if health.ready else self._backoff.seen_unwell()
            if health.ready:
                self._become(State.RUNNING)
            elif self.state is not State.STARTING or self._overdue(now, self._launched_at):
                self._become(State.UNREADY, health.reason)
            return
        if self._overdue(now, self._alive_at or self._launched_at):
            self.part.kill()
            self._failed(now, "không trả lời")

    def _overdue(self, now: float, since: float | None) -> bool:
        limit = self._patience.start_within if self._alive_at is None else self._patience.hung_after
        return since is not None and now - since > limit

    def _failed(self, now: float, what: str) -> None:
        self._backoff = self._backoff.failed()
        self._again_at = now + self._backoff.pause
        self._look = None
        pause = f"{self._backoff.pause:g}".replace(".", ",")
        self._become(State.WAITING, f"{what}; khởi động lại sau {pause} giây")

    def _launch(self, now: float) -> None:
        self._launched_at, self._alive_at, self._look_at = now, None, now
        try:
            self.part.launch()
        except (Trouble, OSError) as error:
            self._failed(now, str(error).splitlines()[0])
            return
        self._become(State.STARTING)

    def _become(self, state: State, detail: str = "") -> None:
        if (state, detail) != (self.state, self.detail):
            self.state, self.detail = state, detail
            self._say(self.line())


class Supervisor:
    """Minds all parts from one thread, the one that calls `run` or `tick`."""

    def __init__(self, parts: Sequence[Part], say: Say, patience: Patience | None = None) -> None:
        self._workers = ThreadPoolExecutor(max_workers=max(4, len(parts)), thread_name_prefix="look")
        self.minders = [Minder(part, self._workers, say, patience or Patience()) for part in parts]

    def tick(self) -> None:
        now = time.monotonic()
        for minder in self.minders:
            minder.tick(now)

    def close(self) -> None:
        self._workers.shutdown(wait=False, cancel_futures=True)

    @property
    def all_running(self) -> bool:
        return all(minder.state is State.RUNNING for minder in self.minders)


def _ending(code: int | None) -> str:
    if code is None:
        return "đã dừng"
    return f"bị dừng bởi tín hiệu {-code}" if code < 0 else f"tự dừng với mã {code}"
