"""A unit's year-end proposal, row by row: what one row asks for is done whole or not at all."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Transaction
from services.chassis.outbox import Outbox
from services.nominations.dossiers.commands import nominations as commands
from services.nominations.dossiers.commands.nominations import Proposal
from services.nominations.dossiers.domain import Nominee
from services.office.access import Actor
from services.office.refusal import Forbidden, NotFound, Refused

FindNominee = Callable[[Transaction, Actor, str, UUID], Awaitable[Nominee]]


async def propose(
    tx: Transaction,
    outbox: Outbox,
    number: int,
    proposal: Proposal,
    find: FindNominee,
    *,
    submit: bool,
    by: Actor,
    at: datetime,
    today: date,
) -> dict[str, Any]:
    """One row's result as the API tells it; a refusal undoes the row and says which rule it was.

    Args:
        find: looks the nominee up and refuses one that the actor may not propose.
    """
    result: dict[str, Any] = {
        "row": number,
        "nominee_id": str(proposal.nominee_id),
        "award_code": proposal.award_code,
        "problem": None,
    }
    recorded = tx.recorded
    try:
        async with tx.savepoint():
            nominee = await find(tx, by, proposal.nominee_kind, proposal.nominee_id)
            nomination = await commands.draft(tx, proposal, nominee, by=by, at=at, today=today)
            if submit:
                done = await commands.submit(tx, outbox, nomination.nomination_id, by, at, today)
                nomination = done.nomination
    except Refused as refused:
        tx.recorded = recorded
        overall = refused.detail.get("verdict", {})
        word = overall.get("overall") if isinstance(overall, dict) else None
        return {**result, "problem": refused.code, "message": refused.code, "detail": refused.detail, "overall": word}
    except NotFound as missing:
        return {**result, "problem": "not_found", "message": str(missing)}
    except Forbidden as forbidden:
        return {**result, "problem": "forbidden", "message": str(forbidden)}
    return {
        **result,
        "nomination_id": str(nomination.nomination_id),
        "state": nomination.state.value,
        "version": nomination.version,
        "overall": nomination.overall,
    }
