"""More recommended than places: off by default, from the top where the office says so, ties by the chair's vote."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import CaseId, CouncilId, CouncilPosition, MeetingId, MeetingStage, PersonId
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.copies.domain import MAJORITY, TWO_THIRDS, WorkingRules
from services.reviews.council.domain import (
    AgendaCase,
    Conclusion,
    Council,
    Item,
    Meeting,
    Member,
    Merit,
    Votes,
    conclude_item,
    within_places,
)

OFF = WorkingRules(TWO_THIRDS)
FROM_TOP = WorkingRules(TWO_THIRDS, over_quota_from_top=True, source="Quy chế 12/QC-HĐ")
WOMEN_FIRST = replace(FROM_TOP, equal_merit_order=True)
MEMBERS = tuple(Member(PersonId(new_id()), f"Ủy viên {n}", CouncilPosition.MEMBER) for n in range(9))
COUNCIL = Council(CouncilId(new_id()), "Hội đồng", None, date(2026, 1, 5), TWO_THIRDS, MEMBERS)
MEETING = Meeting(
    MeetingId(new_id()),
    COUNCIL.council_id,
    1,
    MeetingStage.OPEN,
    "Phiên họp",
    date(2026, 12, 10),
    "",
    frozenset(member.person_id for member in MEMBERS),
)


def concluded(in_favour: int) -> Conclusion:
    case = AgendaCase(CaseId(new_id()), new_id(), "GIAY_KHEN", "Giấy khen", "person", new_id(), "Hà", "Phòng TH")
    return conclude_item(COUNCIL, MEETING, Item(case, MAJORITY), Votes(in_favour, 9 - in_favour, 0))


def recommended(conclusions: list[Conclusion]) -> list[bool]:
    return [each.recommended for each in conclusions]


def test_places_are_refused_without_the_rule_and_without_places_nothing_changes() -> None:
    both = [concluded(9), concluded(7)]

    assert within_places(both, {}, Merit(OFF)) == both
    with pytest.raises(Refused, match=r"places\.no_rule"):
        within_places(both, {"GIAY_KHEN": 1}, Merit(OFF))


def test_over_the_places_the_most_votes_are_kept_and_the_sentence_says_why_not() -> None:
    kept = within_places([concluded(7), concluded(9), concluded(4)], {"GIAY_KHEN": 1}, Merit(FROM_TOP))

    assert recommended(kept) == [False, True, False]
    assert kept[0].sentence.endswith("Vượt 1 chỗ: lấy từ trên xuống, không đề nghị (Quy chế 12/QC-HĐ).")
    assert "Vượt" not in kept[2].sentence


def test_a_tie_at_the_last_place_goes_by_the_chairs_vote_and_else_is_refused() -> None:
    first, second = concluded(7), concluded(7)

    with pytest.raises(Refused, match=r"places\.tie"):
        within_places([first, second], {"GIAY_KHEN": 1}, Merit(FROM_TOP))
    by_chair = Merit(FROM_TOP, chair_for=frozenset({second.case.case_id}))
    assert recommended(within_places([first, second], {"GIAY_KHEN": 1}, by_chair)) == [False, True]


def test_equal_merit_puts_a_woman_first_only_where_the_office_says_so() -> None:
    man, woman = concluded(7), concluded(7)
    women = frozenset({woman.case.nominee_id})

    with pytest.raises(Refused, match=r"places\.tie"):
        within_places([man, woman], {"GIAY_KHEN": 1}, Merit(FROM_TOP, women))
    assert recommended(within_places([man, woman], {"GIAY_KHEN": 1}, Merit(WOMEN_FIRST, women))) == [False, True]


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(0, 8))
def test_no_more_than_the_places_and_nobody_kept_has_fewer_votes_than_one_left_out(votes: list[int], most: int) -> None:
    before = [concluded(each) for each in votes]
    try:
        after = within_places(before, {"GIAY_KHEN": most}, Merit(FROM_TOP))
    except Refused as refused:
        assert refused.code == "places.tie"
        return

    kept = [each.outcome.votes.in_favour for each in after if each.recommended]
    left = [
        b.outcome.votes.in_favour for b, a in zip(before, after, strict=True) if b.recommended and not a.recommended
    ]
    assert len(kept) <= most
    assert not left or not kept or min(kept) > max(left)
