"""Achievements over HTTP: recorded, found, recognised, corrected; and what a nomination puts forward again, answered."""

from dataclasses import asdict
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from contracts.acts import Act
from contracts.fields import Limit, Name, Offset, SearchText, YearNumber
from contracts.nominations.api import achievements as api
from contracts.words import AchievementAct, NominationAct, NomineeKind, RecordKind, ReuseAnswer, Scope
from services.chassis.acting import acting
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.nominations.achievements import commands, domain, store
from services.nominations.achievements.commands import Pair
from services.nominations.achievements.domain import Evidence, Match, Owner, Put, Recognition, Record
from services.nominations.achievements.store import Listed, Wanted
from services.nominations.register import store as register_store
from services.office.access import Action, Actor, Role, authorise
from services.office.refusal import NotFound, Refused

router = APIRouter(prefix="/v1", tags=["achievements"], responses=PROBLEMS)

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE)
MOST_ALIKE = 10


@router.post("/achievements", status_code=201, response_model=api.AchievementRecorded)
async def record(
    body: api.AchievementRecordIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Record an achievement, an initiative or a topic; the answer names what is recorded already and reads alike."""
    authorise(actor, Action.KEEP_ACHIEVEMENTS)

    async def do(tx: Transaction) -> api.AchievementRecorded:
        alike = await _alike(tx, actor, body.title)
        made = await commands.record(tx, _record(body, new_id()), acting(runtime, actor))
        return api.AchievementRecorded(id=made.record_id, version=made.version, alike=alike)

    return await change(runtime, actor, idempotency_key, ["record", body], do)


class Search(BaseModel):
    """``q`` searches titles, with or without dấu."""

    kind: RecordKind | None = None
    year: YearNumber | None = None
    owner: UUID | None = None
    recognised: bool | None = None
    q: SearchText = ""
    limit: Limit = 50
    offset: Offset = 0


@router.get("/achievements")
async def achievements(runtime: RuntimeDep, actor: ActorDep, search: Annotated[Search, Query()]) -> api.AchievementList:
    """The newest first."""
    authorise(actor, Action.READ_ACHIEVEMENTS)
    wanted = Wanted(
        kind=search.kind, year=search.year, owner_id=search.owner, text=search.q, is_recognised=search.recognised
    )
    async with runtime.database.transaction() as tx:
        found, total = await store.search(tx, actor.office_id, wanted, limit=search.limit, offset=search.offset)
    return api.AchievementList(items=[_line(each) for each in found], total=total)


@router.get("/achievements/alike")
async def alike(text: Annotated[Name, Query()], runtime: RuntimeDep, actor: ActorDep) -> list[api.AlikeRecord]:
    """Records whose titles say much the same, before one more is written down."""
    authorise(actor, Action.READ_ACHIEVEMENTS)
    async with runtime.database.transaction() as tx:
        return await _alike(tx, actor, text)


@router.get("/achievements/{record_id}")
async def achievement(record_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.AchievementRecord:
    """One record with its proof and every nomination that puts it forward."""
    authorise(actor, Action.READ_ACHIEVEMENTS)
    async with runtime.database.transaction() as tx:
        found, _ = await store.search(tx, actor.office_id, Wanted(record_id=record_id))
        if not found:
            raise NotFound("achievement", record_id)
        uses = await store.uses_of_record(tx, actor.office_id, record_id)
        unit_id = await commands.spoken_for(tx, found[0].record, actor)
    used_by = [api.AchievementUse.model_validate(dict(use)) for use in uses]
    return api.AchievementRecord(
        **_line(found[0]).model_dump(), used_by=used_by, acts=_acts(found[0].record, unit_id, actor)
    )


@router.put("/achievements/{record_id}", openapi_extra={"x-act": AchievementAct.CORRECT})
async def correct(
    record_id: UUID, body: api.AchievementCorrection, runtime: RuntimeDep, actor: ActorDep
) -> api.AchievementRecorded:
    """Put right what was written down wrongly, with a reason."""
    authorise(actor, Action.KEEP_ACHIEVEMENTS)
    async with runtime.database.transaction() as tx:
        done = await commands.correct(
            tx, record_id, body.version, _record(body, record_id), body.reason, acting(runtime, actor)
        )
    return api.AchievementRecorded(id=record_id, version=done.version)


@router.post(
    "/achievements/{record_id}/recognition",
    response_model=api.AchievementRecorded,
    openapi_extra={"x-act": AchievementAct.RECOGNISE},
)
async def recognise(
    record_id: UUID, body: api.RecognitionIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Enter the decision that recognised it, or one that recognised it for a wider scope."""
    authorise(actor, Action.RECOGNISE_ACHIEVEMENT)

    async def do(tx: Transaction) -> api.AchievementRecorded:
        recognition = Recognition(
            on=body.recognised_on,
            decision_number=body.decision_number,
            decided_by=body.decided_by,
            scope=body.scope,
            certificate=body.certificate,
        )
        done = await commands.recognise(tx, record_id, body.version, recognition, acting(runtime, actor))
        return api.AchievementRecorded(id=record_id, version=done.version)

    return await change(runtime, actor, idempotency_key, ["recognise", record_id, body], do)


@router.get("/nominations/{nomination_id}/reuse")
async def reuse(nomination_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.ReuseList:
    """What the nomination puts forward that others put forward too, side by side, the likest first."""
    authorise(actor, Action.READ_NOMINATION)
    async with runtime.database.transaction() as tx:
        row, matches = await store.matches(tx, actor.office_id, nomination_id)
        proposer = await register_store.spoken_for(tx, actor.office_id, row["unit_id"], actor.unit_id)
    unit_id = actor.unit_id if actor.has(Role.UNIT_HEAD) else None
    if not actor.has(*SEES_ALL) and proposer != unit_id and row["nominee_id"] != actor.person_id:
        raise NotFound("nomination", nomination_id)
    items = [_match(each) for each in matches]
    return api.ReuseList(items=items, unanswered=sum(each.answer is None for each in items))


@router.post(
    "/nominations/{nomination_id}/reuse",
    response_model=api.ReuseMatch,
    openapi_extra={"x-act": NominationAct.ANSWER_REUSE},
)
async def answer(
    nomination_id: UUID, body: api.ReuseAnswerIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Say with a reason what it is: two things, one thing that may count again, or indeed reuse."""
    authorise(actor, Action.NOMINATE)

    async def do(tx: Transaction) -> api.ReuseMatch:
        pair = Pair(body.text_id, body.other_nomination_id, body.other_text_id)
        match = await commands.answer(tx, nomination_id, pair, body.answer, body.reason, acting(runtime, actor))
        return _match(match)

    return await change(runtime, actor, idempotency_key, ["answer reuse", nomination_id, body], do)


async def _alike(tx: Transaction, actor: Actor, text: str) -> list[api.AlikeRecord]:
    percents = dict(await store.told_alike(tx, actor.office_id, text))
    found, _ = await store.search(tx, actor.office_id, Wanted(titles=list(percents))) if percents else ([], 0)
    nearest = sorted(found, key=lambda each: -percents[each.record.title])[:MOST_ALIKE]
    return [api.AlikeRecord(percent=percents[each.record.title], record=_line(each)) for each in nearest]


def _record(body: api.AchievementRecordIn, record_id: UUID) -> Record:
    year = body.achieved_on.year if body.achieved_on and body.kind is RecordKind.ACHIEVEMENT else body.year
    if year is None:
        is_deed = body.kind is RecordKind.ACHIEVEMENT
        raise Refused("achievement.no_day", field="achieved_on" if is_deed else "year")
    return Record(
        record_id=record_id,
        kind=RecordKind(body.kind),
        code=body.code,
        title=body.title,
        year=year,
        owners=tuple(Owner(NomineeKind(owner.kind), owner.nominee_id) for owner in body.owners),
        summary=body.summary,
        achieved_on=body.achieved_on if body.kind is RecordKind.ACHIEVEMENT else None,
        scope=Scope(body.scope),
        certificate=body.certificate,
        evidence=tuple(Evidence(each.name, each.reference, each.sha256) for each in body.evidence),
    )


def _acts(record: Record, unit_id: UUID, actor: Actor) -> list[Act]:
    own = partial(authorise, actor, Action.KEEP_ACHIEVEMENTS, unit_id=unit_id)
    may_correct = partial(domain.check_correct, record, is_standing_unit=actor.has(Role.STANDING_UNIT))
    possible = (
        Possible(AchievementAct.CORRECT, Action.KEEP_ACHIEVEMENTS, (own, may_correct)),
        Possible(
            AchievementAct.RECOGNISE,
            Action.RECOGNISE_ACHIEVEMENT,
            (partial(domain.check_recognise, record),),
            frozenset({"achievement.recognised_already"}),
        ),
    )
    return acts_of(actor, possible)


def _line(listed: Listed) -> api.AchievementLine:
    return api.AchievementLine.model_validate({**asdict(listed.record), "uses": listed.uses})


def _match(match: Match) -> api.ReuseMatch:
    given = match.answer
    return api.ReuseMatch(
        mine=_told(match.mine, match.other),
        other=_told(match.other, match.mine),
        percent=match.percent,
        is_same_record=match.is_same_record,
        is_own=match.is_own,
        answer=(
            api.GivenAnswer(answer=ReuseAnswer(given.word), reason=given.reason, by_name=given.by_name, at=given.at)
            if given
            else None
        ),
    )


def _told(put: Put, beside: Put) -> api.Told:
    words = [asdict(word) for word in domain.marked(put.text, beside.text)]
    return api.Told.model_validate({**asdict(put), "words": words})
