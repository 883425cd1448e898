"""Tallies on total membership: examples from law.md B.6, and laws that hold for every vote."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import CaseId, Choice, CouncilId, CouncilPosition, MeetingId, MeetingStage, PersonId, VoteMethod
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.copies.domain import MAJORITY, TWO_THIRDS, QuorumRule, VoteRule
from services.reviews.council.domain import (
    AgendaCase,
    Council,
    Item,
    Meeting,
    Member,
    Outcome,
    Votes,
    check_all_voted,
    check_opening,
    check_sheet,
    conclude_item,
    is_own,
    tally,
    voters,
)

FOR, AGAINST, BLANK = Choice.FOR, Choice.AGAINST, Choice.BLANK
EIGHTY = VoteRule(is_secret=True, percent=80, more_than=False, source="NĐ 152/2025 Đ33 (A)")
NINETY = replace(EIGHTY, percent=90)

ballots = st.lists(st.sampled_from(Choice), max_size=30)
rules = st.builds(
    VoteRule, is_secret=st.booleans(), percent=st.integers(1, 99), more_than=st.booleans(), source=st.just("own")
)


def council(seats: int = 9, quorum: QuorumRule = TWO_THIRDS) -> Council:
    members = tuple(Member(PersonId(new_id()), f"Ủy viên {n}", CouncilPosition.MEMBER) for n in range(seats))
    return Council(CouncilId(new_id()), "Hội đồng", None, date(2026, 1, 5), quorum, members)


def meeting(of: Council, present: int, stage: MeetingStage = MeetingStage.PLANNED) -> Meeting:
    here = frozenset(member.person_id for member in of.members[:present])
    return Meeting(MeetingId(new_id()), of.council_id, 1, stage, "Phiên họp", date(2026, 12, 10), "", here)


def item(rule: VoteRule = EIGHTY, recused: frozenset[PersonId] = frozenset()) -> Item:
    case = AgendaCase(CaseId(new_id()), new_id(), "CSTD_CO_SO", "CSTĐ cơ sở", "person", new_id(), "Hà", "Phòng TH")
    return Item(case, rule, recused)


def people(of: Council) -> frozenset[PersonId]:
    return frozenset(member.person_id for member in of.members)


@pytest.mark.parametrize(
    ("rule", "needed"), [(EIGHTY, 8), (NINETY, 9), (MAJORITY, 5), (replace(EIGHTY, percent=50), 5)]
)
def test_nine_seats_need(rule: VoteRule, needed: int) -> None:
    assert rule.needed(9) == needed


def test_a_majority_of_an_even_council_is_more_than_half() -> None:
    assert MAJORITY.needed(10) == 6


def test_a_recused_member_still_counts_in_the_denominator() -> None:
    outcome = tally([FOR] * 7, seats=9, rule=EIGHTY)

    assert outcome == Outcome(Votes(7, 0, 0), seats=9, needed=8, passed=False)


@given(ballots, rules, st.randoms())
def test_the_order_of_ballots_never_changes_a_tally(cast: list[Choice], rule: VoteRule, random: object) -> None:
    shuffled = list(cast)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert tally(shuffled, 30, rule) == tally(cast, 30, rule)


@given(ballots, rules, st.integers(1, 31))
def test_one_more_vote_in_favour_never_turns_passed_to_failed(cast: list[Choice], rule: VoteRule, seats: int) -> None:
    assert tally([*cast, FOR], seats, rule).passed >= tally(cast, seats, rule).passed


@given(ballots, rules, st.integers(1, 31), st.sampled_from([AGAINST, BLANK]))
def test_a_vote_not_in_favour_counts_like_one_never_cast(
    cast: list[Choice], rule: VoteRule, seats: int, other: Choice
) -> None:
    assert tally([*cast, other], seats, rule).passed == tally(cast, seats, rule).passed


@given(ballots, rules, st.integers(1, 31))
def test_one_more_seat_never_turns_failed_to_passed(cast: list[Choice], rule: VoteRule, seats: int) -> None:
    assert tally(cast, seats + 1, rule).passed <= tally(cast, seats, rule).passed


@given(rules, st.integers(1, 99))
def test_the_threshold_is_the_least_number_that_reaches_its_share(rule: VoteRule, seats: int) -> None:
    needed = rule.needed(seats)

    def reaches(votes: int) -> bool:
        return votes * 100 > seats * rule.percent if rule.more_than else votes * 100 >= seats * rule.percent

    assert reaches(needed)
    assert not reaches(needed - 1)


@given(st.integers(1, 10), st.integers(1, 99))
def test_a_quorum_is_never_less_than_its_share(numerator: int, seats: int) -> None:
    rule = QuorumRule(numerator, 10)

    assert rule.needed(seats) * 10 >= seats * numerator > (rule.needed(seats) - 1) * 10


def test_a_meeting_with_a_quorum_and_every_declaration_opens() -> None:
    nine = council()
    planned = meeting(nine, present=8)

    assert check_opening(nine, planned, [item()], people(nine)) == planned.present


@pytest.mark.parametrize(
    ("present", "declared", "agenda", "code"),
    [
        (5, 9, [item()], "quorum.missing"),
        (8, 7, [item()], "declaration.missing"),
        (7, 9, [item()], "ballot.impossible"),
        (9, 9, [replace(item(), postponed="held")], "agenda.empty"),
    ],
)
def test_a_meeting_does_not_open(present: int, declared: int, agenda: list[Item], code: str) -> None:
    nine = council()
    said = frozenset(member.person_id for member in nine.members[:declared])

    with pytest.raises(Refused) as refused:
        check_opening(nine, meeting(nine, present), agenda, said)

    assert refused.value.code == code


def test_one_recusal_of_nine_makes_a_ninety_percent_ballot_impossible() -> None:
    nine = council()
    away = frozenset({nine.members[0].person_id})

    with pytest.raises(Refused) as refused:
        check_opening(nine, meeting(nine, present=9), [item(NINETY, away)], people(nine))

    assert refused.value.detail["cases"][0]["needed"] == 9  # type: ignore[index]
    assert refused.value.detail["cases"][0]["voters"] == 8  # type: ignore[index]


@given(st.integers(1, 15), st.data())
def test_whatever_opens_can_still_pass(seats: int, data: st.DataObject) -> None:
    of = council(seats)
    present = data.draw(st.integers(0, seats))
    away = frozenset(data.draw(st.lists(st.sampled_from([m.person_id for m in of.members]), unique=True)))
    agenda = [item(data.draw(rules), away)]
    planned = meeting(of, present)
    try:
        here = check_opening(of, planned, agenda, people(of))
    except Refused:
        return

    assert tally([FOR] * voters(agenda[0], here), seats, agenda[0].rule).passed


def test_a_sheet_answers_every_case_but_those_the_member_is_recused_from() -> None:
    nine = council()
    me = nine.members[0].person_id
    running, mine, theirs = meeting(nine, 9, MeetingStage.OPEN), item(recused=frozenset({me})), item()

    check_sheet(running, [mine, theirs], VoteMethod.SECRET, me, {theirs.case.case_id: FOR})

    for choices, code in [
        ({mine.case.case_id: FOR, theirs.case.case_id: FOR}, "ballot.recused"),
        ({}, "ballot.incomplete"),
        ({theirs.case.case_id: FOR, new_id(): FOR}, "ballot.incomplete"),
    ]:
        with pytest.raises(Refused) as refused:
            check_sheet(running, [mine, theirs], VoteMethod.SECRET, me, choices)
        assert refused.value.code == code


def test_who_is_absent_hands_in_no_sheet() -> None:
    nine = council()
    case = item()

    with pytest.raises(Refused) as refused:
        check_sheet(
            meeting(nine, 8, MeetingStage.OPEN),
            [case],
            VoteMethod.SECRET,
            nine.members[8].person_id,
            {case.case.case_id: FOR},
        )

    assert refused.value.code == "ballot.absent"


def test_the_close_waits_for_every_sheet_that_can_still_come() -> None:
    three = council(3)
    running = meeting(three, 3, MeetingStage.OPEN)
    voted = {"CSTD_CO_SO": frozenset(member.person_id for member in three.members[:2])}
    recused = item(recused=frozenset({three.members[2].person_id}))

    check_all_voted(three, running, [recused], voted)
    with pytest.raises(Refused) as refused:
        check_all_voted(three, running, [item()], voted)

    assert refused.value.detail == {"members": ["Ủy viên 2"]}


@given(st.integers(1, 15), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_no_conclusion_counts_more_votes_than_voters(seats: int, yes: int, no: int, blank: int) -> None:
    of = council(seats)
    running = meeting(of, seats, MeetingStage.OPEN)
    try:
        conclusion = conclude_item(of, running, item(), Votes(yes, no, blank))
    except Refused as refused:
        assert refused.code == "ballot.too_many"
        assert yes + no + blank > seats
    else:
        assert conclusion.outcome.votes.cast <= seats
        assert conclusion.recommended == (yes >= conclusion.outcome.needed)


def test_ones_own_case_is_that_of_the_person_not_of_a_unit_with_the_same_id() -> None:
    mine = item().case

    assert is_own(mine, mine.nominee_id)
    assert not is_own(replace(mine, nominee_kind="collective"), mine.nominee_id)
