"""Ký và trình: what the Chief signs, for whom, on which council result and for how much; declining; letters upward."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Office
from contracts.reviews.api.cases import (
    CaseLine,
    CasePage,
    CaseState,
    DeclineCase,
    NextNumber,
    Paper,
    PaperSigned,
    SendUpward,
    SignDecision,
)
from contracts.reviews.api.council import AgendaItem, MeetingDetail, MeetingLine, Meetings
from contracts.words import CaseStage
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.signing.expected_money import expected_money
from services.gateway.web import FormDep, Web, WebDep, or_again, together
from services.office.access import Action, Role

router = APIRouter(prefix="/ky", include_in_schema=False)

MOST = 200
MOST_MEETINGS = 30
UPPER_AUTHORITY = "Chủ tịch UBND tỉnh"


@router.get("")
async def signing_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    today = web.runtime.clock.today()
    advised, sent, decided, number, letter = await together(
        web.maybe(_cases(web, CaseStage.ADVISED)),
        web.maybe(_cases(web, CaseStage.SENT_UP)),
        web.maybe(_cases(web, CaseStage.DECIDED)),
        web.allowed(web.reviews.get("/v1/papers/next-number", NextNumber, kind="decision", year=today.year)),
        web.allowed(web.reviews.get("/v1/papers/next-number", NextNumber, kind="proposal", year=today.year)),
    )
    waiting: list[CaseLine] = advised.items if advised else []
    not_mine = {case.case_id: why for case in waiting if (why := _why_not_mine(web, case))}
    waiting = sorted(waiting, key=lambda case: case.case_id in not_mine)
    results = await _results(web, {case.case_id for case in waiting})
    groups = [
        ("here", [case for case in waiting if case.recommended and case.award.level == "office"]),
        ("above", [case for case in waiting if case.recommended and case.award.level != "office"]),
        ("not", [case for case in waiting if not case.recommended]),
    ]
    return await web.page(
        "signing/queue.html",
        groups=dict(groups),
        results=results,
        money=await expected_money(web, waiting, today),
        sent=sent.items if sent else [],
        decided=decided.items[-20:][::-1] if decided else [],
        number=number.number if number else None,
        letter=letter.number if letter else None,
        authority=UPPER_AUTHORITY,
        may_sign=web.can(Action.SIGN),
        ticked=set(web.form.many("cases")) if web.form else None,
        deputises=_deputises(web),
        not_mine=not_mine,
    )


def _deputises(web: Web) -> bool:
    return not web.has(Role.CHIEF)


def _why_not_mine(web: Web, case: CaseLine) -> str:
    """Why this signer leaves a case to somebody else; the service decides the same."""
    if case.nominee.nominee_id == web.account.person_id:
        return "Hồ sơ của chính anh/chị: người khác ký. Mở hồ sơ để chuyển cấp phó ký thay."
    if _deputises(web):
        return "" if case.is_handed_over else "Chờ Chánh Văn phòng ký. Cấp phó chỉ ký hồ sơ được chuyển."
    return "Anh/chị đã chuyển hồ sơ này cho cấp phó ký thay." if case.is_handed_over else ""


async def _cases(web: Web, stage: CaseStage) -> CasePage:
    return await web.reviews.get("/v1/cases", CasePage, stage=stage.value, limit=MOST)


async def _results(web: Web, wanted: set[UUID]) -> dict[UUID, tuple[MeetingLine, AgendaItem]]:
    """On which meeting's vote each case rests, the latest meetings first; meetings are few, cases may be many."""
    found: dict[UUID, tuple[MeetingLine, AgendaItem]] = {}
    meetings = await web.allowed(web.reviews.get("/v1/meetings", Meetings, limit=MOST_MEETINGS)) if wanted else None
    for line in meetings.items if meetings else ():
        if line.stage != "closed" or wanted <= set(found):
            continue
        detail = await web.allowed(web.reviews.get(f"/v1/meetings/{line.meeting_id}", MeetingDetail))
        for item in detail.agenda if detail else ():
            if item.case_id in wanted and item.vote is not None:
                found.setdefault(item.case_id, (line, item))
    return found


@router.post("/quyet-dinh")
@or_again(_page)
async def sign(web: WebDep, form: FormDep) -> Response:
    """One decision over all ticked cases."""
    return await _sign(web, form, "/v1/decisions", "decided_on", "Đã ký Quyết định số {} ngày {}.")


@router.post("/to-trinh")
@or_again(_page)
async def send_upward(web: WebDep, form: FormDep) -> Response:
    """One letter upward over all ticked cases."""
    return await _sign(web, form, "/v1/proposals", "submitted_on", "Đã ký Tờ trình số {} ngày {}.")


async def _sign(web: Web, form: Form, path: str, day_field: str, notice: str) -> Response:
    cases = [_version(chosen) for chosen in form.many("cases")]
    if not cases:
        raise Invalid([FormProblem("Chưa chọn hồ sơ nào để ký.", "cases")])
    office = await web.office()
    values: dict[str, Any] = {
        "cases": cases,
        "number": form["number"] or None,
        day_field: form["signed_on"],
        "signer_title": form["signer_title"] or "Chánh Văn phòng",
        "symbol": _symbol(office),
    }
    body: SignDecision | SendUpward
    if path == "/v1/proposals":
        body = read(SendUpward, {**values, "authority": form["authority"]})
    else:
        body = read(SignDecision, values)
    paper = await web.reviews.post(path, body, PaperSigned, key=form.key)
    return await web.done(f"/ky/van-ban/{paper.paper_id}", notice.format(paper.paper_number, f"{paper.dated:%d/%m/%Y}"))


def _version(chosen: str) -> dict[str, str]:
    """A ticked case ``<id>|<version>``."""
    case_id, _, version = chosen.partition("|")
    return {"case_id": case_id, "version": version}


def _symbol(office: Office | None) -> str:
    return office.symbol if office else "VPUBND"


@router.post("/tu-choi/{case_id:uuid}")
@or_again(_page)
async def decline(case_id: UUID, web: WebDep, form: FormDep) -> Response:
    values = {
        "version": form["version"],
        "reason": form["reason"],
        "declined_on": web.runtime.clock.today().isoformat(),
    }
    await web.reviews.post(f"/v1/cases/{case_id}/decline", read(DeclineCase, values), CaseState, key=form.key)
    return await web.done("/ky", "Đã ghi quyết định không khen thưởng; đơn vị đọc được lý do.")


@router.get("/van-ban/{paper_id:uuid}")
async def paper_page(paper_id: UUID, web: WebDep) -> Response:
    """A signed paper as it was signed."""
    return await web.page("signing/paper.html", it=await web.reviews.get(f"/v1/papers/{paper_id}", Paper))
