"""The AsyncAPI project's own parser, installed by npm from the committed lock into a cache outside the checkout."""

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "asyncapi"
CACHE = Path.home() / ".cache" / "thidua"


@functools.cache
def parsed(document: Path) -> dict[str, Any]:
    """What the parser says about a document: ``diagnostics``, ``accepted``, ``operations``."""
    done = subprocess.run(
        [_program("node"), HERE / "check.mjs", _installed(), document],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _installed() -> Path:
    """The folder that holds ``node_modules`` for this lock; filled once, whole or not at all, one process at a time."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / f"asyncapi-{hashlib.sha256(lock).hexdigest()[:12]}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "asyncapi.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            command = [_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
            if done.returncode:
                _missing(f"npm could not install the AsyncAPI parser: {done.stderr.strip()[-600:]}")
            (folder / "complete").touch()
    return folder


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        _missing(f"{name} is not installed (Debian packages nodejs and npm)")
    assert found is not None
    return found


def _missing(reason: str) -> None:
    """Skip, or fail in CI, where everything is to be installed."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
