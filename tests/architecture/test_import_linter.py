"""The import contracts of .importlinter are kept, cover every subject there is, and each notices a breach."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source import ROOT, SERVICES, modules

CONFIG = ROOT / ".importlinter"
LAYERS = ("http", "events", "commands", "store", "domain")

BREACHES = {
    "independent-services": (
        "services/reviews/cases/store.py",
        "import services.nominations.awards.domain",
        "services.reviews.cases.store -> services.nominations.awards.domain",
    ),
    "contracts-know-nobody": (
        "contracts/reviews/events.py",
        "import services.office.access",
        "contracts.reviews.events -> services.office.access",
    ),
    "chassis-knows-no-service": (
        "services/chassis/relay.py",
        "import services.reviews.cases.store",
        "services.chassis.relay -> services.reviews.cases.store",
    ),
    "office-is-pure": (
        "services/office/access.py",
        "import contracts.reviews.events",
        "services.office.access -> contracts.reviews.events",
    ),
    "services-need-no-deployment": (
        "services/reporting/progress/store.py",
        "import deploy.sample",
        "services.reporting.progress.store -> deploy.sample",
    ),
    "product-needs-no-tests": ("deploy/sample.py", "import tests.year", "deploy.sample -> tests"),
    "layers": (
        "services/reviews/cases/store.py",
        "import services.reviews.cases.commands",
        "services.reviews.cases.store -> services.reviews.cases.commands",
    ),
    "wiring": (
        "services/reviews/cases/http.py",
        "import services.reviews.app",
        "services.reviews.cases.http -> services.reviews.app",
    ),
    "no-circles": ("services/reviews/copies/store.py", "import services.reviews.cases.domain", ".copies -> .cases"),
}
"""By contract: a file, the import that it may not have, and how the linter reports it."""


def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(CONFIG)
    return parser


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--config",
            CONFIG,
            "--no-cache",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def _build_house(folder: Path) -> None:
    """A house of empty modules in which every import contract is kept."""
    containers = _contracts()["importlinter:contract:layers"]["containers"].split()
    subjects = [container.replace(".", "/") for container in containers]
    files = [f"{subject}/{layer}.py" for subject in subjects for layer in LAYERS]
    files += [f"services/{service}/{name}.py" for service in SERVICES for name in ("app", "__main__")]
    files += [f"contracts/{name}.py" for name in ("acts", "catalog", "envelope", "fields", "problem", "words")]
    files += [f"contracts/{service}/events.py" for service in ("nominations", "reviews", "reporting")]
    files += ["services/chassis/relay.py", "services/office/access.py", "deploy/sample.py"]
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        for parent in path.relative_to(folder).parents[:-1]:
            (folder / parent / "__init__.py").touch()
    (folder / "services/reviews/cases/store.py").write_text("import services.reviews.copies.domain\n")


@pytest.fixture(scope="module")
def breaches_reported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a house with every breach in it, run once; its lines, which it wraps, in one."""
    house = tmp_path_factory.mktemp("house")
    _build_house(house)
    for file, statement, _ in BREACHES.values():
        with (house / file).open("a") as opened:
            opened.write(f"{statement}\n")
    done = _lint(house)
    assert done.returncode == 1, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_who_may_import_whom_is_kept() -> None:
    done = _lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout
    assert "No matches for ignored import" not in done.stdout, (
        "an exception nobody needs any longer stands in .importlinter"
    )


def test_an_empty_house_keeps_every_contract(tmp_path: Path) -> None:
    _build_house(tmp_path)

    done = _lint(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_noticed(breaches_reported: str, contract: str) -> None:
    name = " ".join(_contracts()[f"importlinter:contract:{contract}"]["name"].split())
    kept_or_broken, _, details = breaches_reported.partition(" Broken contracts ")

    assert f"{name} BROKEN" in kept_or_broken
    assert BREACHES[contract][2] in details.partition(f" {name} ---")[2]


def test_every_contract_has_its_breach() -> None:
    ids = {section.rpartition(":")[2] for section in _contracts().sections() if section != "importlinter"}

    assert ids == set(BREACHES)


def test_every_subject_is_layered() -> None:
    """A folder of a service with a layer in it is a subject; a new one cannot be forgotten in .importlinter."""
    subjects = {
        ".".join(module.parts[:3])
        for module in modules()
        if module.subject and module.parts[3] in ("commands", "store", "domain")
    }

    assert set(_contracts()["importlinter:contract:layers"]["containers"].split()) == subjects
