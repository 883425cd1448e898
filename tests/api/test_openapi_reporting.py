"""Reporting answers as its OpenAPI document says."""

from tests.api.openapi_promises import Promises


class TestReporting(Promises):
    name = "reporting"
