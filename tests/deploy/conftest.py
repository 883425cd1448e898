"""What the tests of one deployment share: docker-compose.yml as Docker Compose itself understands it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.tools import ROOT, need, run

CHECK = Path(__file__).parent / "composecheck"
PASSWORDS = {
    f"{owner}PASSWORD": f"{owner.strip('_').lower()}-secret"
    for owner in (
        "POSTGRES_",
        "THIDUA_NOMINATIONS_",
        "THIDUA_REVIEWS_",
        "THIDUA_REPORTING_",
        "THIDUA_GATEWAY_",
        "THIDUA_KAFKA_BROKER_",
        "THIDUA_KAFKA_ADMIN_",
        "THIDUA_KAFKA_NOMINATIONS_",
        "THIDUA_KAFKA_REVIEWS_",
        "THIDUA_KAFKA_REPORTING_",
        "THIDUA_KAFKA_GATEWAY_",
        "GRAFANA_",
    )
}


class Compose:
    """The library inside Docker Compose (compose-go): schema of the compose specification, variables, merging, consistency."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def load(self, *files: Path, settings: dict[str, str] = PASSWORDS) -> dict[str, Any]:
        done = run(self._program, *files, env={"PATH": os.environ["PATH"], **settings})
        project: dict[str, Any] = json.loads(done.stdout)
        return project

    def refusal(self, *files: Path, settings: dict[str, str] = PASSWORDS) -> str:
        """What it says about a project it does not accept; fails if it accepts it."""
        done = run(self._program, *files, env={"PATH": os.environ["PATH"], **settings}, check=False)
        assert done.returncode != 0, "accepted"
        return done.stderr


@pytest.fixture(scope="session")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Compose:
    program = tmp_path_factory.mktemp("composecheck") / "composecheck"
    run(need("go", "golang-go, 1.24 or later"), "build", "-buildvcs=false", "-o", program, ".", cwd=CHECK, seconds=240)
    return Compose(program)


@pytest.fixture(scope="session")
def project(compose: Compose) -> dict[str, Any]:
    return compose.load(ROOT / "docker-compose.yml")
