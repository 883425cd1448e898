"""E20 and E22: which text may be cited, which law governs, and which of two is better for the nominee."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from contracts.words import Certainty, Effect, Favour, Grade, Scope, TextStanding, VerdictWord
from services.nominations.law.domain import Citation, Facts, Initiative, Verdict, judge, standing_of, texts_named_in
from services.office.refusal import Refused
from tests.domain.rulebook_facts import (
    AFTER_AMENDMENT,
    MET,
    NOT_MET,
    RULEBOOK,
    TO_VERIFY,
    in_year,
    line,
    person,
    verdict,
)

BEFORE, FROM = date(2026, 9, 30), date(2026, 10, 1)
IDEA = (Initiative("Mới", 2026, Scope.BASE, date(2026, 6, 1)),)


def soldier(grade: Grade, *ideas: Initiative) -> Facts:
    return in_year(person(initiatives=ideas), 2026, grade=grade)


def compared(facts: Facts, law_day: date, award: str = "CSTD_CO_SO") -> tuple[VerdictWord, VerdictWord, Favour, bool]:
    judged = verdict(award, facts, AFTER_AMENDMENT, law_day)
    assert judged.other_law is not None
    return judged.overall, judged.other_law.overall, judged.other_law.favours, judged.other_law.may_be_chosen


@pytest.mark.parametrize(
    ("facts", "law_day", "expected"),
    [
        (soldier(Grade.EXCELLENT, *IDEA), BEFORE, (MET, MET, Favour.SAME, True)),
        (soldier(Grade.EXCELLENT, *IDEA), FROM, (MET, MET, Favour.SAME, False)),
        # One of the two is enough by the law of 2022; by the draft of 2026 both may be asked.
        (soldier(Grade.EXCELLENT), BEFORE, (MET, TO_VERIFY, Favour.THIS, True)),
        (soldier(Grade.EXCELLENT), FROM, (TO_VERIFY, MET, Favour.OTHER, False)),
        # Refused by every known reading of either law: that nobody has compared the new one changes no word.
        (soldier(Grade.GOOD), BEFORE, (NOT_MET, NOT_MET, Favour.SAME, True)),
        (soldier(Grade.COMPLETED), FROM, (NOT_MET, NOT_MET, Favour.SAME, False)),
    ],
)
def test_both_laws_are_read_and_the_better_one_is_said(
    facts: Facts, law_day: date, expected: tuple[VerdictWord, VerdictWord, Favour, bool]
) -> None:
    assert compared(facts, law_day) == expected


def test_the_other_reading_is_what_the_other_law_would_have_judged() -> None:
    for facts in (soldier(Grade.EXCELLENT), soldier(Grade.GOOD), soldier(Grade.COMPLETED, *IDEA), person()):
        for award in ("LDTT", "CSTD_CO_SO", "CSTD_TINH", "BANG_KHEN_TINH"):
            before, after = (verdict(award, facts, AFTER_AMENDMENT, day) for day in (BEFORE, FROM))
            assert before.other_law is not None
            assert after.other_law is not None
            assert (before.other_law.overall, after.other_law.overall) == (after.overall, before.overall)
            assert (before.other_law.law, after.other_law.law) == (
                "Luật 06/2026/QH16",
                "Luật Thi đua, khen thưởng 2022",
            )


def test_a_difference_is_a_line_of_the_verdict_that_never_decides() -> None:
    judged = verdict("CSTD_CO_SO", soldier(Grade.EXCELLENT), AFTER_AMENDMENT, FROM)
    result = judged.results[-1]

    assert (result.code, result.effect, result.verdict, judged.overall) == ("E22", Effect.CHOOSE, TO_VERIFY, TO_VERIFY)
    assert result.sentence == (
        "Theo Luật Thi đua, khen thưởng 2022: đạt, có lợi hơn; nhưng hồ sơ nhận ngày 01/10/2026 theo Luật 06/2026/QH16."
    )
    assert (result.certainty, result.citation) == (Certainty.C, "khoản 3 Điều 4 Luật 06/2026/QH16 (chưa đối chiếu)")
    assert "E22" not in {each.code for each in verdict("LDTT", person(), AFTER_AMENDMENT, FROM).results}


def test_a_better_later_law_may_be_chosen_for_what_was_received_before() -> None:
    lenient = replace(
        RULEBOOK,
        criteria=tuple(
            replace(rule, valid_to=BEFORE, recheck_from=None, recheck_text=None) if rule.code == "E03" else rule
            for rule in RULEBOOK.criteria
        )
        + tuple(
            replace(
                rule,
                valid_from=FROM,
                recheck_from=None,
                recheck_text=None,
                check=replace(rule.check, grade=Grade.COMPLETED),
            )
            for rule in RULEBOOK.criteria
            if rule.code == "E03"
        ),
    )
    completed = in_year(person(), 2026, grade=Grade.COMPLETED)

    judged = judge(lenient, "LDTT", completed.without_award("LDTT", 2026), 2026, AFTER_AMENDMENT, BEFORE)

    assert judged.overall is NOT_MET
    assert judged.other_law is not None
    assert (judged.other_law.overall, judged.other_law.favours) == (MET, Favour.OTHER)
    assert judged.other_law.sentence == (
        "Theo Luật 06/2026/QH16: đạt, có lợi hơn; được áp dụng vì hồ sơ nhận trước ngày 01/10/2026."
    )


def test_nothing_is_compared_before_the_new_law_was_passed() -> None:
    assert verdict("LDTT", person(), date(2026, 4, 22)).other_law is None
    assert verdict("LDTT", person(), date(2026, 4, 23)).other_law is not None


def test_what_was_received_before_the_decree_is_compared_with_the_decree() -> None:
    received: Verdict = verdict("LDTT", person(), date(2025, 6, 20), date(2025, 6, 20))

    assert received.other_law is not None
    assert (received.other_law.law, received.other_law.may_be_chosen) == ("Nghị định 152/2025/NĐ-CP", False)


@pytest.mark.parametrize(
    ("text", "day", "standing"),
    [
        ("ND-98-2023", date(2025, 6, 30), TextStanding.IN_FORCE),
        ("ND-98-2023", date(2025, 7, 1), TextStanding.RESIDUAL),
        ("ND-98-2023", date(2025, 12, 31), TextStanding.RESIDUAL),
        ("ND-98-2023", date(2026, 1, 1), TextStanding.LAPSED),
        ("ND-152-2025", date(2025, 6, 30), TextStanding.NOT_YET),
        ("ND-152-2025", date(2027, 3, 1), TextStanding.IN_FORCE),
        ("ND-152-2025", date(2027, 3, 2), TextStanding.LAPSED),
        ("LUAT-06-2026", date(2026, 9, 30), TextStanding.NOT_YET),
        ("ND-98-2023", date(2023, 12, 31), TextStanding.NOT_YET),
        ("TT-15-2025", date(2026, 11, 1), TextStanding.IN_FORCE),
        ("KH-80-2026", date(2026, 3, 15), TextStanding.IN_FORCE),
        ("ND-335-2025", date(2025, 6, 1), TextStanding.UNCLEAR),
        ("ND-335-2025", date(2026, 1, 1), TextStanding.IN_FORCE),
        ("CV-5007", date(2026, 1, 1), TextStanding.UNCLEAR),
        ("VAN-PHONG", date(2026, 1, 1), TextStanding.IN_FORCE),
    ],
)
def test_a_text_may_be_cited_while_it_is_in_force(text: str, day: date, standing: TextStanding) -> None:
    assert standing_of(RULEBOOK.texts_by_code, text, day).standing is standing


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("TT-15-2025", date(2025, 8, 3)),
        ("KH-80-2026", date(2026, 3, 14)),
        ("CT-41-2024", date(2024, 12, 25)),
        ("ND-98-2023", date(2023, 12, 30)),
        ("ND-30-2020", date(2019, 12, 31)),
        ("ND-335-2025", date(2024, 6, 1)),
        ("TT-02-2023", date(2022, 6, 1)),
    ],
)
def test_a_text_cannot_be_cited_before_it_was_issued(text: str, day: date) -> None:
    cited = standing_of(RULEBOOK.texts_by_code, text, day)

    assert (cited.standing, "chưa" in cited.sentence) == (TextStanding.NOT_YET, True)


def test_the_end_of_a_decree_that_may_be_prolonged_says_so() -> None:
    cited = standing_of(RULEBOOK.texts_by_code, "ND-152-2025", date(2027, 3, 2))

    assert "nếu không được kéo dài" in cited.sentence


def test_an_unknown_text_cannot_be_judged() -> None:
    with pytest.raises(Refused, match="rulebook_has_no_entry"):
        standing_of(RULEBOOK.texts_by_code, "KHONG-CO", BEFORE)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("ND-152-2025", date(2026, 9, 1), MET),
        ("ND-98-2023", date(2026, 9, 1), NOT_MET),
        ("ND-98-2023", date(2025, 11, 1), TO_VERIFY),
        ("ND-152-2025", date(2027, 3, 2), TO_VERIFY),
        ("TT-15-2025", date(2025, 8, 3), NOT_MET),
    ],
)
def test_a_lapsed_citation_is_a_warning_that_names_what_to_cite(text: str, day: date, expected: VerdictWord) -> None:
    facts = person(citations=(Citation(text, "Tờ trình", day),))

    result = line("LDTT", facts, "E20")

    assert (result.verdict, result.effect) == (expected, Effect.WARN)
    assert verdict("LDTT", facts).overall is MET
    if text == "ND-98-2023":
        assert result.would_meet == "Dẫn Nghị định 152/2025/NĐ-CP"


def test_texts_are_found_in_words_by_their_numbers_composed_or_not() -> None:
    words = "Căn cứ Nghị định số 98/2023/NĐ-CP; Nghị định 152/2025/NĐ-CP và Quyết định 1/2020/QĐ-TTg"

    assert texts_named_in(RULEBOOK, words) == ("ND-152-2025", "ND-98-2023")
    assert texts_named_in(RULEBOOK, unicodedata.normalize("NFD", words)) == ("ND-152-2025", "ND-98-2023")
    assert texts_named_in(RULEBOOK, "không dẫn văn bản nào") == ()
