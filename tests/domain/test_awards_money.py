"""What is paid for several awards decided at one time (NĐ 152/2025 Điều 49–55), case by case and as laws."""

import uuid
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import NomineeKind
from services.nominations.awards.domain import Given, Recipient, money_at_once, worth
from services.nominations.law.files.loader import load
from tests.support.examples import examples

RULEBOOK = load()
DAY = date(2026, 12, 20)
SOMEBODY = uuid.uuid4()
KINDS = {rule.code: rule.kind.value for rule in RULEBOOK.awards}


def award(code: str, year: int = 2026, on: date = DAY, **more: object) -> Given:
    values = {"ref": uuid.uuid4(), "recipient": Recipient.PERSON, "recipient_id": SOMEBODY, **more}
    return Given(award_code=code, kind=KINDS[code], period_year=year, decided_on=on, **values)  # type: ignore[arg-type]


def paid(*awards: Given) -> list[int | None]:
    shares = money_at_once(RULEBOOK, awards)
    return [shares[each.ref].amount for each in awards]


def test_of_titles_of_one_period_only_the_highest_is_paid() -> None:
    lower, higher = award("LDTT"), award("CSTD_CO_SO")

    shares = money_at_once(RULEBOOK, [lower, higher])

    assert (shares[lower.ref].amount, shares[higher.ref].amount) == (0, 2_530_000)
    assert shares[lower.ref].worth.amount == 760_000
    assert shares[lower.ref].reason == (
        "Không chi riêng: quyết định cùng ngày 20/12/2026, cùng thành tích năm 2026 đã hưởng mức cao hơn của "
        "“Chiến sĩ thi đua cơ sở”."
    )
    assert shares[higher.ref].reason == (
        "Mức cao nhất trong 2 danh hiệu quyết định cùng ngày, cùng thời gian thành tích."
    )
    assert shares[higher.ref].source == (
        "khoản 1 Điều 50 Nghị định 152/2025/NĐ-CP (chưa đối chiếu); mức lương cơ sở theo Nghị định 161/2026/NĐ-CP"
    )


def test_titles_of_different_periods_are_paid_each() -> None:
    assert paid(award("LDTT", 2025), award("LDTT", 2026)) == [760_000, 760_000]
    # CSTĐ tỉnh counts three years: another period than the one year of CSTĐ cơ sở
    assert paid(award("CSTD_TINH"), award("CSTD_CO_SO"), award("LDTT")) == [7_590_000, 2_530_000, 0]


def test_titles_decided_on_different_days_are_paid_each() -> None:
    assert paid(award("LDTT"), award("CSTD_CO_SO", on=date(2026, 12, 21))) == [760_000, 2_530_000]


def test_titles_of_different_people_are_paid_each() -> None:
    assert paid(award("LDTT"), award("CSTD_CO_SO", recipient_id=uuid.uuid4())) == [760_000, 2_530_000]


def test_a_title_and_a_form_are_both_paid() -> None:
    title, form = award("LDTT"), award("GIAY_KHEN")

    shares = money_at_once(RULEBOOK, [title, form])

    assert [shares[each.ref].amount for each in (title, form)] == [760_000, 760_000]
    assert shares[form.ref].reason.endswith("có cả danh hiệu và hình thức nên hưởng cả hai.")


def test_forms_are_paid_each_unless_for_one_known_achievement() -> None:
    certificate, letter = award("BANG_KHEN_TINH"), award("GIAY_KHEN")
    same = [
        award("GIAY_KHEN", achievements=frozenset({"cứu người"})),
        award("GIAY_KHEN", achievements=frozenset({"cứu người"})),
    ]

    assert paid(certificate, letter) == [3_800_000, 760_000]
    assert sorted(paid(*same), key=str) == [0, 760_000]
    assert paid(same[0], award("GIAY_KHEN", achievements=frozenset({"phòng, chống bão"}))) == [760_000, 760_000]


def test_a_household_is_given_half_as_much_again_as_a_person() -> None:
    person = worth(RULEBOOK, "GIAY_KHEN", "person", DAY)
    household = worth(RULEBOOK, "GIAY_KHEN", "household", DAY)

    # 1,5 × 759.000 = 1.138.500, rounded up once and not twice
    assert (person.amount, household.amount) == (760_000, 1_140_000)
    assert household.basis.startswith("1,5 × 0,3 × 2.530.000 đồng")


def test_a_sum_an_imported_record_states_stands_whatever_the_rule_says() -> None:
    told, higher = award("LDTT", told=700_000), award("CSTD_CO_SO")

    assert paid(told, higher) == [700_000, 2_530_000]


def test_an_award_without_a_rule_for_its_day_has_no_sum_and_takes_none_away() -> None:
    long_ago = date(1999, 1, 5)

    assert paid(award("LDTT", 1998, long_ago), award("CSTD_CO_SO", 1998, long_ago)) == [None, None]


ONE_AWARD = st.tuples(
    st.sampled_from(
        [code for code in KINDS if any(f.award == code and f.nominee == NomineeKind.PERSON for f in RULEBOOK.factors)]
    ),
    st.sampled_from([uuid.UUID(int=n) for n in range(2)]),
    st.integers(2024, 2026),
    st.sampled_from([date(2025, 6, 30), date(2026, 6, 30), DAY, date(2027, 3, 2)]),
    st.sampled_from(["", "a", "b", "ab"]),
    st.none() | st.integers(0, 10**7),
)


def _numbered(drawn: list[tuple[str, uuid.UUID, int, date, str, int | None]]) -> list[Given]:
    return [
        Given(
            ref=uuid.UUID(int=100 + number),
            award_code=code,
            kind=KINDS[code],
            recipient=Recipient.PERSON,
            recipient_id=person_id,
            period_year=year,
            decided_on=day,
            achievements=frozenset(achievement),
            told=told,
        )
        for number, (code, person_id, year, day, achievement, told) in enumerate(drawn)
    ]


GIVENS = st.lists(ONE_AWARD, max_size=7).map(_numbered)


@settings(max_examples=examples(300), deadline=None)
@given(GIVENS, st.randoms(use_true_random=False))
def test_the_order_in_which_awards_come_never_matters(awards: Sequence[Given], random: object) -> None:
    shuffled = list(awards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert money_at_once(RULEBOOK, shuffled) == money_at_once(RULEBOOK, awards)


@settings(max_examples=examples(300), deadline=None)
@given(GIVENS)
def test_nothing_is_paid_below_zero_or_above_the_award_s_own_sum(awards: Sequence[Given]) -> None:
    for ref, share in money_at_once(RULEBOOK, awards).items():
        told = next(each.told for each in awards if each.ref == ref)
        assert share.reason
        assert share.amount is None or share.amount >= 0
        assert share.amount == told if told is not None else share.amount in (0, share.worth.amount)


@settings(max_examples=examples(300), deadline=None)
@given(GIVENS, GIVENS)
def test_another_award_decided_at_another_time_changes_nothing(
    awards: Sequence[Given], others: Sequence[Given]
) -> None:
    times = {(each.recipient_id, each.decided_on) for each in awards}
    elsewhere = [each for each in others if (each.recipient_id, each.decided_on) not in times]
    elsewhere = [Given(**{**{f: getattr(each, f) for f in each.__slots__}, "ref": uuid.uuid4()}) for each in elsewhere]

    together = money_at_once(RULEBOOK, [*awards, *elsewhere])

    assert {each.ref: together[each.ref] for each in awards} == money_at_once(RULEBOOK, awards)


def test_a_form_for_two_achievements_leaves_nothing_for_one_that_shares_either() -> None:
    both, one, other = (
        award("BANG_KHEN_TINH", achievements=frozenset("ab")),
        award("GIAY_KHEN", achievements=frozenset("a")),
        award("GIAY_KHEN", achievements=frozenset("bc")),
    )

    assert paid(one, both, other) == [0, 3_800_000, 0]
    # without the higher one the two share nothing
    assert paid(one, other) == [760_000, 760_000]


@settings(max_examples=examples(200), deadline=None)
@given(GIVENS)
def test_no_achievement_is_paid_twice_by_forms_of_one_day(awards: Sequence[Given]) -> None:
    shares = money_at_once(RULEBOOK, awards)

    worked_out = [each for each in awards if each.told is None and each.kind == "form" and shares[each.ref].amount]
    for each in worked_out:
        beside = [
            other
            for other in worked_out
            if other.ref != each.ref and (other.recipient_id, other.decided_on) == (each.recipient_id, each.decided_on)
        ]
        assert not any(each.achievements & other.achievements for other in beside)


@settings(max_examples=examples(200), deadline=None)
@given(GIVENS)
def test_the_highest_title_of_a_period_is_always_paid(awards: Sequence[Given]) -> None:
    shares = money_at_once(RULEBOOK, awards)

    unpaid = [each for each in awards if shares[each.ref].amount == 0 and each.told is None and each.kind == "title"]
    for each in unpaid:
        beside = [
            other
            for other in awards
            if (other.recipient_id, other.decided_on, other.period_year, other.kind)
            == (each.recipient_id, each.decided_on, each.period_year, "title")
            and other.ref != each.ref
        ]
        assert any(
            shares[other.ref].amount is not None and (shares[other.ref].amount != 0 or other.told == 0)
            for other in beside
        )


def test_a_household_is_given_forms_that_are_for_households_and_no_title() -> None:
    """Luật 06/2022 Đ73–75: giấy khen and bằng khen; titles are of people and units."""
    given = {award.code for award in RULEBOOK.awards if worth(RULEBOOK, award.code, "household", DAY).amount}

    assert given == {"GIAY_KHEN", "BANG_KHEN_TINH", "BANG_KHEN_THU_TUONG"}
    assert worth(RULEBOOK, "LDTT", "household", DAY).basis == "không tặng cho hộ gia đình"
