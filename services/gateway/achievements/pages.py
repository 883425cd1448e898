"""Thành tích, sáng kiến: the records that nominations put forward, written down, found and recognised."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.nominations.api.achievements import (
    AchievementList,
    AchievementRecord,
    AchievementRecorded,
    AchievementRecordIn,
    RecognitionIn,
)
from contracts.nominations.api.register import Unit
from contracts.words import RecordKind
from services.gateway.achievements.texts import RECORD_KINDS, RECORD_SCOPES
from services.gateway.forms import Form, day, read
from services.gateway.people import everyone
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/thanh-tich", include_in_schema=False)

PAGE: Final = 50
OWNERS: Final = 4
"""How many authors the form has room for; more come with a correction over the API."""
PROOFS: Final = 2


@router.get("")
async def list_page(
    web: WebDep,
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    kind: Annotated[str, Query(alias="loai", max_length=20)] = "",
    recognised: Annotated[str, Query(alias="cong-nhan", max_length=5)] = "",
    offset: Annotated[int, Query(alias="tu", ge=0, le=100_000)] = 0,
) -> Response:
    """Every record, the newest first, each with how often it was put forward."""
    found = await web.maybe(
        web.nominations.get(
            "/v1/achievements",
            AchievementList,
            q=search,
            kind=kind if kind in set(RecordKind) else None,
            recognised={"co": True, "chua": False}.get(recognised),
            limit=PAGE,
            offset=offset,
        )
    )
    return await web.page(
        "achievements/list.html",
        found=found or AchievementList(items=[], total=0),
        search=search,
        kind=kind,
        recognised=recognised,
        offset=offset,
        limit=PAGE,
        kinds=list(RECORD_KINDS.items()),
        may_keep=web.can(Action.KEEP_ACHIEVEMENTS),
    )


@router.get("/moi")
async def new_page(web: WebDep) -> Response:
    return await _new(web)


async def _new(web: Web) -> Response:
    return await web.page(
        "achievements/new.html",
        kinds=list(RECORD_KINDS.items()),
        scopes=list(RECORD_SCOPES.items()),
        owners=await _owners(web),
        places=OWNERS,
        proofs=PROOFS,
    )


async def _owners(web: Web) -> list[tuple[str, str]]:
    """Who can have done it, as choices: people, then units; a unit's head finds the own unit first."""
    people = await everyone(web)
    units = await web.nominations.get("/v1/units", list[Unit])
    if not web.works_for_every_unit:
        people.sort(key=lambda person: person.unit_id != web.account.unit_id)
    return [
        *((f"person:{each.person_id}", f"{each.name} – {each.unit_name}") for each in people),
        *((f"collective:{each.unit_id}", f"Tập thể {each.name}") for each in units if each.dissolved_on is None),
    ]


@router.post("/moi")
@or_again(_new)
async def record(web: WebDep, form: FormDep) -> Response:
    """Written down at once; what reads alike is shown after, so that nothing is kept twice unseen."""
    made = await web.nominations.post(
        "/v1/achievements", read(AchievementRecordIn, _values(form)), AchievementRecorded, key=form.key
    )
    alike = ", ".join(f"{each.record.code} ({each.percent} %)" for each in made.alike[:3])
    notice = f"Đã ghi. Đọc gần giống: {alike}. Anh/chị xem có phải một việc không." if alike else "Đã ghi."
    return await web.done(f"/thanh-tich/{made.id}", notice)


def _values(form: Form) -> dict[str, Any]:
    names = ("kind", "code", "title", "summary", "year", "achieved_on", "scope", "certificate")
    chosen = list(dict.fromkeys(form.many("owner")))
    owners = [dict(zip(("kind", "nominee_id"), each.split(":", 1), strict=False)) for each in chosen]
    proofs = zip(form.raw.getlist("proof"), form.raw.getlist("reference"), strict=False)
    evidence = [{"name": str(name), "reference": str(reference)} for name, reference in proofs if str(name).strip()]
    return {**{name: form[name] for name in names}, "owners": owners, "evidence": evidence}


@router.get("/{record_id:uuid}")
async def record_page(record_id: UUID, web: WebDep) -> Response:
    return await _record(web, record_id)


async def _record(web: Web, record_id: UUID) -> Response:
    it = await web.nominations.get(f"/v1/achievements/{record_id}", AchievementRecord)
    return await web.page("achievements/show.html", it=it, scopes=list(RECORD_SCOPES.items()))


@router.post("/{record_id:uuid}/cong-nhan")
@or_again(_record)
async def recognise(record_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The decision that recognised it, or recognised it for a wider scope."""
    names = ("version", "decision_number", "decided_by", "scope", "certificate")
    values = {**{name: form[name] for name in names}, "recognised_on": day(form["recognised_on"])}
    body = read(RecognitionIn, values)
    await web.nominations.post(f"/v1/achievements/{record_id}/recognition", body, AchievementRecorded, key=form.key)
    return await web.done(f"/thanh-tich/{record_id}", "Đã ghi quyết định công nhận.")
