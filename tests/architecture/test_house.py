"""What the house promises as a whole: images of one service, crash points each at one line, nothing of this machine."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.crash import CrashPoint
from tests.support.source import ROOT, Module, dotted, modules, modules_of_tests

IMAGE_SOURCES = {
    "requirements/${SERVICE}.lock",
    "contracts",
    "services/__init__.py",
    "services/chassis",
    "services/office",
    "services/${SERVICE}",
    "services/gateway/package.json",
    "services/gateway/package-lock.json",
    "services/gateway/vendor.mjs",
}

PATHS_INSIDE_IMAGES = {"deploy/Dockerfile"}

REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
        ("registry-1", "docker", "io"),
        ("index", "crates", "io"),
        ("cdn", "jsdelivr", "net"),
        ("unpkg", "com"),
    )
]
ELSEWHERE = re.compile(
    "|".join([*map(re.escape, REGISTRIES), r"(?<![\w.~}-])/(?:work|root|home/\w+|tmp/thidua|Users)/[\w.]"])
)


def _crash_points(module: Module) -> Iterator[str]:
    for call in module.calls():
        if (
            dotted(call.func).rpartition(".")[2] == "crash_point"
            and call.args
            and isinstance(call.args[0], ast.Attribute)
        ):
            yield dotted(call.args[0]).removeprefix("CrashPoint.")


def _elsewhere(text: str) -> list[str]:
    return [found[0] for found in ELSEWHERE.finditer(text)]


def test_every_crash_point_stands_at_exactly_one_line() -> None:
    used = Counter(name for module in modules() if module.is_in("services") for name in _crash_points(module))

    assert used == Counter(point.name for point in CrashPoint)


def test_a_crash_point_is_counted_wherever_it_is_called_from() -> None:
    module = Module(
        "services.x", "crash_point(CrashPoint.PARKED)\ncrash.crash_point(CrashPoint.PARKED)\ncrash_point(other)"
    )

    assert list(_crash_points(module)) == ["PARKED", "PARKED"]


def test_the_dockerfile_copies_the_contracts_the_plumbing_and_its_own_service_only() -> None:
    lines = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    copies = [line.split()[1:] for line in lines if line.startswith(("COPY ", "ADD "))]
    from_checkout = [words for words in copies if not words[0].startswith("--from=")]

    assert {source for *sources, _ in from_checkout for source in sources} == IMAGE_SOURCES


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout: there is no list of the project's files")
    found = {}
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if name in PATHS_INSIDE_IMAGES:
            continue
        if path.is_file() and not path.is_symlink() and (bad := _elsewhere(_text(path))):
            found[name] = bad

    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        f"https://{REGISTRIES[0]}/simple",
        f"//{REGISTRIES[2]}/x",
        "cd /work" + "/main",
        "'/root" + "/.cache'",
        "/home" + "/an/x",
    ],
)
def test_a_registry_or_a_machine_is_noticed(text: str) -> None:
    assert _elsewhere(text)


@pytest.mark.parametrize(
    "text",
    ["/v1/work/items", "https://example.vn/home/an", "var/work/x", "~/.cache/thidua", "${HOME}/root/x", "/nonexistent"],
)
def test_other_paths_and_addresses_pass(text: str) -> None:
    assert _elsewhere(text) == []


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def test_nobody_imports_a_test_module_nor_what_is_another_folders() -> None:
    found = [
        f"{module.name} imports {name}"
        for module in modules_of_tests()
        for _, name in module.imports()
        if name.startswith("tests.") and (_is_test(name) or name.split(".")[1] not in (module.parts[1], "support"))
    ]

    assert found == [], "what two folders share belongs in tests/support, what one shares in a module beside its tests"


def _is_test(name: str) -> bool:
    return any(part.startswith("test_") for part in name.split(".")[:-1])


def test_the_tests_have_one_http_client_and_one_maker_of_databases() -> None:
    """`tests.support.client` and `tests.support.databases`; the bench measures with what it makes itself."""
    places = {"httpx.AsyncClient": "tests.support.client", "create database": "tests.support.databases"}
    found = [
        f"{module.name}: {what}"
        for module in modules_of_tests()
        if not module.is_in("tests.bench", "tests.architecture")
        for what, place in places.items()
        if f"{what}(" in module.text or f"{what} {{" in module.text
        if not module.is_in(place)
    ]

    assert found == []


def test_the_formatter_lays_out_the_code() -> None:
    """A call kept from the formatter hides how many things it is given; thirty places may have a reason of their own."""
    folders = ("contracts", "services", "deploy", "tests")
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py") if "node_modules" not in file.parts)
    kept = [file.name for file in files if re.search(r"# fmt: (skip|off)$", file.read_text("utf-8"), re.MULTILINE)]

    assert len(kept) <= 30
