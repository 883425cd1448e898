"""Money, votes, papers, checklists, time limits and days off, as the rulebook has them on a day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.words import AwardLevel, Certainty, NomineeKind, VoteMethod
from services.nominations.law.domain import (
    Source,
    award_money,
    award_rule,
    check_items_for,
    days_off,
    days_worked,
    deadline,
    papers_for,
    vote_rule,
)
from services.office.refusal import Refused
from services.office.working_days import add_working_days
from tests.domain.rulebook_facts import COLLECTIVE, PERSON, RULEBOOK

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("award", "nominee", "before", "after"),
    [
        ("LDTT", PERSON, 710_000, 760_000),
        ("CSTD_CO_SO", PERSON, 2_340_000, 2_530_000),
        ("CSTD_TINH", PERSON, 7_020_000, 7_590_000),
        ("TT_LDTT", COLLECTIVE, 1_880_000, 2_030_000),
        ("TT_LDXS", COLLECTIVE, 3_510_000, 3_800_000),
        ("GIAY_KHEN", PERSON, 710_000, 760_000),
        ("GIAY_KHEN", COLLECTIVE, 1_410_000, 1_520_000),
        ("BANG_KHEN_TINH", PERSON, 3_510_000, 3_800_000),
        ("BANG_KHEN_TINH", COLLECTIVE, 7_020_000, 7_590_000),
        ("CSTD_TOAN_QUOC", PERSON, 10_530_000, 11_390_000),
        ("CO_THI_DUA_TINH", COLLECTIVE, 18_720_000, 20_240_000),
        ("CO_THI_DUA_CHINH_PHU", COLLECTIVE, 28_080_000, 30_360_000),
        ("BANG_KHEN_THU_TUONG", PERSON, 8_190_000, 8_860_000),
        ("BANG_KHEN_THU_TUONG", COLLECTIVE, 16_380_000, 17_710_000),
        ("HUAN_CHUONG_LAO_DONG_I", PERSON, 21_060_000, 22_770_000),
        ("HUAN_CHUONG_LAO_DONG_II", PERSON, 17_550_000, 18_980_000),
        ("HUAN_CHUONG_LAO_DONG_III", PERSON, 10_530_000, 11_390_000),
        ("HUAN_CHUONG_LAO_DONG_III", COLLECTIVE, 21_060_000, 22_770_000),
    ],
)
def test_award_money_follows_the_base_salary_of_the_day(
    award: str, nominee: NomineeKind, before: int, after: int
) -> None:
    assert award_money(RULEBOOK, award, nominee, BEFORE).amount == before
    assert award_money(RULEBOOK, award, nominee, AFTER).amount == after


def test_award_money_shows_how_it_was_worked_out() -> None:
    money = award_money(RULEBOOK, "LDTT", PERSON, AFTER)

    assert (money.amount, money.exact, money.factor) == (760_000, Decimal("759000.0"), Decimal("0.3"))
    assert (money.base_salary, money.certainty) == (2_530_000, Certainty.C)
    assert (money.by_factor.source, money.by_salary.source) == (Source("ND-152-2025", "50", "1"), Source("ND-161-2026"))


def test_an_office_may_read_the_rounding_as_to_the_nearest() -> None:
    policies = tuple(replace(each, is_on=each.code != "LAM_TRON_LEN" and each.is_on) for each in RULEBOOK.policies)

    assert award_money(RULEBOOK, "LDTT", PERSON, BEFORE).amount == 710_000
    assert award_money(replace(RULEBOOK, policies=policies), "LDTT", PERSON, BEFORE).amount == 700_000


def test_a_form_gives_a_collective_twice_a_person_s_factor() -> None:
    for form in ("GIAY_KHEN", "BANG_KHEN_TINH"):
        person, collective = (award_money(RULEBOOK, form, nominee, AFTER) for nominee in (PERSON, COLLECTIVE))
        assert collective.factor == 2 * person.factor


@pytest.mark.parametrize(
    ("award", "nominee", "day"),
    [("LDTT", COLLECTIVE, AFTER), ("LDTT", PERSON, date(2023, 12, 31)), ("LDTT", PERSON, date(2027, 3, 2))],
)
def test_money_without_a_rule_is_refused(award: str, nominee: NomineeKind, day: date) -> None:
    with pytest.raises(Refused, match="rulebook_has_no_entry"):
        award_money(RULEBOOK, award, nominee, day)


@pytest.mark.parametrize(
    ("award", "ballot", "seats", "needed"),
    [
        ("CSTD_CO_SO", VoteMethod.SECRET, 9, 8),
        ("CSTD_CO_SO", VoteMethod.SECRET, 10, 8),
        ("CSTD_TINH", VoteMethod.SECRET, 9, 9),
        ("CSTD_TINH", VoteMethod.SECRET, 10, 9),
        ("LDTT", VoteMethod.OPEN, 9, 5),
        ("LDTT", VoteMethod.OPEN, 10, 6),
        ("GIAY_KHEN", VoteMethod.OPEN, 11, 6),
    ],
)
def test_votes_are_counted_over_all_seats(award: str, ballot: VoteMethod, seats: int, needed: int) -> None:
    rule = vote_rule(RULEBOOK, award, AFTER)

    assert (rule.ballot, rule.needed(seats), rule.certainty) == (ballot, needed, Certainty.OWN)


@pytest.mark.parametrize(
    ("award", "day", "percent", "certainty", "source"),
    [
        ("CSTD_TOAN_QUOC", date(2027, 3, 1), 90, Certainty.A, "ND-152-2025"),
        ("CSTD_TOAN_QUOC", date(2027, 3, 2), 90, Certainty.OWN, "ND-152-2025"),
        ("CO_THI_DUA_CHINH_PHU", AFTER, 80, Certainty.A, "ND-152-2025"),
        ("CSTD_TINH", date(2025, 6, 30), 90, Certainty.A, "ND-98-2023"),
        ("CSTD_CO_SO", date(2025, 11, 9), 80, Certainty.A, "ND-98-2023"),
        ("CSTD_CO_SO", date(2025, 11, 10), 80, Certainty.OWN, "ND-98-2023"),
        ("CO_THI_DUA_TINH", AFTER, 80, Certainty.OWN, "ND-98-2023"),
    ],
)
def test_the_share_of_votes_by_the_text_of_the_day(
    award: str, day: date, percent: int, certainty: Certainty, source: str
) -> None:
    rule = vote_rule(RULEBOOK, award, day)

    assert (rule.percent, rule.ballot, rule.certainty, rule.source.text) == (
        percent,
        VoteMethod.SECRET,
        certainty,
        source,
    )


def test_what_waits_for_the_province_says_so() -> None:
    waiting = [vote for vote in RULEBOOK.votes if vote.source.text == "ND-98-2023" and vote.valid_to is None]

    assert {award: vote.percent for vote in waiting for award in vote.awards} == {
        "CSTD_TINH": 90,
        "CSTD_CO_SO": 80,
        "CO_THI_DUA_TINH": 80,
    }
    assert {vote.note for vote in waiting} == {"Theo Nghị định 98/2023 (đã hết hiệu lực), chờ quy định của tỉnh."}


def test_the_public_list_and_the_appraisal_at_the_province_bind_state_awards_only() -> None:
    assert deadline(RULEBOOK, "CONG_KHAI_CAP_TINH", AFTER, "CSTD_TOAN_QUOC").working_days == 10
    assert deadline(RULEBOOK, "THAM_DINH_TINH", AFTER, "HUAN_CHUONG_LAO_DONG_I").working_days == 30
    for code in ("CONG_KHAI_CAP_TINH", "THAM_DINH_TINH"):
        with pytest.raises(Refused, match="rulebook_has_no_entry"):
            deadline(RULEBOOK, code, AFTER, "LDTT")


def test_the_council_s_quorum_is_two_thirds() -> None:
    (council,) = RULEBOOK.councils

    assert [council.quorum(seats) for seats in (9, 10, 11)] == [6, 7, 8]


@pytest.mark.parametrize(
    ("award", "nominee", "papers"),
    [
        ("LDTT", PERSON, {"TO_TRINH": "always", "BAO_CAO_THANH_TICH": "always", "BIEN_BAN": "always"}),
        (
            "CSTD_CO_SO",
            PERSON,
            {
                "TO_TRINH": "always",
                "BAO_CAO_THANH_TICH": "always",
                "BIEN_BAN": "always",
                "XAC_NHAN_SANG_KIEN": "initiative",
            },
        ),
        ("TT_LDXS", COLLECTIVE, {"TO_TRINH": "always", "BAO_CAO_THANH_TICH": "always", "BIEN_BAN": "always"}),
    ],
)
def test_the_papers_of_a_dossier(award: str, nominee: NomineeKind, papers: dict[str, str]) -> None:
    assert {paper.code: paper.when for paper in papers_for(RULEBOOK, award, nominee, AFTER)} == papers


def test_every_award_has_papers_and_a_checklist() -> None:
    for award in RULEBOOK.awards:
        for nominee in award.nominees:
            papers = papers_for(RULEBOOK, award.code, nominee, AFTER)
            assert len(papers) >= 3, f"{award.code} lacks papers for a {nominee} in papers.toml"
        assert len(check_items_for(RULEBOOK, award.code, AFTER)) >= 5, f"{award.code} lacks checks in papers.toml"


def test_who_decides() -> None:
    upward = {award.code for award in RULEBOOK.awards if award_rule(RULEBOOK, award.code, AFTER).goes_upward}

    assert {award.code for award in RULEBOOK.awards} - upward >= {"LDTT", "CSTD_CO_SO", "TT_LDTT", "GIAY_KHEN"}
    assert {award.code for award in RULEBOOK.awards if award.level is AwardLevel.STATE} >= {
        "CSTD_TOAN_QUOC",
        "CO_THI_DUA_CHINH_PHU",
        "BANG_KHEN_THU_TUONG",
        "HUAN_CHUONG_LAO_DONG_III",
        "HUAN_CHUONG_LAO_DONG_II",
        "HUAN_CHUONG_LAO_DONG_I",
    }


def test_appraisal_takes_twenty_working_days_over_a_holiday() -> None:
    limit = deadline(RULEBOOK, "THAM_DINH", date(2026, 8, 20)).working_days

    assert limit == 20
    assert add_working_days(date(2026, 8, 20), limit, days_off(RULEBOOK), days_worked(RULEBOOK)) == date(2026, 9, 21)


def test_an_unknown_limit_is_refused() -> None:
    with pytest.raises(Refused, match="rulebook_has_no_entry"):
        deadline(RULEBOOK, "KHONG_CO", AFTER)


def test_no_holiday_of_2026_is_shown_as_checked() -> None:
    assert date(2026, 2, 17) in days_off(RULEBOOK)
    assert {day for day in days_worked(RULEBOOK) if day.year == 2026} == {date(2026, 1, 10), date(2026, 8, 22)}
    assert not any(holiday.certainty.is_citation for holiday in RULEBOOK.holidays)
