"""The services are wired as the catalog says, which is what schemas and AsyncAPI promise to others."""

import ast

import pytest

from contracts.catalog import EVENTS, PUBLISHERS, SUBSCRIBERS
from services.chassis.runtime import Service
from services.gateway.app import build as build_gateway
from services.nominations.app import build as build_nominations
from services.reporting.app import build as build_reporting
from services.reviews.app import build as build_reviews
from tests.architecture.source import dotted, modules

AHEAD = {"ExemplarConfirmed"}
"""In the contract ahead of its publisher: readers count them already, no service keeps exemplars yet."""

BUILT: list[Service] = [build() for build in (build_nominations, build_reviews, build_reporting, build_gateway)]
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
