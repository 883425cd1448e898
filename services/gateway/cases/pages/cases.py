"""Thẩm định: the queue of cases, one case with its dossier, and what the standing unit does with it."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.nominations.api.register import Unit
from contracts.reviews.api.cases import (
    AppraiseCase,
    CaseDetail,
    CasePage,
    CasesChanged,
    CaseState,
    ChangeCase,
    HandOver,
    PublishCandidates,
    ReceiveCase,
    RecordAnswer,
    RefuseWithdrawal,
    ReturnCase,
)
from contracts.reviews.api.inquiries import AskUnit, Inquiry
from contracts.words import CaseAct, VerdictWord
from services.gateway.acts import act
from services.gateway.cases.pages.verdict_table import compare
from services.gateway.cases.texts import CASE_STAGES
from services.gateway.clients import ServiceRefused
from services.gateway.forms import Form, read
from services.gateway.refusals import sentence
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/tham-dinh", include_in_schema=False)

MANY: Final = {
    CaseAct.RECEIVE: "/tham-dinh/tiep-nhan",
    CaseAct.PUBLISH_CANDIDATE: "/tham-dinh/cong-khai",
    CaseAct.PUBLISH_RESULT: "/tham-dinh/cong-bo",
}
"""Where ticked cases go, by what is done to them together."""
EVERY: Final = "tat-ca"


@router.get("")
async def queue_page(
    web: WebDep,
    stage: Annotated[str, Query(alias="buoc", max_length=30)] = "",
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    overall: Annotated[str, Query(alias="ket-qua", max_length=20)] = "",
    after: Annotated[UUID | None, Query(alias="sau")] = None,
) -> Response:
    """Cases of one stage, oldest first, with how many there are in each; opens at the first stage with work."""
    return await queue(web, stage, search, after, overall)


async def queue(web: Web, stage: str, search: str = "", after: UUID | None = None, overall: str = "") -> Response:
    """The cases of one stage; after a refusal with what was ticked."""
    if stage not in {*CASE_STAGES, EVERY}:
        counted = await web.maybe(web.reviews.get("/v1/cases", CasePage, limit=1))
        stage = counted.opens_at.value if counted else EVERY
    overall = overall if overall in set(VerdictWord) else ""
    page = await web.maybe(_cases(web, stage, search, after, overall)) or CasePage(items=[], counts={})
    current = next((each for each in page.stages if each.stage == stage), None)
    many = current.many_at_once if current else []
    return await web.page(
        "cases/queue.html",
        found=page,
        stage=stage,
        search=search,
        overall=overall,
        words_of_verdicts=list(VerdictWord),
        many=many,
        next_act=current.next_act if current else None,
        form_url=MANY[many[0]] if many else "/tham-dinh",
        ticked=set(web.form.many("ho-so")) if web.form else set(),
    )


async def _cases(web: Web, stage: str, search: str = "", after: UUID | None = None, overall: str = "") -> CasePage:
    wanted = None if stage == EVERY else stage
    return await web.reviews.get(
        "/v1/cases", CasePage, stage=wanted, q=search, after=after, overall=overall or None, limit=100
    )


@router.get("/{case_id:uuid}")
async def case_page(case_id: UUID, web: WebDep) -> Response:
    return await show(web, case_id)


async def show(web: Web, case_id: UUID) -> Response:
    """One case; a member who has not declared yet is told where to, one who is recused is told why not."""
    try:
        it = await web.reviews.get(f"/v1/cases/{case_id}", CaseDetail)
    except ServiceRefused as error:
        if error.problem.code not in ("declaration.missing", "declaration.recused"):
            raise
        meeting_id = error.problem.detail.get("meeting_id")
        return await web.page(
            "cases/closed.html",
            status=409,
            text=sentence("declaration.recused"),
            meeting_id=meeting_id,
            must_declare=error.problem.code == "declaration.missing",
        )
    beside = await web.maybe(_cases(web, it.stage.value)) if web.can(Action.APPRAISE) else None
    listed = beside.items if beside else []
    at = next((n for n, line in enumerate(listed) if line.case_id == case_id), None)
    return await web.page(
        "cases/show.html",
        it=it,
        compared=compare(it),
        dossier=it.dossier.model_dump(mode="json") if it.dossier else {},
        beside=listed,
        following=listed[at + 1] if at is not None and at + 1 < len(listed) else None,
        may_appraise=web.can(Action.APPRAISE),
        units=await _units(web) if act(it, CaseAct.ASK_UNIT) else [],
        answered={item.code: web.form[f"a-{item.code}"] for item in it.checklist} if web.form else {},
    )


async def _units(web: Web) -> list[tuple[str, str]]:
    """Units that may be asked."""
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    return [(str(unit.unit_id), unit.name) for unit in units if unit.dissolved_on is None]


@router.post("/{case_id:uuid}/tiep-nhan")
@or_again(show)
async def receive(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "received_on": form["received_on"], "reason": form["reason"]}
    await web.reviews.post(f"/v1/cases/{case_id}/receipt", read(ReceiveCase, values), CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã tiếp nhận hồ sơ.")


@router.post("/{case_id:uuid}/tham-dinh")
@or_again(show)
async def appraise(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Conclude on the answered checklist, then go on with the next case."""
    codes = form.many("muc")
    answers = [
        {"code": code, "answer": form[f"a-{code}"], "note": form[f"n-{code}"]} for code in codes if form[f"a-{code}"]
    ]
    values = {"version": form["version"], "answers": answers, "note": form["note"], "reason": form["reason"]}
    notice = "Đã thẩm định: đủ điều kiện đưa ra Hội đồng."
    await web.reviews.post(f"/v1/cases/{case_id}/appraisal", read(AppraiseCase, values), CaseState, key=form.key)
    return await web.done(_next(form), notice)


@router.post("/{case_id:uuid}/tra-lai")
@or_again(show)
async def return_(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The usual reasons are ticked, each with the checklist's rule; others are typed, each with its own where known."""
    typed = zip(form.raw.getlist("them"), form.raw.getlist("can-cu"), strict=False)
    more = [(str(what).strip(), str(ground).strip()) for what, ground in typed if str(what).strip()]
    ticked = form.many("missing")
    values: dict[str, Any] = {
        "version": form["version"],
        "missing": [*ticked, *(what for what, _ in more)],
        "note": form["note"],
        "grounds": [*("" for _ in ticked), *(ground for _, ground in more)] if more else [],
        "complete_by": form["complete_by"] or None,
    }
    await web.reviews.post(f"/v1/cases/{case_id}/return", read(ReturnCase, values), CaseState, key=form.key)
    return await web.done(_next(form), "Đã trả hồ sơ về đơn vị để bổ sung.")


@router.post("/{case_id:uuid}/cho-rut")
@or_again(show)
async def accept_withdrawal(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"]}
    await web.reviews.post(f"/v1/cases/{case_id}/withdrawal", read(ChangeCase, values), CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã đồng ý cho rút.")


@router.post("/{case_id:uuid}/tra-loi")
@or_again(show)
async def record_answer(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """What the upper authority answered."""
    values = {
        "version": form["version"],
        "granted": form["granted"] == "1",
        "decision_number": form["decision_number"] or None,
        "answered_on": form["answered_on"],
        "reason": form["reason"],
    }
    await web.reviews.post(f"/v1/cases/{case_id}/answer", read(RecordAnswer, values), CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã ghi trả lời của cấp trên.")


@router.post("/{case_id:uuid}/cong-bo")
@or_again(show)
async def publish(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"]}
    await web.reviews.post(f"/v1/cases/{case_id}/publication", read(ChangeCase, values), CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã công bố kết quả.")


@router.post("/{case_id:uuid}/khong-cho-rut")
@or_again(show)
async def refuse_withdrawal(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "reason": form["reason"]}
    notice = "Đã trả lời: không đồng ý cho rút."
    await web.reviews.post(
        f"/v1/cases/{case_id}/withdrawal-refusal", read(RefuseWithdrawal, values), CaseState, key=form.key
    )
    return await web.done(f"/tham-dinh/{case_id}", notice)


@router.post("/{case_id:uuid}/chuyen-ky")
@or_again(show)
async def hand_over(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The Chief leaves a case that concerns him to a deputy."""
    values = {"version": form["version"], "reason": form["reason"]}
    await web.reviews.post(f"/v1/cases/{case_id}/handover", read(HandOver, values), CaseState, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã chuyển cấp phó ký thay.")


@router.post("/{case_id:uuid}/hoi")
@or_again(show)
async def ask_unit(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {
        "version": form["version"],
        "unit_id": form["unit_id"],
        "question": form["question"],
        "is_required": not form["is_optional"],
        "due_on": form["due_on"] or None,
    }
    await web.reviews.post(f"/v1/cases/{case_id}/inquiries", read(AskUnit, values), Inquiry, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã gửi câu hỏi.")


@router.post("/{case_id:uuid}/cong-khai")
@or_again(show)
async def publish_candidate(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Put the case on the public list."""
    values = {"cases": [{"case_id": str(case_id), "version": form["version"]}], "closes_on": form["closes_on"] or None}
    await web.reviews.post("/v1/candidates", read(PublishCandidates, values), CasesChanged, key=form.key)
    return await web.done(f"/tham-dinh/{case_id}", "Đã công khai, đang lấy ý kiến.")


def _next(form: Form) -> str:
    """The case to go on with, or the queue."""
    try:
        return f"/tham-dinh/{UUID(form['tiep'])}"
    except ValueError:
        return "/tham-dinh"
