"""Annulling an award: first dry, to show what would change; then for good, with what did change kept for ever."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.nominations.events import AwardAnnulled, AwardRef, Nominee
from contracts.words import NomineeKind
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.awards import domain, store
from services.nominations.awards.commands.settling import revalued, settle
from services.nominations.awards.domain import Annulment, Award, Consequences, Snapshot, Subject, SubjectKind
from services.nominations.law import store as law_store
from services.nominations.law.domain import Rulebook, Verdict, judge
from services.nominations.record import store as record_store
from services.nominations.register import store as register_store
from services.office.refusal import Refused

JudgeNominations = Callable[[Transaction, UUID, Sequence[UUID], date], Awaitable[Mapping[UUID, Verdict]]]
"""The verdict of today on open nominations; they are another subject's, so app.py hands it in."""


@dataclass(frozen=True, slots=True)
class Annulled:
    """The entry as it is now, or would be, with all that changes and the last day to give object and money back."""

    award: Award
    annulment: Annulment
    consequences: Consequences
    return_by: date


class _Undone(Exception):
    """Ends a dry run."""


async def preview(
    tx: Transaction,
    award_id: UUID,
    version: int,
    annulment: Annulment,
    judge_nominations: JudgeNominations,
    acting: Acting,
) -> Annulled:
    """What `annul` would do: it is done and undone, so that nothing can be shown that would not happen."""
    found: list[Annulled] = []
    try:
        async with tx.savepoint():
            annulled, _ = await _apply(tx, award_id, version, annulment, judge_nominations, acting)
            found.append(annulled)
            raise _Undone
    except _Undone:
        return found[0]


async def annul(
    tx: Transaction,
    award_id: UUID,
    version: int,
    annulment: Annulment,
    judge_nominations: JudgeNominations,
    acting: Acting,
) -> Annulled:
    """The entry stays, marked; chains, counts and verdicts leave it out from now on. Nothing brings it back."""
    done, changed = await _apply(tx, award_id, version, annulment, judge_nominations, acting)
    office_id = acting.by.office_id
    await store.keep_annulment(tx, award_id, done.annulment, done.return_by, done.consequences, acting)
    await audit(
        tx,
        acting.by,
        "annul",
        "award",
        award_id,
        at=acting.at,
        reason=annulment.reason,
        ground=annulment.ground.value,
        decision_number=annulment.decision_number,
        authority=done.annulment.authority,
    )
    await acting.outbox.record_all(tx, (revalued(office_id, other, acting.today) for other in changed), at=acting.at)
    await acting.outbox.record(tx, _award_annulled(office_id, done), at=acting.at)
    return done


async def give_back(
    tx: Transaction, award_id: UUID, returned_on: date, money_vnd: int, note: str, acting: Acting
) -> None:
    """Object and money of an annulled award came back. Refused for one that stands, a second time, and a day to come."""
    office_id = acting.by.office_id
    kept = await store.annulment(tx, office_id, award_id)
    if kept is None:
        await store.get(tx, office_id, award_id)
        raise Refused("award.stands", award_id=str(award_id))
    if returned_on > acting.today:
        raise Refused("paper.future", field="returned_on", today=acting.today.isoformat())
    if returned_on < kept["annulled_on"]:
        first, last = kept["annulled_on"].isoformat(), returned_on.isoformat()
        raise Refused("dates_reversed", field="returned_on", first=first, last=last)
    if not await store.keep_return(tx, award_id, returned_on, money_vnd, note, acting):
        raise Refused("award.returned", award_id=str(award_id))
    await audit(
        tx, acting.by, "give_back", "award", award_id, at=acting.at, returned_on=returned_on, money_vnd=money_vnd
    )


async def _apply(
    tx: Transaction,
    award_id: UUID,
    version: int,
    annulment: Annulment,
    judge_nominations: JudgeNominations,
    acting: Acting,
) -> tuple[Annulled, list[Award]]:
    """Mark the entry and work out anew what rests on it; answers also the awards that are paid differently."""
    office_id = acting.by.office_id
    rulebook = await law_store.current(tx, office_id)
    await store.lock_nominees(tx, [(await store.get(tx, office_id, award_id)).nominee_id])
    award = await store.lock(tx, office_id, award_id)
    deciders = {rule.decided_by for rule in rulebook.awards if rule.level.value == "office"}
    annulled = domain.annul(award, version, annulment, deciders, acting.today)
    before = await _snapshot(tx, award, rulebook, judge_nominations, acting)
    await store.annul(tx, office_id, annulled, annulment.decision_number)
    changed = await settle(tx, office_id, rulebook, [(award.nominee_id, award.decided_on)])
    after = await _snapshot(tx, award, rulebook, judge_nominations, acting)
    return Annulled(
        annulled,
        replace(annulment, authority=annulment.authority or award.decided_by),
        domain.consequences(award.award_id, award.award_code, award.period_year, award.money_vnd, before, after),
        domain.return_by(rulebook, annulment.received_on or annulment.annulled_on),
    ), changed


async def _snapshot(
    tx: Transaction, award: Award, rulebook: Rulebook, judge_nominations: JudgeNominations, acting: Acting
) -> Snapshot:
    """All that may rest on the award, as the tables say at this moment of the transaction."""
    office_id, kind = acting.by.office_id, NomineeKind(award.nominee_kind)
    nominee = await record_store.known(tx, office_id, kind, award.nominee_id, award.period_year, acting.today)
    is_person = kind is NomineeKind.PERSON
    units = (
        await register_store.units_of_person(tx, office_id, award.nominee_id, award.period_year) if is_person else []
    )
    verdicts = await _verdicts_on_awards(tx, office_id, award, units, rulebook, acting.today)
    rows = await record_store.nominations_resting(tx, office_id, award.nominee_id, award.period_year, units)
    open_ones = {row["subject_id"]: _subject(SubjectKind.NOMINATION, row) for row in rows}
    judged = await judge_nominations(tx, office_id, list(open_ones), acting.today)
    verdicts |= {open_ones[nomination_id]: verdict for nomination_id, verdict in judged.items()}
    at_once = await store.decided_at_once(tx, office_id, [(award.nominee_id, award.decided_on)])
    count, money = await store.count_of_award(tx, office_id, award.award_code, award.period_year)
    return Snapshot(
        years=nominee.facts().years,
        verdicts=verdicts,
        money={each.award_id: (each.award_name, each.money_vnd, each.money_reason) for each in at_once},
        count=count,
        count_money=money,
    )


async def _verdicts_on_awards(
    tx: Transaction, office_id: UUID, award: Award, units: Sequence[UUID], rulebook: Rulebook, today: date
) -> dict[Subject, Verdict]:
    """Later awards judged again, by the law of the day they were decided."""
    verdicts: dict[Subject, Verdict] = {}
    for row in await store.awards_resting(tx, office_id, award, units):
        law_day = _law_day(rulebook, row["award_code"], row["decided_on"])
        if law_day is None:
            continue
        kind = NomineeKind(row["nominee_kind"])
        known = await record_store.known(tx, office_id, kind, row["nominee_id"], row["period_year"], today)
        try:
            facts = known.facts().without_award(row["award_code"], row["period_year"])
            verdict = judge(rulebook, row["award_code"], facts, row["period_year"], today, law_day)
        except Refused:
            continue  # an award that the rulebook has for another kind of nominee: nothing to judge it by
        verdicts[_subject(SubjectKind.AWARD, row)] = verdict
    return verdicts


def _law_day(rulebook: Rulebook, award_code: str, decided_on: date) -> date | None:
    """The day of the decision, or the nearest one with a rule; None for an award the rulebook does not have."""
    rules = [rule for rule in rulebook.awards if rule.code == award_code]
    if any(rule.is_in_force(decided_on) for rule in rules):
        return decided_on
    return min((rule.valid_from for rule in rules), default=None)


def _subject(kind: SubjectKind, row: Mapping[str, Any]) -> Subject:
    return Subject(
        kind=kind,
        subject_id=row["subject_id"],
        award_code=row["award_code"],
        award_name=row["award_name"],
        nominee_id=row["nominee_id"],
        nominee_name=row["nominee_name"],
        period_year=row["period_year"],
        mark=row["mark"],
    )


def _award_annulled(office_id: UUID, done: Annulled) -> AwardAnnulled:
    award, annulment = done.award, done.annulment
    return AwardAnnulled(
        office_id=office_id,
        award_id=award.award_id,
        reason=annulment.reason,
        decision_number=annulment.decision_number,
        annulled_on=annulment.annulled_on,
        cause=annulment.ground.value,
        authority=annulment.authority,
        award=AwardRef(code=award.award_code, name=award.award_name, kind=award.kind, level=award.level),
        nominee=Nominee(
            kind=award.nominee_kind,
            nominee_id=award.nominee_id,
            name=award.nominee_name,
            unit_id=award.unit_id,
            unit_name=award.unit_name,
        ),
        period_year=award.period_year,
        affected_nominations=done.consequences.nominations,
    )
