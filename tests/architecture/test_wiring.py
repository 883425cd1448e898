"""The services are wired as the catalog says, which is what schemas and AsyncAPI promise to others."""

import ast
from typing import Any

import pytest

from contracts.catalog import EVENTS, PUBLISHERS, SUBSCRIBERS
from services.chassis.runtime import Service
from services.gateway import app as gateway
from services.nominations import app as nominations
from services.reporting import app as reporting
from services.reporting.readmodel.events import HANDLERS
from services.reviews import app as reviews
from tests.support.source import dotted, modules

AHEAD = {"ExemplarConfirmed"}
"""In the contract ahead of its publisher: readers count them already, no service keeps exemplars yet."""

SETTINGS: dict[str, Any] = {"database_url": "postgresql://nowhere", "http_port": 0, "public_keys": "nowhere"}
BUILT: list[Service] = [
    nominations.build(nominations.NominationsSettings(**SETTINGS)),
    reviews.build(reviews.ReviewsSettings(**SETTINGS)),
    reporting.build(reporting.ReportingSettings(**SETTINGS)),
    gateway.build(gateway.GatewaySettings(**SETTINGS)),
]
each_service = pytest.mark.parametrize("service", BUILT, ids=lambda service: service.name)


@each_service
def test_a_service_publishes_to_the_topics_the_catalog_says(service: Service) -> None:
    assert set(service.topics) == {topic for topic, publisher in PUBLISHERS.items() if publisher == service.name}


@each_service
def test_a_service_listens_to_the_topics_the_catalog_says(service: Service) -> None:
    listens = {each.group: set(each.topics) for each in service.subscriptions}

    assert listens == {group: set(topics) for group, topics in SUBSCRIBERS.get(service.name, {}).items()}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_made_by_its_publisher_and_by_nobody_else(name: str) -> None:
    makers = {
        module.service
        for module in modules()
        if module.service
        for call in module.calls()
        if dotted(call.func).rpartition(".")[2] == name and isinstance(call.func, ast.Name | ast.Attribute)
    }

    assert makers == (set() if name in AHEAD else {PUBLISHERS[EVENTS[name].topic]})


def test_the_read_model_takes_every_event() -> None:
    assert {handled.event_name() for handled in HANDLERS} == set(EVENTS)
