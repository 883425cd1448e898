"""Đề nghị khen thưởng: the list, one nomination with its verdict, and what its unit does with it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from contracts.fields import Recorded
from contracts.nominations.api.achievements import AchievementLine, AchievementList, ReuseList
from contracts.nominations.api.dossiers import UnitMeeting
from contracts.nominations.api.nominations import (
    Hold,
    Nomination,
    NominationEdit,
    NominationList,
    Release,
    Submission,
    Submitted,
    Withdrawal,
)
from contracts.nominations.api.register import Unit
from contracts.words import NominationAct, RecordKind
from services.gateway.acts import act
from services.gateway.forms import Form, day, read
from services.gateway.nominations.texts import NOMINATION_STATES, REUSE_ANSWERS
from services.gateway.people import everyone
from services.gateway.rulebook_words import rulebook_words
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action

router = APIRouter(prefix="/de-nghi", include_in_schema=False)

PAGE = 50
Search = Annotated[str, Query(alias="tim", max_length=100)]


@router.get("")
async def list_page(
    web: WebDep,
    state: Annotated[str, Query(alias="trang-thai", max_length=30)] = "",
    award: Annotated[str, Query(alias="danh-hieu", max_length=64)] = "",
    search: Search = "",
    offset: Annotated[int, Query(alias="tu", ge=0, le=100_000)] = 0,
) -> Response:
    """The nominations this person may see, the newest change first."""
    wanted = state if state in NOMINATION_STATES else None
    found = await web.maybe(
        web.nominations.get(
            "/v1/nominations", NominationList, state=wanted, award=award or None, q=search, limit=PAGE, offset=offset
        )
    )
    words = await rulebook_words(web)
    return await web.page(
        "nominations/list.html",
        found=found or NominationList(items=[], total=0),
        state=state,
        award=award,
        search=search,
        offset=offset,
        limit=PAGE,
        states=list(NOMINATION_STATES.items()),
        awards=[(each.code, each.name) for each in words.awards()],
        may_nominate=web.can(Action.NOMINATE),
    )


@router.get("/{nomination_id:uuid}")
async def one_page(nomination_id: UUID, web: WebDep) -> Response:
    return await show(web, nomination_id)


async def show(web: Web, nomination_id: UUID) -> Response:
    """One nomination; after a refusal with what stands in the way."""
    found = await web.nominations.get(f"/v1/nominations/{nomination_id}", Nomination)
    minutes = act(found, NominationAct.RECORD_MINUTES)
    people, head = await people_of(web, found.nominee.unit_id) if minutes else ([], "")
    meeting = None
    if minutes and found.minutes:
        meeting = await web.allowed(web.nominations.get(f"/v1/unit-meetings/{found.minutes.meeting_id}", UnitMeeting))
    award = (await rulebook_words(web)).award(found.award_code)
    reuse = await web.allowed(web.nominations.get(f"/v1/nominations/{nomination_id}/reuse", ReuseList))
    return await web.page(
        "nominations/show.html",
        it=found,
        people=people,
        head=head,
        meeting=meeting,
        statements=award.statements if award else (),
        paper_choices=[*((paper.code, paper.name) for paper in found.required_papers), ("KHAC", "Giấy tờ khác")],
        reuse=reuse,
        may_allow=web.can(Action.APPRAISE),
        reuse_answers=list(REUSE_ANSWERS.items()),
    )


async def people_of(web: Web, unit_id: UUID) -> tuple[list[tuple[str, str]], str]:
    """Who of a unit can be at its meeting, as choices of a form, and its head; nobody while nominations is away."""
    people = await web.maybe(everyone(web, unit_id)) or []
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    head = next((str(unit.head_person_id) for unit in units if unit.unit_id == unit_id and unit.head_person_id), "")
    return [(str(person.person_id), person.name) for person in people], head


@router.get("/{nomination_id:uuid}/sua")
async def edit_page(nomination_id: UUID, web: WebDep) -> Response:
    return await _edit(web, nomination_id)


async def _edit(web: Web, nomination_id: UUID) -> Response:
    found = await web.nominations.get(f"/v1/nominations/{nomination_id}", Nomination)
    award = (await rulebook_words(web)).award(found.award_code)
    owner = found.nominee.nominee_id
    kept = await web.maybe(web.nominations.get("/v1/achievements", AchievementList, owner=owner, limit=200))
    typed = web.posted or await web.draft(web.request.url.path)
    return await web.page(
        "nominations/edit.html",
        it=found,
        ground=found.ground.value,
        summary=found.summary,
        achievements=[a.model_dump(mode="json") for a in found.achievements],
        records=_records(kept.items if kept else [], found),
        rows=len(typed.raw.getlist("deed")) if typed else 0,
        chosen=found.statements,
        statements=award.statements if award else (),
    )


@router.post("/{nomination_id:uuid}/sua")
@or_again(_edit)
async def edit(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Save, and hand in where asked."""
    body = read(NominationEdit, {**papers_of(form), "version": form["version"]})
    saved = await web.nominations.send("PUT", f"/v1/nominations/{nomination_id}", body, Recorded)
    if form["viec"] != "nop":
        return await web.done(f"/de-nghi/{nomination_id}", "Đã lưu.")
    return await _hand_in(nomination_id=nomination_id, web=web, form=form, version=saved.version)


@or_again(show)
async def _hand_in(nomination_id: UUID, web: Web, form: Form, version: int) -> Response:
    """Where it is refused it is saved all the same, and its page shows what is still missing."""
    body = read(Submission, {"version": version, "reason": form["reason"]})
    await web.nominations.post(f"/v1/nominations/{nomination_id}/submission", body, Submitted, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}", "Đã lưu và nộp. Thường trực Hội đồng đã nhận được đề nghị.")


@router.post("/{nomination_id:uuid}/nop")
@or_again(show)
async def submit(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    body = read(Submission, {"version": form["version"], "reason": form["reason"]})
    await web.nominations.post(f"/v1/nominations/{nomination_id}/submission", body, Submitted, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}", "Đã nộp. Thường trực Hội đồng đã nhận được đề nghị.")


@router.post("/{nomination_id:uuid}/rut")
@or_again(show)
async def withdraw(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """A draft goes at once; a submitted one when the standing unit accepts it."""
    body = read(Withdrawal, {"version": form["version"], "reason": form["reason"]})
    await web.nominations.post(f"/v1/nominations/{nomination_id}/withdrawal", body, Recorded, key=form.key)
    return await web.done(f"/de-nghi/{nomination_id}", "Đã ghi yêu cầu rút.")


@router.post("/{nomination_id:uuid}/tam-dung")
@or_again(show)
async def hold(nomination_id: UUID, web: WebDep, form: FormDep) -> Response:
    """Stop while something is verified, or go on with its conclusion."""
    if form["viec"] == "tiep-tuc":
        going_on = read(Release, {"version": form["version"], "conclusion": form["conclusion"]})
        await web.nominations.post(f"/v1/nominations/{nomination_id}/release", going_on, Recorded, key=form.key)
        notice = "Đã tiếp tục xét đề nghị."
    else:
        stopped = read(Hold, {"version": form["version"], "reason": form["reason"]})
        await web.nominations.post(f"/v1/nominations/{nomination_id}/hold", stopped, Recorded, key=form.key)
        notice = "Đã tạm dừng để xác minh."
    return await web.done(f"/de-nghi/{nomination_id}", notice)


def papers_of(form: Form) -> dict[str, Any]:
    """What the unit writes: ground, summary, deeds (rows without a name are left out), what it confirms."""
    return {
        "ground": form.get("ground", "merit"),
        "summary": form["summary"],
        "achievements": rows_of(form),
        "statements": form.many("statements"),
    }


def _records(kept: list[AchievementLine], it: Nomination) -> list[tuple[str, str]]:
    """What a deed may name: the nominee's own records, and whatever the deeds name already (of a unit, its people's)."""
    options = {
        f"{'achievement' if each.kind is RecordKind.ACHIEVEMENT else 'initiative'}:{each.record_id}": (
            f"{each.code} – {each.title} ({each.year})"
        )
        for each in kept
    }
    for deed in it.achievements:
        named = deed.achievement_id or deed.initiative_id
        kind = "achievement" if deed.achievement_id else "initiative"
        if named:
            options.setdefault(f"{kind}:{named}", f"Hồ sơ đã gắn: {deed.name}")
    return list(options.items())


def rows_of(form: Form | None) -> list[dict[str, str]]:
    """The deeds' rows as they were typed, each with the record it is, where one was chosen."""
    if form is None:
        return []
    names = [str(name).strip() for name in form.raw.getlist("deed")]
    days = [str(value).strip() for value in form.raw.getlist("deed_on")]
    chosen = [str(value).strip() for value in form.raw.getlist("deed_record")]
    records = [_record(value) for value in chosen] + [{} for _ in names[len(chosen) :]]
    return [
        {"name": name, "achieved_on": day(on), "ground": form.get("ground", "merit"), **record}
        for name, on, record in zip(names, days, records, strict=False)
        if name
    ]


def _record(value: str) -> dict[str, str]:
    """ "initiative:<id>" or "achievement:<id>", as the choice of a record says it."""
    kind, _, identity = value.partition(":")
    return {f"{kind}_id": identity} if kind in ("achievement", "initiative") and identity else {}
