"""Requests nobody means well with, against the real service: refused by rule, never a 500, never long."""

import io
import json
import uuid
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pytest

from services.nominations.law.files import loader
from tests.support import files
from tests.support.engines import Engines
from tests.support.nominations_office import Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

SOON = 30
"""Seconds, on a machine that has other things to do."""


@pytest.fixture(scope="module")
async def api(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("hostile")) as (api, _):
        yield api


@pytest.fixture(scope="module")
async def office(api: Api) -> SmallOffice:
    return await set_up(api)


def rule_files(**more: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in Path(loader.RULES).glob("*.toml")} | {
        f"{name}.toml": text for name, text in more.items()
    }


RULES = {
    "a number of 5,000 digits": "[[vote]]\npercent = " + "9" * 5000,
    "the same in hex": "[[vote]]\npercent = 0x" + "f" * 5000,
    "not a number": "[[factor]]\naward = 'LDTT'\nfactor = nan",
    "questions in questions": "[[criterion]]\ncheck = " + "{any_of = [" * 3000,
    "a deep dotted key": "[[criterion]]\n" + ".".join(["check"] * 60_000) + " = 1",
    "endless entries": "[[holiday]]\n" * 33_000,
    "a key twice": "[[vote]]\ncode = 'A'\ncode = 'B'",
    "no such kind": "[[rules]]\ncode = 'A'",
}


@pytest.mark.parametrize("what", RULES)
async def test_bad_rule_files_are_refused_by_file_and_reason(office: SmallOffice, what: str) -> None:
    started = perf_counter()

    answer = await office.api.send("POST", "/v1/rulebooks", {"files": rule_files(zz=RULES[what])})

    assert (answer.status_code, answer.json()["code"]) == (409, "rulebook.bad"), answer.text
    assert all(each["file"] and each["reason"] for each in answer.json()["detail"]["problems"])
    assert perf_counter() - started < SOON


BODIES = {
    "deep": '{"questions":' + "[" * 100_000,
    "a surrogate": '{"questions":[{"id":"\\ud800","kind":"verdict"}]}',
    "NUL": '{"questions":[{"id":"a","kind":"citation","text":"\\u0000","on":"2026-01-01"}]}',
    "NaN": '{"questions":[{"id":"a","kind":"ballot","award":"LDTT","on":"2026-01-01","seats":NaN,"present":1}]}',
    "a huge number": '{"questions":[{"id":"a","kind":"deadline","start":"2026-01-01","working_days":'
    + "9" * 4000
    + "}]}",
    "not UTF-8": b'{"questions":[{"id":"\xff"}]}',
    "null": "null",
    "too many": json.dumps({"questions": [{"id": str(n), "kind": "nothing"} for n in range(1001)]}),
}


@pytest.mark.parametrize("what", BODIES)
async def test_absurd_questions_are_answered_soon_and_never_crash(office: SmallOffice, what: str) -> None:
    by, started = office.api.standing, perf_counter()
    headers = office.api.keys.headers(by, "nominations", "gateway") | {"content-type": "application/json"}

    answer = await office.api.client.post("/v1/questions", content=BODIES[what], headers=headers)

    assert answer.status_code in (200, 400, 422), answer.text[:500]
    if answer.status_code == 200:
        assert answer.json()["refused"] == 1
    assert perf_counter() - started < SOON


def lzma_broken() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("[Content_Types].xml", b"<Types/>" * 50)
    content = bytearray(file.getvalue())
    content[70:80] = b"\xff" * 10
    return bytes(content)


async def upload(office: SmallOffice, content: bytes, name: str) -> httpx.Response:
    made = await office.api.send(
        "POST", "/v1/nominations", office.proposal("P2", "GIAY_KHEN", summary=uuid.uuid4().hex), by=office.head
    )
    nomination_id = made.json().get("id")
    if nomination_id is None:
        [kept] = (await office.api.get("/v1/nominations", by=office.head, award="GIAY_KHEN"))["items"]
        nomination_id = kept["nomination_id"]
    path = f"/v1/nominations/{nomination_id}/papers/KHAC/attachments"
    return await office.api.send("POST", path, by=office.head, files={"file": (name, content, "application/pdf")})


UPLOADS: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "a.pdf", 409),
    "a bomb": (files.bomb(), "a.docx", 409),
    "a broken package": (lzma_broken(), "a.docx", 409),
    "an odd encoding": (
        files.zipped(**{"[Content_Types].xml": b'<?xml version="1.0" encoding="foo"?><Types/>'}),
        "a.docx",
        409,
    ),
    "a script called PDF": (b"#!/bin/sh\nrm -rf /\n", "a.pdf", 409),
    "a page behind a PDF": (files.PDF + b"<script>alert(1)</script>", "a.html", 201),
    "a package behind a PDF": (files.PDF + files.zipped(a=b"x"), "a.zip", 201),
    "folders": (files.PDF, "../../../etc/passwd", 201),
    "a line in its name": (files.PDF, "a\r\nX-Evil: 1.pdf", 201),
    "a long name": (files.PDF, "ạ" * 1000 + ".pdf", 201),
    "an endless name": (files.PDF, "a" * 300_000 + ".pdf", 0),
}


@pytest.mark.parametrize("what", UPLOADS)
async def test_odd_files_are_refused_or_kept_under_a_harmless_name(office: SmallOffice, what: str) -> None:
    content, name, status = UPLOADS[what]
    started = perf_counter()

    answer = await upload(office, content, name)

    assert answer.status_code == status if status else answer.status_code in (201, 400), answer.text[:500]
    assert perf_counter() - started < SOON
    if answer.status_code == 201:
        kept: dict[str, Any] = answer.json()["attachment"]
        assert kept["name"].endswith(".pdf") and kept["media_type"] == "application/pdf"
        assert not set(kept["name"]) & set("/\\\r\n\0")
