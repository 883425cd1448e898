"""What reviews reads out of a rulebook copy: the real one's entries, odd ones, none at all."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.nominations.events import RulebookPublished
from contracts.nominations.rulebook import RulebookContent
from contracts.words import TieRule
from services.nominations.law.files.loader import as_json, load
from services.reviews.copies import domain as book_domain
from services.reviews.copies.domain import (
    EMPTY,
    MAJORITY,
    OWN,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    QuorumRule,
    VoteRule,
    WorkingRules,
)
from tests.domain.cases import book

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
    rulebook = book({"texts": TEXTS, "votes": [VOTE]})

    assert rulebook.vote_rule("CSTD_TINH", DAY) == VoteRule(True, 90, False, "Điều 33 khoản 5 NĐ 152/2025 (A)")


@pytest.mark.parametrize(
    ("changed", "source"),
    [
        ({"certainty": "C"}, "Điều 33 khoản 5 NĐ 152/2025 (chưa đối chiếu)"),
        ({"recheck_from": "2026-10-01"}, "Điều 33 khoản 5 NĐ 152/2025 (chưa đối chiếu)"),
        ({"recheck_from": "2027-01-01"}, "Điều 33 khoản 5 NĐ 152/2025 (A)"),
        ({"certainty": "own"}, OWN),
        ({"certainty": "own", "note": "Theo NĐ 98, chờ quy định của tỉnh."}, "quy định của cơ quan (chưa đối chiếu)"),
    ],
)
def test_a_source_says_how_sure_it_is(changed: dict[str, Any], source: str) -> None:
    rulebook = book({"texts": TEXTS, "votes": [{**VOTE, **changed}]})

    assert rulebook.vote_rule("CSTD_TINH", DAY).source == source


def test_without_a_rule_in_force_the_majority_votes_openly() -> None:
    rulebook = book({"votes": [VOTE]})

    assert rulebook.vote_rule("LDTT", DAY) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2027, 3, 1)) == MAJORITY
    assert rulebook.vote_rule("CSTD_TINH", date(2025, 6, 30)) == MAJORITY


def test_without_entries_there_are_still_a_checklist_and_a_quorum() -> None:
    assert EMPTY.checklist("LDTT", DAY) == (WHOLE_DOSSIER,)
    assert EMPTY.quorum(DAY) == TWO_THIRDS


def test_the_shipped_rulebook_is_read_as_its_own_service_reads_it() -> None:
    shipped = load()
    copy = book(as_json(shipped))

    for award in shipped.awards:
        theirs = [rule for rule in shipped.votes if award.code in rule.awards and rule.is_in_force(DAY)]
        items = [item.code for item in shipped.check_items if award.code in item.awards and item.is_in_force(DAY)]
        ours = copy.vote_rule(award.code, DAY)
        assert [(rule.percent, rule.more_than, rule.needed(9)) for rule in theirs] == [
            (ours.percent, ours.more_than, ours.needed(9))
        ]
        assert [item.code for item in copy.checklist(award.code, DAY)] == items


def test_the_quorum_of_the_rulebook_is_taken() -> None:
    rulebook = book({"councils": [{"quorum_numerator": 3, "quorum_denominator": 4}]})

    assert rulebook.quorum(DAY) == QuorumRule(3, 4)


def test_the_working_rules_of_the_rulebook_are_taken_with_their_source() -> None:
    rulebook = book(
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
        source="quy định của cơ quan (chưa đối chiếu)",
    )
    assert EMPTY.working_rules(DAY) == WorkingRules(TWO_THIRDS, source=OWN)


def test_a_council_s_own_working_rules_change_only_what_they_name() -> None:
    rules = WorkingRules(TWO_THIRDS, written_opinions=True, source="quy định của cơ quan (chưa đối chiếu)")

    changed = rules.changed_by(
        {"quorum_numerator": 3, "quorum_denominator": 4, "substitutes": True, "tie": "chair", "source": "QC 12/QC-HĐ"}
    )

    assert changed == WorkingRules(
        QuorumRule(3, 4), written_opinions=True, substitutes=True, tie=TieRule.CHAIR, source="QC 12/QC-HĐ"
    )
    assert rules.changed_by({"tie": "none", "quorum_numerator": 5, "quorum_denominator": 4, "source": "x"}) == rules


def test_the_shipped_working_rules_allow_written_opinions_and_leave_what_is_the_office_s_choice_off() -> None:
    rules = book(as_json(load())).working_rules(DAY)

    assert rules == WorkingRules(TWO_THIRDS, written_opinions=True, substitutes=False, source=rules.source)
    assert rules.source == "quy định của cơ quan (chưa đối chiếu)"


def test_the_checklist_holds_the_items_of_the_award_once() -> None:
    item = {"code": "REPORT", "text": "Có báo cáo", "when_missing": "Thiếu báo cáo", "awards": ["LDTT"]}
    rulebook = book({"check_items": [item, item, {**item, "awards": ["GIAY_KHEN"], "code": "LETTER"}]})

    assert [each.code for each in rulebook.checklist("LDTT", DAY)] == ["REPORT"]


SHIPPED = as_json(load())


@given(st.data())
def test_no_book_that_says_less_stops_the_council(data: st.DataObject) -> None:
    """Books of older versions lack fields and sections, and nobody promises that a number makes sense."""
    content: dict[str, Any] = {}
    for section in data.draw(st.sets(st.sampled_from(["votes", "councils", "check_items", "texts", "deadlines"]))):
        entries = data.draw(st.lists(st.sampled_from(SHIPPED[section]), max_size=3))
        left_out = data.draw(
            st.sets(st.sampled_from(["source", "certainty", "valid_from", "valid_to", "name", "text"]))
        )
        content[section] = [
            {
                name: data.draw(st.integers()) if name in ("percent", "quorum_numerator", "working_days") else value
                for name, value in entry.items()
                if name not in left_out
            }
            for entry in entries
        ]

    rulebook = book(content)

    assert 1 <= rulebook.vote_rule("LDTT", DAY).needed(9) <= 10
    assert 1 <= rulebook.quorum(DAY).needed(9) <= 9
    assert len(rulebook.checklist("LDTT", DAY)) >= 1
    assert rulebook.limit("THAM_DINH", "LDTT", DAY) is not None


def test_a_book_goes_on_as_it_was_written_whatever_it_adds() -> None:
    """The SHA-256 of a version is taken over that form: nothing may be lost, added or written otherwise."""
    written = {**SHIPPED, "ahead": [1, None], "awards": [{**each, "new": None} for each in SHIPPED["awards"]]}
    event = RulebookPublished(
        office_id=UUID(int=1),
        version="1",
        sha256="0" * 64,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        rulebook=RulebookContent.model_validate(written),
    )

    sent = json.loads(event.model_dump_json(exclude_none=True))["rulebook"]

    assert sent == written
    assert json.dumps(
        RulebookContent.model_validate(SHIPPED).model_dump(mode="json", exclude_unset=True)
    ) == json.dumps(SHIPPED)


@pytest.mark.parametrize("field", fields(book_domain.Rulebook), ids=lambda field: field.name)
def test_reviews_reads_what_the_contract_names(field: Any) -> None:
    """What reviews knows is taken over by name, so every name has to be one of the contract."""
    theirs = RulebookContent.model_fields[field.name].annotation
    (ours, _), (entry, _) = get_args(get_type_hints(book_domain.Rulebook)[field.name]), get_args(theirs)

    assert {each.name for each in fields(ours)} <= set(entry.model_fields)
