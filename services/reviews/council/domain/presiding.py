"""Who presides over an item: the chair, else a vice chair, else whom the council's order names; never over the own case."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from contracts.words import CouncilPosition, PersonId
from services.reviews.council.domain.meetings import Council, Item, Member
from services.reviews.council.domain.recusals import concerns, own_or_recused


class Why(StrEnum):
    CHAIR = "chair"
    CHAIR_ABSENT = "chair_absent"
    CHAIR_OWN_CASE = "chair_own_case"
    CHAIR_RECUSED = "chair_recused"


@dataclass(frozen=True, slots=True)
class Presiding:
    member: Member
    why: Why


_ORDER = {CouncilPosition.CHAIR: 0, CouncilPosition.VICE: 1, CouncilPosition.MEMBER: 2, CouncilPosition.SECRETARY: 3}


def presiding(council: Council, item: Item, present: Set[PersonId]) -> Presiding | None:
    """None where nobody present may preside.

    A substitute sits and votes but does not lead. Without a vice chair the first member in the council's order leads,
    the secretary last, who writes the minutes.
    """
    away = own_or_recused(council, item)
    able = [
        member
        for member in sorted(council.members, key=lambda each: _ORDER[each.position])
        if member.person_id in present and member.person_id not in away and member.stands_in_for is None
    ]
    return Presiding(able[0], _why(council, item, able[0], present)) if able else None


def _why(council: Council, item: Item, leader: Member, present: Set[PersonId]) -> Why:
    chair = next((member for member in council.members if member.position is CouncilPosition.CHAIR), None)
    if chair is None or leader == chair:
        return Why.CHAIR
    if chair.person_id not in present or chair.stands_in_for is not None:
        return Why.CHAIR_ABSENT
    return Why.CHAIR_OWN_CASE if concerns(item.case, chair) else Why.CHAIR_RECUSED
