"""What is known of a nominee over HTTP: verdicts before nominating, a unit's year-end table, records of people and units."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from contracts.fields import CodeText, YearNumber
from contracts.nominations.api import register as register_api
from contracts.nominations.api import rulebook as api
from contracts.words import NomineeKind
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.nominations.law import store as law_store
from services.nominations.law.answers import verdict_answer
from services.nominations.law.domain import judge
from services.nominations.record import answers, store
from services.nominations.register import store as register_store
from services.office.access import Action, Actor, authorise
from services.office.refusal import NotFound

router = APIRouter(prefix="/v1", tags=["rulebook"], responses=PROBLEMS)

Statements = Annotated[list[CodeText], Query(max_length=50)]
Awards = Annotated[list[CodeText], Query(max_length=20)]


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
        rulebook = await law_store.current(tx, actor.office_id)
        known = await store.completed(tx, actor.office_id, rulebook, known, award, period_year, actor.person_id)
    return verdict_answer(judge(rulebook, award, known.facts(known.stating(statement)), period_year, today))


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
        ids = await register_store.serving_in_unit(tx, actor.office_id, unit, period_year)
        people = await store.people_known(tx, actor.office_id, ids)
        rulebook = await law_store.current(tx, actor.office_id)
    rows = answers.rows(rulebook, [*people, itself], award, period_year, today, statement)
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
    return answers.record_answer(found[0], runtime.clock.today().year)


@router.get("/units/{unit_id}/record")
async def record_of_unit(unit_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> register_api.Record:
    """Grades, awards and streaks of a unit."""
    authorise(actor, Action.READ_FACTS, unit_id=unit_id)
    today = runtime.clock.today()
    async with runtime.database.transaction() as tx:
        found = await store.unit_known(tx, actor.office_id, unit_id, today.year, today)
    return answers.record_answer(found, today.year)
