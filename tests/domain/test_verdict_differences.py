"""How kept verdicts differ and what a difference stops: the same words differ in nothing, a held verdict always stops."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import VerdictMoment, VerdictWord
from services.nominations.dossiers.verdicts.domain import Difference, counts, differences, digest
from services.office.refusal import Refused
from services.reviews.cases.verdicts import domain as rules
from services.reviews.cases.verdicts.domain import CaseVerdict

WORDS = st.sampled_from(["met", "not_met", "to_verify", "held"])
ROWS = st.dictionaries(
    st.sampled_from(["E01", "E02", "E03", "E04"]),
    st.tuples(WORDS, st.sampled_from(["block", "hold", "warn", "info"])),
    max_size=4,
)


def shown(rows: dict[str, tuple[str, str]], judged_on: str = "2026-11-02") -> dict[str, Any]:
    results = [
        {"code": code, "name": f"Tiêu chuẩn {code}", "verdict": word, "effect": effect, "inputs": [["Năm", "2026"]]}
        for code, (word, effect) in rows.items()
    ]
    return {"overall": "met", "results": results, "judged_on": judged_on, "law_day": "2026-11-02"}


def verdict(
    overall: VerdictWord, *found: rules.Difference, digest_: str = "b", moment: VerdictMoment = VerdictMoment.SIGNING
) -> CaseVerdict:
    return CaseVerdict(
        uuid.uuid4(),
        uuid.UUID(int=1),
        1,
        moment,
        date(2026, 11, 2),
        datetime(2026, 12, 1, tzinfo=UTC),
        "2026.1",
        overall,
        digest_,
        {},
        (),
        None,
        found,
    )


RECORD = verdict(VerdictWord.MET, digest_="a", moment=VerdictMoment.RECEIPT)
LOST = rules.Difference("E03", "Xếp loại", "met", "not_met")


@given(ROWS)
def test_a_verdict_differs_from_itself_in_nothing(rows: dict[str, tuple[str, str]]) -> None:
    assert differences(shown(rows), shown(rows, "2026-12-24")) == ()


@given(ROWS, ROWS)
def test_every_counted_or_warning_criterion_whose_word_changed_is_told_and_no_other(
    old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]
) -> None:
    found = {each.code: (each.before, each.now) for each in differences(shown(old), shown(new))}

    told = [{code: word for code, (word, effect) in rows.items() if effect != "info"} for rows in (old, new)]
    expected = {
        code: (told[0].get(code), told[1].get(code))
        for code in {*told[0], *told[1]}
        if told[0].get(code) != told[1].get(code)
    }
    assert found == expected


def test_what_is_no_longer_asked_is_a_difference_too() -> None:
    found = differences(shown({"E03": ("met", "block"), "E99": ("met", "block")}), shown({"E03": ("held", "hold")}))

    assert found == (
        Difference("E03", "Tiêu chuẩn E03", "met", "held"),
        Difference("E99", "Tiêu chuẩn E99", "met", None),
    )


def test_nothing_to_compare_with_differs_in_nothing() -> None:
    assert differences(None, shown({"E03": ("not_met", "block")})) == ()


def test_the_digest_forgets_the_day_of_judging_and_nothing_else() -> None:
    first = shown({"E03": ("met", "block")})
    other_fact = shown({"E03": ("met", "block")})
    other_fact["results"][0]["inputs"] = [["Năm", "2025"]]

    assert digest(first) == digest(shown({"E03": ("met", "block")}, "2026-12-24"))
    assert digest(first) != digest({**first, "law_day": "2026-10-01"})
    assert digest(first) != digest(other_fact)


def test_only_counted_criteria_are_counted() -> None:
    rows = {"E01": ("met", "block"), "E09": ("held", "hold"), "E08": ("not_met", "warn"), "E13": ("met", "info")}

    assert counts(shown(rows)) == {"met": 1, "not_met": 0, "to_verify": 0, "held": 1}


@pytest.mark.parametrize(
    ("record", "fresh", "answered", "code"),
    [
        (None, verdict(VerdictWord.MET), set(), "verdict.no_record"),
        (RECORD, verdict(VerdictWord.MET), set(), None),
        (RECORD, verdict(VerdictWord.NOT_MET, LOST), set(), "verdict.differs"),
        (RECORD, verdict(VerdictWord.NOT_MET, LOST), {("a", "b")}, None),
        (RECORD, verdict(VerdictWord.NOT_MET, LOST, digest_="c"), {("a", "b")}, "verdict.differs"),
        (replace(RECORD, digest="z"), verdict(VerdictWord.NOT_MET, LOST), {("a", "b")}, "verdict.differs"),
        (RECORD, verdict(VerdictWord.MET, replace(LOST, now="to_verify")), set(), "verdict.differs"),
        (RECORD, verdict(VerdictWord.TO_VERIFY), set(), "verdict.differs"),
        (replace(RECORD, overall=VerdictWord.NOT_MET), verdict(VerdictWord.NOT_MET), set(), "verdict.differs"),
        (RECORD, verdict(VerdictWord.HELD, LOST), {("a", "b")}, "verdict.held"),
    ],
    ids=[
        "none of record",
        "the same",
        "not met now",
        "answered",
        "another fresh one",
        "another of record",
        "a warning",
        "overall only",
        "never met",
        "held, answered or not",
    ],
)
def test_what_stops_a_signature(
    record: CaseVerdict | None, fresh: CaseVerdict, answered: set[rules.Pair], code: str | None
) -> None:
    assert rules.stop(record, fresh, answered) == code


@given(st.sampled_from(list(VerdictWord)), st.sampled_from(list(VerdictWord)), st.booleans())
def test_an_answer_lets_go_just_the_pair_it_was_given_for(before: VerdictWord, now: VerdictWord, differs: bool) -> None:
    record, fresh = replace(RECORD, overall=before), verdict(now, *([LOST] if differs else []))

    stopped = rules.stop(record, fresh, ())
    after = rules.stop(record, fresh, {rules.pair(record, fresh)})

    assert after == ("verdict.held" if now is VerdictWord.HELD else None)
    assert stopped in (after, "verdict.differs")


def test_an_answer_is_for_what_was_read_and_is_needed() -> None:
    fresh = verdict(VerdictWord.NOT_MET, LOST)
    held = verdict(VerdictWord.HELD, LOST)
    same = verdict(VerdictWord.MET)

    def refusal(record: CaseVerdict | None, now: CaseVerdict | None, read: tuple[uuid.UUID, uuid.UUID]) -> str:
        with pytest.raises(Refused) as refused:
            rules.check_answerable(record, now, read)
        return refused.value.code

    assert rules.check_answerable(RECORD, fresh, (RECORD.verdict_id, fresh.verdict_id)) == ("a", "b")
    assert refusal(RECORD, fresh, (RECORD.verdict_id, same.verdict_id)) == "verdict.outdated"
    assert refusal(RECORD, None, (RECORD.verdict_id, fresh.verdict_id)) == "verdict.outdated"
    assert refusal(None, fresh, (RECORD.verdict_id, fresh.verdict_id)) == "verdict.outdated"
    assert refusal(RECORD, held, (RECORD.verdict_id, held.verdict_id)) == "verdict.held_not_answered"
    assert refusal(RECORD, same, (RECORD.verdict_id, same.verdict_id)) == "verdict.same"
