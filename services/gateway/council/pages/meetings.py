"""Hội đồng: meetings, their agenda and attendance, declarations of conflict, opening, closing and the minutes."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reviews.api.ballots import CountInstead, Declare, Recuse, ShowOfHands
from contracts.reviews.api.cases import CasePage
from contracts.reviews.api.composition import Councils
from contracts.reviews.api.council import (
    AgendaItem,
    AnswerInvitation,
    CancelMeeting,
    ChangeAgenda,
    CloseMeeting,
    Invite,
    MarkAttendance,
    MeetingDetail,
    Meetings,
    MeetingState,
    Minutes,
    OpenMeeting,
    PlanMeeting,
)
from contracts.words import CaseAct, Choice, MeetingAct
from services.gateway.acts import act
from services.gateway.forms import FormProblem, Invalid, read
from services.gateway.people import everyone
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again, together
from services.office.access import Action

MARKS: Final = {"1": Choice.FOR, "2": Choice.AGAINST, "3": Choice.BLANK}
"""What a sheet sends for each choice: as long for one as for another, so that no size on the way tells them apart."""

router = APIRouter(prefix="/hoi-dong", include_in_schema=False)


@router.get("")
async def list_page(web: WebDep) -> Response:
    meetings, councils = await together(
        web.maybe(web.reviews.get("/v1/meetings", Meetings)), web.maybe(web.reviews.get("/v1/councils", Councils))
    )
    current = next((each for each in councils.items if each.council_id == councils.current), None) if councils else None
    return await web.page(
        "council/list.html",
        meetings=meetings.items if meetings else [],
        council=current,
        may_convene=web.can(Action.CONVENE),
    )


@router.get("/moi")
async def new_page(web: WebDep) -> Response:
    return await _new(web)


async def _new(web: Web) -> Response:
    cases = await _appraised(web)
    councils = await web.reviews.get("/v1/councils", Councils)
    current = next((each for each in councils.items if each.council_id == councils.current), None)
    return await web.page(
        "council/new.html",
        cases=cases,
        council=current,
        ticked=set(web.form.many("case_ids"))
        if web.form
        else {str(line.case_id) for line in cases if not line.is_held},
    )


async def _appraised(web: Web) -> list[Any]:
    """All appraised cases, page by page."""
    cases, after = list[Any](), None
    while True:
        page = await web.reviews.get(
            "/v1/cases", CasePage, waiting_for=CaseAct.PUT_ON_AGENDA.value, limit=200, after=after
        )
        cases += page.items
        after = page.next
        if after is None or len(cases) >= 500:
            return cases


@router.post("/moi")
@or_again(_new)
async def plan(web: WebDep, form: FormDep) -> Response:
    values = {
        "name": form["name"],
        "held_on": form["held_on"],
        "place": form["place"],
        "case_ids": form.many("case_ids"),
    }
    made = await web.reviews.post("/v1/meetings", read(PlanMeeting, values), MeetingState, key=form.key)
    return await web.done(f"/hoi-dong/{made.meeting_id}", "Đã lập phiên họp.")


@router.get("/{meeting_id:uuid}")
async def meeting_page(meeting_id: UUID, web: WebDep) -> Response:
    return await show(web, meeting_id)


async def show(web: Web, meeting_id: UUID) -> Response:
    """The meeting as this person takes part in it: preparing it, declaring, voting, or looking at its result."""
    it = await web.reviews.get(f"/v1/meetings/{meeting_id}", MeetingDetail)
    substitutes = it.rules is not None and it.rules.substitutes and act(it, MeetingAct.MARK_ATTENDANCE)
    return await web.page(
        "council/show.html",
        it=it,
        me=next((seat for seat in it.seats if seat.person_id == web.account.person_id), None),
        names={seat.person_id: seat.name for seat in it.seats},
        groups=by_award(it.agenda),
        shared=shared,
        written_forms=_written_forms(it) if act(it, MeetingAct.ENTER_WRITTEN) else [],
        appraised=await _appraised(web) if act(it, MeetingAct.EDIT_AGENDA) else [],
        people=await _people(web) if substitutes else [],
        marks=MARKS,
    )


def by_award(agenda: Sequence[AgendaItem]) -> list[tuple[str, list[AgendaItem]]]:
    """The cases under the award they are proposed for, awards in the order of the agenda."""
    groups: dict[str, list[AgendaItem]] = {}
    for item in agenda:
        groups.setdefault(item.award_name, []).append(item)
    return list(groups.items())


def shared(items: Sequence[AgendaItem]) -> AgendaItem | None:
    """One of the cases, where all need the same votes of the same voters: that is said once for all of them."""
    same = {
        (each.seats, each.needed, each.more_than, each.threshold_percent, each.method, len(each.recused), each.voters)
        for each in items
    }
    return items[0] if len(same) == 1 else None


def _written_forms(it: MeetingDetail) -> list[dict[str, Any]]:
    """The sheets that absent members may still send in writing, with their cases and who is absent."""
    return [
        {
            "sheet": each.sheet,
            "title": each.award_name or "biểu quyết công khai",
            "items": [item for item in it.agenda if item.case_id in each.case_ids],
            "absent": [seat for seat in it.seats if seat.person_id in each.absent],
        }
        for each in it.written_forms
    ]


async def _people(web: Web) -> list[tuple[str, str]]:
    found = await web.maybe(everyone(web)) or []
    return [(str(each.person_id), f"{each.name} – {each.unit_name}") for each in found]


@router.post("/{meeting_id:uuid}/diem-danh")
@or_again(show)
async def attend(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Who is there; of the others the reason that was written, or whom they sent with which letter."""
    present = form.many("present")
    away = [name.removeprefix("why-") for name in form.raw if name.startswith("why-")]
    absent = [person for person in away if person not in present]
    if any(form[f"sub-{each}"] and not form[f"letter-{each}"] for each in absent):
        raise Invalid([FormProblem("Cử người dự thay thì ghi số giấy cử.")])
    values = {
        "version": form["version"],
        "present": present,
        "reasons": [{"person_id": each, "reason": form[f"why-{each}"]} for each in absent if form[f"why-{each}"]],
        "substitutes": [
            {"member_id": each, "person_id": form[f"sub-{each}"], "letter": form[f"letter-{each}"]}
            for each in absent
            if form[f"sub-{each}"]
        ],
    }
    await web.reviews.send(
        "PUT", f"/v1/meetings/{meeting_id}/attendance", read(MarkAttendance, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã điểm danh.")


@router.post("/{meeting_id:uuid}/khai")
@or_again(show)
async def declare(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """One's own declaration, or by the standing unit one handed in on paper; one reason for all that is ticked."""
    person = form["person_id"]
    chosen = form.many("conflict")
    if chosen and not form["reason"]:
        problem = FormProblem("Đã đánh dấu hồ sơ phải tránh thì ghi lý do tránh.", "reason" if person else "own-reason")
        raise Invalid([problem])
    conflicts = [{"case_id": each, "reason": form["reason"]} for each in chosen]
    values = {"person_id": person or None, "conflicts": conflicts}
    await web.reviews.post(f"/v1/meetings/{meeting_id}/declarations", read(Declare, values), MeetingState, key=form.key)
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã ghi lời khai.")


@router.post("/{meeting_id:uuid}/mo")
@or_again(show)
async def open_(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "other_day_reason": form["other_day_reason"]}
    await web.reviews.post(f"/v1/meetings/{meeting_id}/opening", read(OpenMeeting, values), MeetingState, key=form.key)
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã mở bỏ phiếu.")


@router.post("/{meeting_id:uuid}/ket-thuc")
@or_again(show)
async def close(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {
        "version": form["version"],
        "postponed": form.many("postponed"),
        "even_if_missing": form.is_on("even_if_missing"),
        "places": {
            name.removeprefix("cho-"): form[name] for name in form.raw if name.startswith("cho-") and form[name]
        },
    }
    body = read(CloseMeeting, values, (await rulebook_words(web)).names)
    await web.reviews.post(f"/v1/meetings/{meeting_id}/closing", body, MeetingState, key=form.key)
    return await web.done(f"/hoi-dong/{meeting_id}", "Phiên họp đã kết thúc, phiếu đã kiểm.")


@router.post("/{meeting_id:uuid}/huy")
@or_again(show)
async def cancel(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "reason": form["reason"]}
    await web.reviews.post(
        f"/v1/meetings/{meeting_id}/cancellation", read(CancelMeeting, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã hủy phiên họp.")


@router.post("/{meeting_id:uuid}/chuong-trinh")
@or_again(show)
async def change_agenda(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """The agenda anew: the cases that stay on it and those that come onto it."""
    values = {"version": form["version"], "case_ids": form.many("keep")}
    await web.reviews.send(
        "PUT", f"/v1/meetings/{meeting_id}/agenda", read(ChangeAgenda, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã sửa chương trình họp.")


@router.post("/{meeting_id:uuid}/dem-tay/{case_id:uuid}")
@or_again(show)
async def count_hands(meeting_id: UUID, case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {name: form[name] for name in ("version", "in_favour", "against", "blank")}
    path = f"cases/{case_id}/show-of-hands"
    await web.reviews.send(
        "PUT", f"/v1/meetings/{meeting_id}/{path}", read(ShowOfHands, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã ghi kết quả biểu quyết.")


@router.post("/{meeting_id:uuid}/giay-moi")
@or_again(show)
async def invite(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Papers and guests are written one to a line."""
    values = {
        "version": form["version"],
        "starts_at": form["starts_at"] or None,
        "note": form["note"],
        "papers": form.lines("papers"),
        "guests": form.lines("guests"),
    }
    await web.reviews.send(
        "PUT", f"/v1/meetings/{meeting_id}/invitation", read(Invite, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã gửi giấy mời.")


@router.post("/{meeting_id:uuid}/tra-loi")
@or_again(show)
async def answer_invitation(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {"answer": form["answer"], "reason": form["reason"]}
    await web.reviews.send(
        "PUT",
        f"/v1/meetings/{meeting_id}/invitation/answer",
        read(AnswerInvitation, values),
        MeetingState,
        key=form.key,
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã trả lời giấy mời.")


@router.post("/{meeting_id:uuid}/tranh")
@or_again(show)
async def recuse(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """A conflict seen only in the meeting."""
    values = {"case_id": form["case_id"], "reason": form["reason"]}
    await web.reviews.post(f"/v1/meetings/{meeting_id}/recusals", read(Recuse, values), MeetingState, key=form.key)
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã ghi: anh/chị tránh hồ sơ này.")


@router.post("/{meeting_id:uuid}/kiem-phieu-thay")
@or_again(show)
async def count_instead(meeting_id: UUID, web: WebDep, form: FormDep) -> Response:
    """For the clerk whose own case it is, somebody else counts."""
    values = {"case_ids": form.many("case_ids")}
    await web.reviews.post(
        f"/v1/meetings/{meeting_id}/counting", read(CountInstead, values), MeetingState, key=form.key
    )
    return await web.done(f"/hoi-dong/{meeting_id}", "Đã nhận kiểm phiếu thay.")


@router.get("/{meeting_id:uuid}/bien-ban")
async def minutes_page(meeting_id: UUID, web: WebDep) -> Response:
    minutes = await web.reviews.get(f"/v1/meetings/{meeting_id}/minutes", Minutes)
    return await web.page(
        "council/minutes.html",
        it=minutes,
        groups=by_award(minutes.items),
        cases={item.case_id: item for item in minutes.items},
    )
