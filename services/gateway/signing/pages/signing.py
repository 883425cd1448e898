"""Ký và trình: what the Chief signs, for whom, on which council result and for how much; declining; letters upward."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.awards import MoneyToCome
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
from contracts.words import AwardKind, AwardLevel, CaseAct, NomineeKind, VerdictDoubt
from services.gateway.acts import act
from services.gateway.forms import Form, FormProblem, Invalid, day, read
from services.gateway.signing.pages.expected_money import expected_money
from services.gateway.web import FormDep, Web, WebDep, or_again, together

router = APIRouter(prefix="/ky", include_in_schema=False)

MOST = 200
UPPER_AUTHORITY = "Chủ tịch UBND tỉnh"


@router.get("")
async def signing_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    today = web.runtime.clock.today()
    advised, sent, decided, number, letter = await together(
        web.maybe(_cases(web, CaseAct.SIGN)),
        web.maybe(_cases(web, CaseAct.RECORD_ANSWER)),
        web.maybe(_cases(web, CaseAct.PUBLISH_RESULT)),
        web.allowed(web.reviews.get("/v1/papers/next-number", NextNumber, kind="decision", year=today.year)),
        web.allowed(web.reviews.get("/v1/papers/next-number", NextNumber, kind="proposal", year=today.year)),
    )
    waiting: list[CaseLine] = sorted(advised.items if advised else [], key=_is_somebody_elses)
    recommended = [case for case in waiting if case.recommended]
    here = [case for case in recommended if case.award.level == AwardLevel.OFFICE]
    above = [case for case in recommended if case.award.level != AwardLevel.OFFICE]
    ticked = await _ticked(web)
    chosen = {case.case_id for case in recommended if _is_chosen(ticked, case)}
    signed_on = _day(web, today)
    money = {
        "here": await expected_money(web, here, chosen, signed_on),
        "above": await expected_money(web, above, chosen, signed_on),
    }
    sheets = {"here": _sheets("here", here), "above": _sheets("above", above)}
    return await web.page(
        "signing/queue.html",
        groups={**sheets, "not": [case for case in waiting if not case.recommended]},
        money=money,
        totals={
            sheet: _total([money[side].get(case.case_id) for case in cases if case.case_id in chosen])
            for side, listed in sheets.items()
            for sheet, _, cases in listed
        },
        chosen=chosen,
        sent=sent.items if sent else [],
        decided=decided.items[-20:][::-1] if decided else [],
        number=number.number if number else None,
        letter=letter.number if letter else None,
        authority=UPPER_AUTHORITY,
        deputises=number.deputises if number else False,
    )


def _total(paid: Sequence[MoneyToCome | None]) -> int:
    return sum(each.amount or 0 for each in paid if each)


async def _ticked(web: Web) -> set[str]:
    """What was ticked: in the form that was sent, else in one that was left; nothing is ticked for whoever signs."""
    if web.form is not None:
        return set(web.form.many("cases"))
    left = [draft for draft in await web.drafts() if draft.address.startswith("/ky/")]
    return {value for draft in left for value in draft.values("cases")}


def _is_chosen(ticked: set[str], case: CaseLine) -> bool:
    """Ticked in the version that is shown, and still to be signed by whoever looks."""
    forward = act(case, CaseAct.SIGN) or act(case, CaseAct.PROPOSE_UPWARD)
    if forward is None or f"{case.case_id}|{case.version}" not in ticked:
        return False
    return forward.why_not is None or case.verdict_question is VerdictDoubt.DIFFERS


def _day(web: Web, today: date) -> date:
    """The day that is to stand on the paper; today while none can be read."""
    try:
        return date.fromisoformat(day(web.form["signed_on"])) if web.form else today
    except ValueError:
        return today


def _sheets(side: str, cases: list[CaseLine]) -> list[tuple[str, str, list[CaseLine]]]:
    """What belongs on one paper, with its code and its words: titles apart from commendations, people from collectives."""
    found: dict[tuple[AwardKind, NomineeKind], list[CaseLine]] = {}
    for case in cases:
        found.setdefault((AwardKind(case.award.kind), NomineeKind(case.nominee.kind)), []).append(case)
    return [
        (
            f"{side}-{kind.value}-{nominee.value}",
            f"{PAPERS_ABOUT[kind]}, {NOMINEES.get(nominee, 'đối tượng khác')}",
            listed,
        )
        for (kind, nominee), listed in sorted(found.items(), key=lambda each: each[0], reverse=True)
    ]


PAPERS_ABOUT: Final = {AwardKind.TITLE: "danh hiệu thi đua", AwardKind.FORM: "hình thức khen thưởng"}
NOMINEES: Final = {NomineeKind.PERSON: "cá nhân", NomineeKind.COLLECTIVE: "tập thể"}


def _is_somebody_elses(case: CaseLine) -> bool:
    """Nothing can be done with it here now: it stands last."""
    return not any(each.why_not is None for each in case.acts)


async def _cases(web: Web, act: CaseAct) -> CasePage:
    """The cases that wait for the act."""
    return await web.reviews.get("/v1/cases", CasePage, waiting_for=act.value, limit=MOST)


@router.post("/tien-thuong")
async def work_out_money(web: WebDep, form: FormDep) -> Response:
    """The page again, with the sums for the cases ticked and the day typed; nothing is signed."""
    web.form = form
    return await _page(web)


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
