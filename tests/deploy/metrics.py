"""Every metric a panel or an alert may use, with its labels; the services are held to the same list."""

import ast
import re
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

import services.chassis.metrics
from tests.support.tools import ROOT

CHASSIS = {
    "thidua_events_published_total": ("topic", "type"),
    "thidua_events_consumed_total": ("group", "type"),
    "thidua_events_parked": ("group", "state"),
    "thidua_events_disbelieved": ("group", "reason"),
    "thidua_outbox_pending": (),
    "thidua_outbox_oldest_seconds": (),
    "thidua_relay_leader": (),
    "thidua_relay_published_seconds": (),
    "thidua_consumer_seconds": ("group", "stage"),
    "thidua_sequence_gaps_total": ("group", "topic"),
    "thidua_topics_made_again_total": (),
    "thidua_events_late_total": ("group", "topic"),
    "thidua_keys_missing": ("group", "topic"),
    "thidua_keys_asked_again_total": ("group", "topic"),
    "thidua_heads_compared_timestamp_seconds": ("group", "topic"),
    "thidua_events_skipped_total": ("group", "topic"),
    "thidua_dependency_up": ("dependency",),
    "thidua_http_requests_total": ("method", "route", "status"),
    "thidua_http_request_seconds": ("method", "route"),
}
DOMAIN = {
    "nominations": {"thidua_nominations": ("state",)},
    "reviews": {"thidua_cases": ("stage",)},
    "reporting": {"thidua_obligations": ("state",)},
}
NAMES = {*CHASSIS, *(name for metrics in DOMAIN.values() for name in metrics)}
OF_PROMETHEUS = {"up", "ALERTS"}


def names_in(expression: str) -> set[str]:
    """The metrics a PromQL expression reads, a histogram by its own name."""
    found = set(re.findall(r"\bthidua_\w+|\bup\b|\bALERTS\b", expression))
    return {re.sub(r"_bucket$", "", name) for name in found}


def defined_in(service: str) -> dict[str, tuple[str, ...]]:
    """The metrics a service's source makes, with their labels; read, not imported, so that no two services meet in a process."""
    found = {}
    for path in sorted((ROOT / "services" / service).rglob("*.py")):
        for name, labels in _definitions(ast.parse(path.read_text(encoding="utf-8"))):
            found[name] = labels
    return found


def _definitions(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Counter", "Gauge", "Histogram"):
            given = [*node.args, *(each.value for each in node.keywords if each.arg == "labelnames")]
            match given:
                case [ast.Constant(value=str(name)), ast.Constant(), labels, *_]:
                    yield name, tuple(ast.literal_eval(labels))
                case [ast.Constant(value=str(name)), ast.Constant()]:
                    yield name, ()


def of_chassis() -> dict[str, MetricWrapperBase]:
    """The chassis' metrics as it makes them, by the name they are scraped under."""
    made = {}
    for metric in vars(services.chassis.metrics).values():
        if isinstance(metric, MetricWrapperBase):
            (family,) = metric.describe()
            made[family.name + ("_total" if isinstance(metric, Counter) else "")] = metric
    return made


def one_of_each() -> CollectorRegistry:
    """Every metric of the list with a value: fresh copies of the chassis' own, and the domain's gauges under the listed labels."""
    registry = CollectorRegistry()
    fresh = [
        type(metric)(metric._name, metric._documentation, metric._labelnames, registry=registry)
        for metric in of_chassis().values()
    ]
    for listed in DOMAIN.values():
        fresh += [Gauge(name, name, labels, registry=registry) for name, labels in listed.items()]
    for metric in fresh:
        child = metric.labels(*(f"some-{label}" for label in metric._labelnames)) if metric._labelnames else metric
        match child:
            case Counter():
                child.inc()
            case Histogram():
                child.observe(0.003)
            case Gauge():
                child.set(1)
    return registry
