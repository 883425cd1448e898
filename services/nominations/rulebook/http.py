"""Rulebooks and verdicts over HTTP: publish, read, ask before nominating, and a unit's year-end table."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from contracts.fields import CodeText, YearNumber
from contracts.nominations.api import register as register_api
from contracts.nominations.api import rulebook as api
from contracts.words import NomineeKind
from services.chassis.database import Row, Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.nominations.rulebook import commands, loader, store, writer, year_end
from services.nominations.rulebook.checked import checked
from services.nominations.rulebook.domain import Rulebook, judge, streak
from services.nominations.rulebook.shown import shown
from services.office.access import Action, Actor, authorise
from services.office.refusal import NotFound
from services.office.text import format_date

router = APIRouter(prefix="/v1", tags=["rulebook"], responses=PROBLEMS)

Statements = Annotated[list[CodeText], Query(max_length=50)]
Awards = Annotated[list[CodeText], Query(max_length=20)]


@router.post("/rulebooks", status_code=201, response_model=api.RulebookLine)
async def publish(
    body: api.RulebookIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Publish the files given, or the shipped ones; a bad set is refused with file, line and reason."""
    authorise(actor, Action.PUBLISH_RULEBOOK)
    rulebook: Rulebook = await asyncio.to_thread(commands.read, body.files)
    at = runtime.clock.now()

    async def do(tx: Transaction) -> api.RulebookLine:
        await commands.publish(tx, runtime.outbox, rulebook, by=actor, at=at)
        rows = await store.versions(tx, actor.office_id)
        kept = next(row for row in rows if row["version"] == rulebook.version)
        return _line(kept)

    return await change(runtime, actor, idempotency_key, ["publish", body], do)


@router.post("/rulebooks/checks")
async def check(body: api.RulebookIn, runtime: RuntimeDep, actor: ActorDep) -> api.RulebookCheck:
    """A dry run of publishing: what is wrong with the files, or what they change. Nothing is kept."""
    authorise(actor, Action.PUBLISH_RULEBOOK)
    async with runtime.database.transaction() as tx:
        kept = {row["version"]: row for row in await store.versions(tx, actor.office_id)}
        current = next((version for version, row in kept.items() if row["is_current"]), None)
        document = await store.document(tx, actor.office_id, current) if current else {}
    return await asyncio.to_thread(
        checked, body.files, document, current, {v: row["sha256"] for v, row in kept.items()}
    )


@router.get("/rulebooks")
async def rulebooks(runtime: RuntimeDep, actor: ActorDep) -> list[api.RulebookLine]:
    """Every published version, the newest first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        return [_line(row) for row in await store.versions(tx, actor.office_id)]


@router.get("/rulebooks/current")
async def current(runtime: RuntimeDep, actor: ActorDep) -> api.PublishedRulebook:
    """The version the office works by, whole."""
    authorise(actor, Action.READ_PLAN)
    return await _published(runtime, actor, None)


@router.get("/rulebooks/{version}")
async def one(version: CodeText, runtime: RuntimeDep, actor: ActorDep) -> api.PublishedRulebook:
    authorise(actor, Action.READ_PLAN)
    return await _published(runtime, actor, version)


@router.get("/rulebooks/{version}/files")
async def files(version: CodeText, runtime: RuntimeDep, actor: ActorDep) -> api.RulebookFiles:
    """A version as the files it can be published from again, to be changed and given a new version number."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        document = await store.document(tx, actor.office_id, version)
    return api.RulebookFiles(version=version, files=writer.files_of(loader.from_json(document)))


async def _published(runtime: RuntimeDep, actor: Actor, version: str | None) -> api.PublishedRulebook:
    async with runtime.database.transaction() as tx:
        rows = await store.versions(tx, actor.office_id)
        wanted = (row for row in rows if (row["version"] == version if version else row["is_current"]))
        kept = next(wanted, None)
        if kept is None:
            raise NotFound("rulebook", version or "current")
        document = await store.document(tx, actor.office_id, kept["version"])
    return api.PublishedRulebook.model_validate({**dict(kept), "rulebook": document})


def _line(row: Row) -> api.RulebookLine:
    return api.RulebookLine.model_validate({**dict(row), "is_current": bool(row["is_current"])})


def _may_ask(actor: Actor, nominee_id: UUID, unit_id: UUID) -> None:
    """One's own record is one's own to see."""
    if nominee_id != actor.person_id:
        authorise(actor, Action.READ_FACTS, unit_id=unit_id)


@router.get("/verdicts")
async def verdict(
    runtime: RuntimeDep,
    actor: ActorDep,
    award: CodeText,
    nominee: UUID,
    period_year: YearNumber,
    nominee_kind: NomineeKind = NomineeKind.PERSON,
    statement: Statements = [],  # noqa: B006
) -> api.VerdictAnswer:
    """May this nominee have this award: every criterion, before anything is written down."""
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        known = await store.known(tx, actor.office_id, nominee_kind, nominee, period_year, today)
        _may_ask(actor, nominee, known.unit_id)
        rulebook = await store.current(tx, actor.office_id)
        known = await store.completed(tx, actor.office_id, rulebook, known, award, period_year, actor.person_id)
    answer = judge(rulebook, award, known.facts(known.stating(statement)), period_year, today)
    return api.VerdictAnswer.model_validate(shown(answer))


@router.get("/verdicts/table")
async def table(
    runtime: RuntimeDep,
    actor: ActorDep,
    unit: UUID,
    period_year: YearNumber,
    award: Awards = [],  # noqa: B006
    statement: Statements = [],  # noqa: B006
) -> api.VerdictTable:
    """A unit's year-end table: its people and itself against the awards asked for, or all of the rulebook."""
    authorise(actor, Action.READ_FACTS, unit_id=unit)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        itself = await store.unit_known(tx, actor.office_id, unit, period_year, today)
        ids = await store.serving_in_unit(tx, actor.office_id, unit, period_year)
        people = await store.people_known(tx, actor.office_id, ids)
        rulebook = await store.current(tx, actor.office_id)
    rows = year_end.rows(rulebook, [*people, itself], award, period_year, today, statement)
    return api.VerdictTable.model_validate(
        {
            "unit_id": unit,
            "unit_name": itself.name,
            "period_year": period_year,
            "rulebook_version": rulebook.version,
            "rows": rows,
        }
    )


@router.get("/people/{person_id}/record")
async def record_of_person(person_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> register_api.Record:
    """Grades, awards and streaks of one person: for the person, the unit's head and the standing unit."""
    async with runtime.database.transaction() as tx:
        found = await store.people_known(tx, actor.office_id, [person_id])
    if not found:
        raise NotFound("person", person_id)
    _may_ask(actor, person_id, found[0].unit_id)
    return _record(found[0], runtime.clock.today().year)


@router.get("/units/{unit_id}/record")
async def record_of_unit(unit_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> register_api.Record:
    """Grades, awards and streaks of a unit."""
    authorise(actor, Action.READ_FACTS, unit_id=unit_id)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        found = await store.unit_known(tx, actor.office_id, unit_id, today.year, today)
    return _record(found, today.year)


def _record(known: store.Known, year: int) -> register_api.Record:
    """A streak runs up to this year where this year's title is given already, else up to last year."""
    facts = known.facts()
    titles = sorted({code for each in facts.years for code in each.awards})
    streaks = []
    for code in titles:
        until = year if code in facts.year(year).awards else year - 1
        streaks.append({"award_code": code, "until_year": until, "years": streak(facts.years, code, until).unbroken})
    return register_api.Record.model_validate(
        {
            "nominee_kind": facts.kind.value,
            "nominee_id": known.nominee_id,
            "name": known.name,
            "years": [
                {"year": each.year, "grade": each.grade, "awards": sorted(each.awards)}
                for each in facts.years
                if each.grade or each.awards
            ],
            "streaks": [each for each in streaks if each["years"]],
            "initiatives": _listed(known.raw.initiatives, "name", "year"),
            "disciplines": [
                f"{d.level.value} ({format_date(d.term.start)}–{format_date(d.term.end) if d.term.end else ''})"
                for each in facts.years
                for d in each.disciplines
            ],
            "matters": _listed(known.raw.matters, "what", "opened"),
        }
    )


def _listed(rows: Sequence[Mapping[str, Any]], name: str, when: str) -> list[str]:
    return [f"{row[name]} ({row[when]})" for row in rows]
