"""Prometheus and Alertmanager: valid by their own tools, alerts that fire when they should, over metrics that exist."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy import metrics
from tests.support.tools import ROOT, SERVICES, need, run

PROMETHEUS = ROOT / "deploy/prometheus"
RULES = [
    rule
    for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]


def test_prometheus_accepts_its_configuration_and_the_alerts() -> None:
    said = run(need("promtool", "prometheus"), "check", "config", PROMETHEUS / "prometheus.yml")

    assert f"{len(RULES)} rules found" in said.stdout


def test_alerts_fire_when_they_should_and_not_before(tmp_path: Path) -> None:
    for file in (PROMETHEUS / "alerts.yml", Path(__file__).parent / "alerts_test.yml"):
        shutil.copy(file, tmp_path)

    run(need("promtool", "prometheus"), "test", "rules", tmp_path / "alerts_test.yml")


def test_every_alert_says_in_vietnamese_what_happened_and_what_to_do() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in ("critical", "warning"), rule["alert"]
        assert re.search(r"[ạảấầậắặẹếềệịọốồộớợụứựỳ]", rule["annotations"]["description"]), rule["alert"]
        assert rule["annotations"]["summary"], rule["alert"]


@pytest.mark.parametrize(
    ("settings", "receivers"),
    [
        ({}, set()),
        ({"ALERT_WEBHOOK": "http://alerts.example/thidua"}, {"webhook_configs"}),
        (
            {"ALERT_EMAIL_TO": "truc@vp.example", "ALERT_EMAIL_FROM": "thidua@vp.example", "ALERT_SMTP": "mail:587"},
            {"email_configs"},
        ),
        (
            {
                "ALERT_WEBHOOK": "http://alerts.example/thidua",
                "ALERT_EMAIL_TO": "truc@vp.example",
                "ALERT_EMAIL_FROM": "thidua@vp.example",
                "ALERT_SMTP": "mail:587",
                "ALERT_SMTP_USER": "thidua",
                "ALERT_SMTP_SECRET": 'quo"ted: #secret',
            },
            {"webhook_configs", "email_configs"},
        ),
    ],
)
def test_alertmanager_accepts_what_the_settings_make(
    settings: dict[str, str], receivers: set[str], tmp_path: Path
) -> None:
    file = tmp_path / "alertmanager.yml"
    run(sys.executable, ROOT / "deploy/alertmanager/settings.py", file, env=settings)

    run(need("amtool", "prometheus-alertmanager"), "check-config", file)
    (operators,) = yaml.safe_load(file.read_text(encoding="utf-8"))["receivers"]
    assert set(operators) == {"name", *receivers}


def test_mail_without_a_server_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "alertmanager.yml"

    said = run(
        sys.executable,
        ROOT / "deploy/alertmanager/settings.py",
        file,
        env={"ALERT_EMAIL_TO": "truc@vp.example"},
        check=False,
    )

    assert said.returncode == 1
    assert "ALERT_EMAIL_FROM and ALERT_SMTP" in said.stderr
    assert not file.exists()


def test_prometheus_looks_for_the_services_of_the_compose_file(project: dict[str, Any]) -> None:
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
    (search,) = next(each for each in config["scrape_configs"] if each["job_name"] == "thidua")["dns_sd_configs"]
    (alertmanager,) = config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"]

    assert sorted(search["names"]) == sorted(SERVICES)
    assert search["port"] == 8000
    for name in (*SERVICES, alertmanager.removesuffix(":9093")):
        shared = set(project["services"][name]["networks"]) & set(project["services"]["prometheus"]["networks"])
        assert shared, name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alerts_ask_for_metrics_that_exist(rule: dict[str, Any]) -> None:
    asked = metrics.names_in(rule["expr"])

    assert asked
    assert asked <= metrics.NAMES | metrics.OF_PROMETHEUS


def test_the_chassis_measures_what_it_is_said_to() -> None:
    assert {name: metric._labelnames for name, metric in metrics.of_chassis().items()} == metrics.CHASSIS


@pytest.mark.parametrize("service", metrics.DOMAIN)
def test_a_service_measures_what_it_is_said_to(service: str) -> None:
    if not (ROOT / "services" / service / "__main__.py").exists():
        pytest.skip(f"the {service} service is not there yet")

    defined = metrics.defined_in(service)

    assert {name: defined.get(name) for name in metrics.DOMAIN[service]} == metrics.DOMAIN[service]
