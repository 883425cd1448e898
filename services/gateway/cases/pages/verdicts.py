"""What is done about the verdicts of a case: judging again, and answering a difference."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.verdicts import AnswerDifference, CaseVerdicts
from contracts.reviews.api.cases import CaseState
from services.gateway.cases.pages import cases
from services.gateway.forms import read
from services.gateway.web import FormDep, WebDep, or_again

router = APIRouter(prefix="/tham-dinh", include_in_schema=False)


@router.post("/{case_id:uuid}/xet-lai")
@or_again(cases.show)
async def judge_again(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Ask for a fresh verdict."""
    found = await web.reviews.post(f"/v1/cases/{case_id}/verdicts", None, CaseVerdicts)
    notice = (
        "Đã xét lại: có chỗ khác khi tiếp nhận." if found.open_difference else "Đã xét lại: không khác khi tiếp nhận."
    )
    return await web.done(f"/tham-dinh/{case_id}#dieu-kien", notice)


@router.post("/{case_id:uuid}/tra-loi-khac")
@or_again(cases.show)
async def answer_difference(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """A person answers for just the difference that was read."""
    values = {"record_id": form["record_id"], "verdict_id": form["verdict_id"], "reason": form["reason"]}
    body = read(AnswerDifference, values)
    await web.reviews.post(f"/v1/cases/{case_id}/verdict-answers", body, CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}#dieu-kien", "Đã ghi trả lời; hồ sơ ký, trình được.")
