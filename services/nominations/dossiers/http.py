"""Nominations over HTTP: drafted, changed, submitted, held, withdrawn, listed; the frozen dossier for services."""

import json
from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from contracts.fields import LARGEST_INT, CodeText, Limit, Offset, Recorded, SearchText
from contracts.nominations.api import dossiers as dossiers_api
from contracts.nominations.api import nominations as api
from contracts.words import NominationAct, NominationState
from services.chassis.acting import acting
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change, once
from services.chassis.runtime import Runtime
from services.nominations.achievements.domain import Deed
from services.nominations.dossiers import answers, commands, store
from services.nominations.dossiers.clients import Readers
from services.nominations.dossiers.commands import Proposal, assessing, bulk
from services.nominations.dossiers.domain import EDITABLE, UNDER_REVIEW, DeclaredPaper, Nomination, Nominee, Papers
from services.nominations.law import store as law_store
from services.nominations.register import store as register_store
from services.office.access import Action, Actor, Role, authorise
from services.office.refusal import NotFound

router = APIRouter(prefix="/v1", tags=["nominations"], responses=PROBLEMS)

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE)
Revision = Annotated[int, Query(ge=1, le=LARGEST_INT)]


def _readers(request: Request) -> Readers:
    readers: Readers = request.state.readers
    return readers


ReadersDep = Annotated[Readers, Depends(_readers)]


def seen_by(actor: Actor) -> store.Seen:
    """A unit's head sees the unit's nominations, everybody else their own; council members read through the reviews."""
    unit_id = actor.unit_id if actor.has(Role.UNIT_HEAD) else None
    return store.Seen(not actor.has(*SEES_ALL), unit_id, actor.person_id)


def papers_of(body: api.Papers) -> Papers:
    """Every field by its name, the lists typed."""
    written = {field.name: getattr(body, field.name) for field in fields(Papers)}
    written |= {
        "statements": tuple(body.statements),
        "achievements": tuple(Deed(**deed.model_dump()) for deed in body.achievements),
        "attachments": tuple(DeclaredPaper(**paper.model_dump()) for paper in body.attachments),
    }
    return Papers(**written)


async def nominee_for(tx: Transaction, actor: Actor, kind: str, nominee_id: UUID) -> Nominee:
    """Who is proposed; the actor must be allowed to propose for that unit."""
    found = await register_store.nominee(tx, actor.office_id, kind, nominee_id)
    authorise(actor, Action.NOMINATE, unit_id=await spoken_for(tx, actor, found.unit_id))
    return Nominee(found.kind, found.nominee_id, found.name, found.unit_id, found.unit_name)


async def spoken_for(tx: Transaction, actor: Actor, unit_id: UUID) -> UUID:
    """The unit by which the actor is judged where somebody of ``unit_id`` is proposed."""
    return await register_store.spoken_for(tx, actor.office_id, unit_id, actor.unit_id)


async def _may_change(tx: Transaction, actor: Actor, nomination_id: UUID) -> None:
    nomination, _ = await store.get(tx, actor.office_id, nomination_id)
    authorise(actor, Action.NOMINATE, unit_id=await spoken_for(tx, actor, nomination.nominee.unit_id))


@router.post("/nominations", status_code=201, response_model=Recorded)
async def draft(
    body: api.NominationIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A draft nomination."""
    authorise(actor, Action.NOMINATE)

    async def do(tx: Transaction) -> Recorded:
        nominee = await nominee_for(tx, actor, body.nominee_kind, body.nominee_id)
        proposal = Proposal(
            body.nominee_kind, body.nominee_id, body.award_code, body.round_id, papers_of(body), body.period_year
        )
        made = await commands.draft(tx, proposal, nominee, acting(runtime, actor))
        return Recorded(id=made.nomination_id, version=made.version)

    return await change(runtime, actor, idempotency_key, ["draft", body], do)


@router.post("/nominations/bulk", response_model=api.BulkResults)
async def propose_many(
    body: api.BulkProposal, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """A unit's year-end proposal: each row stands or falls alone, and says why."""
    authorise(actor, Action.NOMINATE)

    async def do(tx: Transaction) -> api.BulkResults:
        results = []
        for number, row in enumerate(body.rows, 1):
            proposal = Proposal(row.nominee_kind, row.nominee_id, row.award_code, body.round_id, papers_of(row))
            results.append(
                await bulk.propose(
                    tx, number, proposal, nominee_for, acting(runtime, actor), submit=body.submit, reason=row.reason
                )
            )
        accepted = sum(result.problem is None for result in results)
        return api.BulkResults(results=results, accepted=accepted, refused=len(results) - accepted)

    return await change(runtime, actor, idempotency_key, ["bulk", body], do)


class Search(BaseModel):
    """``mine`` are those the actor drafted."""

    state: NominationState | None = None
    unit: UUID | None = None
    round: UUID | None = None
    award: CodeText | None = None
    nominee: UUID | None = None
    mine: bool = False
    q: SearchText = ""
    limit: Limit = 50
    offset: Offset = 0


@router.get("/nominations")
async def nominations(runtime: RuntimeDep, actor: ActorDep, search: Annotated[Search, Query()]) -> api.NominationList:
    """Those the actor may see, the newest change first."""
    authorise(actor, Action.READ_NOMINATION)
    wanted = store.Wanted(
        state=search.state,
        unit_id=search.unit,
        round_id=search.round,
        award_code=search.award,
        created_by=actor.person_id if search.mine else None,
        nominee_id=search.nominee,
        text=search.q,
    )
    async with runtime.database.transaction() as tx:
        rows = await store.search(tx, actor.office_id, seen_by(actor), wanted, limit=search.limit, offset=search.offset)
    total = rows[0]["total"] if rows else 0
    return api.NominationList(items=[answers.line(row) for row in rows], total=total)


@router.get("/nominations/{nomination_id}")
async def nomination(nomination_id: UUID, runtime: RuntimeDep, actor: ActorDep, readers: ReadersDep) -> api.Nomination:
    """One nomination whole; a draft comes with its verdict of this moment."""
    authorise(actor, Action.READ_NOMINATION)
    today = runtime.clock.today()
    await readable(runtime, actor, nomination_id, readers)
    async with runtime.database.transaction() as tx:
        found, row = await store.get(tx, actor.office_id, nomination_id)
        unit_id = await spoken_for(tx, actor, found.nominee.unit_id)
        if found.state in EDITABLE:
            looked = await commands.look_into(tx, found, await law_store.current(tx, found.office_id), today)
            acts = answers.acts(actor, found, unit_id, today, looked)
            return answers.under_work(found, row, looked, acts)
        acts = answers.acts(actor, found, unit_id, today)
        return answers.handed_in(found, row, await assessing.material_of(tx, found), acts)


async def readable(runtime: Runtime, actor: Actor, nomination_id: UUID, readers: Readers) -> Nomination:
    """A nomination whose dossier the actor may read now.

    Raises `NotFound` for one that is none of the actor's. While it is under review the rule of the reviews holds here too:
    whoever sits in the council reads it after declaring, and reads nothing of a case he stays away from.
    """
    async with runtime.database.transaction() as tx:
        found, _ = await store.get(tx, actor.office_id, nomination_id)
        await _may_see(tx, actor, found)
    if found.state in UNDER_REVIEW and not actor.has(Role.SERVICE):
        await readers.check(runtime, actor, nomination_id)
    return found


async def _may_see(tx: Transaction, actor: Actor, found: Nomination) -> None:
    seen = seen_by(actor)
    if not seen.limited or found.nominee.nominee_id == seen.person_id:
        return
    if seen.unit_id is None or await spoken_for(tx, actor, found.nominee.unit_id) != seen.unit_id:
        raise NotFound("nomination", found.nomination_id)


@router.put("/nominations/{nomination_id}", openapi_extra={"x-act": NominationAct.EDIT})
async def edit(nomination_id: UUID, body: api.NominationEdit, runtime: RuntimeDep, actor: ActorDep) -> Recorded:
    """Change a draft or a returned nomination."""
    authorise(actor, Action.NOMINATE)
    async with runtime.database.transaction() as tx:
        await _may_change(tx, actor, nomination_id)
        edited = await commands.edit(tx, nomination_id, body.version, papers_of(body), acting(runtime, actor))
    return Recorded(id=nomination_id, version=edited.version)


@router.post("/nominations/{nomination_id}/submission", openapi_extra={"x-act": NominationAct.SUBMIT})
async def submit(
    nomination_id: UUID, body: api.Submission, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> api.Submitted:
    """Judge, freeze and hand in."""
    authorise(actor, Action.NOMINATE)
    async with runtime.database.transaction() as tx:
        await _may_change(tx, actor, nomination_id)

        async def do() -> dict[str, Any]:
            done = await commands.submit(tx, nomination_id, acting(runtime, actor), body.version, body.reason)
            return answers.submitted(done.nomination, done.verdict)

        asked = ["submit", nomination_id, body.version, *([body.reason] if body.reason else [])]
        result = await once(tx, actor, idempotency_key, asked, do)
    return api.Submitted.model_validate(result)


@router.post("/nominations/{nomination_id}/hold", response_model=Recorded, openapi_extra={"x-act": NominationAct.HOLD})
async def hold(
    nomination_id: UUID, body: api.Hold, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Something is being verified: neither voted nor signed until released."""
    authorise(actor, Action.HOLD_NOMINATION)

    async def do(tx: Transaction) -> Recorded:
        held = await commands.hold(tx, nomination_id, body.version, body.reason, acting(runtime, actor))
        return Recorded(id=nomination_id, version=held.version)

    return await change(runtime, actor, idempotency_key, ["hold", nomination_id, body.version, body.reason], do)


@router.post(
    "/nominations/{nomination_id}/release", response_model=Recorded, openapi_extra={"x-act": NominationAct.RELEASE}
)
async def release(
    nomination_id: UUID, body: api.Release, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """The verification ended with a clean conclusion."""
    authorise(actor, Action.HOLD_NOMINATION)

    async def do(tx: Transaction) -> Recorded:
        released = await commands.release(tx, nomination_id, body.version, body.conclusion, acting(runtime, actor))
        return Recorded(id=nomination_id, version=released.version)

    return await change(runtime, actor, idempotency_key, ["release", nomination_id, body.version, body.conclusion], do)


@router.post("/nominations/{nomination_id}/withdrawal", openapi_extra={"x-act": NominationAct.WITHDRAW})
async def withdraw(
    nomination_id: UUID, body: api.Withdrawal, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> Recorded:
    """Withdraw a draft; ask the reviews to let a submitted nomination go."""
    authorise(actor, Action.NOMINATE)
    async with runtime.database.transaction() as tx:
        await _may_change(tx, actor, nomination_id)

        async def do() -> dict[str, Any]:
            withdrawn = await commands.withdraw(tx, nomination_id, body.version, body.reason, acting(runtime, actor))
            return {"id": nomination_id, "version": withdrawn.version}

        result = await once(tx, actor, idempotency_key, ["withdraw", nomination_id, body.version, body.reason], do)
    return Recorded.model_validate(result)


@router.get("/nominations/{nomination_id}/dossier", response_model=dossiers_api.Dossier)
async def dossier(
    nomination_id: Annotated[UUID, Path()], runtime: RuntimeDep, actor: ActorDep, revision: Revision | None = None
) -> JSONResponse:
    """The frozen dossier, for services only: people read it through the reviews, after declaring no conflict.

    Its content goes out as it was frozen, so that the reader can take the checksum over it.
    """
    authorise(actor, Action.READ_DOSSIER)
    async with runtime.database.transaction() as tx:
        row = await store.dossier(tx, actor.office_id, nomination_id, revision)
    return JSONResponse(
        {
            "nomination_id": str(nomination_id),
            "revision": row["revision"],
            "sha256": row["sha256"],
            "submitted_at": row["submitted_at"].isoformat(),
            "content": json.loads(row["content"]),
        }
    )
