"""What is paid for the awards of one nominee decided on one day, worked out anew whenever one comes or goes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.nominations.events import AwardRevalued
from services.chassis.database import Transaction
from services.nominations.awards import store
from services.nominations.awards.domain import Award, Given, Recipient, money_at_once
from services.nominations.law.domain import Rulebook


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
    shares = money_at_once(rulebook, [_given(award) for award in standing])
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


def _given(award: Award) -> Given:
    return Given(
        ref=award.award_id,
        award_code=award.award_code,
        kind=award.kind,
        recipient=Recipient(award.nominee_kind),
        recipient_id=award.nominee_id,
        period_year=award.period_year,
        decided_on=award.decided_on,
        told=award.money_vnd if award.money_told else None,
    )
