"""What reviews reads out of a rulebook copy: the real one's entries, odd ones, none at all."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reviews.copies.domain import (
    EMPTY,
    MAJORITY,
    OWN,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    QuorumRule,
    Rulebook,
    VoteRule,
)

DAY = date(2026, 12, 10)
VOTE = {
    "awards": ["CSTD_TINH"], "percent": 90, "more_than": False, "ballot": "secret", "certainty": "A",
    "source": {"text": "ND152", "article": "Đ33", "clause": "khoản 5"}, "valid_from": "2025-07-01",
    "valid_to": "2027-02-28",
}  # fmt: skip
TEXTS = [{"code": "ND152", "short": "NĐ 152/2025"}]


def test_a_rule_in_force_is_read_with_its_source() -> None:
    rulebook = Rulebook({"texts": TEXTS, "votes": [VOTE]})

    assert rulebook.vote_rule("CSTD_TINH", DAY) == VoteRule(True, 90, False, "NĐ 152/2025 Đ33 khoản 5 (A)")


def test_an_unchecked_source_is_said_to_be_unchecked_and_a_rule_of_ours_to_be_ours() -> None:
    def source(certainty: str) -> str:
        return (
            Rulebook({"texts": TEXTS, "votes": [{**VOTE, "certainty": certainty}]}).vote_rule("CSTD_TINH", DAY).source
        )

    assert source("C") == "NĐ 152/2025 Đ33 khoản 5 (chưa đối chiếu)"
    assert source("own") == OWN


def test_without_a_rule_in_force_the_majority_votes_openly() -> None:
    rulebook = Rulebook({"votes": [VOTE]})

    assert rulebook.vote_rule("LDTT", DAY) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2027, 3, 1)) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2025, 6, 30)) == MAJORITY


def test_without_entries_there_are_still_a_checklist_and_a_quorum() -> None:
    assert EMPTY.checklist("LDTT", DAY) == (WHOLE_DOSSIER,)
    assert EMPTY.quorum(DAY) == TWO_THIRDS


def test_the_quorum_of_the_rulebook_is_taken() -> None:
    rulebook = Rulebook({"councils": [{"quorum_numerator": 3, "quorum_denominator": 4}]})

    assert rulebook.quorum(DAY) == QuorumRule(3, 4)


def test_the_checklist_holds_the_items_of_the_award_once() -> None:
    item = {"code": "REPORT", "text": "Có báo cáo", "when_missing": "Thiếu báo cáo", "awards": ["LDTT"]}
    rulebook = Rulebook({"check_items": [item, item, {**item, "awards": ["GIAY_KHEN"], "code": "LETTER"}]})

    assert [each.code for each in rulebook.checklist("LDTT", DAY)] == ["REPORT"]


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*VOTE, "code", "text"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["votes", "councils", "check_items", "texts"]), json_values))
def test_no_content_whatever_stops_the_council(content: dict[str, Any]) -> None:
    rulebook = Rulebook(content)

    assert 1 <= rulebook.vote_rule("LDTT", DAY).needed(9) <= 10
    assert 1 <= rulebook.quorum(DAY).needed(9) <= 9
    assert len(rulebook.checklist("LDTT", DAY)) >= 1
