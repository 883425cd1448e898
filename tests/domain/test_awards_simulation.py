"""The collective simulator: ratios now, what makes or breaks them, and that the judge agrees."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import Grade, VerdictWord
from services.nominations.awards.domain import Chance, Pending, Simulation, simulate
from services.nominations.law.domain import CollectiveFacts
from tests.domain.rulebook_facts import RULEBOOK, SURE_DAY, members, unit
from tests.support.examples import examples

STATE = "submitted"


def proposals(code: str, count: int, first: int = 0) -> list[Pending]:
    return [
        Pending(uuid.uuid4(), uuid.UUID(int=number + 1), f"Người {number:02d}", code, code, STATE)
        for number in range(first, first + count)
    ]


def chance(found: Simulation, code: str) -> Chance:
    return next(each for each in found.chances if each.award_code == code)


def run(counts: CollectiveFacts, pending: list[Pending], granted: dict[uuid.UUID, bool] | None = None) -> Simulation:
    return simulate(RULEBOOK, unit(counts), 2026, SURE_DAY, pending, granted)


def test_one_more_is_enough_of_three_and_two_may_be_refused() -> None:
    found = chance(run(members(ldtt=6, ldtt_pending=3), proposals("LDTT", 3)), "TT_LDTT")

    [share] = found.requirements
    assert (share.have, share.needed, share.grants_needed, share.refusals_bearable) == (6, 7, 1, 2)
    assert (share.state, share.sentence) == (
        "possible",
        "Có 6/10 = 60 %, cần 7: thêm ít nhất 1 trong 3 người đang đề nghị.",
    )
    assert ([each.name for each in found.enough], found.decisive, found.can_be_made) == (["Người 00"], (), True)


def test_every_pending_decision_is_decisive_where_none_can_be_missed() -> None:
    pending = [*proposals("LDTT", 2), *proposals("CSTD_CO_SO", 1)]

    found = chance(run(members(ldtt=5, ldtt_pending=2, cstd_co_so=0, cstd_co_so_pending=1), pending), "TT_LDXS")

    assert set(found.decisive) == set(found.enough) == set(pending)
    assert {each.award_code: each.state for each in found.requirements} == {
        "LDTT": "possible",
        "CSTD_CO_SO": "possible",
    }


def test_what_is_out_of_reach_says_so() -> None:
    found = chance(run(members(ldtt=4, ldtt_pending=2), proposals("LDTT", 2)), "TT_LDTT")

    [share] = found.requirements
    assert (share.state, share.refusals_bearable, found.enough, found.can_be_made) == ("impossible", None, (), False)
    assert found.verdict.overall is VerdictWord.NOT_MET


def test_what_no_decision_on_people_mends_is_named() -> None:
    facts = unit(members(ldtt=6, ldtt_pending=1), grade=Grade.COMPLETED)

    found = chance(simulate(RULEBOOK, facts, 2026, SURE_DAY, proposals("LDTT", 1)), "TT_LDTT")

    assert (found.can_be_made, found.enough) == (False, ())
    assert any("hoàn thành nhiệm vụ" in sentence for sentence in found.blocked_by)


def test_a_refusal_supposed_breaks_it_and_a_grant_makes_it() -> None:
    pending = proposals("LDTT", 1)
    counts = members(ldtt=6, ldtt_pending=1)

    refused = run(counts, pending, {pending[0].nomination_id: False})
    granted = run(counts, pending, {pending[0].nomination_id: True})

    assert (chance(refused, "TT_LDTT").verdict.overall, chance(granted, "TT_LDTT").verdict.overall) == (
        VerdictWord.NOT_MET,
        VerdictWord.MET,
    )
    assert (refused.undecided, granted.figures.ldtt, granted.supposed) == ((), 7, ((pending[0], True),))


def test_one_person_proposed_twice_for_a_title_counts_once() -> None:
    twice = [*proposals("LDTT", 1), *proposals("LDTT", 1)]

    [share] = chance(run(members(ldtt=6, ldtt_pending=1), twice), "TT_LDTT").requirements

    assert len(share.pending) == 1


def test_a_unit_whose_members_nobody_counted_cannot_be_simulated() -> None:
    facts = replace(unit(), years=())

    with pytest.raises(ValueError, match="members"):
        simulate(RULEBOOK, facts, 2026, date(2026, 9, 15), [])


@st.composite
def situations(draw: st.DrawFn) -> tuple[CollectiveFacts, list[Pending]]:
    size = draw(st.integers(1, 30))
    ldtt = draw(st.integers(0, size))
    soldiers = draw(st.integers(0, 2))
    waiting = draw(st.integers(0, size - ldtt))
    hopeful = draw(st.integers(0, 3))
    counts = CollectiveFacts(
        members=size,
        ldtt=ldtt,
        ldtt_pending=waiting,
        cstd_co_so=soldiers,
        cstd_co_so_pending=hopeful,
        completed=size,
        undecided=max(waiting, hopeful),
    )
    return counts, [*proposals("LDTT", waiting), *proposals("CSTD_CO_SO", hopeful)]


def answers(found: Chance) -> set[VerdictWord]:
    """What the judge says to the questions about members."""
    asked = {each.criterion for each in found.requirements}
    return {result.verdict for result in found.verdict.results if result.code in asked}


@settings(max_examples=examples(80), deadline=None)
@given(situations())
def test_the_smallest_set_does_and_one_less_does_not(situation: tuple[CollectiveFacts, list[Pending]]) -> None:
    counts, pending = situation

    for found in run(counts, pending).chances:
        granted = {each.nomination_id for each in found.enough}
        outcome = {each.nomination_id: each.nomination_id in granted for each in pending}
        then = chance(run(counts, pending, outcome), found.award_code)
        if all(each.state != "impossible" for each in found.requirements):
            assert answers(then) == {VerdictWord.MET}
        else:
            assert VerdictWord.NOT_MET in answers(then)
        for each in found.enough:
            less = {**outcome, each.nomination_id: False}
            assert VerdictWord.NOT_MET in answers(chance(run(counts, pending, less), found.award_code))


@settings(max_examples=examples(80), deadline=None)
@given(situations())
def test_as_many_refusals_as_said_are_borne_and_one_more_is_not(
    situation: tuple[CollectiveFacts, list[Pending]],
) -> None:
    counts, pending = situation

    for found in run(counts, pending).chances:
        for each in found.requirements:
            if each.refusals_bearable is None or each.state == "met":
                continue
            ids = [proposal.nomination_id for proposal in each.pending]
            for refused, word in (
                (each.refusals_bearable, VerdictWord.MET),
                (each.refusals_bearable + 1, VerdictWord.NOT_MET),
            ):
                outcome = {nomination: place >= refused for place, nomination in enumerate(ids)}
                then = chance(run(counts, pending, outcome), found.award_code).verdict
                assert next(r.verdict for r in then.results if r.code == each.criterion) is word
