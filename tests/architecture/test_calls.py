"""The services call each other over HTTP as the catalog says; who adds a call, or drops the last of one, says so there."""

import pytest

from contracts.catalog import CALLS
from tests.architecture import calls
from tests.support.source import SERVICES, Module, modules

PAIRS = [(caller, callee) for caller in SERVICES for callee in calls.SERVICES_CALLED if caller != callee]


@pytest.mark.parametrize(("caller", "callee"), PAIRS)
def test_a_service_calls_what_the_catalog_says(caller: str, callee: str) -> None:
    assert calls.called(caller, callee, calls.operations(callee)) == set(CALLS.get(caller, {}).get(callee, ()))


def test_nobody_calls_the_gateway() -> None:
    assert {callee for callees in CALLS.values() for callee in callees} <= set(calls.SERVICES_CALLED)


def test_a_path_without_an_operation_is_noticed() -> None:
    """A path that no service answers is a call that fails."""
    lost = [
        (module.name, call.path.replace("\0", "…"))
        for module in modules()
        if module.service and calls.calls_http(module)
        for call in calls.calls(module)
        if not any(calls.fits(operation, call) for name in call.services for operation in calls.operations(name))
    ]

    assert lost == []


@pytest.mark.parametrize(
    ("code", "operation", "is_called"),
    [
        ("web.reviews.get(f'/v1/cases/{case_id}', Case)", "GET /v1/cases/{case_id}", True),
        ("web.reviews.get(f'/v1/cases/{case_id}', Case)", "POST /v1/cases/{case_id}", False),
        ("web.reporting.get(f'/v1/cases/{case_id}', Case)", "GET /v1/cases/{case_id}", False),
        ("web.reviews.post(f'/v1/cases/{case_id}/{path}', body)", "POST /v1/cases/{case_id}/receipt", False),
        ("act('receipt')\nweb.reviews.post(f'/v1/cases/{x}/{path}', body)", "POST /v1/cases/{case_id}/receipt", True),
        (
            "path = f'/v1/cases/{x}'\nweb.reviews.post(f'{path}/receipt', body)",
            "POST /v1/cases/{case_id}/receipt",
            True,
        ),
        ("web.reviews.send('PUT', '/v1/cases', body, Case)", "PUT /v1/cases", True),
        ("web.reviews.send('PUT', '/v1/cases', body, Case)", "DELETE /v1/cases", False),
    ],
)
def test_the_reader_of_calls_tells(code: str, operation: str, is_called: bool) -> None:
    module = Module("services.gateway.pages.cases", code)

    assert bool(calls.called_in([module], "reviews", frozenset({operation}))) == is_called
