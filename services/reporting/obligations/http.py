"""Routes of the obligations calendar."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query

from contracts.fields import YearNumber
from contracts.reporting.api import obligations as api
from contracts.words import CalendarAct, ObligationAct, PeriodAct
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.office.access import Action, authorise
from services.office.refusal import Refused
from services.reporting.obligations import answers, commands, store
from services.reporting.obligations.domain.calendar import DueRule
from services.reporting.obligations.domain.ladder import in_order
from services.reporting.obligations.domain.obligation import Obligation, Sent

router = APIRouter(prefix="/v1/obligations", tags=["obligations"], responses=PROBLEMS)

PeriodPath = Annotated[api.PeriodCode, Path()]


@router.get("")
async def list_obligations(
    runtime: RuntimeDep, actor: ActorDep, year: Annotated[YearNumber | None, Query()] = None
) -> api.Obligations:
    """Obligations with their periods; of one year, those whose period's code starts with it."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return await answers.calendar(tx, actor, year, runtime.clock.today())


@router.post("", status_code=201, response_model=api.Obligation, openapi_extra={"x-act": CalendarAct.CREATE})
async def create_obligation(
    body: api.NewObligation, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A new obligation; a day of its own that has passed is reminded of at once, by its latest missed step."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)
    dates = {each.period: each.due_on for each in body.dates}
    if len(dates) != len(body.dates):
        raise Refused("period.repeated", field="dates")
    new = Obligation(
        obligation_id=new_id(),
        office_id=acting.by.office_id,
        kind=body.kind,
        title=body.title,
        recipient=body.recipient,
        responsible_unit_id=body.responsible_unit_id,
        periodicity=body.periodicity,
        steps=in_order(body.steps),
        note=body.note,
        rules=_rules(body.rules),
    )

    async def do(tx: Transaction) -> api.Obligation:
        await commands.create(tx, new, dates, body.year or acting.today.year, acting)
        return await answers.obligation(tx, acting.by, new.obligation_id, acting.today)

    return await change(runtime, acting.by, idempotency_key, ["obligation", body], do)


@router.post(
    "/defaults", status_code=201, response_model=api.Obligations, openapi_extra={"x-act": CalendarAct.CREATE_USUAL}
)
async def create_usual_obligations(
    body: api.DefaultsRequest, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The usual set for a year, its dates marked as editable suggestions; kinds that have a period in it are left alone."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)

    async def do(tx: Transaction) -> api.Obligations:
        not_before = None if body.include_past else acting.today
        await commands.create_usual(tx, body.year, body.responsible_unit_id, not_before, acting)
        return await answers.calendar(tx, acting.by, body.year, acting.today)

    return await change(runtime, acting.by, idempotency_key, ["defaults", body], do)


@router.get("/{obligation_id}")
async def get_obligation(obligation_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.Obligation:
    """One obligation with all its periods."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        return await answers.obligation(tx, actor, obligation_id, runtime.clock.today())


@router.put("/{obligation_id}", openapi_extra={"x-act": ObligationAct.CHANGE})
async def change_obligation(
    obligation_id: UUID, body: api.ChangeObligation, runtime: RuntimeDep, acting: ActingDep
) -> api.Obligation:
    """Change title, recipient, ladder, rules, or stop it; steps re-arm only where their day still lies ahead."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)
    async with runtime.database.transaction() as tx:
        changed = replace(
            await store.obligation(tx, acting.by.office_id, obligation_id),
            title=body.title,
            recipient=body.recipient,
            responsible_unit_id=body.responsible_unit_id,
            steps=in_order(body.steps),
            note=body.note,
            rules=_rules(body.rules),
            active=body.active,
        )
        await commands.change(tx, changed, body.version, acting)
        return await answers.obligation(tx, acting.by, obligation_id, acting.today)


@router.post(
    "/{obligation_id}/periods",
    status_code=201,
    response_model=api.Obligation,
    openapi_extra={"x-act": ObligationAct.ADD_PERIOD},
)
async def add_period(
    obligation_id: UUID, body: api.PeriodDate, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """One more period with its due date."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)

    async def do(tx: Transaction) -> api.Obligation:
        await commands.add_period(tx, obligation_id, body.period, body.due_on, acting)
        return await answers.obligation(tx, acting.by, obligation_id, acting.today)

    return await change(runtime, acting.by, idempotency_key, ["period", obligation_id, body], do)


@router.put("/{obligation_id}/periods/{period}", openapi_extra={"x-act": PeriodAct.MOVE})
async def change_due_date(
    obligation_id: UUID, period: PeriodPath, body: api.ChangeDueDate, runtime: RuntimeDep, acting: ActingDep
) -> api.Obligation:
    """Move the due date of one period."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)
    async with runtime.database.transaction() as tx:
        await commands.change_due_date(tx, obligation_id, period, body.version, body.due_on, acting)
        return await answers.obligation(tx, acting.by, obligation_id, acting.today)


@router.post(
    "/{obligation_id}/periods/{period}/submission",
    status_code=201,
    response_model=api.Obligation,
    openapi_extra={"x-act": PeriodAct.SUBMIT},
)
async def submit_report(
    obligation_id: UUID,
    period: PeriodPath,
    body: api.Submission,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Say that the report of a period was sent: its reminders stop."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)
    sent = Sent(body.submitted_on, body.paper_number, body.report_id)

    async def do(tx: Transaction) -> api.Obligation:
        await commands.submit(tx, obligation_id, period, body.version, sent, acting)
        return await answers.obligation(tx, acting.by, obligation_id, acting.today)

    return await change(runtime, acting.by, idempotency_key, ["submission", obligation_id, period, body], do)


@router.post(
    "/{obligation_id}/periods/{period}/submission/withdrawal",
    status_code=201,
    response_model=api.Obligation,
    openapi_extra={"x-act": PeriodAct.WITHDRAW},
)
async def withdraw_submission(
    obligation_id: UUID,
    period: PeriodPath,
    body: api.SubmissionWithdrawal,
    runtime: RuntimeDep,
    acting: ActingDep,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Say that the report was marked as sent by mistake: it is due again."""
    authorise(acting.by, Action.KEEP_OBLIGATIONS)

    async def do(tx: Transaction) -> api.Obligation:
        await commands.withdraw_submission(tx, obligation_id, period, body.version, body.reason, acting)
        return await answers.obligation(tx, acting.by, obligation_id, acting.today)

    return await change(runtime, acting.by, idempotency_key, ["submission withdrawn", obligation_id, period, body], do)


def _rules(asked: list[api.DueRule]) -> tuple[DueRule, ...]:
    return tuple(DueRule(rule.part, rule.month, rule.day, rule.years_later) for rule in asked)
