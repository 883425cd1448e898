"""Ngày nghỉ lễ, Tết: the days off of a year and the Saturdays worked for them, entered from the notice that announces them."""

import re
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.rulebook import RulebookLine, YearOfDays
from contracts.nominations.rulebook import RulebookContent
from services.gateway.forms import Form, FormProblem, Invalid, day, read
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action
from services.office.text import format_date

router = APIRouter(prefix="/quan-tri/ngay-nghi", include_in_schema=False)

LINE = re.compile(r"^(\S+)\s+(\S.*)$")
YEARS_AHEAD = 3


@router.get("")
async def days_off_page(web: WebDep) -> Response:
    return await _page(web)


async def _page(web: Web) -> Response:
    words = await rulebook_words(web)
    this_year = web.runtime.clock.today().year
    asked = (web.form or web.request.query_params).get("nam", "")
    year = int(asked) if asked and asked.isdecimal() and 1945 <= int(asked) <= 2200 else this_year + 1
    kept = _kept(words.content, year) if words.content is not None else None
    return await web.page(
        "administration/days_off.html",
        year=year,
        years=range(this_year - 1, this_year + YEARS_AHEAD),
        announced=words.announced_years or frozenset(),
        kept=kept,
        may_keep=web.can(Action.KEEP_RULEBOOK),
    )


def _kept(book: RulebookContent, year: int) -> dict[str, Any]:
    """The year as the form shows it: a line for each day."""
    days = sorted((each for each in book.holidays if each.day.year == year), key=lambda each: each.day)
    lines = {
        is_worked: "\n".join(f"{format_date(each.day)} {each.name}" for each in days if each.is_worked is is_worked)
        for is_worked in (False, True)
    }
    known = next((each for each in book.calendars if each.year == year), None)
    return {
        "version": book.version,
        "closed": lines[False],
        "worked": lines[True],
        "is_announced": known is not None and known.is_announced,
        "notice": known.note if known is not None else "",
    }


@router.post("")
@or_again(_page)
async def enter(web: WebDep, form: FormDep) -> Response:
    year = form["nam"]
    if not year.isdecimal() or not 1945 <= int(year) <= 2200:
        raise Invalid([FormProblem("Năm: ghi bốn chữ số, ví dụ 2027.", "nam")])
    values = {
        "days": [*_days(form, "nghi", is_worked=False), *_days(form, "lam-bu", is_worked=True)],
        "is_announced": form.is_on("du"),
        "notice": form["thong-bao"],
        "based_on": form["version"],
    }
    body = read(YearOfDays, values)
    path = f"/v1/rulebooks/current/calendars/{int(year)}"
    line = await web.nominations.send("PUT", path, body, RulebookLine, key=form.key)
    web.services.forget_office(web.account.office_id)
    notice = f"Đã ghi lịch nghỉ năm {int(year)} (sổ luật phiên bản {line.version}). Các hạn được tính theo lịch mới."
    return await web.done(f"/quan-tri/ngay-nghi?nam={int(year)}", notice)


def _days(form: Form, name: str, *, is_worked: bool) -> list[dict[str, Any]]:
    """One day a line, "08/02/2027 Tết Nguyên đán". Raises `Invalid` naming each line that is none."""
    found, problems = [], []
    for number, line in enumerate(form.lines(name), 1):
        parts = LINE.match(line)
        written = _day(parts[1]) if parts else None
        if parts is None or written is None:
            problems.append(
                FormProblem(f"Dòng {number} “{line[:60]}”: ghi ngày rồi đến tên, như 08/02/2027 Tết.", name)
            )
        else:
            found.append({"day": written, "name": parts[2][:200], "is_worked": is_worked})
    if problems:
        raise Invalid(problems)
    return found


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(day(text)).isoformat()
    except ValueError:
        return None
