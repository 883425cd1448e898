"""The dashboard asks only for what the services measure, and a real Prometheus has an answer to every panel."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy import metrics
from tests.deploy.real_prometheus import ask, four_services, prometheus
from tests.support.tools import ROOT

GRAFANA = ROOT / "deploy/grafana"
DASHBOARD = json.loads((GRAFANA / "dashboards/thidua.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [(panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]]


def as_grafana_sends(expression: str, window: str = "10s") -> str:
    """With the dashboard's variables filled in as "all services" and the panel's own step."""
    return expression.replace("$__rate_interval", window).replace("$service", ".*")


@pytest.mark.parametrize(("place", "expression"), QUERIES, ids=lambda value: value if len(value) < 60 else "query")
def test_panels_ask_for_metrics_that_exist(place: str, expression: str) -> None:
    asked = metrics.names_in(expression)

    assert asked
    assert asked <= metrics.NAMES | metrics.OF_PROMETHEUS


def test_every_panel_has_a_title_a_description_a_unit_and_the_provisioned_source() -> None:
    sources = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text(encoding="utf-8"))
    (source,) = sources["datasources"]

    for panel in PANELS:
        assert panel["title"] and panel["description"] and panel["fieldConfig"]["defaults"]["unit"], panel["id"]
        assert panel["datasource"] == {"type": source["type"], "uid": source["uid"]}, panel["title"]
        assert all(target["datasource"] == panel["datasource"] for target in panel["targets"]), panel["title"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    assert [row["title"] for row in DASHBOARD["panels"] if row["type"] == "row"] == [
        "Sức khỏe",
        "Luồng sự kiện",
        "Độ trễ",
        "Nghiệp vụ",
    ]


def test_panels_do_not_overlap() -> None:
    taken = [
        (panel["gridPos"]["x"] + dx, panel["gridPos"]["y"] + dy)
        for panel in DASHBOARD["panels"]
        for dx in range(panel["gridPos"]["w"])
        for dy in range(panel["gridPos"]["h"])
    ]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


def test_the_compose_file_hands_grafana_what_its_files_name(project: dict[str, Any]) -> None:
    grafana = project["services"]["grafana"]
    handed = {mount["target"]: Path(mount["source"]) for mount in grafana["volumes"] if mount["type"] == "bind"}
    (provider,) = yaml.safe_load((GRAFANA / "provisioning/dashboards/thidua.yml").read_text(encoding="utf-8"))[
        "providers"
    ]
    home = Path(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])

    assert handed["/etc/grafana/provisioning"] == GRAFANA / "provisioning"
    assert (handed[provider["options"]["path"]] / home.name).is_file()


def test_every_panel_shows_something_in_a_real_prometheus(tmp_path: Path) -> None:
    with four_services() as port, prometheus(tmp_path, port) as client:
        deadline = time.monotonic() + 60
        while not ask(
            client, 'sum(rate(thidua_http_requests_total[10s])) >= 0 and on() ALERTS{alertname="SequenceGap"}'
        ):
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()[-2000:]
            time.sleep(0.5)

        shown = {(title, expression): ask(client, as_grafana_sends(expression)) for title, expression in QUERIES}
        legends = {
            panel["title"]: set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
            for panel in PANELS
            for target in panel["targets"]
        }

    empty = [place for place, series in shown.items() if not series]
    nameless = [
        title
        for (title, _), series in shown.items()
        if not any(legends[title] <= set(each["metric"]) for each in series)
    ]
    assert empty == []
    assert nameless == []
