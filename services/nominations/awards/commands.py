"""Entering the ledger: past awards from an import, decided awards from the reviews' events; and annulment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.nominations import AwardAnnulled, AwardRecorded, AwardRef, Nominee
from services.chassis.audit import audit
from services.chassis.database import Row, Transaction
from services.chassis.ids import derived_id
from services.chassis.outbox import Outbox
from services.nominations.awards import domain, store
from services.nominations.awards.domain import Award
from services.nominations.register.domain import PastAward
from services.nominations.rulebook import store as rulebook_store
from services.nominations.rulebook.domain import AwardRule
from services.office.access import Actor
from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Decided:
    """A signed decision as an event told it; ``decided_by`` as the ledger shows it."""

    office_id: UUID
    nomination_id: UUID
    award: AwardRef
    ground: str
    nominee: Nominee
    period_year: int
    decision_number: str
    decided_on: date
    decided_by: str


def award_id_of(nomination_id: UUID) -> UUID:
    """The same award for the same nomination, however often its decision is told."""
    return derived_id("award", nomination_id)


async def record_past(
    tx: Transaction, outbox: Outbox, by: Actor, awards: Sequence[tuple[PastAward, UUID]], at: datetime
) -> int:
    """Put past awards into the ledger; answers how many were new.

    Refuses (``award.unknown``) codes that the rulebook does not have.
    """
    rulebook = await rulebook_store.current(tx, by.office_id)
    rules = {rule.code: rule for rule in rulebook.awards}
    unknown = sorted({past.award_code for past, _ in awards} - set(rules))
    if unknown:
        raise Refused("award.unknown", field="award_code", awards=unknown)
    named = await store.nominees(tx, by.office_id, [nominee_id for _, nominee_id in awards])
    entries = []
    for past, nominee_id in awards:
        money = (
            domain.Worth(past.money_vnd, "theo hồ sơ nhập")
            if past.money_vnd is not None
            else domain.worth(rulebook, past.award_code, past.nominee_kind, past.decided_on)
        )
        entries.append(_past(past, nominee_id, rules[past.award_code], named, money, by.office_id))
    fresh = await store.insert_imported(tx, by.office_id, entries)
    events = [_recorded(by.office_id, entry) for entry in entries if entry.award_id in fresh]
    await outbox.record_all(tx, events, at=at)
    return len(fresh)


async def record_decided(tx: Transaction, outbox: Outbox, decided: Decided, at: datetime) -> bool:
    """One entry and one AwardRecorded per nomination; False where it is there already."""
    rulebook = await rulebook_store.current(tx, decided.office_id)
    money = domain.worth(rulebook, decided.award.code, decided.nominee.kind, decided.decided_on)
    entry = Award(
        award_id=award_id_of(decided.nomination_id),
        nomination_id=decided.nomination_id,
        award_code=decided.award.code,
        award_name=decided.award.name,
        kind=decided.award.kind,
        level=decided.award.level,
        ground=decided.ground,
        nominee_kind=decided.nominee.kind,
        nominee_id=decided.nominee.nominee_id,
        nominee_name=decided.nominee.name,
        unit_id=decided.nominee.unit_id,
        unit_name=decided.nominee.unit_name,
        period_year=decided.period_year,
        decision_number=decided.decision_number,
        decided_on=decided.decided_on,
        decided_by=decided.decided_by,
        money_vnd=money.amount,
        money_basis=money.basis,
    )
    if not await store.insert_decided(tx, decided.office_id, entry):
        return False
    await outbox.record(tx, _recorded(decided.office_id, entry), at=at)
    return True


async def annul(
    tx: Transaction, outbox: Outbox, award_id: UUID, version: int, reason: str, decision_number: str, on: date, *,
    by: Actor, at: datetime,
) -> Award:  # fmt: skip
    """The entry stays, marked; streaks and counts leave it out from now on."""
    annulled = domain.annul(await store.lock(tx, by.office_id, award_id), version, reason, on)
    await store.annul(tx, by.office_id, annulled, decision_number)
    await audit(tx, by, "annul", "award", award_id, at=at, reason=reason, decision_number=decision_number)
    event = AwardAnnulled(
        office_id=by.office_id,
        award_id=award_id,
        reason=reason,
        decision_number=decision_number,
        annulled_on=on,
    )
    await outbox.record(tx, event, at=at)
    return annulled


def _past(
    past: PastAward, nominee_id: UUID, rule: AwardRule, named: Mapping[UUID, Row], money: domain.Worth, office_id: UUID
) -> Award:
    nominee = named[nominee_id]
    return Award(
        award_id=derived_id(
            "past award", office_id, nominee_id, past.award_code, past.period_year, past.decision_number
        ),
        award_code=rule.code,
        award_name=rule.name,
        kind=rule.kind.value,
        level=rule.level.value,
        ground=past.ground,
        nominee_kind=past.nominee_kind,
        nominee_id=nominee_id,
        nominee_name=nominee["name"],
        unit_id=nominee["unit_id"],
        unit_name=nominee["unit_name"],
        period_year=past.period_year,
        decision_number=past.decision_number,
        decided_on=past.decided_on,
        decided_by=past.decided_by,
        money_vnd=money.amount,
        money_basis=money.basis,
        imported=True,
    )


def _recorded(office_id: UUID, award: Award) -> AwardRecorded:
    """A sum nobody knows (an import from before the rulebook) counts as nothing; the ledger shows it as unknown."""
    return AwardRecorded(
        office_id=office_id,
        award_id=award.award_id,
        nomination_id=award.nomination_id,
        award=AwardRef(code=award.award_code, name=award.award_name, kind=award.kind, level=award.level),
        ground=award.ground,
        nominee=Nominee(
            kind=award.nominee_kind,
            nominee_id=award.nominee_id,
            name=award.nominee_name,
            unit_id=award.unit_id,
            unit_name=award.unit_name,
        ),
        period_year=award.period_year,
        decision_number=award.decision_number,
        decided_on=award.decided_on,
        decided_by=award.decided_by,
        money_vnd=award.money_vnd or 0,
        imported=award.imported,
    )
