"""Công khai: the public list of candidates, and the objections (kiến nghị, phản ánh) to it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.fields import Request
from contracts.reviews.api.objections import (
    AnswerObjection,
    Candidates,
    Objection,
    Objections,
    RaiseObjection,
    VerifyObjection,
)
from services.gateway.forms import Form, FormProblem, read
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused, together
from services.office.access import Action

router = APIRouter(prefix="/cong-khai", include_in_schema=False)


@router.get("")
async def list_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
    """Who is proposed for what and until when anybody may object; below, the objections this person may see."""
    listed, objections = await together(
        web.allowed(web.reviews.get("/v1/candidates", Candidates)),
        web.allowed(web.reviews.get("/v1/objections", Objections)),
    )
    return await web.page(
        "cases/public_list.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        candidates=listed.items if listed else [],
        objections=objections.items if objections else [],
        may_object=web.can(Action.OBJECT),
        may_answer=web.can(Action.APPRAISE),
    )


@router.post("/kien-nghi")
async def object_(web: WebDep, form: FormDep) -> Response:
    """An objection of one's own; for the standing unit also a letter it records."""
    values: dict[str, Any] = {"case_id": form["case_id"], "text": form["text"]}
    try:
        body = read(RaiseObjection, values)
        if form["is_letter"]:
            body = body.model_copy(update={"letter_from": form["letter_from"]})
        await web.reviews.post("/v1/objections", body, Objection, key=form.key)
    except NOT_DONE as error:
        return await _page(web, refused(error), form)
    return await web.done("/cong-khai", "Đã ghi kiến nghị, phản ánh. Câu trả lời sẽ hiện ở trang này.")


@router.post("/kien-nghi/{objection_id:uuid}/xac-minh")
async def verify(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Hồ sơ tạm dừng cho đến khi kiến nghị được trả lời."
    return await _act(web, form, objection_id, "verification", VerifyObjection, {"what": form["what"]}, notice)


@router.post("/kien-nghi/{objection_id:uuid}/tra-loi")
async def answer(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã trả lời kiến nghị, phản ánh."
    return await _act(web, form, objection_id, "answer", AnswerObjection, {"answer": form["answer"]}, notice)


async def _act(
    web: Web, form: Form, objection_id: UUID, path: str, model: type[Request], values: dict[str, Any], notice: str
) -> Response:
    """What the standing unit does about one objection."""
    try:
        await web.reviews.post(f"/v1/objections/{objection_id}/{path}", read(model, values), Objection, key=form.key)
    except NOT_DONE as error:
        return await _page(web, refused(error), form)
    return await web.done("/cong-khai", notice)
