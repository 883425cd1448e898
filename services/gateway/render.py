"""Templates: Jinja2 with automatic escaping, the house's ways of writing dates and numbers, icons and hashed addresses."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from services.chassis.clock import OFFICE_ZONE
from services.gateway import acts
from services.gateway.texts import ROLES, period_words, word
from services.office.money import format_vnd
from services.office.text import format_date, format_number, format_share, format_waiting
from services.office.working_days import calendar_warning

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


def page(template: str, **context: Any) -> str:
    """The finished HTML of one template."""
    return _environment.get_template(template).render(**context)


@lru_cache(maxsize=200)
def static(name: str) -> str:
    """Address of a static file with its content's hash, so that browsers may keep it for a year."""
    try:
        version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    except OSError:
        return f"/static/{name}"
    return f"/static/{name}?v={version}"


@lru_cache(maxsize=500)
def icon(name: str, classes: str = "") -> Markup:
    """An icon as inline SVG, for the eye only; nothing where the icons are not installed."""
    try:
        text = (STATIC / "vendor" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return Markup("")
    start = text.index("<svg")
    drawn = text[start:].replace("<svg", f'<svg aria-hidden="true" focusable="false" data-icon="{name}"', 1)
    return Markup(" ".join(drawn.replace('class="', f'class="icon {classes} ', 1).split()))


def shown_day(value: date | datetime | str | None, empty: str = "–") -> str:
    """05/12/2026, in Việt Nam; a frozen dossier holds its days as ISO text."""
    if value is None:
        return empty
    if isinstance(value, str):
        return typed_day(value)
    return format_date(value.astimezone(OFFICE_ZONE).date() if isinstance(value, datetime) else value)


def typed_day(text: str) -> str:
    """A day inside a form: ISO text as 05/12/2026, anything else as it was typed."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def shown_time(value: datetime | None, empty: str = "–") -> str:
    """14:05 ngày 05/12/2026, in Việt Nam."""
    if value is None:
        return empty
    local = value.astimezone(OFFICE_ZONE)
    return f"{local:%H:%M} ngày {format_date(local.date())}"


def shown_at(text: str | None, empty: str = "–") -> str:
    """As `shown_time`, of a time that came as text; of anything else the text itself."""
    try:
        return shown_time(datetime.fromisoformat(text)) if text else empty
    except ValueError:
        return text or empty


def shown_money(value: int | None, empty: str = "chưa có số liệu") -> str:
    return empty if value is None else format_vnd(value)


def days_left(until: date, today: date) -> str:
    """In calendar days: "còn 5 ngày", "hạn hôm nay", "quá hạn 2 ngày"."""
    return format_waiting((until - today).days).replace(" làm việc", "")


def plain_source(text: str) -> str:
    """A rule's source without the letter that says how sure it is: "Điều 34 Nghị định 152/2025/NĐ-CP (A)" is for the keepers."""
    return re.sub(r"\s*\((?:A|B|own)\)$", "", text)


def initials(name: str) -> str:
    """Of the given name: Vietnamese call each other by the last word."""
    return name.split()[-1][:1].upper() if name.split() else "?"


def role_words(roles: Iterable[str]) -> str:
    """Roles in words, the order of the catalogue; everybody is staff, so that is said only of who is nothing else."""
    held = [code for code in ROLES if code in set(roles)]
    return ", ".join(ROLES[code] for code in held if code != "staff" or len(held) == 1)


def _areas() -> dict[str, jinja2.BaseLoader]:
    """``cases/queue.html`` is ``queue.html`` among the templates of the folder ``cases``."""
    return {folder.parent.name: jinja2.FileSystemLoader(folder) for folder in HERE.glob("*/templates")}


@jinja2.pass_context
def award_name(context: jinja2.runtime.Context, code: str) -> str:
    """As the office's rulebook calls it; a code it does not know is shown as it is."""
    return str(context.get("award_names", {}).get(code, code))


@jinja2.pass_context
def due_mark(context: jinja2.runtime.Context, day: date | None) -> Markup:
    """Beside the day of a time limit where the days off of its year are not all known; nothing where they are."""
    years = context.get("announced_years")
    warning = "" if day is None or years is None else calendar_warning(day, day, years)
    if day is None or not warning:
        return Markup()
    mark = Markup('<small class="text-warning-emphasis" title="{}">(lịch nghỉ năm {} chưa đủ)</small>')
    return mark.format(warning, day.year)


@jinja2.pass_context
def due_day(context: jinja2.runtime.Context, day: date | None) -> str:
    """The day of a time limit, with its mark."""
    mark = due_mark(context, day)
    return Markup("{} {}").format(shown_day(day), mark) if mark else shown_day(day)


@jinja2.pass_context
def award_short(context: jinja2.runtime.Context, code: str) -> str:
    return str(context.get("award_short_names", {}).get(code, code))


_environment = jinja2.Environment(
    loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(HERE / "templates"), jinja2.PrefixLoader(_areas())]),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.globals.update(
    static=static, icon=icon, word=word, act=acts.act, may=acts.may, may_of=acts.may_of, reason=acts.reason
)
_environment.filters.update(
    day=shown_day,
    typed_day=typed_day,
    time=shown_time,
    shown_at=shown_at,
    money=shown_money,
    number=format_number,
    days_left=days_left,
    initials=initials,
    plain_source=plain_source,
)
_environment.filters["zip"] = zip
_environment.filters["extract"] = lambda key, mapping: mapping.get(key)
_environment.filters.update(award=award_name, award_short=award_short, due=due_day, due_mark=due_mark)
_environment.filters["period_words"] = period_words
_environment.filters["role_words"] = role_words
_environment.globals.update(share=format_share)
