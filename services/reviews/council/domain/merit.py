"""Order of merit, and more recommended than there are places: both the office's own rules, off by default."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from uuid import UUID

from services.office.refusal import Refused
from services.reviews.copies.domain import WorkingRules
from services.reviews.council.domain.conclusions import Conclusion


@dataclass(frozen=True, slots=True)
class Merit:
    """What ranks conclusions of equal votes.

    ``preferred`` are nominees whom equal merit puts first: women, collectives with at least 70 % women (E14), where the
    register tells of it; ``chair_for`` the cases the chair is known by name to have voted for.
    """

    rules: WorkingRules
    preferred: Set[UUID] = frozenset()
    chair_for: Set[UUID] = frozenset()

    def rank(self, each: Conclusion) -> tuple[int, bool]:
        """Most votes in favour first; among equals whom the rule prefers, where it is on."""
        is_later = self.rules.equal_merit_order and each.case.nominee_id not in self.preferred
        return -each.outcome.votes.in_favour, is_later

    def rank_with_chair(self, each: Conclusion) -> tuple[int, bool, bool]:
        return *self.rank(each), each.case.case_id not in self.chair_for


def within_places(conclusions: Sequence[Conclusion], places: Mapping[str, int], merit: Merit) -> list[Conclusion]:
    """What is recommended beyond the places of its award is not: taken from the top, a tie at the last by the chair's vote.

    Refuses places where the office has no such rule, and a tie that the chair's vote does not settle.

    Args:
        places: per award how many may be recommended; an award not named has no limit.
    """
    if places and not merit.rules.over_quota_from_top:
        raise Refused("places.no_rule", field="places")
    kept = {each.case.case_id: each for each in conclusions}
    for award_code, most in places.items():
        passed = [each for each in conclusions if each.case.award_code == award_code and each.recommended]
        ordered = sorted(passed, key=merit.rank_with_chair)
        over = ordered[most:]
        if over and most and merit.rank_with_chair(ordered[most - 1]) == merit.rank_with_chair(over[0]):
            tied = [
                str(each.case.case_id)
                for each in ordered
                if merit.rank_with_chair(each) == merit.rank_with_chair(over[0])
            ]
            raise Refused("places.tie", field="postponed", cases=tied, places=most)
        for each in over:
            sentence = f"{each.sentence} Vượt {most} chỗ: lấy từ trên xuống, không đề nghị ({merit.rules.source})."
            kept[each.case.case_id] = replace(each, outcome=replace(each.outcome, passed=False), sentence=sentence)
    return list(kept.values())
