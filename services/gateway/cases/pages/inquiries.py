"""Hỏi đơn vị: what units are asked while cases are appraised, and their answers."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.fields import Request
from contracts.reviews.api.inquiries import AnswerInquiry, CloseInquiry, Inquiries, Inquiry
from services.gateway.forms import Form, FormProblem, read
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused
from services.office.access import Action

router = APIRouter(prefix="/hoi-don-vi", include_in_schema=False)


@router.get("")
async def list_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
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


@router.post("/{inquiry_id:uuid}/tra-loi")
async def answer(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã trả lời phòng thường trực."
    return await _act(web, form, inquiry_id, "answer", AnswerInquiry, {"answer": form["answer"]}, notice)


@router.post("/{inquiry_id:uuid}/dong")
async def close(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã đóng câu hỏi, không chờ trả lời."
    return await _act(web, form, inquiry_id, "closing", CloseInquiry, {"reason": form["reason"]}, notice)


async def _act(
    web: Web, form: Form, inquiry_id: UUID, path: str, model: type[Request], values: dict[str, Any], notice: str
) -> Response:
    """One question settled."""
    try:
        await web.reviews.post(f"/v1/inquiries/{inquiry_id}/{path}", read(model, values), Inquiry, key=form.key)
    except NOT_DONE as error:
        return await _page(web, refused(error), form)
    return await web.done("/hoi-don-vi", notice)
