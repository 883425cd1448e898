"""The programs of others that these tests lean on: found on the machine, or said to be missing by the name of their package."""

import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("nominations", "reviews", "reporting", "gateway")


def need(program: str, package: str) -> str:
    """The program's path. Missing, it skips the test; in CI it fails it, for there everything is to be installed."""
    if found := shutil.which(program):
        return found
    missing = f"{program} is not installed (Debian package {package})"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def run(
    *command: str | Path,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    seconds: float = 120,
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; on failure the test shows everything it said."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert not check or done.returncode == 0, f"{command} exited {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 nobody holds now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
