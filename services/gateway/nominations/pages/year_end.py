"""The unit's year-end table: people down, titles across, every cell already judged; tick to propose, many at once."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.fields import Recorded
from contracts.nominations.api.dossiers import UnitMeetingIn
from contracts.nominations.api.movements import Round
from contracts.nominations.api.nominations import BulkProposal, BulkResults, BulkRow
from contracts.nominations.api.register import Unit
from contracts.nominations.api.rulebook import TableRow, VerdictTable
from contracts.words import Counted
from services.gateway.clients import ServiceRefused
from services.gateway.forms import Form, FormProblem, Invalid, problems_of, read
from services.gateway.nominations.pages.nominations import people_of
from services.gateway.nominations.pages.papers import meeting_of
from services.gateway.refusals import sentence
from services.gateway.rulebook_words import RulebookWords, rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.names import sort_key

router = APIRouter(prefix="/de-nghi", include_in_schema=False)


@router.get("/bang")
async def table_page(
    web: WebDep,
    round_id: Annotated[str, Query(alias="dot", max_length=40)] = "",
    unit_id: Annotated[UUID | None, Query(alias="don-vi")] = None,
) -> Response:
    return await _page(web, round_id, unit_id)


async def _page(web: Web, round_id: str, unit_id: UUID | None) -> Response:
    rounds = [each for each in await web.nominations.get("/v1/rounds", list[Round]) if each.is_open]
    round_ = next((each for each in rounds if str(each.round_id) == round_id), rounds[0] if rounds else None)
    units: list[Unit] = []
    if web.works_for_every_unit:
        units = [u for u in await web.nominations.get("/v1/units", list[Unit]) if u.dissolved_on is None]
    unit = unit_id or web.account.unit_id or (units[0].unit_id if units else None)
    table = None
    if round_ is not None and unit is not None:
        try:
            table = await web.maybe(_table(web, str(round_.round_id), unit))
        except ServiceRefused as error:
            web.problems += problems_of(error.problem)
    awards = round_.awards if round_ else []
    people = (
        sorted((r for r in table.rows if r.nominee_kind == "person"), key=lambda r: sort_key(r.name)) if table else []
    )
    itself = [row for row in table.rows if row.nominee_kind != "person"] if table else []
    staff, head = await people_of(web, unit) if unit else ([], "")
    return await web.page(
        "nominations/year_end.html",
        rounds=rounds,
        round=round_,
        units=units,
        unit=unit,
        table=table,
        people=people,
        itself=itself,
        person_awards=_asked_of(awards, people),
        ratio_award=await _advanced(web, _asked_of(awards, people)),
        unit_awards=_asked_of(awards, itself),
        staff=staff,
        head=head,
        ticked=set(web.form.many("chon")) if web.form else set(),
    )


async def _again(web: Web) -> Response:
    """The table that the form was sent from."""
    form = web.form or Form()
    return await _page(web, form["dot"], UUID(form["don-vi"]))


@router.post("/bang")
@or_again(_again)
async def propose(web: WebDep, form: FormDep) -> Response:
    """Each ticked cell stands or falls alone; those refused are named with their reason, the others are in."""
    round_id, unit_id = form["dot"], UUID(form["don-vi"])
    words = await rulebook_words(web)
    rows = [_row(each, words if form.is_on("xac-nhan") else None) for each in form.many("chon")]
    if not rows:
        raise Invalid([FormProblem("Chưa đánh dấu ai. Đánh dấu các ô cần đề nghị rồi gửi.", "chon")])
    if form["held_on"]:
        await web.nominations.post(
            "/v1/unit-meetings",
            read(UnitMeetingIn, meeting_of(form, str(unit_id), round_id, [*map(_minuted, rows)])),
            Recorded,
            key=f"{form.key}-bb",
        )
    body = read(BulkProposal, {"round_id": round_id, "submit": form["viec"] == "nop", "rows": rows})
    answer = await web.nominations.post("/v1/nominations/bulk", body, BulkResults, key=form.key)
    if not answer.refused:
        done = "nộp" if form["viec"] == "nop" else "lưu nháp"
        return await web.done(f"/de-nghi/bang?dot={round_id}&don-vi={unit_id}", f"Đã {done} {answer.accepted} đề nghị.")
    names = {str(row.nominee_id): row.name for row in (await _table(web, round_id, unit_id)).rows}
    problems = [
        FormProblem(
            f"{names.get(str(each.nominee_id), '')} – {words.names.get(each.award_code, each.award_code)}: {sentence(each.problem, each.detail)}"
        )
        for each in answer.results
        if each.problem
    ]
    note = f"{answer.accepted} đề nghị đã nhận; {answer.refused} chưa nhận được như dưới đây."
    web.refuse([FormProblem(note), *problems])
    return await _page(web, round_id, unit_id)


def _row(chosen: str, words: RulebookWords | None) -> dict[str, Any]:
    """A ticked cell ``person|<id>|<award>``; with the unit's confirmation everything the award asks it to confirm."""
    kind, nominee, award = (*chosen.split("|"), "", "")[:3]
    known = words.award(award) if words else None
    stated = [code for code, _ in known.statements] if known else []
    row = read(BulkRow, {"nominee_kind": kind, "nominee_id": nominee, "award_code": award, "statements": stated})
    return row.model_dump(mode="json")


def _minuted(row: dict[str, Any]) -> dict[str, Any]:
    """The same row as the unit's minutes have it: all agreed. A vote that was counted is recorded on the nomination's page."""
    return {key: row[key] for key in ("nominee_kind", "nominee_id", "award_code", "statements")}


async def _table(web: Web, round_id: str, unit_id: UUID) -> VerdictTable:
    rounds = await web.nominations.get("/v1/rounds", list[Round])
    round_ = next(each for each in rounds if str(each.round_id) == round_id)
    return await web.nominations.get(
        "/v1/verdicts/table", VerdictTable, unit=unit_id, period_year=round_.period_year, award=round_.awards
    )


def _asked_of(awards: list[str], rows: list[TableRow]) -> list[str]:
    """The round's awards that these rows have a cell for, in the round's order."""
    has_cell = {cell.award_code for row in rows for cell in row.cells}
    return [code for code in awards if code in has_cell]


async def _advanced(web: Web, awards: list[str]) -> str | None:
    """The one of these awards that counts for the share of lao động tiên tiến."""
    counted = {each.code for each in (await rulebook_words(web)).awards() if each.counts_as == Counted.ADVANCED}
    return next((code for code in awards if code in counted), None)
