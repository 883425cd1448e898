"""Công khai: the public list of candidates, and the objections (kiến nghị, phản ánh) to it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reviews.api.objections import (
    AnswerObjection,
    Candidates,
    Objection,
    Objections,
    RaiseObjection,
    VerifyObjection,
)
from services.gateway.forms import read
from services.gateway.web import FormDep, Web, WebDep, or_again, together
from services.office.access import Action

router = APIRouter(prefix="/cong-khai", include_in_schema=False)


@router.get("")
async def list_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    """Who is proposed for what and until when anybody may object; below, the objections this person may see."""
    listed, objections = await together(
        web.allowed(web.reviews.get("/v1/candidates", Candidates)),
        web.allowed(web.reviews.get("/v1/objections", Objections)),
    )
    return await web.page(
        "cases/public_list.html",
        candidates=listed.items if listed else [],
        objections=objections.items if objections else [],
        may_object=any(each.acts for each in listed.items) if listed else False,
        may_answer=web.can(Action.APPRAISE),
    )


@router.post("/kien-nghi")
@or_again(_page)
async def object_(web: WebDep, form: FormDep) -> Response:
    """An objection of one's own; for the standing unit also a letter it records."""
    values: dict[str, Any] = {"case_id": form["case_id"], "text": form["text"]}
    body = read(RaiseObjection, values)
    if form["is_letter"]:
        body = body.model_copy(update={"letter_from": form["letter_from"]})
    await web.reviews.post("/v1/objections", body, Objection, key=form.key)
    return await web.done("/cong-khai", "Đã ghi kiến nghị, phản ánh. Câu trả lời sẽ hiện ở trang này.")


@router.post("/kien-nghi/{objection_id:uuid}/xac-minh")
@or_again(_page)
async def verify(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Hồ sơ tạm dừng cho đến khi kiến nghị được trả lời."
    await web.reviews.post(
        f"/v1/objections/{objection_id}/verification",
        read(VerifyObjection, {"what": form["what"]}),
        Objection,
        key=form.key,
    )
    return await web.done("/cong-khai", notice)


@router.post("/kien-nghi/{objection_id:uuid}/tra-loi")
@or_again(_page)
async def answer(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã trả lời kiến nghị, phản ánh."
    await web.reviews.post(
        f"/v1/objections/{objection_id}/answer",
        read(AnswerObjection, {"answer": form["answer"]}),
        Objection,
        key=form.key,
    )
    return await web.done("/cong-khai", notice)
