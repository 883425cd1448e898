"""Routes of units' results."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from contracts.fields import YearNumber
from contracts.reporting.api import progress as api
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActingDep, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.office.access import Action, authorise
from services.reporting.progress import commands, store
from services.reporting.progress.domain import MonthResults

router = APIRouter(prefix="/v1/results", tags=["results"], responses=PROBLEMS)


@router.post("", status_code=201, response_model=api.UnitResults)
async def record_results(
    body: api.NewUnitResults, runtime: RuntimeDep, acting: ActingDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Record or correct a unit's month; a head of a unit only the own."""
    authorise(acting.by, Action.RECORD_RESULTS, unit_id=body.unit_id)
    values = body.model_dump(exclude={"version"})

    async def do(tx: Transaction) -> api.UnitResults:
        version = await commands.record(tx, MonthResults(**values), body.version, acting)
        return api.UnitResults(**values, version=version, recorded_at=acting.at)

    return await change(runtime, acting.by, idempotency_key, ["results", body], do)


@router.get("")
async def list_results(
    runtime: RuntimeDep,
    actor: ActorDep,
    year: Annotated[YearNumber, Query()],
    unit_id: Annotated[UUID | None, Query()] = None,
) -> api.UnitResultsList:
    """The months of a year, of one unit or of all."""
    authorise(actor, Action.READ_REPORTS)
    async with runtime.database.transaction() as tx:
        rows = await store.of_year(tx, actor.office_id, year, unit_id)
    return api.UnitResultsList(items=[api.UnitResults(**dict(row)) for row in rows])
