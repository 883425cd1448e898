"""docker-compose.yml is a valid deployment, and keeps what belongs to one service from the others."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.jars import kafka_version
from tests.deploy.conftest import PASSWORDS, Compose
from tests.support.tools import ROOT, SERVICES

FILE = ROOT / "docker-compose.yml"
ONCE = ("keys", "alert-settings", "kafka-rights", *(f"{service}-migrate" for service in SERVICES))

Project = dict[str, Any]


def mounts(service: dict[str, Any]) -> dict[str, str]:
    return {mount["source"]: mount["target"] for mount in service.get("volumes") or []}


def test_the_compose_specification_accepts_it(project: Project) -> None:
    assert {"kafka", "prometheus", "alertmanager", "grafana", *SERVICES} <= set(project["services"])


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("restrat",), "always", "services.gateway.restrat"),
        (("depends_on", "nobody"), {"condition": "service_healthy"}, 'depends on undefined service "nobody"'),
        (("networks",), ["nowhere"], "undefined network nowhere"),
    ],
)
def test_a_mistake_would_be_refused(
    compose: Compose, tmp_path: Path, path: tuple[str, ...], value: object, complaint: str
) -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    place = content["services"]["gateway"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(yaml.safe_dump(content), encoding="utf-8")

    assert complaint in compose.refusal(wrong)


@pytest.mark.parametrize("name", PASSWORDS)
def test_it_refuses_to_start_without_a_password(compose: Compose, name: str) -> None:
    for settings in ({key: value for key, value in PASSWORDS.items() if key != name}, {**PASSWORDS, name: ""}):
        said = compose.refusal(FILE, settings=settings)

        assert f"required variable {name} is missing a value: run python3 deploy/compose/passwords.py" in said


def test_only_three_ports_are_published_and_only_to_this_machine(project: Project) -> None:
    published = {
        (name, port["host_ip"], port["published"], port["target"])
        for name, service in project["services"].items()
        for port in service.get("ports") or []
    }

    assert published == {
        ("gateway", "127.0.0.1", "8000", 8000),
        ("grafana", "127.0.0.1", "3000", 3000),
        ("prometheus", "127.0.0.1", "9090", 9090),
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_database_is_reachable_from_its_own_service_only(project: Project, service: str) -> None:
    network = f"{service}-store"

    inside = {name for name, each in project["services"].items() if network in (each.get("networks") or {})}

    assert inside == {service, f"{service}-migrate", f"{service}-db"}
    assert list(project["services"][f"{service}-db"]["networks"]) == [network]
    assert project["networks"][network]["internal"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_database_is_postgresql_18_on_a_kept_volume_with_its_own_password(project: Project, service: str) -> None:
    database = project["services"][f"{service}-db"]
    password = PASSWORDS[f"THIDUA_{service.upper()}_PASSWORD"]

    assert database["image"] == "postgres:18"
    assert mounts(database)[f"{service}-db"] == "/var/lib/postgresql"
    assert database["environment"]["THIDUA_ROLE_PASSWORD"] == password
    for name in (service, f"{service}-migrate"):
        url = project["services"][name]["environment"]["THIDUA_DATABASE_URL"]
        assert url == f"postgresql://thidua_{service}:{password}@{service}-db:5432/thidua_{service}"


@pytest.mark.parametrize("service", SERVICES)
def test_a_private_key_is_seen_by_its_owner_and_its_maker_only(project: Project, service: str) -> None:
    key = f"{service}-key"

    holders = {name: mounts(each)[key] for name, each in project["services"].items() if key in mounts(each)}

    assert holders == {service: "/run/thidua/private", "keys": f"/keys/{service}"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_waits_for_its_schema_and_its_keys(project: Project, service: str) -> None:
    waits = {name: each["condition"] for name, each in project["services"][service]["depends_on"].items()}

    assert waits == {
        f"{service}-migrate": "service_completed_successfully",
        "keys": "service_completed_successfully",
        f"{service}-db": "service_healthy",
        "kafka-rights": "service_completed_successfully",
    }
    assert project["services"][f"{service}-migrate"]["command"] == ["migrate"]
    assert project["services"][service]["build"]["args"]["SERVICE"] == service


def test_what_runs_on_comes_back_by_itself_and_what_runs_once_does_not(project: Project) -> None:
    policies = {name: each["restart"] for name, each in project["services"].items()}

    assert policies == {name: "no" if name in ONCE else "unless-stopped" for name in project["services"]}


def test_everything_is_limited_and_everything_that_runs_on_is_checked(project: Project) -> None:
    for name, each in project["services"].items():
        limits = each["deploy"]["resources"]["limits"]
        assert limits["cpus"] and limits["memory"] and limits["pids"], name
        # The four services carry their check in the image (test_images.py).
        checked = bool(each.get("healthcheck", {}).get("test")) or name in SERVICES
        assert checked or name in ONCE, name


def test_files_it_mounts_exist(project: Project) -> None:
    bound = {
        mount["source"]
        for each in project["services"].values()
        for mount in each.get("volumes") or []
        if mount["type"] == "bind"
    }

    assert bound
    assert [path for path in sorted(bound) if not Path(path).exists()] == []


def test_no_service_of_ours_may_write_to_its_image_or_gain_rights(project: Project) -> None:
    for name in (*SERVICES, *ONCE):
        service = project["services"][name]
        hardened = {key: service.get(key) for key in ("read_only", "cap_drop", "security_opt", "init")}
        assert hardened == {
            "read_only": True,
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            "init": True,
        }, name


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_signs_in_to_kafka_as_itself_and_only_the_rights_are_given_by_the_administrator(
    project: Project, service: str
) -> None:
    environment = project["services"][service]["environment"]
    password = PASSWORDS[f"THIDUA_KAFKA_{service.upper()}_PASSWORD"]

    assert (environment["THIDUA_KAFKA_USER"], environment["THIDUA_KAFKA_PASSWORD"]) == (service, password)
    admins = {
        name
        for name, each in project["services"].items()
        if PASSWORDS["THIDUA_KAFKA_ADMIN_PASSWORD"] in str(each.get("environment"))
    }
    assert admins == {"kafka", "kafka-rights"}
    assert project["services"]["kafka-rights"]["environment"][f"THIDUA_KAFKA_{service.upper()}_PASSWORD"] == password


def test_kafka_lets_nobody_in_unnamed(project: Project) -> None:
    kafka = project["services"]["kafka"]["environment"]

    protocols = dict(each.split(":") for each in kafka["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(","))
    listeners = {each.split("://")[0] for each in kafka["KAFKA_LISTENERS"].split(",")}
    assert {protocols[name] for name in listeners} == {"SASL_PLAINTEXT"}
    assert "ANONYMOUS" not in kafka["KAFKA_SUPER_USERS"]


def test_kafka_is_the_version_that_is_tested(project: Project) -> None:
    assert project["services"]["kafka"]["image"] == f"apache/kafka:{kafka_version()}"


def test_with_engines_of_ones_own_nothing_waits_for_those_it_would_bring(compose: Compose) -> None:
    own = {f"{service.upper()}_DATABASE_URL": f"postgresql://r:p@db.example/{service}" for service in SERVICES}

    project = compose.load(
        FILE,
        ROOT / "deploy/compose/own-engines.yml",
        settings={**PASSWORDS, **own, "THIDUA_KAFKA_BOOTSTRAP": "kafka.example:9092"},
    )

    assert not {"kafka", "kafka-rights", *(f"{service}-db" for service in SERVICES)} & set(project["services"])
    for service in SERVICES:
        environment = project["services"][service]["environment"]
        assert environment["THIDUA_KAFKA_BOOTSTRAP"] == "kafka.example:9092"
        for name in (service, f"{service}-migrate"):
            url = project["services"][name]["environment"]["THIDUA_DATABASE_URL"]
            assert url == f"postgresql://r:p@db.example/{service}"
            assert "front" in project["services"][name]["networks"], "no way out to the engines"
