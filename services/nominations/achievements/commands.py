"""Achievements recorded, recognised, corrected; and the answer given where something was put forward before."""

from dataclasses import dataclass, replace
from uuid import UUID

from contracts.words import ReuseAnswer
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.achievements import domain, store
from services.nominations.achievements.domain import Match, Recognition, Record
from services.nominations.register import store as register_store
from services.office.access import Action, Actor, Role, authorise
from services.office.refusal import NotFound, Refused


async def record(tx: Transaction, new: Record, acting: Acting) -> Record:
    """Keep a new record. A unit's head records what somebody of the unit did; the code names one thing only."""
    by, at = acting.by, acting.at
    domain.check_new(new, acting.today)
    named = await _with_names(tx, new, by)
    if not await store.add(tx, by.office_id, named, by.person_id, at):
        raise Refused("achievement.code_taken", field="code", taken=new.code)
    await audit(tx, by, "record", "achievement", new.record_id, at=at, kind=new.kind, title=new.title)
    return named


async def correct(
    tx: Transaction, record_id: UUID, version: int, corrected: Record, reason: str, acting: Acting
) -> Record:
    """Put right what was written down wrongly; what is recognised is the standing unit's to correct."""
    by = acting.by
    kept = await store.lock(tx, by.office_id, record_id)
    domain.check_correct(kept, is_standing_unit=by.has(Role.STANDING_UNIT))
    await _with_names(tx, kept, by)
    done = domain.correct(kept, await _with_names(tx, corrected, by), version, acting.today)
    await store.save(tx, by.office_id, done, with_owners=True)
    before = {"title": kept.title, "year": kept.year, "owners": [owner.nominee_id for owner in kept.owners]}
    await audit(tx, by, "correct", "achievement", record_id, at=acting.at, reason=reason, before=before)
    return done


async def recognise(tx: Transaction, record_id: UUID, version: int, recognition: Recognition, acting: Acting) -> Record:
    """Enter the decision that recognised it, or one that recognised it for a wider scope."""
    kept = await store.lock(tx, acting.by.office_id, record_id)
    done = domain.recognise(kept, version, recognition, acting.today)
    await store.save(tx, acting.by.office_id, done, with_owners=False)
    await audit(
        tx,
        acting.by,
        "recognise",
        "achievement",
        record_id,
        at=acting.at,
        decision_number=recognition.decision_number,
        scope=recognition.scope,
        before=kept.scope if kept.is_recognised else None,
    )
    return done


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that look like one thing told twice: the nomination's own, and another nomination's."""

    text_id: int
    other_nomination_id: UUID
    other_text_id: int


async def answer(
    tx: Transaction, nomination_id: UUID, pair: Pair, word: ReuseAnswer, reason: str, acting: Acting
) -> Match:
    """Say with a reason what it is that looks like reuse; a later answer replaces an earlier one, the audit keeps both.

    Refuses a pair that is not (or no longer) alike as not found: an answer holds for the wording it was given for.
    """
    by, at = acting.by, acting.at
    row, matches = await store.matches(tx, by.office_id, nomination_id)
    proposer = await register_store.spoken_for(tx, by.office_id, row["unit_id"], by.unit_id)
    authorise(by, Action.NOMINATE, unit_id=proposer)
    domain.check_answerable(row["state"])
    pairs = {Pair(each.mine.text_id, each.other.nomination_id, each.other.text_id): each for each in matches}
    if pair not in pairs:
        raise NotFound("reuse", f"{pair.text_id}/{pair.other_nomination_id}/{pair.other_text_id}")
    match = pairs[pair]
    domain.check_answer(match, word, is_standing_unit=by.has(Role.STANDING_UNIT))
    given = domain.Answer(word, reason, by.name, at)
    await store.answer(tx, by.office_id, match, given, by.person_id)
    await audit(
        tx,
        by,
        "answer_reuse",
        "nomination",
        nomination_id,
        at=at,
        other=pair.other_nomination_id,
        answer=word,
        reason=reason,
        text=match.mine.text,
        other_text=match.other.text,
    )
    return replace(match, answer=given)


async def _with_names(tx: Transaction, record: Record, by: Actor) -> Record:
    """Whose it is by the register; the actor must be allowed to speak for one of them."""
    found = await _owners(tx, record, by)
    authorise(by, Action.KEEP_ACHIEVEMENTS, unit_id=_unit_of(found, by))
    owners = (replace(owner, name=each.name) for owner, each in zip(record.owners, found, strict=True))
    return replace(record, owners=tuple(owners))


async def spoken_for(tx: Transaction, record: Record, by: Actor) -> UUID:
    """The unit by which an actor is judged who wants to change the record: the own one where somebody of it is an owner."""
    return _unit_of(await _owners(tx, record, by), by)


async def _owners(tx: Transaction, record: Record, by: Actor) -> list[register_store.Nominee]:
    return [await register_store.nominee(tx, by.office_id, owner.kind, owner.nominee_id) for owner in record.owners]


def _unit_of(owners: list[register_store.Nominee], by: Actor) -> UUID:
    units = {each.unit_id for each in owners}
    return by.unit_id if by.unit_id in units else min(units)
