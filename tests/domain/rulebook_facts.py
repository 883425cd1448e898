"""Nominees for the rulebook's tests: each meets every rule of its award, so that a test changes one thing only."""

from dataclasses import replace
from datetime import date

from contracts.words import AwardGround, DisciplineLevel, Grade, NomineeKind, Scope, VerdictWord
from services.nominations.law.domain import (
    Achievement,
    CollectiveFacts,
    CriterionResult,
    Discipline,
    Facts,
    Initiative,
    Span,
    Verdict,
    YearFacts,
    judge,
)
from services.nominations.law.files import loader

RULEBOOK = loader.load()
PERSON, COLLECTIVE = NomineeKind.PERSON, NomineeKind.COLLECTIVE
MET, NOT_MET, TO_VERIFY, HELD = VerdictWord.MET, VerdictWord.NOT_MET, VerdictWord.TO_VERIFY, VerdictWord.HELD
SURE_DAY = date(2026, 9, 15)
"""A day on which the law of 2022 still stands as it was read."""
AFTER_AMENDMENT = date(2026, 12, 5)
STATEMENTS = frozenset(
    {
        "tinh_than",
        "tieu_bieu",
        "phong_trao",
        "doan_ket",
        "guong_mau",
        "dan_chu_phong_trao_tiet_kiem",
        "dan_dau",
        "vuot_chi_tieu",
        "dang_doan_the",
        "tiet_kiem",
        "tieu_chuan_nha_nuoc",
    }
)
HERE = (Span(date(2015, 3, 1)),)
PROVINCE_INITIATIVE = Initiative("Số hóa hồ sơ một cửa", 2026, Scope.PROVINCE, date(2026, 6, 1))
MOVEMENT_DEED = Achievement("Dẫn đầu đợt thi đua", date(2026, 5, 19), AwardGround.MOVEMENT, Scope.PROVINCE)


def person(**changes: object) -> Facts:
    """An official who meets every rule of every personal award in 2026."""
    years = tuple(
        YearFacts(year, Grade.EXCELLENT, frozenset({"LDTT", "CSTD_CO_SO"}) if year > 2023 else frozenset({"LDTT"}))
        for year in (2023, 2024, 2025, 2026)
    )
    facts = Facts(
        PERSON, HERE, years, initiatives=(PROVINCE_INITIATIVE,), achievements=(MOVEMENT_DEED,), statements=STATEMENTS
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def members(**changes: int) -> CollectiveFacts:
    """Ten people: seven LĐTT, one CSTĐ cơ sở, everybody completed, nobody disciplined."""
    return replace(CollectiveFacts(members=10, ldtt=7, cstd_co_so=1, completed=10), **changes)


def unit(counts: CollectiveFacts | None = None, grade: Grade | None = Grade.EXCELLENT, **changes: object) -> Facts:
    """A unit that meets every rule of every collective award in 2026."""
    years = (YearFacts(2025, Grade.EXCELLENT), YearFacts(2026, grade, members=counts or members()))
    return replace(
        Facts(COLLECTIVE, HERE, years, achievements=(MOVEMENT_DEED,), statements=STATEMENTS),
        **changes,  # type: ignore[arg-type]
    )


def in_year(facts: Facts, year: int, **changes: object) -> Facts:
    """The same nominee with one year changed, or added."""
    changed = replace(facts.year(year), **changes)  # type: ignore[arg-type]
    return replace(facts, years=(*(y for y in facts.years if y.year != year), changed))


def disciplined(facts: Facts, start: date, end: date | None, level: DisciplineLevel = DisciplineLevel.WARNING) -> Facts:
    before = facts.year(start.year).disciplines
    return in_year(facts, start.year, disciplines=(*before, Discipline(level, Span(start, end))))


def verdict(award: str, facts: Facts, on: date = SURE_DAY, law_day: date | None = None) -> Verdict:
    """The nominee does not hold what is proposed: other awards of the year rest on titles that are held."""
    return judge(RULEBOOK, award, facts.without_award(award, 2026), 2026, on, law_day)


def line(award: str, facts: Facts, code: str, on: date = SURE_DAY) -> CriterionResult:
    """One criterion's result."""
    return next(result for result in verdict(award, facts, on).results if result.code == code)


def word(award: str, facts: Facts, code: str, on: date = SURE_DAY) -> VerdictWord:
    return line(award, facts, code, on).verdict
