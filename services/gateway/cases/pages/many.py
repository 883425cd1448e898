"""Thẩm định, several cases at once: taken in, put on the public list, their results published. Each result stands alone."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reviews.api.cases import (
    CasesChanged,
    CaseState,
    ChangeCase,
    PublishCandidates,
    ReceiveCase,
    ReceivedCase,
)
from contracts.words import VerdictWord
from services.gateway.cases.pages.cases import queue
from services.gateway.clients import ServiceRefused
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, or_again, refused

router = APIRouter(prefix="/tham-dinh", include_in_schema=False)

IN_THE_WAY = (VerdictWord.NOT_MET, VerdictWord.HELD)
NOTHING = FormProblem("Chưa chọn hồ sơ nào.", "ho-so")


def _chosen(form: Form) -> list[tuple[UUID, str]]:
    """The ticked boxes ``<case id>|<version>``. Raises `Invalid` where nothing is ticked."""
    try:
        chosen = [(UUID(case_id), version) for case_id, _, version in (t.partition("|") for t in form.many("ho-so"))]
    except ValueError as error:
        raise Invalid([NOTHING]) from error
    if not chosen:
        raise Invalid([NOTHING])
    return chosen


async def _again(web: Web) -> Response:
    """The queue that the form was sent from."""
    return await queue(web, web.form["buoc"] if web.form else "")


@router.post("/tiep-nhan")
@or_again(_again)
async def receive_many(web: WebDep, form: FormDep) -> Response:
    """Take in all ticked dossiers today; each stands alone."""
    done, doubtful, problems, stage = 0, list[str](), list[FormProblem](), ""
    for case_id, version in _chosen(form):
        try:
            body = read(ReceiveCase, {"version": version, "received_on": web.runtime.clock.today().isoformat()})
            taken = await web.reviews.post(
                f"/v1/cases/{case_id}/receipt", body, ReceivedCase, key=f"{form.key}-{case_id}"
            )
            done, stage = done + 1, taken.stage.value
            doubtful += [taken.overall] if taken.overall in IN_THE_WAY else []
        except NOT_DONE as error:
            problems += refused(error)
    if problems:
        raise Invalid(problems)
    told = f" {len(doubtful)} hồ sơ chưa đạt hoặc đang tạm dừng: xem rồi trả lại hoặc chờ." if doubtful else ""
    return await web.done(f"/tham-dinh?buoc={stage}", f"Đã tiếp nhận {done} hồ sơ.{told}", is_whole=not doubtful)


@router.post("/cong-khai")
@or_again(_again)
async def list_many(web: WebDep, form: FormDep) -> Response:
    """Put all ticked cases on the public list together, or none of them."""
    cases = [{"case_id": str(case_id), "version": version} for case_id, version in _chosen(form)]
    body = read(PublishCandidates, {"cases": cases, "closes_on": form["closes_on"]})
    listed = await web.reviews.post("/v1/candidates", body, CasesChanged, key=form.key)
    return await web.done("/cong-khai", f"Đã công khai {len(listed.cases)} hồ sơ, đang lấy ý kiến.")


@router.post("/cong-bo")
@or_again(_again)
async def publish_many(web: WebDep, form: FormDep) -> Response:
    """Publish the results of all ticked cases; what is published already stays so and is not counted."""
    done, problems = 0, list[FormProblem]()
    chosen = _chosen(form)
    for case_id, version in chosen:
        try:
            done += await _publish(web, form, case_id, version)
        except NOT_DONE as error:
            problems += refused(error)
    if problems:
        raise Invalid(problems)
    earlier = f" {len(chosen) - done} hồ sơ đã công bố từ trước." if done < len(chosen) else ""
    return await web.done(f"/tham-dinh?buoc={form['buoc']}", f"Đã công bố kết quả {done} hồ sơ.{earlier}")


async def _publish(web: Web, form: Form, case_id: UUID, version: str) -> bool:
    """Whether it was news."""
    body = read(ChangeCase, {"version": version})
    try:
        await web.reviews.post(f"/v1/cases/{case_id}/publication", body, CaseState, key=f"{form.key}-{case_id}")
    except ServiceRefused as error:
        if error.problem.code == "publish.already":
            return False
        raise
    return True
