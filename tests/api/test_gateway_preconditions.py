"""What is wrong is said where it is wrong: a clock that differs, a file store that keeps nothing; and answers that weigh little."""

import uuid
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from starlette.responses import Response

from services.chassis.http import problem
from services.office.access import Role
from tests.support.engines import MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.people import Keys, actor
from tests.support.running import running

pytestmark = pytest.mark.postgres


def _answering(status: int, code: str) -> FastAPI:
    """Stands at the network's edge for a service that says this to everything."""
    service = FastAPI()

    @service.api_route("/{path:path}", methods=["GET", "POST"])
    async def say(path: str) -> Response:
        return problem(status, "Said by a service", code)

    return service


@pytest.fixture
async def gateway_before(
    keys: Keys, make_database: MakeDatabase, request: pytest.FixtureRequest
) -> AsyncIterator[Gateway]:
    async with (
        running(_answering(*request.param)) as url,
        running_gateway(await make_database("gateway"), keys, nominations_url=url, reviews_url=url) as gateway,
    ):
        yield gateway


@pytest.mark.parametrize("gateway_before", [(401, "bad_token")], indirect=True)
async def test_a_clock_that_differs_is_not_told_as_a_page_that_is_not_there(gateway_before: Gateway) -> None:
    desk = await gateway_before.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))

    page = await desk.browser.get("/de-nghi")

    assert page.status_code == 503
    assert "đồng hồ của máy chủ" in page.text


@pytest.mark.parametrize("gateway_before", [(503, "files_unavailable")], indirect=True)
async def test_a_full_file_store_is_not_told_as_a_database_that_is_away(gateway_before: Gateway) -> None:
    desk = await gateway_before.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))

    page = await desk.browser.get(f"/de-nghi/{uuid.uuid4()}/giay-to/{uuid.uuid4()}")

    assert page.status_code == 503
    assert "Kho tệp" in page.text


@pytest.mark.parametrize("gateway_before", [(503, "unavailable")], indirect=True)
async def test_pages_and_styles_travel_compressed(gateway_before: Gateway) -> None:
    desk = await gateway_before.sign_in(actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))

    for path in ("/", "/dang-nhap", "/static/app.css", "/static/app.js"):
        answer = await desk.browser.get(path)
        assert answer.headers["content-encoding"] == "gzip", path
        assert int(answer.num_bytes_downloaded) < 30_000, path
