"""The audit trail: who did what to which thing, written in the transaction that did it."""

import json
from datetime import datetime
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.access import Actor

queries = Queries(__file__)


async def audit(
    tx: Transaction,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: UUID | str,
    *,
    at: datetime,
    **detail: object,
) -> None:
    """Add one line; ``detail`` holds what a later reader needs and nothing secret."""
    await tx.execute(
        queries.audit,
        at,
        actor.office_id,
        actor.person_id,
        actor.name,
        action,
        subject_kind,
        str(subject_id),
        json.dumps(detail, default=str, ensure_ascii=False),
    )
