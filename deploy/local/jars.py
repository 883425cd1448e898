"""Gets the jars of Apache Kafka named in kafka/pom.xml: with Maven, else with the wheel `jgo`; once per machine and version.

Which files make it complete, and what each must contain, is pinned in kafka/jars.sha256; both ways of fetching are held to it.
jgo is only asked for the pinned files, because left to resolve the pom itself it mixes in jars of other versions.
After a change of pom.xml, `python -m deploy.local.jars` pins anew.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local.terminal import KafkaMissing, Say, say

POM = Path(__file__).parent / "kafka" / "pom.xml"
PINS = Path(__file__).parent / "kafka" / "jars.sha256"


@dataclass(frozen=True)
class Pin:
    group: str
    artifact: str
    version: str
    digest: str
    """SHA-256."""

    @property
    def file(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def kafka_version() -> str:
    return next(pin.version for pin in _pins() if pin.artifact == "kafka_2.13")


def kafka_jars(cache: Path, say: Say) -> Path:
    """The folder with every pinned jar, fetched first if need be; raises KafkaMissing where they cannot be had.

    Shared by all checkouts of the user: made under another name and renamed when complete and checked.
    """
    folder = cache / f"kafka-{kafka_version()}-{hashlib.sha256(PINS.read_bytes()).hexdigest()[:8]}"
    pins = _pins()
    if folder.is_dir() and all((folder / pin.file).is_file() for pin in pins):
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="kafka-", dir=cache))
    try:
        _fetch(making, _maven_repository(cache), pins, say)
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


def _maven_repository(cache: Path) -> Path:
    """Maven's usual store of downloads, or one in the cache for a user without a home to write in."""
    usual = Path("~/.m2/repository").expanduser()
    try:
        usual.mkdir(parents=True, exist_ok=True)
    except OSError:
        return cache / "m2"
    return usual if os.access(usual, os.W_OK | os.X_OK) else cache / "m2"


def _fetch(folder: Path, repository: Path, pins: list[Pin], say: Say) -> None:
    failures: list[str] = []
    for tool, fetch in (("Maven", _with_maven), ("jgo", _with_jgo)):
        report = _Progress(len(pins), say)
        try:
            fetch(folder, repository, report.got)
            _check(folder, pins)
        except (OSError, ImportError, RuntimeError, ValueError) as error:
            failures.append(f"{tool}: {error}")
            continue
        return
    raise KafkaMissing(
        f"Không tải được Apache Kafka. Hãy kiểm tra mạng (hoặc cấu hình Maven, kho {repository}) rồi chạy lại, "
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


def _with_maven(folder: Path, repository: Path, got: Callable[[str], None], *options: str) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise FileNotFoundError("máy không có lệnh mvn")
    command = [
        program,
        "-B",
        "-f",
        str(POM),
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={folder}",
        f"-Dmaven.repo.local={repository}",
        *options,
    ]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder) as maven:
        for line in _until_interrupted(maven):
            said.append(line.rstrip())
            if found := re.search(r"(?:Downloaded from|Copying) \S*?([^/\s]+\.jar)\b", line):
                got(found.group(1))
    if maven.returncode != 0:
        raise RuntimeError(next((line for line in said if "ERROR" in line), "mvn thất bại"))


def _until_interrupted(maven: "subprocess.Popen[str]") -> Iterator[str]:
    """What Maven says; whoever stops listening also stops it."""
    assert maven.stdout is not None
    try:
        yield from maven.stdout
    except BaseException:
        maven.kill()
        raise


def _with_jgo(folder: Path, repository: Path, got: Callable[[str], None]) -> None:
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext
    from jgo.maven._resolver import PythonResolver

    @contextlib.contextmanager
    def progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
        yield lambda count: None
        if name.endswith(".jar"):
            got(name)

    context = MavenContext(resolver=PythonResolver(progress_callback=progress), repo_cache=repository)
    context.remote_repos.update(GlobalSettings.load().repositories)
    for pin in _pins():
        jar = context.project(pin.group, pin.artifact).at_version(pin.version).artifact().resolve()
        shutil.copy(jar, folder / pin.file)
        got(pin.file)


def _pins() -> list[Pin]:
    pins = []
    for line in PINS.read_text().splitlines():
        digest, coordinates = line.split()
        group, artifact, version = coordinates.split(":")
        pins.append(Pin(group, artifact, version, digest))
    return pins


def _check(folder: Path, pins: list[Pin]) -> None:
    """The pinned files have the pinned contents; anything else is removed, for it would be loaded too."""
    for path in folder.iterdir():
        if path.name not in {pin.file for pin in pins}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for pin in pins:
        path = folder / pin.file
        if not path.is_file() or _digest(path) != pin.digest:
            raise ValueError(f"tệp {pin.file} bị thiếu hoặc không đúng nội dung đã ghi trong {PINS.name}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pin_anew() -> None:
    """Write kafka/jars.sha256 from what Maven resolves now."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "jars"
        folder.mkdir()
        _with_maven(folder, _maven_repository(Path(temporary)), say, "-Dmdep.useRepositoryLayout=true")
        lines = []
        for jar in folder.rglob("*.jar"):
            *group, artifact, version, _ = jar.relative_to(folder).parts
            lines.append(f"{_digest(jar)}  {'.'.join(group)}:{artifact}:{version}")
    PINS.write_text("\n".join(sorted(lines, key=lambda line: line.split()[1])) + "\n")


if __name__ == "__main__":
    pin_anew()
