"""A nomination's life as pure rules: what may be changed when, and what every refusal says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import NominationState, VerdictWord
from services.nominations.dossiers import domain
from services.nominations.dossiers.domain import EDITABLE, FINAL, UNDER_REVIEW, Nomination, Papers
from services.office.refusal import Refused
from tests.domain.nominations import LAST_DAY, ROUND, nomination, verdict

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


def submitted(**changes: Any) -> Nomination:
    return replace(domain.submit(nomination(), "met", "0" * 64, NOW), **changes)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 10, 31), "round.not_open_yet"),
        (date(2026, 11, 1), None),
        (LAST_DAY, None),
        (date(2026, 12, 6), "round.closed"),
    ],
)
def test_a_round_takes_nominations_from_its_first_to_its_last_day(today: date, code: str | None) -> None:
    if code is None:
        domain.may_be_nominated(ROUND, "LDTT", today)
        domain.may_submit(nomination(), today)
    else:
        assert code_of(lambda: domain.may_be_nominated(ROUND, "LDTT", today)) == code
        assert code_of(lambda: domain.may_submit(nomination(), today)) == code


def test_a_round_refuses_an_award_it_does_not_name() -> None:
    assert code_of(lambda: domain.may_be_nominated(ROUND, "GIAY_KHEN", LAST_DAY)) == "round.award_not_taken"


def test_a_submission_counts_freezes_and_answers_the_return() -> None:
    back = submitted(state=NominationState.RETURNED, returned={"missing": ["biên bản"]}, version=4)

    again = domain.submit(back, "to_verify", "1" * 64, NOW)

    assert again == replace(
        back,
        state=NominationState.SUBMITTED,
        revision=2,
        version=5,
        overall="to_verify",
        dossier_sha256="1" * 64,
        returned=None,
    )


@pytest.mark.parametrize(("complete_by", "is_late"), [(None, False), ("2026-12-20", False), ("2026-12-14", True)])
def test_a_returned_nomination_waits_for_its_own_deadline(complete_by: str | None, is_late: bool) -> None:
    back = submitted(state=NominationState.RETURNED, returned={"missing": [], "complete_by": complete_by})
    today = date(2026, 12, 15)  # the round closed long ago

    if is_late:
        assert code_of(lambda: domain.may_submit(back, today)) == "nomination.completion_overdue"
    else:
        domain.may_submit(back, today)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (VerdictWord.MET, None),
        (VerdictWord.TO_VERIFY, None),
        (VerdictWord.NOT_MET, "nomination.not_eligible"),
        (VerdictWord.HELD, "nomination.on_hold"),
    ],
)
def test_only_not_met_and_held_stop_a_submission(word: VerdictWord, code: str | None) -> None:
    if code is None:
        domain.require_eligible(verdict(word), {})
        return

    with pytest.raises(Refused) as refused:
        domain.require_eligible(verdict(word), {"overall": word.value})

    assert (refused.value.code, refused.value.detail) == (code, {"verdict": {"overall": word.value}})


def test_not_met_by_uncompared_rules_alone_goes_on_with_a_reason() -> None:
    open_door = replace(verdict(VerdictWord.NOT_MET), may_go_on=True)

    domain.require_eligible(open_door, {})
    domain.require_reason(open_door, "Đã thống nhất với Sở Nội vụ")
    domain.require_reason(verdict(VerdictWord.MET), "")
    assert code_of(lambda: domain.require_reason(open_door, "  ")) == "nomination.needs_reason"


@pytest.mark.parametrize("state", NominationState)
def test_papers_change_in_the_units_hands_only(state: NominationState) -> None:
    there, papers = nomination(state=state, revision=1), Papers(summary="Mới")

    if state in EDITABLE:
        assert domain.edit(there, papers) == replace(there, papers=papers, version=2)
    else:
        assert code_of(lambda: domain.edit(there, papers)) == "nomination.not_editable"


@pytest.mark.parametrize("state", NominationState)
def test_only_what_is_under_review_is_held_once(state: NominationState) -> None:
    there = nomination(state=state, revision=1)

    if state not in UNDER_REVIEW:
        assert code_of(lambda: domain.hold(there, "Có đơn", LAST_DAY)) == "nomination.not_under_review"
        return
    held = domain.hold(there, "Có đơn", LAST_DAY)

    assert (held.hold, held.state) == ({"reason": "Có đơn", "held_on": "2026-12-05"}, state)
    assert code_of(lambda: domain.hold(held, "Lại có đơn", LAST_DAY)) == "nomination.already_held"
    assert domain.release(held) == replace(there, version=3)
    assert code_of(lambda: domain.release(there)) == "nomination.not_held"


def test_a_held_return_cannot_be_submitted() -> None:
    held = domain.hold(submitted(state=NominationState.RETURNED), "Có đơn", LAST_DAY)

    assert code_of(lambda: domain.may_submit(held, LAST_DAY)) == "nomination.held"


def test_a_draft_is_withdrawn_and_a_submitted_nomination_only_asks() -> None:
    gone = domain.withdraw(nomination(), "Nhầm", NOW)
    asked = domain.withdraw(submitted(), "Xin rút", NOW)

    assert (gone.state, asked.state) == (NominationState.WITHDRAWN, NominationState.SUBMITTED)
    assert asked.withdrawal == {"reason": "Xin rút", "asked_at": NOW.isoformat()}
    assert code_of(lambda: domain.withdraw(gone, "Nữa", NOW)) == "nomination.closed"
    assert code_of(lambda: domain.withdraw(asked, "Nữa", NOW)) == "nomination.withdrawal_pending"


def test_a_stale_version_names_the_current_one() -> None:
    with pytest.raises(Refused) as refused:
        domain.check_version(nomination(version=3), 2)

    assert (refused.value.code, refused.value.field, refused.value.detail) == (
        "stale",
        "version",
        {"current": 3, "given": 2},
    )


ACTS: dict[str, Callable[[Nomination], Nomination]] = {
    "edit": lambda n: domain.edit(n, Papers(summary="x")),
    "submit": lambda n: (domain.may_submit(n, LAST_DAY), domain.submit(n, "met", "0" * 64, NOW))[1],
    "hold": lambda n: domain.hold(n, "Có đơn", LAST_DAY),
    "release": domain.release,
    "withdraw": lambda n: domain.withdraw(n, "Xin rút", NOW),
}
REVIEWED: dict[str, Callable[[Nomination], Nomination]] = {
    "received": domain.received,
    "returned": lambda n: domain.returned(n, {"missing": []}),
    "advised": lambda n: domain.advised(n, {}),
    "proposed_upward": domain.proposed_upward,
    "awarded": lambda n: domain.awarded(n, {}),
    "declined": lambda n: domain.declined(n, {}),
    "withdrawal_accepted": domain.withdrawal_accepted,
}


@given(st.lists(st.sampled_from([*ACTS, *REVIEWED]), max_size=30))
def test_no_order_of_acts_reopens_what_is_closed_or_loses_a_version(names: list[str]) -> None:
    now = nomination()
    for name in names:
        before = now
        try:
            now = (ACTS | REVIEWED)[name](before)
        except Refused:
            continue
        if now is before:
            assert before.state in FINAL
            continue
        assert before.state not in FINAL
        assert now.version == before.version + 1
        assert now.revision == before.revision + (name == "submit")
        assert (now.dossier_sha256 is None) == (now.revision == 0)


@pytest.mark.parametrize("word", sorted(REVIEWED))
def test_the_reviews_say_nothing_of_drafts_nor_a_second_end(word: str) -> None:
    drafted, gone = nomination(), domain.withdrawal_accepted(submitted())

    assert code_of(lambda: REVIEWED[word](drafted)) == "nomination.not_under_review"
    if word == "withdrawal_accepted":
        assert REVIEWED[word](gone) is gone, "the same end told twice is told once"
    else:
        assert code_of(lambda: REVIEWED[word](gone)) == "nomination.closed"


def test_a_hold_is_not_released_after_the_end() -> None:
    ended = domain.declined(domain.hold(submitted(), "Có đơn", LAST_DAY), {"reason": "Không"})

    assert code_of(lambda: domain.release(ended)) == "nomination.closed"
