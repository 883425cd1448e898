"""Who may act on which case: nobody on the own one, nor the head of a nominated collective where the office says so."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.chassis.database import Transaction
from services.office.access import Actor, Role
from services.reviews.cases import domain
from services.reviews.cases.domain import Case
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, Rulebook
from services.reviews.council import store as council

HEADS_KEEP_AWAY = "TRANH_TAP_THE_CUA_MINH"

Rulebooks = Mapping[str, Rulebook | None]
"""By version; None while its event has not arrived."""


async def rulebooks_of(tx: Transaction, cases: Sequence[Case]) -> Rulebooks:
    """Each version that cases of one office name, read once."""
    wanted = {case.rulebook_version: case.office_id for case in cases}
    return {version: await copies.find_rulebook(tx, office_id, version) for version, office_id in wanted.items()}


async def rulebook_of(tx: Transaction, case: Case) -> Rulebook:
    """The version the case names; while it has not arrived, an empty one, which gives the defaults."""
    return await copies.find_rulebook(tx, case.office_id, case.rulebook_version) or EMPTY


async def heads_kept_away(
    tx: Transaction, cases: Sequence[Case], by: Actor, rulebooks: Rulebooks | None = None
) -> frozenset[UUID]:
    """Of these the cases of the collective that the actor leads, where the office keeps its head away."""
    collectives = [case for case in cases if case.nominee.kind != "person"]
    if not collectives:
        return frozenset()
    heads = await copies.heads_of(tx, by.office_id, [case.nominee.nominee_id for case in collectives])
    led = [case for case in collectives if heads.get(case.nominee.nominee_id) == by.person_id]
    known = rulebooks if rulebooks is not None else await rulebooks_of(tx, led)
    return frozenset(case.case_id for case in led if _keeps_away(known[case.rulebook_version] or EMPTY, case))


def _keeps_away(rulebook: Rulebook, case: Case) -> bool:
    return rulebook.policy(HEADS_KEEP_AWAY, case.award.code, case.ground, case.received_on or date.max).is_on


async def concerning(tx: Transaction, cases: Sequence[Case], reader: Actor) -> frozenset[UUID]:
    """Of these the cases that concern the reader, whatever his roles.

    They concern the nominee, who leads the nominated collective or the unit that proposed, and who stayed away from
    the case in the council.
    """
    units = {case.nominee.unit_id for case in cases} | {case.nominee.nominee_id for case in cases}
    heads = await copies.heads_of(tx, reader.office_id, list(units)) if cases else {}
    led = {unit_id for unit_id, head in heads.items() if head == reader.person_id}
    if reader.has(Role.UNIT_HEAD) and reader.unit_id is not None:
        led.add(reader.unit_id)
    away = await council.recused_from(tx, reader.office_id, reader.person_id, [case.case_id for case in cases])
    return frozenset(
        case.case_id
        for case in cases
        if reader.person_id == case.nominee.nominee_id
        or not led.isdisjoint({case.nominee.nominee_id, case.nominee.unit_id})
        or case.case_id in away
    )


async def check_may_act(tx: Transaction, cases: Sequence[Case], by: Actor) -> None:
    """Every change of a case by a person passes here; see docs/decisions/0005-own-cases.md."""
    led = await heads_kept_away(tx, cases, by)
    for case in cases:
        domain.check_not_own(case, by.person_id, is_its_head=case.case_id in led)
