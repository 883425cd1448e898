"""Nhật ký: who did what to which thing on which day, in every service; for the one who looks on and does nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.audit import AuditLine, AuditPage
from services.chassis.audit import Search, audit, find
from services.gateway.clients import SERVICES
from services.gateway.forms import day as typed
from services.gateway.people import everyone
from services.gateway.web import Web, WebDep
from services.office.access import Action
from services.office.refusal import Forbidden

router = APIRouter(include_in_schema=False)

OWN = "gateway"
PAGE = 50
FIRST = ("before", "after")
"""What a line's detail begins with, where it has it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with the service that wrote it, and its detail as names and values."""

    service: str
    line: AuditLine
    detail: Sequence[tuple[str, str]]


@router.get("/nhat-ky")
async def audit_page(
    web: WebDep,
    person: Annotated[str, Query(alias="nguoi", max_length=40)] = "",
    thing: Annotated[str, Query(alias="viec", max_length=200)] = "",
    on: Annotated[str, Query(alias="ngay", max_length=20)] = "",
    offset: Annotated[int, Query(alias="tu", ge=0, le=100_000)] = 0,
) -> Response:
    """The newest first. Looking is noted too: whoever looks on is looked on."""
    if not web.can(Action.READ_AUDIT):
        raise Forbidden(Action.READ_AUDIT)
    search = Search(_id(person), thing.strip() or None, _day(on), PAGE, offset)
    async with web.runtime.database.transaction() as tx:
        own = await find(tx, web.account.office_id, search)
        asked = {"person": person, "thing": thing, "day": on}
        account_id, at = web.account.account_id, web.runtime.clock.now()
        await audit(tx, web.account.actor, "audit.read", "account", account_id, at=at, **asked)
    pages = [(OWN, own), *[(service, await _of(web, service, search)) for service in SERVICES]]
    lines = [_shown(service, line) for service, page in pages if page for line in page.lines]
    people = await web.maybe(everyone(web)) or []
    return await web.page(
        "auditing/lines.html",
        lines=sorted(lines, key=lambda each: each.line.at, reverse=True),
        total=max(page.total for _, page in pages if page),
        people=[(str(each.person_id), f"{each.name} – {each.unit_name}") for each in people],
        person=person,
        thing=thing,
        on=on,
        offset=offset,
        page_size=PAGE,
    )


async def _of(web: Web, service: str, search: Search) -> AuditPage | None:
    client = web.services.client(service, web.account.actor)
    return await web.maybe(
        client.get(
            "/v1/audit",
            AuditPage,
            person=search.person_id,
            thing=search.subject_id,
            day=search.day,
            limit=search.limit,
            offset=search.offset,
        )
    )


def _shown(service: str, line: AuditLine) -> Shown:
    names = sorted(line.detail, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    detail = [(name, _value(line.detail[name])) for name in names if line.detail[name] not in (None, "", [], {})]
    return Shown(service, line, detail)


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(typed(text))
    except ValueError:
        return None
