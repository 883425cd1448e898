"""Routes of the obligations calendar."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query

from contracts.fields import YearNumber
from contracts.reporting.api import reporting as api
from contracts.words import ReminderStep
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reporting.obligations import answers, commands, store
from services.reporting.obligations.domain.calendar import DueRule
from services.reporting.obligations.domain.ladder import in_order

router = APIRouter(prefix="/v1/obligations", tags=["obligations"], responses=PROBLEMS)

PeriodPath = Annotated[api.PeriodCode, Path()]


@router.get("")
async def list_obligations(
    runtime: RuntimeDep, actor: ActorDep, year: Annotated[YearNumber | None, Query()] = None
) -> api.Obligations:
    """Obligations with their periods; of one year, those whose period's code starts with it."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        items = await answers.list_obligations(tx, actor.office_id, year, runtime.clock.today())
    return api.Obligations(items=items)


@router.post("", status_code=201, response_model=api.Obligation)
async def create_obligation(
    body: api.NewObligation, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A new obligation; a day of its own that has passed is reminded of at once, by its latest missed step."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()
    dates = {each.period: each.due_on for each in body.dates}
    if len(dates) != len(body.dates):
        raise Refused("period.repeated", field="dates")
    new = store.Obligation(
        obligation_id=new_id(),
        office_id=actor.office_id,
        kind=body.kind,
        title=body.title,
        recipient=body.recipient,
        responsible_unit_id=body.responsible_unit_id,
        periodicity=body.periodicity,
        steps=_steps(body.steps),
        note=body.note,
        rules=_rules(body.rules),
    )

    async def do(tx: Transaction) -> api.Obligation:
        await commands.create(tx, new, dates, body.year or today.year, actor, at=at)
        return await answers.obligation(tx, actor.office_id, new.obligation_id, today)

    return await change(runtime, actor, idempotency_key, ["obligation", body], do)


@router.post("/defaults", status_code=201, response_model=api.Obligations)
async def create_usual_obligations(
    body: api.DefaultsRequest, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The usual set for a year, its dates marked as editable suggestions; kinds that have a period in it are left alone."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()

    async def do(tx: Transaction) -> api.Obligations:
        not_before = None if body.include_past else today
        await commands.create_usual(tx, actor, body.year, body.responsible_unit_id, not_before, at=at)
        items = await answers.list_obligations(tx, actor.office_id, body.year, today)
        return api.Obligations(items=items)

    return await change(runtime, actor, idempotency_key, ["defaults", body], do)


@router.get("/{obligation_id}")
async def get_obligation(obligation_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.Obligation:
    """One obligation with all its periods."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return await answers.obligation(tx, actor.office_id, obligation_id, runtime.clock.today())


@router.put("/{obligation_id}")
async def change_obligation(
    obligation_id: UUID, body: api.ChangeObligation, runtime: RuntimeDep, actor: ActorDep
) -> api.Obligation:
    """Change title, recipient, ladder, rules, or stop it; steps re-arm only where their day still lies ahead."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()
    async with runtime.database.transaction() as tx:
        stored = await store.obligation(tx, actor.office_id, obligation_id)
        changed = store.Obligation(
            obligation_id=obligation_id,
            office_id=actor.office_id,
            kind=stored.kind,
            title=body.title,
            recipient=body.recipient,
            responsible_unit_id=body.responsible_unit_id,
            periodicity=stored.periodicity,
            steps=_steps(body.steps),
            note=body.note,
            rules=_rules(body.rules),
            active=body.active,
        )
        await commands.change(tx, changed, actor, version=body.version, today=today, at=at)
        return await answers.obligation(tx, actor.office_id, obligation_id, today)


@router.post("/{obligation_id}/periods", status_code=201, response_model=api.Obligation)
async def add_period(
    obligation_id: UUID, body: api.PeriodDate, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """One more period with its due date."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()

    async def do(tx: Transaction) -> api.Obligation:
        await commands.add_period(tx, obligation_id, body.period, body.due_on, actor, at=at)
        return await answers.obligation(tx, actor.office_id, obligation_id, today)

    return await change(runtime, actor, idempotency_key, ["period", obligation_id, body], do)


@router.put("/{obligation_id}/periods/{period}")
async def change_due_date(
    obligation_id: UUID, period: PeriodPath, body: api.ChangeDueDate, runtime: RuntimeDep, actor: ActorDep
) -> api.Obligation:
    """Move the due date of one period."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()
    async with runtime.database.transaction() as tx:
        await commands.change_due_date(
            tx, obligation_id, period, body.due_on, actor, version=body.version, today=today, at=at
        )
        return await answers.obligation(tx, actor.office_id, obligation_id, today)


@router.post("/{obligation_id}/periods/{period}/submission", status_code=201, response_model=api.Obligation)
async def submit_report(
    obligation_id: UUID,
    period: PeriodPath,
    body: api.Submission,
    runtime: RuntimeDep,
    actor: ActorDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Say that the report of a period was sent: its reminders stop."""
    authorise(actor, Action.KEEP_OBLIGATIONS)
    at, today = runtime.clock.now(), runtime.clock.today()

    async def do(tx: Transaction) -> api.Obligation:
        await commands.submit(
            tx,
            runtime.outbox,
            obligation_id,
            period,
            actor,
            version=body.version,
            submitted_on=body.submitted_on,
            paper_number=body.paper_number,
            report_id=body.report_id,
            today=today,
            at=at,
        )
        return await answers.obligation(tx, actor.office_id, obligation_id, today)

    return await change(runtime, actor, idempotency_key, ["submission", obligation_id, period, body], do)


def _steps(asked: list[ReminderStep]) -> tuple[ReminderStep, ...]:
    return in_order([ReminderStep(step) for step in asked])


def _rules(asked: list[api.DueRule]) -> tuple[DueRule, ...]:
    return tuple(DueRule(rule.part, rule.month, rule.day, rule.years_later) for rule in asked)
