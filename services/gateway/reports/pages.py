"""Báo cáo: the year's obligations with their due dates, the figures of a period, the interim summary as a Word file."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reporting.api.obligations import (
    ChangeDueDate,
    DefaultsRequest,
    Obligation,
    Obligations,
    Submission,
    SubmissionWithdrawal,
)
from contracts.reporting.api.reports import Letterhead, NewInterimReport, Report, Reports, Summary, Timeline
from services.gateway.forms import FormProblem, Invalid, day, read
from services.gateway.reports.texts import figure, happening
from services.gateway.web import FormDep, Web, WebDep, or_again, together
from services.office.refusal import Refused

router = APIRouter(prefix="/bao-cao", include_in_schema=False)

MEASURES = (
    ("submitted", "Đề nghị"),
    ("recommended", "Hội đồng đề nghị"),
    ("decided", "Đã khen"),
    ("declined", "Không khen"),
    ("sent_up", "Đã trình"),
    ("upper_granted", "Cấp trên khen"),
)


@router.get("")
async def reports_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    today = web.runtime.clock.today()
    obligations, reports, summary, letterhead, timeline = await together(
        web.maybe(web.reporting.get("/v1/obligations", Obligations, year=today.year)),
        web.maybe(web.reporting.get("/v1/reports", Reports)),
        web.maybe(web.reporting.get("/v1/summary", Summary, year=today.year)),
        web.maybe(web.reporting.find("/v1/letterhead", Letterhead)),
        web.maybe(web.reporting.get("/v1/timeline", Timeline, year=today.year, limit=15)),
    )
    calendar = obligations or Obligations(items=[])
    first, last = interim_period(today)
    return await web.page(
        "reports/page.html",
        calendar=calendar,
        due=_by_due_date(calendar.items),
        reports=reports or Reports(items=[]),
        figures=summary.figures if summary else {},
        as_of=summary.as_of if summary else None,
        award_rows=award_rows(summary) if summary else [],
        measures=MEASURES,
        letterhead=letterhead,
        letterhead_version=_fingerprint(letterhead),
        happenings=timeline.items if timeline else [],
        happening=happening,
        first=first,
        last=last,
        year=today.year,
    )


def _fingerprint(letterhead: Letterhead | None) -> str:
    """Which letterhead a form was filled over: reporting counts no versions of it."""
    return hashlib.sha256(letterhead.model_dump_json().encode()).hexdigest()[:16] if letterhead else "0"


def interim_period(today: date) -> tuple[date, date]:
    """What an interim summary made today is about: the first half of the year, from June on; before that the first quarter."""
    return date(today.year, 1, 1), date(today.year, 6, 30) if today.month >= 6 else date(today.year, 3, 31)


def _by_due_date(obligations: list[Obligation]) -> list[dict[str, Any]]:
    """One line per obligation and period, the soonest first."""
    lines = [
        {"obligation": obligation, "period": period}
        for obligation in obligations
        if obligation.active
        for period in obligation.periods
    ]
    return sorted(lines, key=lambda line: (line["period"].due_on, line["obligation"].title))


def award_rows(summary: Summary) -> list[tuple[str, list[int]]]:
    """(name, figures in the order of `MEASURES`) for each award that has one, then their sum."""
    rows = [
        (name, [summary.figures.get(f"awards.{code}.{measure}", 0) for measure, _ in MEASURES])
        for code, name in sorted(summary.award_names.items())
    ]
    total = [summary.figures.get(f"awards.total.{measure}", 0) for measure, _ in MEASURES]
    return [*((name, row) for name, row in rows if any(row)), ("Cộng", total)] if any(total) else []


@router.post("/lich-thuong-le")
@or_again(_page)
async def add_usual(web: WebDep, form: FormDep) -> Response:
    """The usual obligations of the year, as dates to be edited."""
    values = {"year": web.runtime.clock.today().year, "include_past": form.is_on("include_past")}
    await web.reporting.post("/v1/obligations/defaults", read(DefaultsRequest, values), Obligations, key=form.key)
    return await web.done("/bao-cao", "Đã lập lịch báo cáo; các ngày là gợi ý, sửa được.")


@router.post("/{obligation_id:uuid}/{period}/han")
@or_again(_page)
async def move(obligation_id: UUID, period: str, web: WebDep, form: FormDep) -> Response:
    values = {"version": form["version"], "due_on": form["due_on"]}
    body = read(ChangeDueDate, values)
    await web.reporting.send("PUT", f"/v1/obligations/{obligation_id}/periods/{_safe(period)}", body, Obligation)
    return await web.done("/bao-cao", "Đã đổi ngày đến hạn; các bước nhắc còn ở phía trước được tính lại.")


@router.post("/{obligation_id:uuid}/{period}/da-gui")
@or_again(_page)
async def mark_sent(obligation_id: UUID, period: str, web: WebDep, form: FormDep) -> Response:
    if not form["paper_number"] and not form.is_on("without_number"):
        raise Invalid(
            [FormProblem("Ghi số văn bản đã gửi; văn bản không có số thì đánh dấu “Không có số”.", "paper_number")]
        )
    values = {
        "version": form["version"],
        "submitted_on": form["submitted_on"],
        "paper_number": form["paper_number"] or None,
    }
    path = f"/v1/obligations/{obligation_id}/periods/{_safe(period)}/submission"
    await web.reporting.post(path, read(Submission, values), Obligation, key=form.key)
    return await web.done("/bao-cao", "Đã ghi báo cáo đã gửi.")


@router.post("/{obligation_id:uuid}/{period}/rut-lai")
@or_again(_page)
async def take_back(obligation_id: UUID, period: str, web: WebDep, form: FormDep) -> Response:
    """It was marked as sent by mistake."""
    body = read(SubmissionWithdrawal, {"version": form["version"], "reason": form["reason"]})
    path = f"/v1/obligations/{obligation_id}/periods/{_safe(period)}/submission/withdrawal"
    await web.reporting.post(path, body, Obligation, key=form.key)
    return await web.done(
        "/bao-cao", "Đã rút lại: báo cáo kỳ này chưa gửi, các bước nhắc còn ở phía trước được tính lại."
    )


def _safe(period: str) -> str:
    """A period's code is letters, digits and hyphens; anything else names no period."""
    return period if period.replace("-", "").isalnum() and period.isascii() else "khong-co"


@router.post("/so-ket")
@or_again(_page)
async def write_interim(web: WebDep, form: FormDep) -> Response:
    first = day(form["from"])
    values: dict[str, Any] = {
        "year": first[:4],
        "from": first,
        "to": form["to"],
        "number": form["number"] or None,
        "signed_on": form["signed_on"] or None,
    }
    report = await web.reporting.post("/v1/reports/interim", read(NewInterimReport, values), Report, key=form.key)
    version = report.versions[0].version
    return await web.done(f"/bao-cao/{report.report_id}", f"Đã lập báo cáo, bản {version}. Tải tệp Word ở dưới.")


@router.post("/tieu-de")
@or_again(_page)
async def put_letterhead(web: WebDep, form: FormDep) -> Response:
    names = (
        "office_name",
        "head_name",
        "superior_name",
        "place",
        "symbol",
        "council_name",
        "signer_title",
        "signer_name",
        "theme_province",
        "theme_office",
    )
    values: dict[str, Any] = {name: form[name] for name in names}
    if form["version"] != _fingerprint(await web.reporting.find("/v1/letterhead", Letterhead)):
        raise Refused("stale", field="version")
    office = await web.office()
    values |= {"recipients": form.lines("recipients"), "is_sample": bool(office and office.is_sample)}
    await web.reporting.send("PUT", "/v1/letterhead", read(Letterhead, values), Letterhead)
    return await web.done("/bao-cao", "Đã lưu tiêu đề văn bản.")


@router.get("/{report_id:uuid}")
async def report_page(report_id: UUID, web: WebDep) -> Response:
    """A report with its versions side by side."""
    return await web.page(
        "reports/show.html", figure=figure, it=await web.reporting.get(f"/v1/reports/{report_id}", Report)
    )


@router.get("/{report_id:uuid}/tep")
async def report_file(report_id: UUID, web: WebDep, ban: int | None = None) -> Response:
    """The Word file, as reporting keeps it."""
    answer = await web.reporting.download(f"/v1/reports/{report_id}/file", version=ban)
    kept = ("content-type", "content-disposition", "etag")
    return Response(answer.content, headers={name: answer.headers[name] for name in kept if name in answer.headers})
