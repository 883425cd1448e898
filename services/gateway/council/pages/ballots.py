"""The ballot, made for a phone: one sheet per award, three large choices for each candidate, confirm, thanks."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from contracts.reviews.api.ballots import CastSheet, PaperCount, TellerCount, VoidRound, WrittenSheet
from contracts.reviews.api.council import MeetingDetail, MeetingState
from contracts.words import VoteMethod
from services.gateway.council.pages.meetings import MARKS, show
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.refusals import sentence
from services.gateway.web import FormDep, Web, WebDep, or_again

router = APIRouter(prefix="/hoi-dong", include_in_schema=False)


@router.get("/{meeting_id:uuid}/phieu")
async def ballot_page(meeting_id: UUID, web: WebDep) -> Response:
    """The first sheet this member has still to hand in; with none left, back to the meeting."""
    return await _page(web, meeting_id)


async def _page(web: Web, meeting_id: UUID) -> Response:
    it = await web.reviews.get(f"/v1/meetings/{meeting_id}", MeetingDetail)
    if not it.my_sheets:
        return RedirectResponse(f"/hoi-dong/{meeting_id}", 303)
    sheet = it.my_sheets[0]
    lines = [item for item in it.agenda if item.sheet == sheet and item.postponed is None and item.by_hand is None]
    return await web.page(
        "council/ballot.html",
        it=it,
        lines=lines,
        me_id=web.account.person_id,
        sheet=sheet,
        method=lines[0].method.value,
        more=len(it.my_sheets) - 1,
        marks=MARKS,
        chosen={str(item.case_id): web.form[f"c-{item.case_id}"] for item in lines} if web.form else {},
    )


@router.post("/{meeting_id:uuid}/phieu")
@or_again(_page)
async def cast(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Hand in one sheet; a case without a choice is named and nothing is handed in."""
    cases = form.many("ho-so")
    blank = [case_id for case_id in cases if not form[f"c-{case_id}"]]
    if blank:
        raise Invalid([FormProblem(sentence("ballot.incomplete"), f"c-{blank[0]}")])
    choices = [{"case_id": case_id, "choice": MARKS.get(form[f"c-{case_id}"])} for case_id in cases]
    body = read(CastSheet, {"method": form["method"], "award_code": form["sheet"] or None, "choices": choices})
    await web.reviews.post(f"/v1/meetings/{meeting_id}/sheets", body, MeetingState, key=form.key)
    again = await web.reviews.get(f"/v1/meetings/{meeting_id}", MeetingDetail)
    notice = f"Đã nhận phiếu của anh/chị ({len(cases)} hồ sơ). Xin cảm ơn."
    return await web.done(f"/hoi-dong/{meeting_id}/phieu" if again.my_sheets else f"/hoi-dong/{meeting_id}", notice)


@router.post("/{meeting_id:uuid}/bo-phieu-lai")
@or_again(show)
async def vote_again(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Void the open round of an award; the next one is on the screen, or on paper where two tellers are named."""
    values = {"version": form["version"], "reason": form["reason"], "tellers": form.many("tellers")}
    notice = "Đã hủy lượt bỏ phiếu; mọi ủy viên bỏ phiếu lại."
    await web.reviews.post(
        f"/v1/meetings/{meeting_id}/{_round(form)}/voiding", read(VoidRound, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", notice)


def _round(form: Form) -> str:
    """Where in the meeting the round of the form's award is."""
    return f"rounds/{quote(form['award_code'], safe='')}"


@router.post("/{meeting_id:uuid}/kiem-phieu")
@or_again(show)
async def count_paper(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """One teller's count of paper ballots."""
    counts = [
        {"case_id": case_id, **{name: form[f"{name}-{case_id}"] for name in ("in_favour", "against", "blank")}}
        for case_id in form.many("ho-so")
    ]
    path = f"/v1/meetings/{meeting_id}/{_round(form)}/teller-counts"
    count = await web.reviews.post(path, read(TellerCount, {"counts": counts}), PaperCount, key=form.key)
    notice = {
        None: "Đã ghi kết quả; chờ người kiểm phiếu thứ hai.",
        True: "Hai người kiểm phiếu khớp nhau.",
        False: "Hai người kiểm phiếu không khớp: cả hai đếm lại.",
    }[count.agreed]
    return await web.done(f"/hoi-dong/{meeting_id}", notice, is_whole=count.agreed is not False)


@router.post("/{meeting_id:uuid}/y-kien")
@or_again(show)
async def enter_written(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """An absent member's written opinion on an award's candidates, or on all that is voted openly: by name, not secret."""
    marked = [case_id for case_id in form.many("ho-so") if form[f"c-{case_id}"]]
    values = {
        "version": form["version"],
        "person_id": form["person_id"],
        "method": VoteMethod.SECRET if form["award_code"] else VoteMethod.OPEN,
        "award_code": form["award_code"],
        "paper": form["paper"],
        "declares_no_conflict": bool(form["declares_no_conflict"]),
        "choices": [{"case_id": case_id, "choice": MARKS.get(form[f"c-{case_id}"])} for case_id in marked],
    }
    notice = "Đã ghi ý kiến bằng văn bản (không kín)."
    await web.reviews.post(
        f"/v1/meetings/{meeting_id}/written-votes", read(WrittenSheet, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", notice)
