"""Gets the jars of Apache Kafka named in kafka/pom.xml: with Maven, else with the wheel `jgo`; once per machine and version.

Which files make it complete, and what each must contain, is pinned in kafka/jars.sha256; both ways of fetching are held to it.
After a change of pom.xml, `python -m deploy.local.jars` pins anew.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as Xml
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.local.terminal import KafkaMissing, Say, say

POM = Path(__file__).parent / "kafka" / "pom.xml"
PINS = Path(__file__).parent / "kafka" / "jars.sha256"
MAVEN = "{http://maven.apache.org/POM/4.0.0}"


def kafka_version() -> str:
    return next(version for group, _, version in _coordinates() if group == "org.apache.kafka")


def kafka_jars(cache: Path, say: Say) -> Path:
    """The folder with every pinned jar, fetched first if need be; raises KafkaMissing where they cannot be had.

    Shared by all checkouts of the user: made under another name and renamed when complete and checked.
    """
    folder = cache / f"kafka-{kafka_version()}-{hashlib.sha256(PINS.read_bytes()).hexdigest()[:8]}"
    pins = _pins()
    if folder.is_dir() and all((folder / name).is_file() for name in pins):
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="kafka-", dir=cache))
    try:
        _fetch(making, len(pins), say)
        _check(making, pins)
        making.chmod(0o755)
        if folder.is_dir():
            shutil.rmtree(folder)
        with contextlib.suppress(OSError):
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    if not folder.is_dir():
        raise KafkaMissing(f"Không ghi được Apache Kafka vào {cache}. Hãy kiểm tra chỗ trống và quyền ghi.")
    return folder


def default_cache(fallback: Path) -> Path:
    """`$XDG_CACHE_HOME/thidua` or `~/.cache/thidua`; `fallback` for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME")
    wish = Path(home) / "thidua" if home else Path("~/.cache/thidua").expanduser()
    try:
        wish.mkdir(parents=True, exist_ok=True)
    except OSError:
        return fallback
    return wish if os.access(wish, os.W_OK | os.X_OK) else fallback


def _fetch(folder: Path, total: int, say: Say) -> None:
    failures: list[str] = []
    for tool, fetch in (("Maven", _with_maven), ("jgo", _with_jgo)):
        report = _Progress(total, say)
        try:
            fetch(folder, report.got)
        except (OSError, ImportError, RuntimeError, ValueError) as error:
            failures.append(f"{tool}: {error}")
            continue
        return
    raise KafkaMissing(
        "Không tải được Apache Kafka. Hãy kiểm tra mạng (hoặc cấu hình Maven) rồi chạy lại, "
        "hoặc đặt KAFKA_BOOTSTRAP tới một Kafka có sẵn.\n" + "\n".join(failures)
    )


class _Progress:
    """One line for every fourth file, so that a slow network is seen to move."""

    def __init__(self, total: int, say: Say) -> None:
        self._total = total
        self._say = say
        self._names: set[str] = set()

    def got(self, name: str) -> None:
        before = len(self._names)
        self._names.add(name)
        count = len(self._names)
        if count > before and (count % 4 == 0 or count == self._total):
            self._say(f"Đang tải Apache Kafka {kafka_version()} … {count}/{self._total} tệp")


def _with_maven(folder: Path, got: Callable[[str], None]) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise FileNotFoundError("máy không có lệnh mvn")
    command = [
        program, "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime",
        f"-DoutputDirectory={folder}", f"-DbuildDirectory={folder}",
    ]  # fmt: skip
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder) as maven:
        assert maven.stdout is not None
        for line in maven.stdout:
            said.append(line.rstrip())
            if found := re.search(r"(?:Downloaded from|Copying) \S*?([^/\s]+\.jar)\b", line):
                got(found.group(1))
    if maven.returncode != 0:
        raise RuntimeError(next((line for line in said if "ERROR" in line), "mvn thất bại"))


def _with_jgo(folder: Path, got: Callable[[str], None]) -> None:
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext
    from jgo.maven._resolver import PythonResolver

    @contextlib.contextmanager
    def progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
        yield lambda count: None
        if name.endswith(".jar"):
            got(name)

    settings = GlobalSettings.load()
    context = MavenContext(resolver=PythonResolver(progress_callback=progress), repo_cache=settings.repo_cache)
    context.remote_repos.update(settings.repositories)
    wanted = [context.create_dependency(":".join(coordinate)) for coordinate in _coordinates()]
    inputs, transitive = context.resolver.resolve(wanted)
    for dependency in (*inputs, *transitive):
        jar = dependency.artifact.resolve()
        shutil.copy(jar, folder / jar.name)
        got(jar.name)


def _coordinates() -> list[tuple[str, str, str]]:
    found = []
    for dependency in Xml.parse(POM).getroot().iter(f"{MAVEN}dependency"):
        group, name, version = (dependency.findtext(f"{MAVEN}{tag}") for tag in ("groupId", "artifactId", "version"))
        assert group and name and version
        found.append((group, name, version))
    return found


def _pins() -> dict[str, str]:
    lines = (line.split() for line in PINS.read_text().splitlines())
    return {name: digest for digest, name in lines}


def _check(folder: Path, pins: dict[str, str]) -> None:
    """Exactly the pinned files with the pinned contents stay in the folder."""
    for path in folder.iterdir():
        if path.name not in pins:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, digest in pins.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise KafkaMissing(f"Tệp {name} của Apache Kafka bị thiếu hoặc không đúng nội dung đã ghi. Hãy chạy lại.")


def pin() -> None:
    """Write kafka/jars.sha256 from what Maven resolves now."""
    with tempfile.TemporaryDirectory() as folder:
        _with_maven(Path(folder), say)
        lines = [
            f"{hashlib.sha256(jar.read_bytes()).hexdigest()}  {jar.name}" for jar in sorted(Path(folder).glob("*.jar"))
        ]
    PINS.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    pin()
