"""What reviews reads out of a rulebook copy: the real one's entries, odd ones, none at all."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import TieRule
from services.nominations.law.files.loader import as_json, load
from services.reviews.copies.domain import (
    EMPTY,
    MAJORITY,
    OWN,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    QuorumRule,
    Rulebook,
    VoteRule,
    WorkingRules,
)

DAY = date(2026, 12, 10)
VOTE = {
    "awards": ["CSTD_TINH"],
    "percent": 90,
    "more_than": False,
    "ballot": "secret",
    "certainty": "A",
    "source": {"text": "ND152", "article": "33", "clause": "5"},
    "valid_from": "2025-07-01",
    "valid_to": "2027-02-28",
}
TEXTS = [{"code": "ND152", "short": "NĐ 152/2025"}]


def test_a_rule_in_force_is_read_with_its_source() -> None:
    rulebook = Rulebook({"texts": TEXTS, "votes": [VOTE]})

    assert rulebook.vote_rule("CSTD_TINH", DAY) == VoteRule(True, 90, False, "Điều 33 khoản 5 NĐ 152/2025 (A)")


@pytest.mark.parametrize(
    ("changed", "source"),
    [
        ({"certainty": "C"}, "Điều 33 khoản 5 NĐ 152/2025 (chưa đối chiếu)"),
        ({"recheck_from": "2026-10-01"}, "Điều 33 khoản 5 NĐ 152/2025 (chưa đối chiếu)"),
        ({"recheck_from": "2027-01-01"}, "Điều 33 khoản 5 NĐ 152/2025 (A)"),
        ({"certainty": "own"}, OWN),
        ({"certainty": "own", "note": "Theo NĐ 98, chờ quy định của tỉnh."}, "Theo NĐ 98, chờ quy định của tỉnh."),
    ],
)
def test_a_source_says_how_sure_it_is(changed: dict[str, Any], source: str) -> None:
    rulebook = Rulebook({"texts": TEXTS, "votes": [{**VOTE, **changed}]})

    assert rulebook.vote_rule("CSTD_TINH", DAY).source == source


def test_without_a_rule_in_force_the_majority_votes_openly() -> None:
    rulebook = Rulebook({"votes": [VOTE]})

    assert rulebook.vote_rule("LDTT", DAY) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2027, 3, 1)) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2025, 6, 30)) == MAJORITY


def test_without_entries_there_are_still_a_checklist_and_a_quorum() -> None:
    assert EMPTY.checklist("LDTT", DAY) == (WHOLE_DOSSIER,)
    assert EMPTY.quorum(DAY) == TWO_THIRDS


def test_the_shipped_rulebook_is_read_as_its_own_service_reads_it() -> None:
    shipped = load()
    copy = Rulebook(as_json(shipped))

    for award in shipped.awards:
        theirs = [rule for rule in shipped.votes if award.code in rule.awards and rule.is_in_force(DAY)]
        items = [item.code for item in shipped.check_items if award.code in item.awards and item.is_in_force(DAY)]
        ours = copy.vote_rule(award.code, DAY)
        assert [(rule.percent, rule.more_than, rule.needed(9)) for rule in theirs] == [
            (ours.percent, ours.more_than, ours.needed(9))
        ]
        assert [item.code for item in copy.checklist(award.code, DAY)] == items


def test_the_quorum_of_the_rulebook_is_taken() -> None:
    rulebook = Rulebook({"councils": [{"quorum_numerator": 3, "quorum_denominator": 4}]})

    assert rulebook.quorum(DAY) == QuorumRule(3, 4)


def test_the_working_rules_of_the_rulebook_are_taken_with_their_source() -> None:
    rulebook = Rulebook(
        {
            "councils": [
                {
                    "quorum_numerator": 3,
                    "quorum_denominator": 4,
                    "written_opinions_count": True,
                    "own_unit_recuses": True,
                    "tie": "chair",
                    "certainty": "own",
                    "note": "Quy định của cơ quan.",
                }
            ]
        }
    )

    assert rulebook.working_rules(DAY) == WorkingRules(
        QuorumRule(3, 4),
        written_opinions=True,
        own_unit_recuses=True,
        tie=TieRule.CHAIR,
        source="Quy định của cơ quan.",
    )
    assert EMPTY.working_rules(DAY) == WorkingRules(TWO_THIRDS, source=OWN)


def test_a_council_s_own_working_rules_change_only_what_they_name() -> None:
    rules = WorkingRules(TWO_THIRDS, written_opinions=True, source="Quy định của cơ quan.")

    changed = rules.changed_by(
        {"quorum_numerator": 3, "quorum_denominator": 4, "substitutes": True, "tie": "chair", "source": "QC 12/QC-HĐ"}
    )

    assert changed == WorkingRules(
        QuorumRule(3, 4), written_opinions=True, substitutes=True, tie=TieRule.CHAIR, source="QC 12/QC-HĐ"
    )
    assert rules.changed_by({"tie": "none", "quorum_numerator": 5, "quorum_denominator": 4, "source": "x"}) == rules


def test_the_shipped_working_rules_allow_written_opinions_and_leave_what_is_the_office_s_choice_off() -> None:
    rules = Rulebook(as_json(load())).working_rules(DAY)

    assert rules == WorkingRules(TWO_THIRDS, written_opinions=True, substitutes=False, source=rules.source)
    assert rules.source.startswith("Hai phần ba")


def test_the_checklist_holds_the_items_of_the_award_once() -> None:
    item = {"code": "REPORT", "text": "Có báo cáo", "when_missing": "Thiếu báo cáo", "awards": ["LDTT"]}
    rulebook = Rulebook({"check_items": [item, item, {**item, "awards": ["GIAY_KHEN"], "code": "LETTER"}]})

    assert [each.code for each in rulebook.checklist("LDTT", DAY)] == ["REPORT"]


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*VOTE, "code", "text"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["votes", "councils", "check_items", "texts"]), json_values))
def test_no_content_whatever_stops_the_council(content: dict[str, Any]) -> None:
    rulebook = Rulebook(content)

    assert 1 <= rulebook.vote_rule("LDTT", DAY).needed(9) <= 10
    assert 1 <= rulebook.quorum(DAY).needed(9) <= 9
    assert len(rulebook.checklist("LDTT", DAY)) >= 1
