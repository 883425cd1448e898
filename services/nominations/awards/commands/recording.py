"""Entering the ledger: past awards from an import, decided awards from the reviews' events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.nominations.events import AwardRecorded, AwardRef, Nominee
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Row, Transaction
from services.chassis.ids import derived_id
from services.chassis.outbox import Outbox
from services.nominations.awards import domain, store
from services.nominations.awards.commands.settling import revalued, settle
from services.nominations.awards.domain import Award
from services.nominations.law import store as law_store
from services.nominations.law.domain import AwardRule, Rulebook
from services.nominations.register import store as register_store
from services.nominations.register.domain import PastAward
from services.office.access import Actor
from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Decided:
    """A signed decision as an event told it; ``decided_by`` as the ledger shows it, ``signer`` where it is known."""

    office_id: UUID
    nomination_id: UUID
    award: AwardRef
    ground: str
    nominee: Nominee
    period_year: int
    decision_number: str
    decided_on: date
    decided_by: str
    signer: str = ""


def award_id_of(nomination_id: UUID) -> UUID:
    """The same award for the same nomination, however often its decision is told."""
    return derived_id("award", nomination_id)


async def record_past(
    tx: Transaction, outbox: Outbox, by: Actor, awards: Sequence[tuple[PastAward, UUID]], at: datetime
) -> int:
    """Put past awards into the ledger; answers how many were new.

    Refuses codes that the rulebook does not have (``award.unknown``), and another level than its own
    (``award.level_differs``).
    """
    rulebook = await law_store.current(tx, by.office_id)
    rules = {rule.code: rule for rule in rulebook.awards}
    unknown = sorted({past.award_code for past, _ in awards} - set(rules))
    if unknown:
        raise Refused("award.unknown", field="award_code", awards=unknown)
    differing = sorted(
        {past.award_code for past, _ in awards if past.level not in (None, rules[past.award_code].level)}
    )
    if differing:
        names = [rules[code].name for code in differing]
        raise Refused("award.level_differs", field="level", awards=differing, names=names)
    named = await register_store.nominees(tx, by.office_id, [nominee_id for _, nominee_id in awards])
    entries = [
        _past(past, nominee_id, rules[past.award_code], named, _entering(rulebook, past), by.office_id)
        for past, nominee_id in awards
    ]
    await store.lock_nominees(tx, {entry.nominee_id for entry in entries})
    fresh = await store.insert_imported(tx, by.office_id, entries)
    new = [entry for entry in entries if entry.award_id in fresh]
    await _tell(tx, outbox, rulebook, by.office_id, new, at)
    return len(fresh)


async def check_past(tx: Transaction, office_id: UUID, awards: Sequence[PastAward], today: date) -> domain.Checked:
    """What stands in the way of these awards before anything is written.

    Before the first rulebook is published there is nothing to check them by: confirming says so (``rulebook.none``).
    """
    try:
        rulebook = await law_store.current(tx, office_id)
    except Refused:
        return domain.Checked((), 0)
    held = await store.held_by_codes(tx, office_id, sorted({past.nominee_code for past in awards}))
    return domain.check_past(rulebook, awards, held, today)


async def record_decided(tx: Transaction, outbox: Outbox, decided: Decided, at: datetime) -> bool:
    """One entry and one AwardRecorded per nomination; False where it is there already."""
    rulebook = await law_store.current(tx, decided.office_id)
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
        signer=decided.signer,
        money_vnd=money.amount,
        money_basis=money.basis,
    )
    await store.lock_nominees(tx, [entry.nominee_id])
    if not await store.insert_decided(tx, decided.office_id, entry):
        return False
    await _tell(tx, outbox, rulebook, decided.office_id, [entry], at)
    return True


async def _tell(
    tx: Transaction, outbox: Outbox, rulebook: Rulebook, office_id: UUID, new: Sequence[Award], at: datetime
) -> None:
    """Tell of new entries with what is paid for them, then of older ones that are paid differently because of them."""
    fresh = {entry.award_id for entry in new}
    times = {(entry.nominee_id, entry.decided_on) for entry in new}
    changed = {award.award_id: award for award in await settle(tx, office_id, rulebook, times, fresh)}
    for entry in new:
        await outbox.record(tx, _recorded(office_id, changed.get(entry.award_id, entry)), at=at)
    today = at.astimezone(OFFICE_ZONE).date()
    others = [award for award in changed.values() if award.award_id not in fresh]
    await outbox.record_all(tx, (revalued(office_id, award, today) for award in others), at=at)


def _entering(rulebook: Rulebook, past: PastAward) -> domain.Worth:
    """The sum the record states, else the one of its own day."""
    if past.money_vnd is not None:
        return domain.Worth(past.money_vnd, domain.TOLD)
    return domain.worth(rulebook, past.award_code, past.nominee_kind, past.decided_on)


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
        signer=past.signer,
        money_vnd=money.amount,
        money_basis=money.basis,
        money_told=past.money_vnd is not None,
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
