"""deploy/Dockerfile, really built for each service: what an image holds, what it lacks, and that it serves and stops."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.deploy.images import Buildah, Image
from tests.support.tools import ROOT, SERVICES, free_ports

KEYS = "/var/lib/thidua/files/keys"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def buildah(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Buildah]:
    with Buildah(tmp_path_factory.mktemp("buildah")) as buildah:
        yield buildah


@pytest.fixture(scope="module", params=SERVICES)
def image(request: pytest.FixtureRequest, buildah: Buildah) -> Iterator[Image]:
    service = request.param
    name, _ = buildah.build(service)
    container = buildah("from", "--pull-never", name).strip()
    try:
        yield Image(buildah, service, name, container, Path(buildah("mount", container).strip()))
    finally:
        buildah("rm", container)
        buildah("rmi", name)


def needs_main(service: str) -> None:
    if not (ROOT / "services" / service / "__main__.py").exists():
        pytest.skip(f"the {service} service is not there yet")


def processes_with(setting: str) -> list[int]:
    """Processes of this machine that were started with this setting, oldest first."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if setting.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:  # ended meanwhile, or not ours to look into
                continue
    return sorted(found)


def test_an_image_holds_its_own_service_and_physically_no_other(image: Image) -> None:
    code = image.root / "app"

    held = {path.name for path in (code / "services").iterdir()} - {"__pycache__"}

    assert held == {"__init__.py", "chassis", "office", image.service}
    assert {path.name for path in code.iterdir()} == {"contracts", "services"}
    assert sorted((image.root / "app").rglob("node_modules")) == []


def test_an_image_has_every_source_file_of_its_service(image: Image) -> None:
    for part in ("contracts", "services/chassis", "services/office", f"services/{image.service}"):
        ours = {
            path.relative_to(ROOT)
            for path in (ROOT / part).rglob("*")
            if path.is_file()
            and not {"__pycache__", "node_modules", "vendor"} & set(path.parts)
            and not path.name.startswith(".")
        }
        missing = {path for path in ours if not (image.root / "app" / path).is_file()}
        assert missing == set(), part


def test_the_gateway_alone_has_the_static_files_of_others(image: Image) -> None:
    vendor = image.root / "app/services/gateway/static/vendor"

    if image.service == "gateway":
        assert any(vendor.rglob("*.css")) and any(vendor.rglob("*.js"))
    else:
        assert not vendor.exists()


def test_nothing_that_only_the_build_needed_stays(image: Image) -> None:
    secrets = ("etc/pip.conf", "root/.npmrc", "run/secrets", "requirements.lock", "root/.cache/pip")

    assert [path for path in secrets if (image.root / path).exists()] == []
    assert "No module named pip" in image.run("python", "-m", "pip", "--version", check=False)


def test_it_runs_as_a_user_who_can_change_nothing_but_the_files_folder(image: Image) -> None:
    assert image.config["User"] == "10001:10001"
    assert image.run("id", "-u").strip() == "10001"
    assert "Permission denied" in image.run("touch", "/app/services/x.py", check=False)
    image.run("touch", "/var/lib/thidua/files/x")


def test_python_is_started_directly_and_checks_itself(image: Image) -> None:
    config = image.config

    assert config["Entrypoint"][0] == config["Healthcheck"]["Test"][1] == "python"
    assert config["Healthcheck"]["Test"][0] == "CMD"
    assert config["Cmd"] == ["serve"]
    assert f"SERVICE={image.service}" in config["Env"]
    labels = {name.removeprefix("org.opencontainers.image."): value for name, value in config["Labels"].items()}
    assert (labels["title"], labels["revision"]) == (f"thidua-{image.service}", "tested")


def test_its_commands_answer(image: Image) -> None:
    needs_main(image.service)

    said = image.run(*image.config["Entrypoint"], "--help")
    as_documented = image.run("python", "-m", f"services.{image.service}", "--help")

    for command in ("serve", "migrate", "replay", "parked"):
        assert command in said
        assert command in as_documented


def test_it_serves_with_nothing_behind_it_passes_its_own_check_and_stops_when_told(
    image: Image, tmp_path: Path
) -> None:
    needs_main(image.service)
    port, nowhere = free_ports(2)
    config = image.config
    settings = {
        "THIDUA_HTTP_HOST": "127.0.0.1",
        "THIDUA_HTTP_PORT": str(port),
        "THIDUA_DATABASE_URL": f"postgresql://nobody:nothing@127.0.0.1:{nowhere}/nothing",
        "THIDUA_KAFKA_BOOTSTRAP": f"127.0.0.1:{nowhere}",
        "THIDUA_PUBLIC_KEYS": f"{KEYS}/public",
        "THIDUA_PRIVATE_KEY": f"{KEYS}/{image.service}/key.pem",
    }
    maker = ["--volume", f"{ROOT / 'deploy/compose/keys.py'}:/keys.py:ro", image.container, "--", "python", "/keys.py"]
    image.buildah("run", "--isolation", "chroot", *maker, KEYS)

    log = tmp_path / "log"
    process = image.start(*config["Entrypoint"], *config["Cmd"], env=settings, log=log)
    try:
        answers = wait_until_alive(port, log)
        ready = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10)
        check = ["--env", f"THIDUA_HTTP_PORT={port}", image.container, "--", *config["Healthcheck"]["Test"][1:]]
        image.buildah("run", "--isolation", "chroot", *check)
        (service, *_) = [
            pid
            for pid in processes_with(f"THIDUA_HTTP_PORT={port}")
            if b"runpy" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[2]
        ]
        os.kill(service, signal.SIGTERM)
        process.wait(30)
    finally:
        process.kill()
        process.wait()
        for left in processes_with(f"THIDUA_HTTP_PORT={port}"):
            os.kill(left, signal.SIGKILL)

    assert answers.status_code == 200
    assert ready.status_code == 503
    said = [json.loads(line)["message"] for line in log.read_text().splitlines() if line.startswith("{")]
    assert "stopped" in said


def wait_until_alive(port: int, log: Path) -> httpx.Response:
    for _ in range(120):
        try:
            return httpx.get(f"http://127.0.0.1:{port}/livez", timeout=10)
        except httpx.TransportError:
            time.sleep(0.25)
    raise AssertionError(log.read_text()[-3000:])


def test_an_unknown_service_cannot_be_built(buildah: Buildah) -> None:
    _, said = buildah.build("nonsense", check=False)

    assert "nonsense.lock" in said
