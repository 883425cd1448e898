"""Thẩm định: the queue of cases, one case with its dossier, and what the standing unit does with it."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.fields import Answer, Request
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
from contracts.words import CaseStage
from services.gateway.cases.texts import CASE_STAGES
from services.gateway.cases.verdict_table import compare
from services.gateway.clients import ServiceRefused
from services.gateway.forms import Form, FormProblem, read
from services.gateway.refusals import sentence
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused
from services.office.access import Action

router = APIRouter(prefix="/tham-dinh", include_in_schema=False)

QUEUE = (
    CaseStage.SUBMITTED,
    CaseStage.RECEIVED,
    CaseStage.APPRAISED,
    CaseStage.ON_AGENDA,
    CaseStage.ADVISED,
    CaseStage.SENT_UP,
    CaseStage.RETURNED,
    CaseStage.DECIDED,
)
MANY: Final = {
    "submitted": "/tham-dinh/tiep-nhan",
    "appraised": "/tham-dinh/cong-khai",
    "advised": "/tham-dinh/cong-khai",
    "decided": "/tham-dinh/cong-bo",
}
"""Where the ticked cases of a stage go."""
FIRST_WITH_WORK = (CaseStage.SUBMITTED, CaseStage.RECEIVED, CaseStage.APPRAISED)


@router.get("")
async def queue_page(
    web: WebDep,
    stage: Annotated[str, Query(alias="buoc", max_length=30)] = "",
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    after: Annotated[UUID | None, Query(alias="sau")] = None,
) -> Response:
    """Cases of one stage, oldest first, with how many there are in each; opens at the first stage with work."""
    if stage not in {*CASE_STAGES, "tat-ca"}:
        counted = await web.maybe(web.reviews.get("/v1/cases", CasePage, limit=1))
        counts = counted.counts if counted else {}
        stage = next((each.value for each in FIRST_WITH_WORK if counts.get(each)), CaseStage.SUBMITTED.value)
    return await queue(web, stage, search, after)


async def queue(
    web: Web,
    stage: str,
    search: str = "",
    after: UUID | None = None,
    *,
    problems: list[FormProblem] | None = None,
    form: Form | None = None,
) -> Response:
    """The cases of one stage; after a refusal with what was ticked."""
    found = await web.maybe(_cases(web, stage, search, after))
    return await web.page(
        "cases/queue.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        found=found or CasePage(items=[], counts={}),
        stage=stage,
        search=search,
        queue=QUEUE,
        many=MANY.get(stage),
        ticked=set(form.many("ho-so")) if form else set(),
    )


async def _cases(web: Web, stage: str, search: str = "", after: UUID | None = None) -> CasePage:
    wanted = None if stage == "tat-ca" else stage
    return await web.reviews.get("/v1/cases", CasePage, stage=wanted, q=search, after=after, limit=100)


@router.get("/{case_id:uuid}")
async def case_page(case_id: UUID, web: WebDep) -> Response:
    return await show(web, case_id)


async def show(
    web: Web, case_id: UUID, problems: list[FormProblem] | None = None, form: Form | None = None
) -> Response:
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
        status=422 if problems else 200,
        problems=problems,
        form=form,
        it=it,
        compared=compare(it),
        dossier=it.dossier or {},
        beside=listed,
        following=listed[at + 1] if at is not None and at + 1 < len(listed) else None,
        may_appraise=web.can(Action.APPRAISE),
        may_answer=web.can(Action.ANSWER_UPWARD),
        may_hand_over=web.can(Action.HAND_OVER),
        units=await _units(web) if it.stage is CaseStage.RECEIVED and web.can(Action.APPRAISE) else [],
        answered={code: form[f"a-{code}"] for code in [item.code for item in it.checklist]} if form else {},
    )


async def _units(web: Web) -> list[tuple[str, str]]:
    """Units that may be asked."""
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    return [(str(unit.unit_id), unit.name) for unit in units if unit.dissolved_on is None]


@router.post("/{case_id:uuid}/tiep-nhan")
async def receive(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "received_on": form["received_on"], "reason": form["reason"]}
    return await _act(web, form, case_id, "receipt", ReceiveCase, values, "Đã tiếp nhận hồ sơ.", str(case_id))


@router.post("/{case_id:uuid}/tham-dinh")
async def appraise(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Conclude on the answered checklist, then go on with the next case."""
    codes = form.many("muc")
    answers = [
        {"code": code, "answer": form[f"a-{code}"], "note": form[f"n-{code}"]} for code in codes if form[f"a-{code}"]
    ]
    values = {"version": form["version"], "answers": answers, "note": form["note"]}
    notice = "Đã thẩm định: đủ điều kiện đưa ra Hội đồng."
    return await _act(web, form, case_id, "appraisal", AppraiseCase, values, notice, form["tiep"])


@router.post("/{case_id:uuid}/tra-lai")
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
    return await _act(
        web, form, case_id, "return", ReturnCase, values, "Đã trả hồ sơ về đơn vị để bổ sung.", form["tiep"]
    )


@router.post("/{case_id:uuid}/cho-rut")
async def accept_withdrawal(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"]}
    return await _act(web, form, case_id, "withdrawal", ChangeCase, values, "Đã đồng ý cho rút.", str(case_id))


@router.post("/{case_id:uuid}/tra-loi")
async def record_answer(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """What the upper authority answered."""
    values = {
        "version": form["version"],
        "granted": form["granted"] == "1",
        "decision_number": form["decision_number"] or None,
        "answered_on": form["answered_on"],
        "reason": form["reason"],
    }
    return await _act(web, form, case_id, "answer", RecordAnswer, values, "Đã ghi trả lời của cấp trên.", str(case_id))


@router.post("/{case_id:uuid}/cong-bo")
async def publish(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"]}
    return await _act(web, form, case_id, "publication", ChangeCase, values, "Đã công bố kết quả.", str(case_id))


@router.post("/{case_id:uuid}/khong-cho-rut")
async def refuse_withdrawal(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "reason": form["reason"]}
    notice = "Đã trả lời: không đồng ý cho rút."
    return await _act(web, form, case_id, "withdrawal-refusal", RefuseWithdrawal, values, notice, str(case_id))


@router.post("/{case_id:uuid}/chuyen-ky")
async def hand_over(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The Chief leaves a case that concerns him to a deputy."""
    values = {"version": form["version"], "reason": form["reason"]}
    return await _act(web, form, case_id, "handover", HandOver, values, "Đã chuyển cấp phó ký thay.", str(case_id))


@router.post("/{case_id:uuid}/hoi")
async def ask_unit(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {
        "version": form["version"],
        "unit_id": form["unit_id"],
        "question": form["question"],
        "is_required": not form["is_optional"],
        "due_on": form["due_on"] or None,
    }
    return await _act(web, form, case_id, "inquiries", AskUnit, values, "Đã gửi câu hỏi.", str(case_id), Inquiry)


@router.post("/{case_id:uuid}/cong-khai")
async def publish_candidate(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Put the case on the public list."""
    values = {"cases": [{"case_id": str(case_id), "version": form["version"]}], "closes_on": form["closes_on"] or None}
    try:
        await web.reviews.post("/v1/candidates", read(PublishCandidates, values), CasesChanged, key=form.key)
    except NOT_DONE as error:
        return await show(web, case_id, refused(error), form)
    return await web.done(f"/tham-dinh/{case_id}", "Đã công khai, đang lấy ý kiến.")


async def _act(
    web: Web,
    form: Form,
    case_id: UUID,
    path: str,
    model: type[Request],
    values: dict[str, Any],
    notice: str,
    then: str,
    answer: type[Answer] = CaseState,
) -> Response:
    """One change of one case; ``then`` is the case to go on with, or empty for the queue."""
    try:
        await web.reviews.post(f"/v1/cases/{case_id}/{path}", read(model, values), answer, key=form.key)
    except NOT_DONE as error:
        return await show(web, case_id, refused(error), form)
    try:
        following = f"/tham-dinh/{UUID(then)}"
    except ValueError:
        following = "/tham-dinh"
    return await web.done(following, notice)
