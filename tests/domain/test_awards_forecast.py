"""What can be proposed this year and next, and what would break a chain of titles."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import Grade, VerdictWord
from services.nominations.awards.domain import Forecast, Prospect, forecast
from services.nominations.law.domain import Facts, Matter, YearFacts, judge
from tests.domain.rulebook_facts import (
    HELD,
    HERE,
    MET,
    NOT_MET,
    PERSON,
    PROVINCE_INITIATIVE,
    RULEBOOK,
    TO_VERIFY,
    members,
    unit,
)
from tests.support.examples import examples

JUNE = date(2026, 6, 15)
GOOD = frozenset({"LDTT", "CSTD_CO_SO"})


def years(*held: int, grade: Grade = Grade.EXCELLENT) -> tuple[YearFacts, ...]:
    return tuple(YearFacts(year, grade, GOOD) for year in held)


def somebody(*listed: YearFacts) -> Facts:
    return Facts(PERSON, HERE, listed, initiatives=(PROVINCE_INITIATIVE,))


def of(found: Forecast, code: str) -> Prospect:
    return next(each for each in found.prospects if each.award_code == code)


def test_two_years_of_a_title_make_the_third_reachable_this_year_if_it_is_recognised() -> None:
    facts = somebody(*years(2024, 2025), YearFacts(2026, Grade.EXCELLENT))

    found = forecast(RULEBOOK, facts, 2026, JUNE)

    assert of(found, "CSTD_CO_SO").this_year.overall is TO_VERIFY  # the unit has confirmed nothing yet
    province = of(found, "CSTD_TINH")
    assert (province.this_year.overall, province.rests_on) == (TO_VERIFY, ("CSTD_CO_SO",))
    chain = next(each for each in found.chains if each.award_code == "CSTD_CO_SO")
    assert (chain.first_year, chain.last_year, chain.at_risk) == (2024, 2025, 2026)
    assert "Nếu năm 2026 không đạt “Chiến sĩ thi đua cơ sở” thì chuỗi 2024–2025 (2 năm) đứt" in chain.sentence
    assert "còn thiếu 1 năm" in chain.sentence
    assert chain.threats == ()


def test_what_only_the_unit_can_confirm_is_named_until_it_has() -> None:
    facts = somebody(*years(2024, 2025), YearFacts(2026, Grade.EXCELLENT))

    before = of(forecast(RULEBOOK, facts, 2026, JUNE), "CSTD_CO_SO")
    after = of(forecast(RULEBOOK, replace(facts, statements=frozenset({"tinh_than"})), 2026, JUNE), "CSTD_CO_SO")

    assert (before.this_year.overall, after.this_year.overall) == (TO_VERIFY, MET)
    assert before.to_confirm == ("Tự lực, tự cường, đoàn kết, tích cực tham gia phong trào thi đua",)
    assert after.to_confirm == ()


def test_what_rests_on_the_units_word_alone_is_never_told_as_met() -> None:
    """The Government's flag asks for what no figure of this office can answer: leading a Cụm, exceeding every target."""
    found = forecast(RULEBOOK, unit(members(ldtt=10, cstd_co_so=2), statements=frozenset()), 2026, JUNE)

    for each in found.prospects:
        if each.to_confirm:
            assert each.this_year.overall is not MET
    flag = of(found, "CO_THI_DUA_CHINH_PHU")
    assert flag.to_confirm
    assert flag.this_year.overall is not MET
    assert flag.next_year is None or flag.next_year.overall is not MET


def test_what_was_given_or_proposed_for_the_year_is_not_offered_again() -> None:
    this_year = YearFacts(2026, Grade.EXCELLENT, frozenset({"LDTT"}), pending=frozenset({"CSTD_CO_SO"}))

    found = forecast(RULEBOOK, somebody(*years(2024, 2025), this_year), 2026, JUNE)

    assert {each.award_code for each in found.prospects if each.is_held} == {"LDTT"}
    assert {each.award_code for each in found.prospects if each.is_proposed} == {"CSTD_CO_SO"}


def test_a_year_without_the_title_leaves_nothing_of_the_chain() -> None:
    facts = somebody(
        *years(2023, 2024), YearFacts(2025, Grade.GOOD, frozenset({"LDTT"})), YearFacts(2026, Grade.EXCELLENT)
    )

    found = forecast(RULEBOOK, facts, 2026, JUNE)

    assert of(found, "CSTD_TINH").this_year.overall is NOT_MET
    assert [each for each in found.chains if each.award_code == "CSTD_CO_SO"] == []


def test_what_stands_in_the_way_of_a_chain_is_said() -> None:
    facts = replace(
        somebody(*years(2024, 2025), YearFacts(2026, Grade.EXCELLENT)),
        matters=(Matter("đơn tố cáo", date(2026, 5, 1)),),
    )

    found = forecast(RULEBOOK, facts, 2026, JUNE)

    assert of(found, "CSTD_CO_SO").this_year.overall is HELD
    [chain] = [each for each in found.chains if each.award_code == "CSTD_CO_SO"]
    assert any("đơn tố cáo" in threat for threat in chain.threats)


def test_next_year_is_supposed_as_good_as_the_last_one_with_a_result() -> None:
    facts = somebody(*years(2025))

    found = forecast(RULEBOOK, facts, 2026, JUNE)

    later = of(found, "CSTD_TINH").next_year
    assert later is not None
    chain = next(result for result in later.results if result.code == "E05-CHUOI")
    assert (later.period_year, chain.verdict) == (2027, MET)  # 2025 held, 2026 and 2027 supposed
    assert any("như năm 2025" in said for said in found.assumptions)


def test_somebody_without_a_result_has_nothing_supposed() -> None:
    found = forecast(RULEBOOK, somebody(), 2026, JUNE)

    assert (found.chains, any("dữ liệu trống" in said for said in found.assumptions)) == ((), True)


def test_a_unit_is_told_its_own_titles_only() -> None:
    found = forecast(RULEBOOK, unit(members(ldtt=6)), 2026, JUNE)

    codes = {each.award_code for each in found.prospects}
    assert ("TT_LDTT" in codes, "LDTT" in codes) == (True, False)
    assert of(found, "TT_LDTT").this_year.overall is NOT_MET


titles = st.frozensets(st.sampled_from(["LDTT", "CSTD_CO_SO", "CSTD_TINH"]))
histories = st.lists(
    st.builds(YearFacts, year=st.integers(2019, 2026), grade=st.none() | st.sampled_from(list(Grade)), awards=titles),
    max_size=6,
    unique_by=lambda each: each.year,
)


@settings(max_examples=examples(60), deadline=None)
@given(histories, st.sets(st.sampled_from(["tinh_than", "tieu_bieu"])))
def test_this_year_is_never_told_better_than_it_is(listed: list[YearFacts], confirmed: set[str]) -> None:
    """What the forecast calls met is met by the judge too, once the unit has confirmed what it must."""
    facts = replace(somebody(*listed), statements=frozenset(confirmed))

    for prospect in forecast(RULEBOOK, facts, 2026, JUNE).prospects:
        if prospect.this_year.overall is VerdictWord.MET:
            asked = {check.statement for rule in RULEBOOK.criteria for check in [rule.check, *rule.check.options]}
            certain = replace(facts, statements=frozenset(each for each in asked if each))
            assert judge(RULEBOOK, prospect.award_code, certain, 2026, JUNE).overall is VerdictWord.MET


@settings(max_examples=examples(60), deadline=None)
@given(histories)
def test_every_chain_told_is_a_chain(listed: list[YearFacts]) -> None:
    facts = somebody(*listed)
    held = {(each.year, code) for each in listed for code in each.awards}

    for chain in forecast(RULEBOOK, facts, 2026, JUNE).chains:
        assert all((year, chain.award_code) in held for year in range(chain.first_year, chain.last_year + 1))
        assert (chain.first_year - 1, chain.award_code) not in held
        assert chain.at_risk == chain.last_year + 1
