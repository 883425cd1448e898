"""The trial that the services go through notices what it is there for."""

import asyncio

from fastapi import FastAPI
from pydantic import BaseModel

from tests.api.openapi_promises import UNDER_TEST
from tests.api.openapi_trial import try_all
from tests.support.running import running


class Cup(BaseModel):
    size: int


@UNDER_TEST
async def test_the_trial_notices_a_server_error_and_an_answer_that_is_not_documented() -> None:
    app = FastAPI()

    @app.post("/v1/cups")
    async def fill(cup: Cup) -> Cup:
        return Cup(size=100 // (cup.size - 1))

    @app.get("/v1/pots", responses={200: {"content": {"application/json": {"schema": {"type": "integer"}}}}})
    async def pots() -> dict[str, str]:
        return {"pots": "many"}

    async with running(app) as base_url:
        trial = await asyncio.to_thread(try_all, app.openapi(), base_url, lambda: "token", {"size": [1, 2]})

    found = "\n".join(trial.failures)
    assert "POST /v1/cups: Server error" in found
    assert "GET /v1/pots: Response violates schema" in found
    assert trial.reached == {"POST /v1/cups", "GET /v1/pots"}
