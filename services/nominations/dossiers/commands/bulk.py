"""A unit's year-end proposal, row by row: what one row asks for is done whole or not at all."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from contracts.nominations.api.nominations import BulkResult
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.nominations.dossiers.commands import nominations as commands
from services.nominations.dossiers.commands.nominations import Proposal
from services.nominations.dossiers.domain import Nominee
from services.office.access import Actor
from services.office.refusal import Forbidden, NotFound, Refused

FindNominee = Callable[[Transaction, Actor, str, UUID], Awaitable[Nominee]]


async def propose(
    tx: Transaction,
    number: int,
    proposal: Proposal,
    find: FindNominee,
    acting: Acting,
    *,
    submit: bool,
    reason: str = "",
) -> BulkResult:
    """One row's result as the API tells it; a refusal undoes the row and says which rule it was.

    Args:
        find: looks the nominee up and refuses one that the actor may not propose.
    """
    recorded = tx.recorded
    about = BulkResult(row=number, nominee_id=proposal.nominee_id, award_code=proposal.award_code)
    try:
        async with tx.savepoint():
            nominee = await find(tx, acting.by, proposal.nominee_kind, proposal.nominee_id)
            nomination = await commands.draft(tx, proposal, nominee, acting)
            if submit:
                nomination = (await commands.submit(tx, nomination.nomination_id, acting, reason=reason)).nomination
    except Refused as refused:
        tx.recorded = recorded
        verdict = refused.detail.get("verdict")
        word = verdict.get("overall") if isinstance(verdict, dict) else None
        told = {"problem": refused.code, "message": refused.code, "detail": refused.detail, "overall": word}
    except NotFound as missing:
        told = {"problem": "not_found", "message": str(missing)}
    except Forbidden as forbidden:
        told = {"problem": "forbidden", "message": str(forbidden)}
    else:
        told = {
            "nomination_id": nomination.nomination_id,
            "state": nomination.state,
            "version": nomination.version,
            "overall": nomination.overall,
        }
    return BulkResult.model_validate({**about.model_dump(), **told})
