"""A real Prometheus over a real /metrics, with the shipped configuration and alerts."""

import contextlib
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import yaml
from prometheus_client import generate_latest

from tests.deploy import metrics
from tests.support.tools import ROOT, SERVICES, free_ports, need

PROMETHEUS = ROOT / "deploy/prometheus"


@contextlib.contextmanager
def four_services() -> Iterator[int]:
    """A /metrics on a free port with a value for everything."""

    registry = metrics.one_of_each()

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = generate_latest(registry)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent: pytest shows what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Metrics)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def prometheus(folder: Path, targets_port: int) -> Iterator[httpx.Client]:
    """The shipped configuration and alerts, with this process in place of the services in the network."""
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    del config["alerting"]
    config["scrape_configs"] = [
        {
            "job_name": "thidua",
            "static_configs": [
                {"targets": [f"127.0.0.1:{targets_port}"], "labels": {"service": service}} for service in SERVICES
            ],
        }
    ]
    shutil.copy(PROMETHEUS / "alerts.yml", folder)
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (port,) = free_ports(1)
    command = [need("prometheus", "prometheus"), f"--config.file={folder / 'prometheus.yml'}"]
    command += [f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address=127.0.0.1:{port}"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
                wait_until_ready(client, folder / "log")
                yield client
        finally:
            process.terminate()
            process.wait(20)


def wait_until_ready(client: httpx.Client, log: Path) -> None:
    for _ in range(100):
        with contextlib.suppress(httpx.TransportError):
            if client.get("/-/ready").status_code == 200:
                return
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def ask(client: httpx.Client, expression: str) -> list[dict[str, Any]]:
    body = client.get("/api/v1/query", params={"query": expression}).json()
    assert body["status"] == "success", body
    series: list[dict[str, Any]] = body["data"]["result"]
    return series
