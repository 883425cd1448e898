"""Công khai: the public list of candidates and objections to it; what units are asked while cases are appraised."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.api.inquiries import AnswerInquiry, CloseInquiry, Inquiries, Inquiry
from contracts.api.objections import (
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

router = APIRouter(include_in_schema=False)


@router.get("/cong-khai")
async def list_page(web: WebDep) -> Response:
    return await _list(web)


async def _list(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
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


@router.post("/cong-khai/kien-nghi")
async def object_(web: WebDep, form: FormDep) -> Response:
    """An objection of one's own; for the standing unit also a letter it records."""
    values: dict[str, Any] = {"case_id": form["case_id"], "text": form["text"]}
    try:
        body = read(RaiseObjection, values)
        if form["is_letter"]:
            body = body.model_copy(update={"letter_from": form["letter_from"]})
        await web.reviews.post("/v1/objections", body, Objection, key=form.key)
    except NOT_DONE as error:
        return await _list(web, refused(error), form)
    return await web.done("/cong-khai", "Đã ghi kiến nghị, phản ánh. Câu trả lời sẽ hiện ở trang này.")


@router.post("/cong-khai/kien-nghi/{objection_id:uuid}/xac-minh")
async def verify(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    try:
        body = read(VerifyObjection, {"what": form["what"]})
        await web.reviews.post(f"/v1/objections/{objection_id}/verification", body, Objection, key=form.key)
    except NOT_DONE as error:
        return await _list(web, refused(error), form)
    return await web.done("/cong-khai", "Hồ sơ tạm dừng cho đến khi kiến nghị được trả lời.")


@router.post("/cong-khai/kien-nghi/{objection_id:uuid}/tra-loi")
async def answer_objection(objection_id: UUID, web: WebDep, form: FormDep) -> Response:
    try:
        body = read(AnswerObjection, {"answer": form["answer"]})
        await web.reviews.post(f"/v1/objections/{objection_id}/answer", body, Objection, key=form.key)
    except NOT_DONE as error:
        return await _list(web, refused(error), form)
    return await web.done("/cong-khai", "Đã trả lời kiến nghị, phản ánh.")


@router.get("/hoi-don-vi")
async def inquiries_page(web: WebDep) -> Response:
    return await _inquiries(web)


async def _inquiries(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
    """What one's own unit is asked; for the standing unit, what every unit is."""
    found = await web.maybe(web.reviews.get("/v1/inquiries", Inquiries, settled=True))
    return await web.page(
        "cases/inquiries.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        inquiries=found.items if found else [],
        may_answer=web.can(Action.ANSWER_INQUIRY),
        may_close=web.can(Action.APPRAISE),
        my_unit=web.account.unit_id,
    )


@router.post("/hoi-don-vi/{inquiry_id:uuid}/tra-loi")
async def answer_inquiry(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    try:
        body = read(AnswerInquiry, {"answer": form["answer"]})
        await web.reviews.post(f"/v1/inquiries/{inquiry_id}/answer", body, Inquiry, key=form.key)
    except NOT_DONE as error:
        return await _inquiries(web, refused(error), form)
    return await web.done("/hoi-don-vi", "Đã trả lời phòng thường trực.")


@router.post("/hoi-don-vi/{inquiry_id:uuid}/dong")
async def close_inquiry(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    try:
        body = read(CloseInquiry, {"reason": form["reason"]})
        await web.reviews.post(f"/v1/inquiries/{inquiry_id}/closing", body, Inquiry, key=form.key)
    except NOT_DONE as error:
        return await _inquiries(web, refused(error), form)
    return await web.done("/hoi-don-vi", "Đã đóng câu hỏi, không chờ trả lời.")
