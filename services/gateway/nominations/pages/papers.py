"""Giấy tờ của hồ sơ: upload, read and take out files; record the unit's own meeting about one nominee."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.fields import Recorded
from contracts.nominations.api.dossiers import (
    Attached,
    MinutesRow,
    MinutesRowIn,
    UnitMeeting,
    UnitMeetingEdit,
    UnitMeetingIn,
)
from contracts.nominations.api.nominations import Nomination
from contracts.words import MinutesMethod
from services.gateway.clients import segment
from services.gateway.forms import Form, FormProblem, Invalid, day, read
from services.gateway.nominations.pages.nominations import show
from services.gateway.web import FormDep, Web, WebDep, or_again

router = APIRouter(prefix="/de-nghi", include_in_schema=False)

of_cases = APIRouter(prefix="/tham-dinh", include_in_schema=False)

MOST_BYTES = 25 * 1024 * 1024
PASSED_ON = ("content-type", "content-disposition", "x-content-type-options")


@router.post("/{nomination_id:uuid}/giay-to")
@or_again(show)
async def upload(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """One file as one of the required papers."""
    file = form.file("file")
    if file is None:
        raise Invalid([FormProblem("Chưa chọn tệp.", "file")])
    content = await file.read(MOST_BYTES + 1)
    part = ((file.filename or "tep")[:300], content, "application/octet-stream")
    path = f"/v1/nominations/{nomination_id}/papers/{segment(form['paper_code'])}/attachments"
    done = await web.nominations.upload(path, part, Attached, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}#giay-to", f"Đã đính kèm {done.attachment.name}.")


@router.get("/{nomination_id:uuid}/giay-to/{attachment_id:uuid}")
async def download(nomination_id: UUID, attachment_id: UUID, web: WebDep) -> Response:
    return await passed_on(web, f"/v1/nominations/{nomination_id}/attachments/{attachment_id}")


async def passed_on(web: Web, path: str, service: str = "nominations") -> Response:
    """A file as its service gives it: always to be saved."""
    answer = await getattr(web, service).download(path)
    return Response(answer.content, headers={name: answer.headers[name] for name in PASSED_ON})


@of_cases.get("/{case_id:uuid}/tep/{attachment_id:uuid}")
async def download_of_case(case_id: UUID, attachment_id: UUID, web: WebDep) -> Response:
    """As the submission froze it; council members once they have declared."""
    return await passed_on(web, f"/v1/cases/{case_id}/attachments/{attachment_id}", "reviews")


@router.post("/{nomination_id:uuid}/giay-to/{attachment_id:uuid}/go")
@or_again(show)
async def remove(nomination_id: UUID, attachment_id: UUID, web: WebDep, form: FormDep) -> Response:
    path = f"/v1/nominations/{nomination_id}/attachments/{attachment_id}"
    await web.nominations.send("DELETE", path, None, Recorded)
    return await web.done(f"/de-nghi/{nomination_id}#giay-to", "Đã gỡ tệp.")


@router.post("/{nomination_id:uuid}/binh-xet")
@or_again(show)
async def record_meeting(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The unit's meeting about this one nominee, or a correction of it; the year-end table records one about many."""
    it = await web.nominations.get(f"/v1/nominations/{nomination_id}", Nomination)
    row = {
        "nominee_kind": it.nominee.kind.value,
        "nominee_id": str(it.nominee.nominee_id),
        "award_code": it.award_code,
        "method": form.get("method", "consensus"),
        "in_favour": form["in_favour"] or "0",
        "against": form["against"] or "0",
        "abstained": form["abstained"] or "0",
        "statements": form.many("statements"),
    }
    if form["meeting_id"]:
        await _correct(web, form, row)
        return await web.done(f"/de-nghi/{nomination_id}#giay-to", "Đã sửa biên bản bình xét của đơn vị.")
    body = read(UnitMeetingIn, meeting_of(form, str(it.nominee.unit_id), str(it.round_id), [row]))
    await web.nominations.post("/v1/unit-meetings", body, Recorded, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}#giay-to", "Đã ghi cuộc họp bình xét của đơn vị.")


async def _correct(web: Web, form: Form, row: dict[str, Any]) -> None:
    """The next version of the meeting: what it said about others stays as it was."""
    meeting_id = quote(form["meeting_id"], safe="")
    kept = await web.nominations.get(f"/v1/unit-meetings/{meeting_id}", UnitMeeting)
    about = ("nominee_kind", "nominee_id", "award_code")
    others = [
        _as_told(each)
        for each in kept.rows
        if [str(getattr(each, name)) for name in about] != [row[name] for name in about]
    ]
    told = meeting_of(form, str(kept.unit_id), str(kept.round_id), [*others, row])
    body = read(UnitMeetingEdit, {**told, "version": form["version"]})
    await web.nominations.send("PUT", f"/v1/unit-meetings/{meeting_id}", body, Recorded, key=form.key)


def _as_told(row: MinutesRow) -> dict[str, Any]:
    """A recorded row as it was told: of a consensus nobody counts."""
    told = row.model_dump(mode="json", include=set(MinutesRowIn.model_fields))
    uncounted = {"in_favour": 0, "against": 0, "abstained": 0} if row.method is MinutesMethod.CONSENSUS else {}
    return told | uncounted


def meeting_of(form: Form, unit_id: str, round_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A meeting's form (parts of nominations/minutes.html) as the API takes it."""
    present = form.many("present")
    return {
        "unit_id": unit_id,
        "round_id": round_id,
        "held_on": day(form["held_on"]),
        "chair_id": form["chair_id"],
        "secretary_id": form["secretary_id"],
        "members": form["members"] or str(max(1, len(present))),
        "present": present,
        "rows": rows,
        "text": form["minutes_text"],
    }
