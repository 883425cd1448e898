"""A nominations service that takes files and has them scanned, and what a unit's head does with a dossier, for tests of its API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support import files
from tests.support.clamd import Clamd, clamd
from tests.support.engines import Engines
from tests.support.nominations_office import Api, SmallOffice, nominations_api
from tests.support.people import Keys


@dataclass
class Served:
    """The running service: what it is asked through, and what stands behind it."""

    api: Api
    database_url: str
    folder: Path
    scanner: Clamd


@asynccontextmanager
async def dossier_service(engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Served]:
    """Takes files of up to 1 MB."""
    async with (
        clamd() as scanner,
        nominations_api(engines, keys, folder, scan_clamd=scanner.address, attachment_bytes=2**20) as (api, url),
    ):
        yield Served(api, url, folder, scanner)


async def upload(
    office: SmallOffice,
    nomination_id: str,
    content: bytes = files.PDF,
    name: str = "bien-ban.pdf",
    paper: str = "BIEN_BAN",
    **more: Any,
) -> httpx.Response:
    path = f"/v1/nominations/{nomination_id}/papers/{paper}/attachments"
    return await office.api.send(
        "POST", path, by=more.pop("by", office.head), files={"file": (name, content, "application/x-whatever")}, **more
    )


async def attached(office: SmallOffice, nomination_id: str, *what: Any, **more: Any) -> dict[str, Any]:
    answer = await upload(office, nomination_id, *what, **more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def submit(office: SmallOffice, nomination_id: str) -> httpx.Response:
    seen = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    path = f"/v1/nominations/{nomination_id}/submission"
    return await office.api.send("POST", path, {"version": seen["version"]}, by=office.head)
