"""What is paid for the awards of one nominee decided on one day, worked out anew whenever one comes or goes, and before it comes.

The signing desk is told by the same function, from the same ledger, as the one that later pays: `expected_of`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.nominations.events import AwardRevalued
from services.chassis.database import Transaction
from services.nominations.achievements import store as achievements_store
from services.nominations.awards import domain, store
from services.nominations.awards.domain import Award, Given, Recipient, Share, money_at_once
from services.nominations.law.domain import Rulebook


@dataclass(frozen=True, slots=True)
class ToSign:
    """An award that somebody may sign; ``is_chosen`` where it is among those to be signed now."""

    nomination_id: UUID
    award_code: str
    kind: str
    nominee_kind: str
    nominee_id: UUID
    period_year: int
    is_chosen: bool


async def expected_of(
    tx: Transaction, office_id: UUID, rulebook: Rulebook, asked: Sequence[ToSign], decided_on: date
) -> Mapping[UUID, Share]:
    """By nomination, what the ledger will record if those chosen are signed on that day; nothing is written."""
    standing = await store.decided_at_once(tx, office_id, {(each.nominee_id, decided_on) for each in asked})
    deeds = await _deeds_of(
        tx, office_id, [*(each.nomination_id for each in standing), *(a.nomination_id for a in asked)]
    )
    given = {
        each.nomination_id: Given(
            ref=each.nomination_id,
            award_code=each.award_code,
            kind=each.kind,
            recipient=Recipient(each.nominee_kind),
            recipient_id=each.nominee_id,
            period_year=each.period_year,
            decided_on=decided_on,
            achievements=deeds.get(each.nomination_id, frozenset()),
        )
        for each in asked
    }
    chosen = [given[each.nomination_id] for each in asked if each.is_chosen]
    others = [given[each.nomination_id] for each in asked if not each.is_chosen]
    there = [replace(_given(award, deeds), ref=award.nomination_id or award.award_id) for award in standing]
    return domain.expected(rulebook, there, chosen, others)


async def _deeds_of(
    tx: Transaction, office_id: UUID, nominations: Collection[UUID | None]
) -> Mapping[UUID, frozenset[str]]:
    return await achievements_store.names_of_deeds(tx, office_id, {each for each in nominations if each is not None})


async def settle(
    tx: Transaction,
    office_id: UUID,
    rulebook: Rulebook,
    times: Collection[tuple[UUID, date]],
    fresh: Collection[UUID] = (),
) -> list[Award]:
    """Work out anew what is paid for all awards of these nominees and days; answers those that are paid differently now.

    The order in which awards reach the ledger never matters: whoever comes later is judged with all that are there, and
    changes what was kept for them. The nominees must be locked. An award annulled is none.

    Args:
        fresh: awards this transaction has just inserted.
    """
    standing = await store.decided_at_once(tx, office_id, times)
    deeds = await _deeds_of(tx, office_id, [award.nomination_id for award in standing])
    shares = money_at_once(rulebook, [_given(award, deeds) for award in standing])
    settled = [
        replace(
            award,
            money_vnd=share.amount,
            money_basis=share.worth.basis,
            money_reason=share.reason,
            money_source=share.source,
        )
        for award in standing
        for share in [shares[award.award_id]]
    ]
    changed = [now for was, now in zip(standing, settled, strict=True) if was != now]
    if changed:
        await store.pay(tx, office_id, changed, fresh)
    paid_before = {award.award_id: award.money_vnd for award in standing}
    return [award for award in changed if award.award_id in fresh or award.money_vnd != paid_before[award.award_id]]


def revalued(office_id: UUID, award: Award, on: date) -> AwardRevalued:
    """A sum nobody knows counts as nothing."""
    return AwardRevalued(
        office_id=office_id,
        award_id=award.award_id,
        nomination_id=award.nomination_id,
        money_vnd=award.money_vnd or 0,
        reason=award.money_reason,
        revalued_on=on,
    )


def _given(award: Award, deeds: Mapping[UUID, frozenset[str]]) -> Given:
    return Given(
        ref=award.award_id,
        award_code=award.award_code,
        kind=award.kind,
        recipient=Recipient(award.nominee_kind),
        recipient_id=award.nominee_id,
        period_year=award.period_year,
        decided_on=award.decided_on,
        achievements=deeds.get(award.nomination_id, frozenset()) if award.nomination_id else frozenset(),
        told=award.money_vnd if award.money_told else None,
    )
