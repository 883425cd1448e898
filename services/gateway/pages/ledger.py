"""Sổ khen thưởng: every award, searched with or without dấu, filtered, newest period first."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.api.awards import Award, AwardList
from services.gateway.rulebook_words import rulebook_words
from services.gateway.texts import AWARDS
from services.gateway.web import WebDep

router = APIRouter(prefix="/so-khen-thuong", include_in_schema=False)

PAGE = 50


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
    awards = {each.code: each.name for each in (await rulebook_words(web)).awards()} or AWARDS
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
