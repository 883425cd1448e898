"""Use cases of a council's members: found it, change them over time."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from contracts.reviews.api.composition import ChangeMembers, CouncilMember, CreateCouncil
from contracts.words import CouncilId, PersonId
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY
from services.reviews.council import domain
from services.reviews.council.composition import store
from services.reviews.council.domain import Council, Member


async def found(tx: Transaction, asked: CreateCouncil, acting: Acting) -> Council:
    """Keep a council as its decision lists it, with what its own working rules change of the rulebook's."""
    first, last = asked.valid_from, asked.valid_to
    if last is not None and last < first:
        raise Refused("dates_reversed", field="valid_to", first=first.isoformat(), last=last.isoformat())
    rulebook = await copies.find_newest_rulebook(tx, acting.by.office_id) or EMPTY
    override = _override(asked)
    working = rulebook.working_rules(first).changed_by(override)
    council = Council(
        council_id=CouncilId(new_id()),
        name=asked.name,
        decision_number=asked.decision_number,
        valid_from=first,
        quorum=working.quorum,
        members=await _members(tx, asked.members, acting),
        rules=working,
        valid_to=last,
    )
    domain.check_council(council.members)
    await store.add_council(tx, acting.by.office_id, council, override)
    await audit(tx, acting.by, "council.found", "council", council.council_id, at=acting.at, seats=council.seats)
    return council


def _override(asked: CreateCouncil) -> dict[str, object]:
    """In the form `WorkingRules.changed_by` reads."""
    override: dict[str, object] = asked.rules.model_dump(mode="json", exclude_none=True) if asked.rules else {}
    if asked.quorum is not None:
        if asked.quorum.numerator > asked.quorum.denominator:
            raise Refused("quorum.more_than_all", field="quorum")
        override |= {"quorum_numerator": asked.quorum.numerator, "quorum_denominator": asked.quorum.denominator}
    return override


async def _members(tx: Transaction, listed: Sequence[CouncilMember], acting: Acting) -> tuple[Member, ...]:
    """Names not given come from the register's copy."""
    nameless = [each.person_id for each in listed if each.name is None]
    known = await copies.names_of(tx, acting.by.office_id, nameless)
    if unknown := [str(person) for person in nameless if person not in known]:
        raise Refused("person.unknown", field="members", people=unknown)
    return tuple(Member(PersonId(each.person_id), each.name or known[each.person_id], each.position) for each in listed)


async def change_members(tx: Transaction, council_id: UUID, asked: ChangeMembers, acting: Acting) -> Council:
    """The members anew from a day on (kiện toàn); meetings opened before keep theirs."""
    office_id, from_day = acting.by.office_id, asked.from_day
    council = await store.load_council(tx, office_id, council_id, from_day)
    if council.version != asked.version:
        raise Refused("stale", field="version", current=council.version)
    earliest = await store.last_change_of_members(tx, office_id, council_id) + timedelta(days=1)
    if from_day < earliest or (council.valid_to is not None and from_day > council.valid_to):
        raise Refused("council.composition_order", field="from_day", from_day=earliest.isoformat())
    members = await _members(tx, asked.members, acting)
    domain.check_council(members)
    await store.replace_members(tx, office_id, council, members, from_day, asked.decision_number)
    await audit(
        tx,
        acting.by,
        "council.change_members",
        "council",
        council_id,
        at=acting.at,
        seats=len(members),
        from_day=from_day,
    )
    return await store.load_council(tx, office_id, council_id, from_day)
