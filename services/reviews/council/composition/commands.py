"""Use cases of a council's members: found it, change them over time, find the one in force."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.words import CouncilId, CouncilPosition, PersonId
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, QuorumRule
from services.reviews.council import domain
from services.reviews.council.composition import store
from services.reviews.council.domain import Council, Member

Named = tuple[UUID, str | None, CouncilPosition]
"""A member as a decision lists one: person, name where it is given, position."""


async def found(
    tx: Transaction,
    name: str,
    decision_number: str | None,
    valid_from: date,
    quorum: QuorumRule | None,
    members: Sequence[Named],
    by: Actor,
    at: datetime,
    valid_to: date | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Council:
    """Keep a council as its decision lists it.

    Args:
        rules: what its own working rules change of the rulebook's, in the form `WorkingRules.changed_by` reads.
    """
    if valid_to is not None and valid_to < valid_from:
        raise Refused("dates_reversed", field="valid_to", first=valid_from.isoformat(), last=valid_to.isoformat())
    rulebook = await copies.find_newest_rulebook(tx, by.office_id) or EMPTY
    override = dict(rules or {})
    if quorum is not None:
        override |= {"quorum_numerator": quorum.numerator, "quorum_denominator": quorum.denominator}
    working = rulebook.working_rules(valid_from).changed_by(override)
    council = Council(
        CouncilId(new_id()),
        name,
        decision_number,
        valid_from,
        working.quorum,
        await _named(tx, members, by),
        working,
        valid_to,
    )
    domain.check_council(council.members)
    await store.add_council(tx, by.office_id, council, override)
    await audit(tx, by, "council.found", "council", council.council_id, at=at, seats=council.seats)
    return council


async def _named(tx: Transaction, members: Sequence[Named], by: Actor) -> tuple[Member, ...]:
    """Names not given come from the register's copy."""
    known = await copies.names_of(tx, by.office_id, [person for person, given, _ in members if given is None])
    unknown = [str(person) for person, given, _ in members if given is None and person not in known]
    if unknown:
        raise Refused("person.unknown", field="members", people=unknown)
    return tuple(Member(PersonId(person), given or known[person], position) for person, given, position in members)


async def change_members(
    tx: Transaction,
    council_id: UUID,
    version: int,
    members: Sequence[Named],
    from_day: date,
    decision_number: str | None,
    by: Actor,
    at: datetime,
) -> Council:
    """The members anew from a day on (kiện toàn); meetings opened before keep theirs."""
    council = await store.load_council(tx, by.office_id, council_id, from_day)
    if council.version != version:
        raise Refused("stale", field="version", current=council.version)
    earliest = await store.last_change_of_members(tx, by.office_id, council_id) + timedelta(days=1)
    if from_day < earliest or (council.valid_to is not None and from_day > council.valid_to):
        raise Refused("council.composition_order", field="from_day", from_day=earliest.isoformat())
    seated = await _named(tx, members, by)
    domain.check_council(seated)
    await store.replace_members(tx, by.office_id, council, seated, from_day, decision_number)
    await audit(tx, by, "council.change_members", "council", council_id, at=at, seats=len(seated), from_day=from_day)
    return await store.load_council(tx, by.office_id, council_id, from_day)


def in_force(councils: Sequence[Council], today: date) -> Council | None:
    """The newest council whose day has come and has not passed; ``councils`` newest first."""
    newest = next((council for council in councils if council.valid_from <= today), None)
    return newest if newest is None or newest.valid_to is None or today <= newest.valid_to else None
