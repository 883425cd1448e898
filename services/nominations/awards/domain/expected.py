"""What the ledger would record for awards that somebody is about to sign, before anything is signed."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from services.nominations.awards.domain.money import Given, Share, money_at_once
from services.nominations.law.domain import Rulebook


def expected(
    rulebook: Rulebook, standing: Collection[Given], chosen: Sequence[Given], others: Sequence[Given]
) -> Mapping[UUID, Share]:
    """By ``ref``: of the ``chosen`` what is paid once all of them are signed, beside what stands in the ledger already.

    Of the ``others``, which nobody has chosen, what each would be paid if it were signed with the chosen ones: an award
    that may never be given takes nothing from one that is. What is in the ledger already is paid what it is paid there.
    """
    there = {given.ref for given in standing}
    signed = [*standing, *(given for given in chosen if given.ref not in there)]
    shares = dict(money_at_once(rulebook, signed))
    for other in others:
        if other.ref not in shares:
            beside = [given for given in signed if given.recipient_id == other.recipient_id]
            shares[other.ref] = money_at_once(rulebook, [*beside, other])[other.ref]
    return {given.ref: shares[given.ref] for given in (*chosen, *others)}
