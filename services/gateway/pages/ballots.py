"""The ballot, made for a phone: three large choices for each case, all on one sheet, confirm, receipt; nothing else."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from contracts.api.council import CastSheet, MeetingDetail, MeetingState
from contracts.reviews import VoteMethod
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.pages.tasks import waits_for_ballot
from services.gateway.refusals import sentence
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused

router = APIRouter(prefix="/hoi-dong", include_in_schema=False)


@router.get("/{meeting_id:uuid}/phieu")
async def ballot_page(meeting_id: UUID, web: WebDep) -> Response:
    """The first sheet this member has still to hand in; with none left, back to the meeting."""
    return await _page(web, meeting_id)


async def _page(
    web: Web, meeting_id: UUID, problems: list[FormProblem] | None = None, form: Form | None = None
) -> Response:
    it = await web.reviews.get(f"/v1/meetings/{meeting_id}", MeetingDetail)
    me = next((seat for seat in it.seats if seat.person_id == web.account.person_id), None)
    waiting = (
        waits_for_ballot(it, web.account.person_id) if me is not None and me.present and it.stage == "open" else []
    )
    if not waiting:
        return RedirectResponse(f"/hoi-dong/{meeting_id}", 303)
    method = waiting[0]
    items = [item for item in it.agenda if item.case_id in _cases_of(it, method, web.account.person_id)]
    recused = [item for item in it.agenda if item.method is method and web.account.person_id in item.recused]
    return await web.page(
        "council/ballot.html", status=422 if problems else 200, problems=problems, form=form, it=it, items=items,
        recused=recused, method=method.value, more=len(waiting) > 1,
        chosen={str(item.case_id): form[f"c-{item.case_id}"] for item in items} if form else {},
    )  # fmt: skip


def _cases_of(it: MeetingDetail, method: VoteMethod, person_id: UUID) -> set[UUID]:
    return {
        item.case_id
        for item in it.agenda
        if item.method is method
        and item.postponed is None
        and not item.counted_by_hand
        and person_id not in item.recused
    }


@router.post("/{meeting_id:uuid}/phieu")
async def cast(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Hand in one sheet; a case without a choice is named and nothing is handed in."""
    try:
        cases = form.many("ho-so")
        blank = [case_id for case_id in cases if not form[f"c-{case_id}"]]
        if blank:
            raise Invalid([FormProblem(sentence("ballot.incomplete"), f"c-{blank[0]}")])
        choices = [{"case_id": case_id, "choice": form[f"c-{case_id}"]} for case_id in cases]
        body = read(CastSheet, {"method": form["method"], "choices": choices})
        await web.reviews.post(f"/v1/meetings/{meeting_id}/sheets", body, MeetingState, key=form.key)
    except NOT_DONE as error:
        return await _page(web, meeting_id, refused(error), form)
    again = await web.reviews.get(f"/v1/meetings/{meeting_id}", MeetingDetail)
    notice = f"Đã nhận phiếu của anh/chị ({len(cases)} hồ sơ). Xin cảm ơn."
    more = waits_for_ballot(again, web.account.person_id)
    return await web.done(f"/hoi-dong/{meeting_id}/phieu" if more else f"/hoi-dong/{meeting_id}", notice)
