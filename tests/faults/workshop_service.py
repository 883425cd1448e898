"""The workshop as a whole service on the chassis (``python -m tests.faults.workshop_service serve``), to be killed and restarted.

It publishes to a topic of its own, given by WORKSHOP_TOPIC, and hears its own events: every crash point lies on its way.
"""

import os
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.nominations.events import NominationHeld
from services.chassis.cli import main
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import once
from services.chassis.runtime import Service
from services.chassis.settings import Settings
from services.office.access import Action, authorise
from tests.support.workshop.workshop import MIGRATIONS, OFFICE, WorkshopSubscription, apply, event_on, queries

TOPIC = os.environ.get("WORKSHOP_TOPIC", "workshop.v1")
router = APIRouter(prefix="/v1", responses=PROBLEMS)
Held = event_on(TOPIC)


@router.post("/changes/{aggregate_id}")
async def change(
    aggregate_id: UUID, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    authorise(actor, Action.NOMINATE)
    async with runtime.database.transaction() as tx:

        async def do() -> dict[str, Any]:
            changes = await tx.fetchval(queries.change, aggregate_id)
            event = Held(office_id=OFFICE, nomination_id=aggregate_id, reason="kiểm tra", held_on=date(2026, 5, 4))
            await runtime.outbox.record(tx, event, at=runtime.clock.now())
            return {"changes": changes}

        return await once(tx, actor, idempotency_key, str(aggregate_id), do)


def build(settings: Settings) -> Service:
    subscription = WorkshopSubscription(f"group-{TOPIC}", {NominationHeld: apply}, TOPIC)
    return Service(settings, "workshop", "The smallest service", MIGRATIONS, [router], [subscription], [TOPIC])


if __name__ == "__main__":
    raise SystemExit(main(build, Settings))
