"""Which port each part listens on: the usual one, the one it had last time, else a free one nobody else has claimed."""

import contextlib
import errno
import itertools
import json
import socket
import sys
from pathlib import Path

USUAL = {
    "gateway": 8000,
    "nominations": 8001,
    "reviews": 8002,
    "reporting": 8003,
    "postgres": 54320,
    "kafka": 19092,
    "kafka-controller": 19093,
    "kafka-open": 19094,
}
HOST = "127.0.0.1"
NEIGHBOURS = 20


class Ports:
    """Ports of one checkout, remembered in `var/ports.json` so that bookmarks and a second start find the same ones.

    A claimed port is held against other checkouts that start in the same moment by an abstract socket named after it,
    which Linux frees when this process ends, however it ends.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._claims: dict[str, tuple[int, socket.socket | None]] = {}
        self._remembered: dict[str, int] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            self._remembered = {str(name): int(port) for name, port in json.loads(memory.read_text()).items()}

    def claim(self, name: str) -> int:
        """The port of `name`, the same for the life of this object unless it is given up."""
        if name in self._claims:
            return self._claims[name][0]
        usual = USUAL[name]
        wishes: list[int] = [usual, *range(usual + 10, usual + 10 * NEIGHBOURS, 10)]
        if name in self._remembered:
            wishes.insert(0, self._remembered[name])
        for port in itertools.chain(wishes, (_any_free() for _ in range(50))):
            free, claim = _claim(port)
            if free:
                self._claims[name] = (port, claim)
                self._remembered[name] = port
                self._remember()
                return port
        raise OSError(errno.EADDRINUSE, f"no free port for {name}")

    def known(self, name: str) -> int | None:
        """The port it had when it was last started; None where it never was."""
        return self._remembered.get(name)

    def give_up(self, name: str) -> None:
        """Forget a port that turned out to be taken, so that the next claim finds another."""
        self._remembered.pop(name, None)
        _, claim = self._claims.pop(name, (0, None))
        if claim is not None:
            claim.close()

    def release(self) -> None:
        for name in list(self._claims):
            _, claim = self._claims.pop(name)
            if claim is not None:
                claim.close()

    def _remember(self) -> None:
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        self._memory.write_text(json.dumps(self._remembered, indent=1) + "\n")


def is_free(port: int) -> bool:
    """Nobody listens on the port and it can be bound now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _claim(port: int) -> tuple[bool, socket.socket | None]:
    """Whether the port may be taken, and the claim to keep while it is (None where the system has no abstract sockets)."""
    claim: socket.socket | None = None
    if sys.platform == "linux":
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            claim.bind(f"\0thidua-port-{port}")
        except OSError:
            claim.close()
            return False, None
    if is_free(port):
        return True, claim
    if claim is not None:
        claim.close()
    return False, None


def _any_free() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
