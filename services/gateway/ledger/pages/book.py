"""Sổ khen thưởng: every award, searched and filtered; one entry with its money and its annulment, tried dry before it is recorded."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.nominations.api.awards import Annulment, AnnulmentPreview, Award, AwardDetail, AwardList, AwardReturn
from services.gateway.forms import read
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/so-khen-thuong", include_in_schema=False)

PAGE = 50
GROUNDS: Final = (
    ("false_declaration", "Kê khai gian dối thành tích"),
    ("false_papers", "Cung cấp giấy tờ, tài liệu giả"),
    ("against_the_law", "Thẩm định, xét, quyết định trái quy định"),
    ("standard_not_met", "Kết luận sau đó là không đủ tiêu chuẩn"),
)
"""The law's four reasons to annul."""


@router.get("")
async def ledger_page(
    web: WebDep,
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    year: Annotated[str, Query(alias="nam", max_length=4)] = "",
    award: Annotated[str, Query(alias="danh-hieu", max_length=64)] = "",
    offset: Annotated[int, Query(alias="tu", ge=0, le=100_000)] = 0,
) -> Response:
    wanted_year = int(year) if year.isdigit() and 1945 <= int(year) <= 2200 else None
    found = await web.maybe(
        web.nominations.get(
            "/v1/awards", AwardList, q=search, year=wanted_year, award=award or None, limit=PAGE, offset=offset
        )
    )
    awards = (await rulebook_words(web)).names
    this_year = web.runtime.clock.today().year
    return await web.page(
        "ledger/list.html",
        found=found or AwardList(items=[], total=0),
        money=_sum(found.items if found else []),
        search=search,
        year=year,
        award=award,
        offset=offset,
        limit=PAGE,
        years=range(this_year, this_year - 8, -1),
        awards=list(awards.items()),
    )


def _sum(items: list[Award]) -> int:
    """Of the entries shown whose sum is known and that still stand."""
    return sum(award.money_vnd or 0 for award in items if award.annulled_on is None)


@router.get("/so.xlsx")
async def export_file(web: WebDep, year: Annotated[str, Query(alias="nam", max_length=4)] = "") -> Response:
    answer = await web.nominations.download("/v1/awards/export.xlsx", year=int(year) if year.isdigit() else None)
    return Response(answer.content, headers={n: answer.headers[n] for n in ("content-type", "content-disposition")})


@router.get("/{award_id:uuid}")
async def award_page(award_id: UUID, web: WebDep) -> Response:
    return await _award(web, award_id)


async def _award(web: Web, award_id: UUID, preview: AnnulmentPreview | None = None) -> Response:
    found = await web.nominations.get(f"/v1/awards/{award_id}", AwardDetail)
    return await web.page(
        "ledger/award.html",
        found=found,
        preview=preview,
        grounds=GROUNDS,
        may_keep=web.can(Action.KEEP_LEDGER),
        may_forecast=_may_forecast(web, found.award),
    )


def _may_forecast(web: Web, award: Award) -> bool:
    """One's own, of one's own unit, or of everybody for those whose work is the whole office."""
    is_own = award.nominee_id == web.account.person_id
    if not web.can(Action.READ_FACTS):
        return is_own
    return is_own or web.looks_after_everybody or award.unit_id == web.account.unit_id


@router.post("/{award_id:uuid}/huy")
@or_again(_award)
async def annul(award_id: UUID, web: WebDep, form: FormDep) -> Response:
    """First shown dry, with the input kept; recorded only by the second button."""
    names = ("version", "ground", "reason", "decision_number", "annulled_on", "authority", "received_on")
    values: dict[str, Any] = {name: form[name] for name in names}
    path = f"/v1/awards/{award_id}/annulment"
    body = read(Annulment, values)
    if form["viec"] != "huy":
        shown = await web.nominations.post(f"{path}/preview", body, AnnulmentPreview, key=form.key)
        web.form = form
        return await _award(web, award_id, shown)
    await web.nominations.post(path, body, Award, key=form.key)
    return await web.done(f"/so-khen-thuong/{award_id}", "Đã ghi nhận hủy bỏ khen thưởng.")


@router.post("/{award_id:uuid}/nop-lai")
@or_again(_award)
async def give_back(award_id: UUID, web: WebDep, form: FormDep) -> Response:
    body = read(AwardReturn, {name: form[name] for name in ("returned_on", "money_vnd", "note")})
    await web.nominations.post(f"/v1/awards/{award_id}/return", body, AwardDetail, key=form.key)
    return await web.done(f"/so-khen-thuong/{award_id}", "Đã ghi việc nộp lại hiện vật, tiền thưởng.")
