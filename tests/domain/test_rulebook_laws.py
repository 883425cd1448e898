"""What must hold for every nominee and every award, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.words import AwardGround, AwardLevel, DisciplineLevel, Favour, Grade, NomineeKind, Scope
from services.nominations.law.domain import (
    Achievement,
    Citation,
    CollectiveFacts,
    Discipline,
    Dissolution,
    Facts,
    Initiative,
    Matter,
    Override,
    PastAward,
    Predecessor,
    Quota,
    Rulebook,
    Span,
    Use,
    Verdict,
    YearFacts,
    judge,
    streak,
)
from tests.domain.rulebook_facts import HELD, MET, NOT_MET, RULEBOOK, STATEMENTS, TO_VERIFY
from tests.support.examples import examples

DAYS = st.dates(date(2022, 1, 1), date(2027, 6, 30))
JUDGED = st.dates(date(2026, 1, 1), date(2027, 6, 30))
TITLES = st.frozensets(st.sampled_from(["LDTT", "CSTD_CO_SO", "CSTD_TINH", "TT_LDXS"]))
CODES = [award.code for award in RULEBOOK.awards]
AWARDS = [(award.code, nominee) for award in RULEBOOK.awards for nominee in award.nominees]
WORST_LAST = [MET, TO_VERIFY, NOT_MET, HELD]
# Drawing a nominee takes a while on a busy machine: that is no failure of a rule.
LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


# Strategies are made once and not in the midst of drawing: making them costs more than drawing from them.
SPANS = st.builds(
    lambda start, length: Span(start, None if length is None else start + timedelta(days=length)),
    DAYS,
    st.none() | st.integers(0, 900),
)

disciplines = st.builds(Discipline, st.sampled_from(DisciplineLevel), SPANS)
matters = st.builds(Matter, st.sampled_from(["đơn tố cáo", "thanh tra"]), DAYS, st.none() | DAYS)
initiatives = st.builds(
    Initiative,
    st.sampled_from(["Số hóa", "Tự động"]),
    st.integers(2022, 2026),
    st.sampled_from(Scope),
    st.none() | DAYS,
)
achievements = st.builds(
    Achievement,
    st.sampled_from(["Việc một", "Việc hai", "Việc ba"]),
    DAYS,
    st.sampled_from(AwardGround),
    st.sampled_from(Scope),
    st.booleans(),
)


past_awards = st.builds(
    PastAward,
    st.sampled_from(CODES),
    st.sampled_from(AwardLevel),
    st.sampled_from(AwardGround),
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    st.none() | st.integers(2017, 2026),
)
uses = st.builds(
    Use,
    st.sampled_from(["Việc một", "Số hóa"]),
    st.sampled_from(CODES),
    st.integers(2022, 2026),
    st.sampled_from(["An", "Bình"]),
    *[st.booleans() for _ in range(5)],
    st.sampled_from(AwardGround),
    st.sampled_from(["", "khác nhau"]),
)
predecessors = st.builds(
    Predecessor,
    st.sampled_from(["Phòng A", "Phòng B"]),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.builds(lambda grade, held: (YearFacts(2025, grade, held),), st.sampled_from(Grade), TITLES),
)
citations = st.builds(Citation, st.sampled_from([text.code for text in RULEBOOK.texts]), st.just("Tờ trình"), DAYS)
extras = st.fixed_dictionaries(
    {},
    optional={
        "is_woman": st.booleans(),
        "ground": st.sampled_from(AwardGround),
        "past_awards": st.lists(past_awards, max_size=3).map(tuple),
        "uses": st.lists(uses, max_size=2).map(tuple),
        "overrides": st.just((Override("E21", "Đã phát triển thêm", "Trần B"), Override("E21", "Khác", "An"))),
        "missing_papers": st.lists(st.sampled_from(["Biên bản", "Tờ trình"]), max_size=2, unique=True).map(tuple),
        "dissolution": st.builds(Dissolution, DAYS, st.just("Phòng C"), st.booleans()),
        "predecessors": st.lists(predecessors, max_size=2).map(tuple),
        "citations": st.lists(citations, max_size=2).map(tuple),
        "upward_on": JUDGED,
    },
)


COUNTS = st.one_of(
    [
        st.builds(
            CollectiveFacts,
            st.just(total),
            *[st.integers(0, total)] * 6,
            disciplined_canh_cao_or_more=st.integers(0, 2),
        )
        for total in range(13)
    ]
)
YEARLY = {
    year: st.builds(
        YearFacts,
        st.just(year),
        st.none() | st.sampled_from(Grade),
        TITLES,
        TITLES,
        st.lists(disciplines, max_size=1).map(tuple),
        st.none() | SPANS,
        st.none() | COUNTS,
    )
    for year in range(2022, 2027)
}
NOMINEES = {
    kind: st.builds(
        lambda kind, more, *lists: Facts(kind, *lists, **more),
        st.just(kind),
        extras,
        st.lists(SPANS, max_size=2).map(tuple),
        st.tuples(*[st.none() | year for year in YEARLY.values()]).map(lambda years: tuple(filter(None, years))),
        st.lists(matters, max_size=1).map(tuple),
        st.lists(initiatives, max_size=3).map(tuple),
        st.lists(achievements, max_size=3).map(tuple),
        st.sampled_from([STATEMENTS, frozenset()]) | st.frozensets(st.sampled_from(sorted(STATEMENTS))),
    )
    for kind in NomineeKind
}
cases = st.one_of([st.tuples(st.just(award), NOMINEES[kind]) for award, kind in AWARDS])


def judged(award: str, facts: Facts, on: date) -> Verdict:
    return judge(RULEBOOK, award, facts, 2026, on)


@settings(LAWS, max_examples=examples(300))
@given(cases, JUDGED, disciplines, st.integers(2022, 2027))
def test_adding_a_discipline_never_makes_an_ineligible_case_eligible(
    case: tuple[str, Facts], on: date, added: Discipline, year: int
) -> None:
    award, facts = case
    before = judged(award, facts, on)
    described = facts.year(year)
    worse_counts = described.members and replace(
        described.members, disciplined_canh_cao_or_more=described.members.disciplined_canh_cao_or_more + 1
    )
    worse_year = replace(described, disciplines=(*described.disciplines, added), members=worse_counts)
    worse = replace(facts, years=(*(y for y in facts.years if y.year != year), worse_year))

    after = judged(award, worse, on)

    assert WORST_LAST.index(after.overall) >= WORST_LAST.index(before.overall)


@settings(LAWS, max_examples=examples(200))
@given(cases, JUDGED, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(case: tuple[str, Facts], on: date, random: object) -> None:
    award, facts = case

    def shuffled(values: tuple[object, ...]) -> tuple[object, ...]:
        values_list = list(values)
        random.shuffle(values_list)  # type: ignore[attr-defined]
        return tuple(values_list)

    other = replace(
        facts,
        belongs=shuffled(facts.belongs),
        years=shuffled(tuple(replace(y, disciplines=shuffled(y.disciplines)) for y in facts.years)),  # type: ignore[arg-type]
        matters=shuffled(facts.matters),
        initiatives=shuffled(facts.initiatives),
        achievements=shuffled(facts.achievements),
        past_awards=shuffled(facts.past_awards),
        uses=None if facts.uses is None else shuffled(facts.uses),
        overrides=shuffled(facts.overrides),
        missing_papers=None if facts.missing_papers is None else shuffled(facts.missing_papers),
        predecessors=shuffled(facts.predecessors),
        citations=shuffled(facts.citations),
    )

    assert judged(award, other, on) == judged(award, facts, on)


@settings(LAWS, max_examples=examples(200))
@given(cases, JUDGED)
def test_unrelated_facts_change_no_verdict(case: tuple[str, Facts], on: date) -> None:
    award, facts = case
    unrelated = replace(
        facts,
        years=(*facts.years, YearFacts(2012, Grade.NOT_COMPLETED, frozenset({"BANG_KHEN_TINH"}))),
        belongs=(*facts.belongs, Span(date(2001, 1, 1), date(2002, 1, 1))),
        matters=(*facts.matters, Matter("đã xong từ lâu", date(2011, 1, 1), date(2011, 2, 1))),
        initiatives=(*facts.initiatives, Initiative("Cũ", 2011, Scope.NATION, date(2011, 5, 1))),
        statements=facts.statements | {"việc khác"},
        past_awards=(
            *facts.past_awards,
            PastAward("KHAC", AwardLevel.STATE, AwardGround.MERIT, date(2020, 1, 1), 2019),
        ),
        overrides=(*facts.overrides, Override("E99", "Việc khác")),
        quotas=(*facts.quotas, Quota("KHAC", 1, 1, 1)),
        citations=(*facts.citations, Citation("KHONG-CO", "Tờ trình", date(2026, 1, 1))),
    )

    assert judged(award, unrelated, on) == judged(award, facts, on)


@settings(LAWS)
@given(cases, JUDGED)
def test_the_overall_word_is_the_gravest_that_counts(case: tuple[str, Facts], on: date) -> None:
    verdict = judged(*case, on)
    words = {result.verdict for result in verdict.results if result.effect.counts}

    assert verdict.overall is next(word for word in (HELD, NOT_MET, TO_VERIFY, MET) if word in words)


@settings(LAWS)
@given(cases, JUDGED)
def test_an_unchecked_rule_has_its_mark_and_alone_locks_no_door(case: tuple[str, Facts], on: date) -> None:
    verdict = judged(*case, on)
    counted = [result for result in verdict.results if result.effect.counts]
    locking = [r for r in counted if r.verdict is NOT_MET and not r.certainty.is_unchecked]

    assert all(bool(r.caveat) is r.certainty.is_unchecked for r in verdict.results if r.code != "E22")
    assert not any("(chưa đối chiếu)" not in r.citation for r in verdict.results if r.caveat)
    assert verdict.is_compared is not any(r.caveat for r in counted)
    assert verdict.may_go_on is (verdict.overall is NOT_MET and not locking)


@settings(LAWS, max_examples=examples(100))
@given(cases, JUDGED)
def test_an_uncompared_text_never_changes_a_word(case: tuple[str, Facts], on: date) -> None:
    """The same book with every entry uncompared from some day on says the same, criterion by criterion."""
    award, facts = case
    sure, unsure = (_from(RULEBOOK, day) for day in (date(2030, 1, 1), date(2025, 1, 1)))

    words = [
        [(each.code, each.verdict) for each in judge(book, award, facts, 2026, on).results if each.code != "E22"]
        for book in (sure, unsure)
    ]

    assert words[0] == words[1]


def _from(book: Rulebook, day: date) -> Rulebook:
    return replace(
        book,
        criteria=tuple(replace(rule, recheck_from=day, recheck_text="LUAT-06-2026") for rule in book.criteria),
        transitions=(),
    )


@settings(LAWS)
@given(cases, JUDGED)
def test_a_word_is_what_every_known_reading_says(case: tuple[str, Facts], on: date) -> None:
    for result in judged(*case, on).results:
        words = {reading.word for reading in result.readings}
        if result.code != "E22" and words:
            assert result.verdict is (next(iter(words)) if len(words) == 1 else TO_VERIFY)


@settings(LAWS)
@given(cases)
def test_the_other_law_s_reading_is_what_it_would_have_judged_itself(case: tuple[str, Facts]) -> None:
    award, facts = case
    on = date(2026, 12, 5)
    here, there = (judge(RULEBOOK, award, facts, 2026, on, day) for day in (date(2026, 9, 30), date(2026, 10, 1)))

    assert here.other_law is not None
    assert there.other_law is not None
    assert (here.other_law.overall, there.other_law.overall) == (there.overall, here.overall)
    assert (here.other_law.favours is Favour.SAME) == (here.overall is there.overall)


@settings(LAWS)
@given(cases, JUDGED)
def test_every_refusal_and_question_says_what_would_meet_it(case: tuple[str, Facts], on: date) -> None:
    for result in judged(*case, on).results:
        assert result.sentence
        assert (result.would_meet == "") == (result.verdict is MET)


@settings(LAWS)
@given(cases, JUDGED, st.sampled_from(Grade))
def test_a_better_year_never_harms(case: tuple[str, Facts], on: date, grade: Grade) -> None:
    award, facts = case

    def graded(best: Grade) -> Verdict:
        others = tuple(y for y in facts.years if y.year != 2026)
        return judged(award, replace(facts, years=(*others, replace(facts.year(2026), grade=best))), on)

    assert WORST_LAST.index(graded(Grade.EXCELLENT).overall) <= WORST_LAST.index(graded(grade).overall)


@settings(LAWS)
@given(st.sets(st.integers(2015, 2026)), st.sets(st.integers(2015, 2026)))
def test_a_streak_counts_the_years_back_to_the_first_gap(held: set[int], described: set[int]) -> None:
    years = [YearFacts(y, awards=frozenset({"LDTT"} if y in held else set())) for y in held | described]
    expected = next(n for n in range(13) if 2026 - n not in held)

    chain = streak(years, "LDTT", 2026)

    assert (chain.unbroken, chain.possible, chain.broken_in) == (expected, expected, 2026 - expected)
