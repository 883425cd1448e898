"""Hỏi đơn vị: what units are asked while cases are appraised, and their answers."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reviews.api.inquiries import AnswerInquiry, CloseInquiry, Inquiries, Inquiry
from services.gateway.forms import read
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/hoi-don-vi", include_in_schema=False)


@router.get("")
async def list_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    """What one's own unit is asked; for the standing unit, what every unit is."""
    found = await web.maybe(web.reviews.get("/v1/inquiries", Inquiries, settled=True))
    return await web.page(
        "cases/inquiries.html", inquiries=found.items if found else [], may_close=web.can(Action.APPRAISE)
    )


@router.post("/{inquiry_id:uuid}/tra-loi")
@or_again(_page)
async def answer(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã trả lời phòng thường trực."
    await web.reviews.post(
        f"/v1/inquiries/{inquiry_id}/answer", read(AnswerInquiry, {"answer": form["answer"]}), Inquiry, key=form.key
    )
    return await web.done("/hoi-don-vi", notice)


@router.post("/{inquiry_id:uuid}/dong")
@or_again(_page)
async def close(inquiry_id: UUID, web: WebDep, form: FormDep) -> Response:
    notice = "Đã đóng câu hỏi, không chờ trả lời."
    await web.reviews.post(
        f"/v1/inquiries/{inquiry_id}/closing", read(CloseInquiry, {"reason": form["reason"]}), Inquiry, key=form.key
    )
    return await web.done("/hoi-don-vi", notice)
