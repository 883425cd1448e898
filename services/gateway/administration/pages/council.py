"""Quản trị: founding a council and changing its members."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.reviews.api.composition import ChangeMembers, Council, Councils, CreateCouncil
from services.gateway.administration.texts import COUNCIL_RULES
from services.gateway.forms import Form, read
from services.gateway.people import everyone
from services.gateway.texts import catalogues
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/quan-tri", include_in_schema=False)

SEATS = 15


@router.get("/hoi-dong")
async def council_page(web: WebDep) -> Response:
    return await _council(web)


async def _council(web: Web) -> Response:
    councils = await web.reviews.get("/v1/councils", Councils)
    people = await everyone(web)
    return await web.page(
        "administration/council.html",
        councils=councils,
        people=[(str(p.person_id), f"{p.name} – {p.position or p.unit_name}") for p in people],
        may_convene=web.can(Action.CONVENE),
        seats=SEATS,
        position_words=list(catalogues()["position"].items()),
        council_rules=COUNCIL_RULES,
    )


@router.post("/hoi-dong")
@or_again(_council)
async def found_council(web: WebDep, form: FormDep) -> Response:
    values: dict[str, Any] = {
        "name": form["name"],
        "decision_number": form["decision_number"] or None,
        "valid_from": form["valid_from"],
        "members": await _members(web, form),
        "rules": _rules(form),
    }
    await web.reviews.post("/v1/councils", read(CreateCouncil, values), Council, key=form.key)
    return await web.done("/quan-tri/hoi-dong", "Đã lập Hội đồng.")


@router.post("/hoi-dong/{council_id:uuid}/thanh-vien")
@or_again(_council)
async def change_members(council_id: UUID, web: WebDep, form: FormDep) -> Response:
    """All members anew from a day on (kiện toàn)."""
    values: dict[str, Any] = {
        "version": form["version"],
        "decision_number": form["decision_number"] or None,
        "from_day": form["from_day"],
        "members": await _members(web, form),
    }
    body = read(ChangeMembers, values)
    await web.reviews.send("PUT", f"/v1/councils/{council_id}/members", body, Council, key=form.key)
    return await web.done("/quan-tri/hoi-dong", "Đã thay đổi thành viên Hội đồng.")


async def _members(web: Web, form: Form) -> list[dict[str, str | None]]:
    people = [str(each) for each in form.raw.getlist("member")]
    positions = [str(each) for each in form.raw.getlist("position")]
    names = {str(p.person_id): p.name for p in await everyone(web)}
    return [
        {"person_id": person, "name": names.get(person), "position": position}
        for person, position in zip(people, positions, strict=False)
        if person
    ]


def _rules(form: Form) -> dict[str, Any] | None:
    """What the council's own working rules say otherwise than the rulebook; None where nothing was chosen."""
    chosen = {name: form[f"rule-{name}"] for name, _, _ in COUNCIL_RULES if form[f"rule-{name}"]}
    said: dict[str, Any] = {name: value if name == "tie" else value == "1" for name, value in chosen.items()}
    return {**said, "source": form["source"]} if said else None
