"""Đối chiếu thành tích: the answer to what a nomination puts forward and another put forward before."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.achievements import ReuseAnswerIn, ReuseMatch
from services.gateway.forms import read
from services.gateway.nominations.pages.nominations import show
from services.gateway.web import FormDep, WebDep, or_again

router = APIRouter(prefix="/de-nghi", include_in_schema=False)


@router.post("/{nomination_id:uuid}/doi-chieu")
@or_again(show)
async def answer(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Two things, one that may count again, or indeed reuse: with a reason that stays beside the match."""
    names = ("text_id", "other_nomination_id", "other_text_id", "answer", "reason")
    body = read(ReuseAnswerIn, {name: form[name] for name in names})
    await web.nominations.post(f"/v1/nominations/{nomination_id}/reuse", body, ReuseMatch, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}#doi-chieu", "Đã ghi ý kiến đối chiếu. Điều kiện được xét lại.")
