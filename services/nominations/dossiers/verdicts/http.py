"""Verdicts over HTTP: judged and kept for the service that asks, and read by whoever may see the nomination."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from contracts.nominations.api import verdicts as api
from contracts.nominations.events import VerdictSummary
from contracts.words import GoingOn, VerdictMoment, VerdictWord
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.nominations.dossiers.http import ReadersDep, readable
from services.nominations.dossiers.verdicts import commands, store
from services.nominations.dossiers.verdicts.commands import Asked
from services.nominations.dossiers.verdicts.domain import counts
from services.nominations.dossiers.verdicts.store import Kept
from services.office.access import Action, authorise
from services.office.refusal import Refused

router = APIRouter(prefix="/v1", tags=["verdicts"], responses=PROBLEMS)


@router.post("/nominations/verdicts")
async def judge(body: api.JudgeNominations, runtime: RuntimeDep, actor: ActorDep) -> api.JudgedVerdicts:
    """Judge nominations under review today, and keep what was found; for services only.

    Needs no idempotency key: the same question on the same day finds the verdict that was kept.
    """
    authorise(actor, Action.JUDGE_NOMINATION)
    if body.moment is VerdictMoment.SUBMISSION:
        raise Refused("verdict.submission_is_frozen", field="moment")
    asked = [Asked(each.nomination_id, each.law_day, each.against) for each in body.asked]
    if len({each.nomination_id for each in asked}) < len(asked):
        raise Refused("cases.listed_twice", field="asked")
    async with runtime.database.transaction() as tx:
        kept = await commands.judge_for(
            tx, body.moment.value, asked, body.why, by=actor, at=runtime.clock.now(), today=runtime.clock.today()
        )
        submitted = await store.latest(
            tx, actor.office_id, [each.nomination_id for each in asked], VerdictMoment.SUBMISSION.value
        )
    return api.JudgedVerdicts(
        items=[
            api.JudgedVerdict.model_validate({**_judged(each), "went_on": _went_on(submitted.get(each.nomination_id))})
            for each in kept
        ]
    )


@router.get("/nominations/{nomination_id}/verdicts")
async def kept_verdicts(
    nomination_id: UUID, runtime: RuntimeDep, actor: ActorDep, readers: ReadersDep
) -> api.KeptVerdicts:
    """Every verdict kept on a nomination, the oldest first, each with what it rests on."""
    authorise(actor, Action.READ_NOMINATION)
    await readable(runtime, actor, nomination_id, readers)
    async with runtime.database.transaction() as tx:
        found = await store.of_nomination(tx, actor.office_id, nomination_id)
    items = [api.KeptVerdict.model_validate({**_judged(each), "verdict": each.verdict}) for each in found]
    return api.KeptVerdicts(items=items)


def _went_on(submitted: Kept | None) -> api.ReasonToGoOn | None:
    if submitted is None or not submitted.why:
        return None
    return api.ReasonToGoOn(
        moment=GoingOn.SUBMISSION,
        overall=VerdictWord(submitted.overall),
        reason=submitted.why,
        given_at=submitted.judged_at,
        given_by_name=submitted.judged_by_name,
    )


def _judged(kept: Kept) -> dict[str, Any]:
    return {
        **{name: value for name, value in asdict(kept).items() if name != "verdict"},
        "summary": VerdictSummary(overall=kept.overall, **counts(kept.verdict)),
        "criteria": kept.verdict["results"],
    }
