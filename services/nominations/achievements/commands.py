"""Achievements recorded, recognised, corrected; and the answer given where something was put forward before."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import ReuseAnswer, Scope
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.achievements import domain, store
from services.nominations.achievements.domain import Match, Record
from services.nominations.register import store as register_store
from services.office.access import Action, Actor, Role, authorise
from services.office.refusal import NotFound, Refused

CLOSED = frozenset({"awarded", "declined", "withdrawn"})
"""States of a nomination in which nothing about it is answered any more."""


async def record(tx: Transaction, new: Record, *, by: Actor, at: datetime, today: date) -> Record:
    """Keep a new record. A unit's head records what somebody of the unit did; the code names one thing only."""
    domain.check_new(new, today)
    named = await _with_names(tx, new, by)
    if not await store.add(tx, by.office_id, named, by.person_id, at):
        raise Refused("achievement.code_taken", field="code", taken=new.code)
    await audit(tx, by, "record", "achievement", new.record_id, at=at, kind=new.kind, title=new.title)
    return named


async def correct(
    tx: Transaction,
    record_id: UUID,
    version: int,
    corrected: Record,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    today: date,
) -> Record:
    """Put right what was written down wrongly; what is recognised is the standing unit's to correct."""
    kept = await store.lock(tx, by.office_id, record_id)
    if kept.is_recognised and not by.has(Role.STANDING_UNIT):
        raise Refused("achievement.recognised", recognised_on=str(kept.recognised_on))
    await _with_names(tx, kept, by)
    done = domain.correct(kept, await _with_names(tx, corrected, by), version, today)
    await store.save(tx, by.office_id, done, with_owners=True)
    before = {"title": kept.title, "year": kept.year, "owners": [owner.nominee_id for owner in kept.owners]}
    await audit(tx, by, "correct", "achievement", record_id, at=at, reason=reason, before=before)
    return done


async def recognise(
    tx: Transaction,
    record_id: UUID,
    version: int,
    on: date,
    *,
    decision_number: str,
    decided_by: str,
    scope: Scope,
    certificate: str,
    by: Actor,
    at: datetime,
    today: date,
) -> Record:
    """Enter the decision that recognised it, or one that recognised it for a wider scope."""
    kept = await store.lock(tx, by.office_id, record_id)
    done = domain.recognise(
        kept,
        version,
        on,
        today,
        decision_number=decision_number,
        decided_by=decided_by,
        scope=scope,
        certificate=certificate,
    )
    await store.save(tx, by.office_id, done, with_owners=False)
    await audit(
        tx,
        by,
        "recognise",
        "achievement",
        record_id,
        at=at,
        decision_number=decision_number,
        scope=scope,
        before=kept.scope if kept.is_recognised else None,
    )
    return done


async def answer(
    tx: Transaction,
    nomination_id: UUID,
    text_id: int,
    other_nomination_id: UUID,
    other_text_id: int,
    word: ReuseAnswer,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> Match:
    """Say with a reason what it is that looks like reuse; a later answer replaces an earlier one, the audit keeps both.

    Refuses a pair that is not (or no longer) alike as not found: an answer holds for the wording it was given for.
    """
    row, matches = await store.matches(tx, by.office_id, nomination_id)
    proposer = await register_store.spoken_for(tx, by.office_id, row["unit_id"], by.unit_id)
    authorise(by, Action.NOMINATE, unit_id=proposer)
    if row["state"] in CLOSED:
        raise Refused("nomination.closed", state=row["state"])
    wanted = (text_id, other_nomination_id, other_text_id)
    pairs = {(each.mine.text_id, each.other.nomination_id, each.other.text_id): each for each in matches}
    if wanted not in pairs:
        raise NotFound("reuse", f"{text_id}/{other_nomination_id}/{other_text_id}")
    match = pairs[wanted]
    domain.check_answer(match, word, is_standing_unit=by.has(Role.STANDING_UNIT))
    await store.answer(tx, by.office_id, match, word, reason, by.person_id, by.name, at)
    await audit(
        tx,
        by,
        "answer_reuse",
        "nomination",
        nomination_id,
        at=at,
        other=other_nomination_id,
        answer=word,
        reason=reason,
        text=match.mine.text,
        other_text=match.other.text,
    )
    return replace(match, answer=domain.Answer(word, reason, by.name, at))


async def _with_names(tx: Transaction, record: Record, by: Actor) -> Record:
    """Whose it is by the register; the actor must be allowed to speak for one of them."""
    found = [await register_store.nominee(tx, by.office_id, owner.kind, owner.nominee_id) for owner in record.owners]
    units = {each.unit_id for each in found}
    authorise(by, Action.KEEP_ACHIEVEMENTS, unit_id=by.unit_id if by.unit_id in units else min(units))
    owners = (replace(owner, name=each.name) for owner, each in zip(record.owners, found, strict=True))
    return replace(record, owners=tuple(owners))
