"""What the HTTP edge of every service bears: bodies without end, invented methods, tokens from nowhere."""

import base64
import json
from collections.abc import AsyncIterator
from time import monotonic

import httpx
import pytest

from services.chassis.http import MAX_REQUEST_BYTES
from services.office.access import Role
from tests.support.gateway import Gateway
from tests.support.people import actor
from tests.support.reviewing import Office, Reviews

pytestmark = pytest.mark.postgres

MEGABYTE = 1024 * 1024


async def test_a_body_that_does_not_say_how_long_it_is_is_refused_once_it_is_too_long(reviews: Reviews) -> None:
    office = Office()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 2 * MAX_REQUEST_BYTES:
            sent += MEGABYTE
            yield b" " * MEGABYTE

    headers = {**reviews.keys.headers(office.clerk, "reviews"), "Idempotency-Key": "k" * 20}
    answer = await reviews.client.post(
        "/v1/councils", content=endless(), headers=headers | {"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_invented_methods_are_counted_together(reviews: Reviews) -> None:
    for method in ("FOO", "BAR"):
        await reviews.client.request(method, "/v1/cases")

    metrics = (await reviews.client.get("/metrics")).text

    assert 'thidua_http_requests_total{method="other",route="/v1/cases",status="405"} 2.0' in metrics
    assert "FOO" not in metrics


def _unsigned(header: object) -> str:
    text = header if isinstance(header, str) else json.dumps(header)
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in (text, "{}", "x"))


TOKENS = {
    "alg none": _unsigned({"alg": "none", "kid": "gateway"}),
    "endless issuer": _unsigned({"alg": "EdDSA", "kid": "a" * 5000}),
    "issuer elsewhere": _unsigned({"alg": "EdDSA", "kid": "../private/gateway"}),
    "issuer no text": _unsigned({"alg": "EdDSA", "kid": 7}),
    "bottomless header": _unsigned('{"alg":"EdDSA","kid":' + "[" * 20_000),
    "no token": "?",
}


@pytest.mark.parametrize("token", TOKENS)
async def test_a_token_that_nobody_signed_is_not_believed(token: str, reviews: Reviews) -> None:
    answer = await reviews.client.get("/v1/cases", headers={"Authorization": f"Bearer {TOKENS[token]}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


async def test_a_token_for_another_service_is_not_believed(reviews: Reviews) -> None:
    headers = reviews.keys.headers(Office().clerk, "nominations")

    answer = await reviews.client.get("/v1/cases", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


async def test_a_service_may_not_speak_for_a_person(reviews: Reviews) -> None:
    headers = reviews.keys.headers(Office().clerk, "reviews", issuer="nominations")

    answer = await reviews.client.get("/v1/cases", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


async def test_one_answer_is_given_to_a_key_used_by_two_people(reviews: Reviews) -> None:
    office = Office()
    other = actor(office.office_id, office.head.person_id, Role.STANDING_UNIT)
    members = [
        {"person_id": str(each.person_id), "name": each.name, "position": "chair"} for each in office.members[:1]
    ]
    body = {"name": "Hội đồng", "valid_from": "2026-01-05", "members": members}

    answers: list[httpx.Response] = [
        await reviews.ask(who, "POST", "/councils", body, key="the-same-key")
        for who in (office.clerk, other, office.clerk)
    ]

    councils = [answer.json()["council_id"] for answer in answers]
    assert councils[0] == councils[2] != councils[1]


async def test_a_form_of_separators_alone_holds_nobody_up(gateway: Gateway) -> None:
    browser, started = await gateway.browser(), monotonic()

    answer = await browser.post(
        "/dang-nhap", content=b"&" * (4 * MEGABYTE), headers={"content-type": "application/x-www-form-urlencoded"}
    )

    assert (answer.status_code, monotonic() - started < 3) == (413, True)
