"""The arithmetic of one agenda item, with its source: who can vote on it, what is needed, and whether it can pass."""

from collections.abc import Set
from dataclasses import dataclass

from contracts.words import PersonId
from services.office import votes
from services.office.votes import Room
from services.reviews.council.domain.meetings import Council, Item
from services.reviews.council.domain.recusals import own_or_recused


@dataclass(frozen=True, slots=True)
class ItemArithmetic:
    """One vote worked out before it is counted.

    ``written`` counts absent members who may vote in writing, 0 where the working rules do not let them; ``sentence``
    is the whole calculation in Vietnamese, ``source`` what the share rests on, ``rules_source`` what the rest does.
    """

    seats: int
    present: int
    recused: int
    written: int
    denominator: int
    voters: int
    needed: int
    is_possible: bool
    sentence: str
    source: str
    rules_source: str


def room_of(council: Council, item: Item, present: Set[PersonId] | None) -> Room:
    """Who can vote on the case; before attendance is marked as if everybody came."""
    members = frozenset(member.person_id for member in council.members)
    here = members if present is None else members & present
    away = own_or_recused(council, item)
    rules = council.working_rules
    return Room(
        seats=council.seats,
        present=len(here),
        recused=len(here & away),
        written=len(members - here - away) if rules.written_opinions else 0,
        recused_stay=rules.recused_stay_in_denominator,
    )


def arithmetic(council: Council, item: Item, present: Set[PersonId] | None) -> ItemArithmetic:
    """The item's arithmetic as things stand now."""
    room = room_of(council, item, present)
    worked_out = votes.work_out(room, item.rule.share)
    return ItemArithmetic(
        seats=room.seats,
        present=room.present,
        recused=room.recused,
        written=room.written,
        denominator=worked_out.denominator,
        voters=worked_out.voters,
        needed=worked_out.needed,
        is_possible=worked_out.possible,
        sentence=worked_out.sentence,
        source=item.rule.source,
        rules_source=council.working_rules.source,
    )
