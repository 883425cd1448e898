"""The plan as data says what the plan's own text says, letter for letter."""

import re
import unicodedata
from datetime import date

import pytest

from contracts.words import MovementScope
from deploy.sample.plan import PLAN_2026_TEXT, load_plan

PLAN = load_plan()


def folded(text: str) -> str:
    """NFC, without markdown's asterisks and heading marks, every run of white space one blank."""
    text = unicodedata.normalize("NFC", text).replace("*", "")
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    return " ".join(text.split())


PAPER = folded(PLAN_2026_TEXT.read_text(encoding="utf-8"))


def test_everything_the_plan_puts_in_quotation_marks_is_held_in_its_order() -> None:
    quoted_in_the_paper = [quoted.strip() for quoted in re.findall("“([^”]*)”", PAPER)]

    assert quoted_in_the_paper == [
        PLAN.province_theme,
        PLAN.office_theme,
        *(movement.name for movement in PLAN.movements_of(MovementScope.PRIME_MINISTER)),
        *(movement.name for movement in PLAN.movements_of(MovementScope.PARTY_STATE)),
        *PLAN.mottos,
    ]


def test_both_lists_of_movements_hold_six_and_their_codes_differ() -> None:
    sizes = [len(PLAN.movements_of(group)) for group in (MovementScope.PRIME_MINISTER, MovementScope.PARTY_STATE)]

    assert sizes == [6, 6]
    assert len({movement.code for movement in PLAN.movements}) == 12


@pytest.mark.parametrize(
    "sentence",
    [
        f"Số: {PLAN.number}{PLAN.symbol}",
        f"{PLAN.place}, ngày tháng {PLAN.month} năm {PLAN.year}",
        f"{PLAN.kind} {PLAN.title} {PLAN.grounds[0]} {PLAN.grounds[1]}",
        f"Căn cứ Kế hoạch số {PLAN.parent.symbol} ngày {PLAN.parent.issued_on:%d}/{PLAN.parent.issued_on.month}/"
        f"{PLAN.parent.issued_on.year} của {PLAN.parent.issuer} về {PLAN.parent.subject};",
        f"- Thời gian thi đua: {PLAN.period_text}.",
        f"- Đối tượng thi đua: {PLAN.audience}.",
        f"với chủ đề: “{PLAN.province_theme}”.",
        f"với chủ đề thi đua: “{PLAN.office_theme}”.",
        f"{PLAN.target_text}.",
        f"“{PLAN.movements[0].name}” {PLAN.movements[0].tied_to};",
        f"về {PLAN.report_recipients[0]}, {PLAN.report_recipients[1]} theo quy định.",
        f"Nơi nhận: - {PLAN.recipients[0]}; - {PLAN.recipients[1]}; - {PLAN.recipients[2]}; - {PLAN.recipients[3]} -",
        f"{PLAN.signer_title} ",
    ],
)
def test_a_sentence_put_together_from_the_data_stands_in_the_paper(sentence: str) -> None:
    assert sentence in PAPER


def test_the_dates_and_the_target_are_those_the_sentences_say() -> None:
    period = [
        date(int(year), int(month), int(day))
        for day, month, year in re.findall(r"ngày (\d+) tháng (\d+) năm (\d+)", PLAN.period_text)
    ]

    assert period == [PLAN.starts_on, PLAN.ends_on]
    assert f"{PLAN.target_percent}%" in PLAN.target_text


def test_every_text_is_in_nfc() -> None:
    texts = [PLAN.title, PLAN.province_theme, PLAN.office_theme, *PLAN.grounds, *PLAN.recipients, *PLAN.mottos]
    texts += [movement.name for movement in PLAN.movements]

    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
