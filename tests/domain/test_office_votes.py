"""The arithmetic of a vote: the thresholds the law names, both sides of each, and what can never pass."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.office.refusal import Refused
from services.office.votes import Arithmetic, Room, Share, needed, possible, quorum, work_out

EIGHTY, NINETY, HALF = Share(80), Share(90), Share(50, more_than=True)


@pytest.mark.parametrize(
    ("seats", "share", "votes"),
    [(9, EIGHTY, 8), (9, NINETY, 9), (10, EIGHTY, 8), (11, EIGHTY, 9), (9, HALF, 5), (10, HALF, 6), (1, EIGHTY, 1)],
)
def test_a_threshold_is_the_least_number_that_reaches_the_share_of_all_seats(
    seats: int, share: Share, votes: int
) -> None:
    assert needed(seats, share) == votes


def test_two_recused_of_nine_without_written_opinions_can_never_reach_eighty_percent() -> None:
    assert work_out(Room(9, 9, recused=2), EIGHTY) == Arithmetic(
        denominator=9,
        needed=8,
        voters=7,
        possible=False,
        passed=None,
        sentence="Từ 80 % của 9 (tổng số thành viên): cần 8 phiếu. "
        "Bỏ phiếu được: 9 người dự, trừ 2 người tránh xung đột lợi ích = 7. "
        "Không thể đạt: 7 phiếu thuận tối đa, thiếu 1.",
    )


def test_a_written_opinion_of_an_absent_member_can_save_a_vote() -> None:
    room = Room(9, 8, recused=1, written=1)

    assert possible(room, EIGHTY)
    assert not possible(Room(9, 8, recused=1), EIGHTY)
    assert work_out(room, EIGHTY, 8).passed
    assert work_out(room, EIGHTY, 7).sentence.endswith("Kết quả 7/9 phiếu thuận: không đạt, thiếu 1.")


def test_recused_seats_leave_the_denominator_only_where_the_rule_says_so() -> None:
    assert work_out(Room(9, 9, recused=2, recused_stay=False), EIGHTY, 6).needed == 6
    assert work_out(Room(9, 9, recused=2), EIGHTY).needed == 8


def test_nobody_left_to_vote_passes_nothing() -> None:
    assert not possible(Room(3, 3, recused=3, recused_stay=False), EIGHTY)


@pytest.mark.parametrize(("seats", "least"), [(9, 6), (10, 7), (11, 8), (12, 8)])
def test_a_quorum_of_two_thirds(seats: int, least: int) -> None:
    assert quorum(seats, 2, 3) == least


@pytest.mark.parametrize(
    ("field", "numbers"),
    [("seats", (0, 0)), ("present", (9, 10)), ("present", (9, -1)), ("recused", (9, 3, 4)), ("written", (9, 8, 0, 2))],
)
def test_numbers_no_meeting_can_have_are_refused(field: str, numbers: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match=r"votes\.not_true") as refused:
        Room(*numbers)

    assert refused.value.field == field


def test_more_votes_than_voters_are_refused() -> None:
    with pytest.raises(Refused, match=r"votes\.not_true"):
        work_out(Room(9, 9, recused=2), EIGHTY, 8)


@pytest.mark.parametrize("share", [(0, False), (101, False), (100, True)])
def test_a_share_nobody_could_reach_or_miss_is_refused(share: tuple[int, bool]) -> None:
    with pytest.raises(Refused, match=r"votes\.no_share"):
        Share(*share)


@given(st.integers(1, 60), st.integers(1, 99), st.booleans())
def test_the_number_needed_reaches_the_share_and_one_less_does_not(seats: int, percent: int, more_than: bool) -> None:
    least = needed(seats, Share(percent, more_than))

    def reaches(votes: int) -> bool:
        return votes * 100 > seats * percent if more_than else votes * 100 >= seats * percent

    assert reaches(least)
    assert not reaches(least - 1)


@pytest.mark.parametrize("more_than", [False, True])
def test_every_edge_of_every_percent_in_councils_of_every_size(more_than: bool) -> None:
    """All there are, against exact fractions: with one vote less it fails, with the vote on the edge it passes."""
    for seats in range(1, 100):
        for percent in range(1, 100 if more_than else 101):
            share = Fraction(percent, 100)
            room, rule = Room(seats, seats), Share(percent, more_than)
            least = needed(seats, rule)
            for votes in {max(least - 1, 0), least}:
                is_over = Fraction(votes, seats) > share if more_than else Fraction(votes, seats) >= share
                assert work_out(room, rule, votes).passed is is_over, (seats, percent, votes)


def test_every_quorum_is_the_least_that_reaches_its_share() -> None:
    for seats in range(1, 100):
        for denominator in range(1, 13):
            for numerator in range(1, denominator + 1):
                least, share = quorum(seats, numerator, denominator), Fraction(numerator, denominator)
                assert Fraction(least, seats) >= share > Fraction(least - 1, seats), (seats, share)
