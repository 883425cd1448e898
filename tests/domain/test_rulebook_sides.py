"""Both sides of every criterion of the rulebook: facts that meet it, and facts that do not; none is left out."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, AwardLevel, DisciplineLevel, Grade, NomineeKind, Scope, VerdictWord
from services.nominations.law.domain import (
    Achievement,
    Citation,
    CollectiveFacts,
    CriterionResult,
    CriterionRule,
    Discipline,
    Dissolution,
    Facts,
    Initiative,
    Matter,
    PastAward,
    Quota,
    Span,
    Use,
    YearFacts,
    judge,
)
from tests.domain.rulebook_facts import (
    COLLECTIVE,
    HELD,
    HERE,
    MET,
    MOVEMENT_DEED,
    NOT_MET,
    PERSON,
    RULEBOOK,
    STATEMENTS,
    SURE_DAY,
    TO_VERIFY,
    in_year,
    members,
)

EVERYTHING_ON = replace(RULEBOOK, criteria=tuple(replace(rule, is_on=True) for rule in RULEBOOK.criteria))
RULES_OF_THE_LAW = {f"E{number:02d}" for number in range(1, 25)}
"""law.md B.10."""

SUDDEN = PastAward("GIAY_KHEN", AwardLevel.OFFICE, AwardGround.SUDDEN, date(2026, 3, 1), 2026)
DEED = Use("Dẫn đầu đợt thi đua", "GIAY_KHEN", 2025, "Nguyễn Văn A")
INITIATIVE = Use("Số hóa hồ sơ", "GIAY_KHEN", 2025, "Nguyễn Văn A", is_initiative=True)


def past(code: str, level: AwardLevel = AwardLevel.STATE, year: int = 2020) -> PastAward:
    return PastAward(code, level, AwardGround.MERIT, date(year + 1, 1, 15), year)


HONOURS = (
    past("BANG_KHEN_TINH", AwardLevel.PROVINCE),
    past("BANG_KHEN_THU_TUONG"),
    past("HUAN_CHUONG_LAO_DONG_III"),
    past("HUAN_CHUONG_LAO_DONG_II"),
)


def decorated() -> Facts:
    """An official who meets every criterion there is, those that are off and those that only inform included."""
    titles = {
        year: {"LDTT", "CSTD_CO_SO"} | ({"CSTD_TINH"} if year in (2023, 2026) else set()) for year in range(2017, 2027)
    }
    years = [YearFacts(year, Grade.EXCELLENT, frozenset(held)) for year, held in titles.items()]
    years[-1] = replace(years[-1], maternity_leave=Span(date(2026, 1, 5), date(2026, 7, 4)))
    return Facts(
        PERSON,
        HERE,
        tuple(years),
        initiatives=(Initiative("Sáng kiến toàn quốc", 2026, Scope.NATION, date(2026, 6, 1)),),
        achievements=(MOVEMENT_DEED,),
        statements=STATEMENTS,
        is_woman=True,
        past_awards=(*HONOURS, SUDDEN),
        uses=(),
        missing_papers=(),
        quotas=(Quota("CSTD_CO_SO", base=40, decided=2, pending=3),),
        citations=(Citation("ND-152-2025", "Tờ trình", date(2026, 9, 1)),),
    )


def honoured() -> Facts:
    """A unit that meets every criterion there is: dissolved, proposed by its successor."""
    years = [YearFacts(year, Grade.EXCELLENT, frozenset({"TT_LDXS"})) for year in range(2017, 2027)]
    years[-1] = replace(years[-1], members=members(women=7))
    return replace(
        decorated(),
        kind=COLLECTIVE,
        years=tuple(years),
        initiatives=(),
        is_woman=None,
        dissolution=Dissolution(date(2026, 8, 1), "Phòng Tổng hợp", successor_proposes=True),
    )


BASE = {PERSON: decorated(), COLLECTIVE: honoured()}


def graded(kind: NomineeKind, grade: Grade, year: int = 2026) -> Facts:
    return in_year(BASE[kind], year, grade=grade, awards=frozenset())


def counted(**changes: int) -> Facts:
    return in_year(BASE[COLLECTIVE], 2026, members=members(**changes))


def without(statement: str, kind: NomineeKind = PERSON) -> Facts:
    return replace(BASE[kind], statements=STATEMENTS - {statement})


def changed(kind: NomineeKind, **changes: object) -> Facts:
    return replace(BASE[kind], **changes)  # type: ignore[arg-type]


def disciplined(kind: NomineeKind) -> Facts:
    punished = Discipline(DisciplineLevel.WARNING, Span(date(2026, 2, 1)))
    return in_year(BASE[kind], 2026, disciplines=(punished,))


def for_both(code: str, word: VerdictWord | None, **changes: object) -> dict[tuple[str, NomineeKind], "Other"]:
    return {(code, kind): (changed(kind, **changes), word) for kind in (PERSON, COLLECTIVE)}


Other = tuple[Facts, VerdictWord | None]
"""Facts that do not meet a criterion and the word it then gives; None: nothing is said."""

OLD_DEED = Achievement("Việc năm 2015", date(2015, 1, 1), AwardGround.MOVEMENT)
OTHERS: dict[tuple[str, NomineeKind], Other] = {
    **for_both("E01", NOT_MET, belongs=()),
    **for_both("E02", NOT_MET, achievements=(OLD_DEED,)),
    **for_both("E09", HELD, matters=(Matter("đơn tố cáo", date(2026, 5, 1)),)),
    **{("E10", kind): (disciplined(kind), NOT_MET) for kind in (PERSON, COLLECTIVE)},
    ("E13", PERSON): (in_year(BASE[PERSON], 2026, maternity_leave=None), None),
    ("E03", PERSON): (graded(PERSON, Grade.COMPLETED), NOT_MET),
    ("E03-TINH-THAN", PERSON): (without("tinh_than"), TO_VERIFY),
    ("E04", PERSON): (replace(graded(PERSON, Grade.GOOD), initiatives=()), NOT_MET),
    ("E05-CHUOI", PERSON): (graded(PERSON, Grade.EXCELLENT, 2025), NOT_MET),
    ("E05-SANG-KIEN", PERSON): (changed(PERSON, initiatives=()), NOT_MET),
    ("E05-TIEU-BIEU", PERSON): (without("tieu_bieu"), TO_VERIFY),
    ("E06-CHUOI", PERSON): (graded(PERSON, Grade.EXCELLENT, 2023), NOT_MET),
    ("E06-SANG-KIEN", PERSON): (
        changed(PERSON, initiatives=(Initiative("Cấp tỉnh", 2026, Scope.PROVINCE, date(2026, 6, 1)),)),
        NOT_MET,
    ),
    ("E06-TIEU-BIEU", PERSON): (without("tieu_bieu"), TO_VERIFY),
    ("E07-XEP-LOAI", COLLECTIVE): (graded(COLLECTIVE, Grade.COMPLETED), NOT_MET),
    ("E07-PHONG-TRAO", COLLECTIVE): (without("phong_trao", COLLECTIVE), TO_VERIFY),
    ("E07-TY-LE", COLLECTIVE): (counted(ldtt=6), NOT_MET),
    ("E07-KY-LUAT", COLLECTIVE): (counted(disciplined_canh_cao_or_more=1), NOT_MET),
    ("E07-DOAN-KET", COLLECTIVE): (without("doan_ket", COLLECTIVE), TO_VERIFY),
    ("E08-XEP-LOAI", COLLECTIVE): (graded(COLLECTIVE, Grade.GOOD), NOT_MET),
    ("E08-PHONG-TRAO", COLLECTIVE): (without("phong_trao", COLLECTIVE), TO_VERIFY),
    ("E08-HOAN-THANH", COLLECTIVE): (counted(completed=9), NOT_MET),
    ("E08-TY-LE", COLLECTIVE): (counted(ldtt=6), NOT_MET),
    ("E08-CSTD", COLLECTIVE): (counted(cstd_co_so=0), NOT_MET),
    ("E08-DOAN-KET", COLLECTIVE): (without("doan_ket", COLLECTIVE), TO_VERIFY),
    ("E08-KY-LUAT", COLLECTIVE): (counted(disciplined_canh_cao_or_more=1), NOT_MET),
    **{("D75-XEP-LOAI", kind): (graded(kind, Grade.COMPLETED), NOT_MET) for kind in (PERSON, COLLECTIVE)},
    **{("D75-GUONG-MAU", kind): (without("guong_mau", kind), TO_VERIFY) for kind in (PERSON, COLLECTIVE)},
    ("D75-DOAN-KET", COLLECTIVE): (without("doan_ket", COLLECTIVE), TO_VERIFY),
    **for_both("D75-THANH-TICH", NOT_MET, achievements=()),
    **{("D74-GUONG-MAU", kind): (without("guong_mau", kind), TO_VERIFY) for kind in (PERSON, COLLECTIVE)},
    ("D74-DOAN-KET", COLLECTIVE): (without("doan_ket", COLLECTIVE), TO_VERIFY),
    ("D74-TIEU-CHUAN", PERSON): (changed(PERSON, achievements=(), years=()), NOT_MET),
    ("D74-TIEU-CHUAN", COLLECTIVE): (replace(graded(COLLECTIVE, Grade.GOOD), achievements=()), NOT_MET),
    ("D26-DAN-DAU", COLLECTIVE): (without("dan_dau", COLLECTIVE), TO_VERIFY),
    ("D26-CHI-TIEU", COLLECTIVE): (without("vuot_chi_tieu", COLLECTIVE), TO_VERIFY),
    ("D26-DANG-DOAN-THE", COLLECTIVE): (without("dang_doan_the", COLLECTIVE), TO_VERIFY),
    ("D26-TIET-KIEM", COLLECTIVE): (without("tiet_kiem", COLLECTIVE), TO_VERIFY),
    ("D25-DAN-DAU", COLLECTIVE): (without("dan_dau", COLLECTIVE), TO_VERIFY),
    **{
        (code, kind): (changed(kind, past_awards=()), NOT_MET)
        for code in ("E23-BKTT", "E23-HCLD3", "E23-HCLD2", "E23-HCLD1")
        for kind in (PERSON, COLLECTIVE)
    },
    **{("DNN-TIEU-CHUAN", kind): (without("tieu_chuan_nha_nuoc", kind), TO_VERIFY) for kind in (PERSON, COLLECTIVE)},
    **for_both("E24", NOT_MET, upward_on=date(2027, 9, 1)),
    **for_both("E12", NOT_MET, uses=(DEED,)),
    **for_both("E11", NOT_MET, uses=(replace(DEED, ground=AwardGround.SUDDEN),)),
    ("E21", PERSON): (changed(PERSON, uses=(INITIATIVE,)), NOT_MET),
    **for_both("E15", NOT_MET, missing_papers=("Biên bản bình xét",)),
    ("E16", COLLECTIVE): (changed(COLLECTIVE, dissolution=Dissolution(date(2026, 8, 1), "Phòng Tổng hợp")), NOT_MET),
    ("E18", COLLECTIVE): (counted(undecided=2), TO_VERIFY),
    ("E14", PERSON): (changed(PERSON, is_woman=False), None),
    ("E14", COLLECTIVE): (counted(women=6), None),
    **for_both("E20", NOT_MET, citations=(Citation("ND-98-2023", "Tờ trình", date(2026, 9, 1)),)),
    ("E17", PERSON): (changed(PERSON, quotas=(Quota("CSTD_CO_SO", base=40, decided=6),)), NOT_MET),
    ("E19", PERSON): (changed(PERSON, belongs=(Span(date(2026, 4, 1)),)), NOT_MET),
}


def award_with(code: str, kind: NomineeKind) -> str:
    return next(a.code for a in RULEBOOK.awards if code in a.criteria and kind in a.nominees)


def result(code: str, kind: NomineeKind, facts: Facts) -> CriterionResult | None:
    award = award_with(code, kind)
    judged = judge(EVERYTHING_ON, award, facts.without_award(award, 2026), 2026, SURE_DAY)
    return next((each for each in judged.results if each.code == code), None)


def test_no_criterion_is_left_out() -> None:
    listed = {(rule.code, kind) for rule in RULEBOOK.criteria for kind in rule.nominees}

    assert set(OTHERS) == listed, f"facts in this file and criteria.toml differ: {set(OTHERS) ^ listed}"


def test_every_rule_of_the_law_is_in_the_book() -> None:
    rules = {rule.rule for rule in RULEBOOK.criteria} | {change.rule for change in RULEBOOK.transitions}

    assert rules >= RULES_OF_THE_LAW | {"D25", "D26", "D74", "D75", "DNN"}


@pytest.mark.parametrize(("code", "kind"), OTHERS, ids=lambda part: str(part))
def test_a_criterion_is_met_by_facts_that_meet_it(code: str, kind: NomineeKind) -> None:
    found = result(code, kind, BASE[kind])

    assert found is not None
    assert (found.verdict, found.would_meet) == (MET, "")


@pytest.mark.parametrize(("code", "kind"), OTHERS, ids=lambda part: str(part))
def test_a_criterion_is_not_met_by_facts_that_do_not(code: str, kind: NomineeKind) -> None:
    facts, expected = OTHERS[code, kind]

    found = result(code, kind, facts)

    if expected is None:
        assert found is None
        return
    assert found is not None
    assert found.verdict is expected
    assert found.would_meet


def test_an_older_version_of_a_criterion_is_asked_of_what_was_received_in_its_time() -> None:
    def version(code: str, law_day: date) -> tuple[bool, bool, str]:
        judged = judge(RULEBOOK, "LDTT", BASE[PERSON], 2026, SURE_DAY, law_day)
        found = next(each for each in judged.results if each.code == code)
        return "98/2023" in found.citation, "152/2025" in found.citation, found.certainty.value

    for code in ("E09", "E10", "E13"):
        assert version(code, date(2025, 6, 30)) == (True, False, "C")
        assert version(code, date(2025, 7, 1)) == (False, True, "A")


def test_what_is_off_asks_nobody() -> None:
    off = {rule.code for rule in RULEBOOK.criteria if not rule.is_on}
    quota_full = replace(BASE[PERSON], quotas=(Quota("CSTD_CO_SO", base=40, decided=40),))

    judged = judge(RULEBOOK, "CSTD_CO_SO", quota_full.without_award("CSTD_CO_SO", 2026), 2026, SURE_DAY)

    assert off == {"E17", "E19"}
    assert not off & {each.code for each in judged.results}
    assert judged.overall is MET


def test_what_only_informs_orders_or_chooses_never_decides() -> None:
    telling = {rule.code for rule in RULEBOOK.criteria if not rule.effect.counts}

    def kept(rule: CriterionRule) -> bool:
        return rule.code not in telling

    silent = replace(RULEBOOK, criteria=tuple(rule for rule in RULEBOOK.criteria if kept(rule)))
    unit = in_year(
        BASE[COLLECTIVE], 2026, members=CollectiveFacts(10, 7, 3, 1, completed=10, disciplined_canh_cao_or_more=1)
    )

    assert telling == {"E08-KY-LUAT", "E13", "E14", "E18", "E20"}
    for award in ("TT_LDXS", "BANG_KHEN_TINH"):
        assert (
            judge(RULEBOOK, award, unit, 2026, SURE_DAY).overall is judge(silent, award, unit, 2026, SURE_DAY).overall
        )
