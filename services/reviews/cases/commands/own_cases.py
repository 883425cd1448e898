"""Who may act on which case: nobody on the own one, nor the head of a nominated collective where the office says so."""

from collections.abc import Sequence
from datetime import date

from services.chassis.database import Transaction
from services.office.access import Actor
from services.reviews.cases import domain
from services.reviews.cases.domain import Case
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, Rulebook

HEADS_KEEP_AWAY = "TRANH_TAP_THE_CUA_MINH"


async def rulebook_of(tx: Transaction, case: Case) -> Rulebook:
    """The version the case names; while it has not arrived, an empty one, which gives the defaults."""
    return await copies.find_rulebook(tx, case.office_id, case.rulebook_version) or EMPTY


async def check_may_act(tx: Transaction, cases: Sequence[Case], by: Actor) -> None:
    """Every change of a case by a person passes here; see docs/decisions/0005-own-cases.md."""
    collectives = [case.nominee.nominee_id for case in cases if case.nominee.kind != "person"]
    heads = await copies.heads_of(tx, by.office_id, collectives) if collectives else {}
    for case in cases:
        head = heads.get(case.nominee.nominee_id)
        if head == by.person_id:
            on = case.received_on or date.max
            policy = (await rulebook_of(tx, case)).policy(HEADS_KEEP_AWAY, case.award.code, case.ground, on)
            head = head if policy.is_on else None
        domain.check_not_own(case, by.person_id, head)
