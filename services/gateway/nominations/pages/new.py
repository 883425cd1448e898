"""A new nomination: choose round, award and nominee; the verdict shows, criterion by criterion, before anything is written."""

from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.fields import Recorded
from contracts.nominations.api.movements import Round
from contracts.nominations.api.nominations import NominationIn, Submission, Submitted
from contracts.nominations.api.register import Person, Unit
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import NomineeKind
from services.gateway.clients import ServiceRefused
from services.gateway.forms import Form, FormProblem, problems_of, read
from services.gateway.nominations.pages.nominations import papers_of, rows_of
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, or_again
from services.office.names import is_found

router = APIRouter(prefix="/de-nghi", include_in_schema=False)

MOST_CANDIDATES = 30


@dataclass(frozen=True)
class Chosen:
    """What has been chosen so far."""

    kind: str = "person"
    round_id: str = ""
    award: str = ""
    nominee_id: str = ""
    search: str = ""
    statements: list[str] = field(default_factory=list)


@router.get("/moi")
async def new_page(
    web: WebDep,
    kind: Annotated[NomineeKind, Query(alias="loai")] = NomineeKind.PERSON,
    round_id: Annotated[str, Query(alias="dot", max_length=40)] = "",
    award: Annotated[str, Query(alias="danh-hieu", max_length=64)] = "",
    nominee: Annotated[str, Query(alias="nguoi", max_length=40)] = "",
    search: Annotated[str, Query(alias="tim", max_length=100)] = "",
    statements: Annotated[list[str] | None, Query()] = None,
) -> Response:
    return await _page(web, Chosen(kind.value, round_id, award, nominee, search, statements or []))


async def _again(web: Web) -> Response:
    """With what the form had chosen."""
    form = web.form or Form()
    return await _page(
        web,
        Chosen(
            form.get("nominee_kind", "person"),
            form["round_id"],
            form["award_code"],
            form["nominee_id"],
            statements=form.many("statements"),
        ),
    )


@router.post("/moi")
@or_again(_again)
async def create(web: WebDep, form: FormDep) -> Response:
    """Keep a draft, and hand it in where asked; where handing in is refused the draft stays and says why."""
    names = ("nominee_id", "award_code", "round_id")
    values = {"nominee_kind": form.get("nominee_kind", "person"), **{name: form[name] for name in names}}
    made = await web.nominations.post(
        "/v1/nominations", read(NominationIn, {**values, **papers_of(form)}), Recorded, key=form.key
    )
    if form["viec"] != "nop":
        return await web.done(f"/de-nghi/{made.id}", "Đã lưu nháp.")
    try:
        await web.nominations.post(
            f"/v1/nominations/{made.id}/submission",
            read(Submission, {"version": made.version, "reason": form["reason"]}),
            Submitted,
            key=f"{form.key}-nop",
        )
    except NOT_DONE:
        return await web.done(
            f"/de-nghi/{made.id}", "Đã lưu nháp, chưa nộp được.", is_whole=False
        )  # the draft's page says why
    return await web.done(f"/de-nghi/{made.id}", "Đã nộp. Thường trực Hội đồng đã nhận được đề nghị.")


async def _page(web: Web, chosen: Chosen) -> Response:
    rounds = [each for each in await web.nominations.get("/v1/rounds", list[Round]) if each.is_open]
    rulebook = await rulebook_words(web)
    round_ = next((each for each in rounds if str(each.round_id) == chosen.round_id), rounds[0] if rounds else None)
    awards = [
        (each.code, each.name)
        for each in rulebook.awards()
        if chosen.kind in each.nominee_kinds and (round_ is None or each.code in round_.awards)
    ]
    award = chosen.award if chosen.award in dict(awards) else (awards[0][0] if awards else "")
    candidates, has_more, nominee = await _candidates(web, chosen)
    verdict, why = await _verdict(web, chosen, award, round_, nominee)
    words = rulebook.award(award)
    typed = web.posted or await web.draft("/de-nghi/moi")
    return await web.page(
        "nominations/new.html",
        chosen=chosen,
        rounds=rounds,
        round=round_,
        awards=awards,
        award=award,
        words=words,
        candidates=candidates,
        has_more=has_more,
        nominee=nominee,
        verdict=verdict,
        why_no_verdict=why,
        achievements=rows_of(web.form),
        rows=len(typed.raw.getlist("deed")) if typed else 0,
        is_published=rulebook.is_published,
        own_unit_only=not web.works_for_every_unit,
    )


async def _candidates(web: Web, chosen: Chosen) -> tuple[list[dict[str, Any]], bool, dict[str, Any] | None]:
    """Whom this person may propose and the search finds; and the one chosen, also where the search would hide it."""
    unit_id = None if web.works_for_every_unit else web.account.unit_id
    if chosen.kind == NomineeKind.PERSON:
        people = await web.nominations.get("/v1/people", list[Person], q=chosen.search, unit=unit_id, limit=200)
        listed = [{"id": str(p.person_id), "name": p.name, "aside": _aside(p)} for p in people]
        known = listed if not chosen.search else []
    else:
        units = await web.nominations.get("/v1/units", list[Unit])
        ours = [u for u in units if u.dissolved_on is None and (unit_id is None or u.unit_id == unit_id)]
        known = [{"id": str(u.unit_id), "name": u.name, "aside": f"{u.members} người"} for u in ours]
        listed = [each for each in known if is_found(chosen.search, each["name"])]
    nominee = next((each for each in [*listed, *known] if each["id"] == chosen.nominee_id), None)
    if nominee is None and chosen.nominee_id and chosen.kind == NomineeKind.PERSON and _is_id(chosen.nominee_id):
        person = await web.allowed(web.nominations.find(f"/v1/people/{chosen.nominee_id}", Person))
        nominee = {"id": str(person.person_id), "name": person.name, "aside": _aside(person)} if person else None
    return listed[:MOST_CANDIDATES], len(listed) > MOST_CANDIDATES, nominee


def _aside(person: Person) -> str:
    return f"{person.position}, {person.unit_name}" if person.position else person.unit_name


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _verdict(
    web: Web, chosen: Chosen, award: str, round_: Round | None, nominee: dict[str, Any] | None
) -> tuple[VerdictAnswer | None, list[FormProblem]]:
    """The verdict of this moment; or why there is none."""
    if nominee is None or not award or round_ is None:
        return None, []
    try:
        verdict = await web.maybe(
            web.nominations.get(
                "/v1/verdicts",
                VerdictAnswer,
                award=award,
                nominee=nominee["id"],
                nominee_kind=chosen.kind,
                period_year=round_.period_year,
                statement=chosen.statements,
            )
        )
    except ServiceRefused as error:
        return None, problems_of(error.problem)
    return verdict, []
