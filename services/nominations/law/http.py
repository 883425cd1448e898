"""Rulebooks over HTTP: check, publish, read, take as files."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.fields import CodeText, YearNumber
from contracts.nominations.api import rulebook as api
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.nominations.law import answers, commands, store
from services.nominations.law.domain import Rulebook
from services.nominations.law.domain.calendar import EnteredDay, EnteredYear
from services.nominations.law.files import loader, writer
from services.office.access import Action, Actor, authorise
from services.office.refusal import NotFound

router = APIRouter(prefix="/v1", tags=["rulebook"], responses=PROBLEMS)


@router.post("/rulebooks", status_code=201, response_model=api.RulebookLine)
async def publish(
    body: api.RulebookIn, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Publish the files given, or the shipped ones; a bad set is refused with file, line and reason."""
    authorise(acting.by, Action.PUBLISH_RULEBOOK)
    rulebook: Rulebook = await asyncio.to_thread(commands.read, body.files)

    async def do(tx: Transaction) -> api.RulebookLine:
        kept = await commands.with_own_years(tx, rulebook, acting.by.office_id)
        await commands.publish(tx, kept, acting, is_shipped=body.files is None)
        return await _line(tx, acting.by.office_id, kept.version)

    return await change(runtime, acting.by, idempotency_key, ["publish", body], do)


@router.put("/rulebooks/current/calendars/{year}", response_model=api.RulebookLine)
async def enter_year(
    year: YearNumber, body: api.YearOfDays, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The days off of a year, from the notice of who decides them: published as a version of the rulebook in use."""
    authorise(acting.by, Action.KEEP_RULEBOOK)
    days = tuple(EnteredDay(each.day, each.name, each.is_worked) for each in body.days)
    entered = EnteredYear(year, days, body.is_announced, body.notice)

    async def do(tx: Transaction) -> api.RulebookLine:
        rulebook = await commands.enter_year(tx, entered, acting, body.based_on)
        return await _line(tx, acting.by.office_id, rulebook.version)

    return await change(runtime, acting.by, idempotency_key, ["calendar", year, body], do)


async def _line(tx: Transaction, office_id: UUID, version: str) -> api.RulebookLine:
    return answers.line(next(each for each in await store.versions(tx, office_id) if each.version == version))


@router.post("/rulebooks/checks")
async def check(body: api.RulebookIn, runtime: RuntimeDep, actor: ActorDep) -> api.RulebookCheck:
    """A dry run of publishing: what is wrong with the files, or what they change. Nothing is kept."""
    authorise(actor, Action.KEEP_RULEBOOK)
    async with runtime.database.transaction() as tx:
        versions = await store.versions(tx, actor.office_id)
        current = next((each.version for each in versions if each.is_current), None)
        document = await store.document(tx, actor.office_id, current) if current else {}
    return await asyncio.to_thread(
        answers.checked, body.files, document, current, {each.version: each.sha256 for each in versions}
    )


@router.get("/rulebooks")
async def rulebooks(runtime: RuntimeDep, actor: ActorDep) -> list[api.RulebookLine]:
    """Every published version, the newest first."""
    authorise(actor, Action.READ_PLAN)
    async with runtime.database.transaction() as tx:
        return [answers.line(each) for each in await store.versions(tx, actor.office_id)]


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
        versions = await store.versions(tx, actor.office_id)
        wanted = next((each for each in versions if (each.version == version if version else each.is_current)), None)
        if wanted is None:
            raise NotFound("rulebook", version or "current")
        document = await store.document(tx, actor.office_id, wanted.version)
    return answers.published(wanted, document)
