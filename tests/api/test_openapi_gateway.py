"""Gateway answers as its OpenAPI document says."""

from tests.api.openapi_promises import Promises


class TestGateway(Promises):
    name = "gateway"
