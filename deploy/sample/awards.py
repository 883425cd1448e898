"""Five years of awards (2021–2025) that follow from the facts by the rules of ``law.md`` B.4, and none besides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.words import AwardGround, DisciplineLevel, Grade, NomineeKind, Scope
from deploy.sample.draws import Draws
from deploy.sample.initiatives import CHIEF_TITLE, PROVINCE_CHAIR_TITLE
from deploy.sample.model import AwardCode, SampleAward, SampleDiscipline, SampleInitiative, SampleUnitYear, SampleYear
from deploy.sample.record import FIRST_YEAR, THIS_YEAR, number_on

PAST_YEARS = range(FIRST_YEAR, THIS_YEAR)
GIAY_KHEN_A_YEAR = 6
BANG_KHEN_A_YEAR = 4

_GOOD = (Grade.EXCELLENT, Grade.GOOD)
_DECIDED = {  # month, day, slot of the number: persons before their unit, the office before the province
    AwardCode.GIAY_KHEN: (10, 10, 2),
    AwardCode.LDTT: (12, 15, 0),
    AwardCode.CSTD_CO_SO: (12, 15, 1),
    AwardCode.TT_LDTT: (12, 16, 0),
    AwardCode.CSTD_TINH: (12, 28, 0),
    AwardCode.BANG_KHEN_TINH: (12, 28, 1),
    AwardCode.TT_LDXS: (12, 28, 2),
}
_BY_THE_PROVINCE = (AwardCode.CSTD_TINH, AwardCode.BANG_KHEN_TINH, AwardCode.TT_LDXS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the awards rest on; ``reserved`` are people whose next higher award the demo itself proposes."""

    years: Sequence[SampleYear]
    unit_years: Sequence[SampleUnitYear]
    disciplines: Sequence[SampleDiscipline]
    initiatives: Sequence[SampleInitiative]
    reserved: frozenset[str]


def draw_awards(facts: Facts, draws: Draws) -> list[SampleAward]:
    """All awards by year, in the order they were decided."""
    found: list[SampleAward] = []
    for year in PAST_YEARS:
        graded = {fact.person_code: fact for fact in facts.years if fact.year == year}
        advanced = [code for code, fact in graded.items() if fact.grade in _GOOD]
        inventive = {author for i in facts.initiatives if i.recognised and i.year == year for author in i.author_codes}
        soldiers = [c for c in advanced if graded[c].grade is Grade.EXCELLENT or c in inventive]
        found += _to_people(AwardCode.LDTT, year, advanced)
        found += _to_people(AwardCode.CSTD_CO_SO, year, soldiers)
        found += _to_people(AwardCode.CSTD_TINH, year, _provincial_soldiers(facts, found, year))
        deserving = _with_streak(found, year, 2) - facts.reserved - _holders(found, AwardCode.BANG_KHEN_TINH)
        found += _to_people(AwardCode.BANG_KHEN_TINH, year, sorted(deserving)[:BANG_KHEN_A_YEAR])
        for ground in (AwardGround.SUDDEN, AwardGround.MOVEMENT):
            praised = draws.some([c for c in advanced if c not in facts.reserved], GIAY_KHEN_A_YEAR // 2)
            found += _to_people(AwardCode.GIAY_KHEN, year, praised, ground)
        found += _to_units(facts, year, set(advanced), set(soldiers))
    return sorted(found, key=lambda award: (award.decided_on, award.decision_number, award.nominee_code))


def _provincial_soldiers(facts: Facts, found: Sequence[SampleAward], year: int) -> list[str]:
    """Three CSTĐ cơ sở in a row and an initiative that the province recognised within them."""
    authors = {
        author
        for initiative in facts.initiatives
        if initiative.recognised and initiative.scope is Scope.PROVINCE and year - 2 <= initiative.year <= year
        for author in initiative.author_codes
    }
    return sorted((authors & _with_streak(found, year, 3)) - _holders(found, AwardCode.CSTD_TINH))


def _with_streak(found: Iterable[SampleAward], year: int, length: int) -> set[str]:
    held = {(award.nominee_code, award.year) for award in found if award.award is AwardCode.CSTD_CO_SO}
    return {code for code, at in held if at == year and all((code, year - back) in held for back in range(length))}


def _holders(found: Iterable[SampleAward], code: AwardCode) -> set[str]:
    return {award.nominee_code for award in found if award.award is code}


def _to_units(facts: Facts, year: int, advanced: set[str], soldiers: set[str]) -> list[SampleAward]:
    grave = {d.person_code for d in facts.disciplines if _falls_in(d, year) and d.kind is not DisciplineLevel.REPRIMAND}
    good, excellent = [], []
    for unit_year in facts.unit_years:
        if unit_year.year != year or unit_year.grade not in _GOOD:
            continue
        members = [fact for fact in facts.years if fact.year == year and fact.unit_code == unit_year.unit_code]
        codes = {fact.person_code for fact in members}
        if 10 * len(codes & advanced) < 7 * len(codes):
            continue
        all_completed = all(fact.grade is not Grade.NOT_COMPLETED for fact in members)
        if not codes & grave:
            good.append(unit_year.unit_code)
        if unit_year.grade is Grade.EXCELLENT and all_completed and codes & soldiers:
            excellent.append(unit_year.unit_code)
    collective = NomineeKind.COLLECTIVE
    return [_award(AwardCode.TT_LDTT, year, code, collective) for code in good] + [
        _award(AwardCode.TT_LDXS, year, code, collective) for code in excellent
    ]


def _falls_in(discipline: SampleDiscipline, year: int) -> bool:
    return discipline.from_on.year == year


def _to_people(
    code: AwardCode, year: int, people: Iterable[str], ground: AwardGround = AwardGround.MERIT
) -> list[SampleAward]:
    return [_award(code, year, person, NomineeKind.PERSON, ground) for person in people]


def _award(
    code: AwardCode, year: int, nominee: str, kind: NomineeKind, ground: AwardGround = AwardGround.MERIT
) -> SampleAward:
    month, day, slot = _DECIDED[code]
    decided_on = date(year, month, day + (ground is AwardGround.MOVEMENT))
    by_the_province = code in _BY_THE_PROVINCE
    return SampleAward(
        nominee_kind=kind,
        nominee_code=nominee,
        award=code,
        year=year,
        ground=ground,
        decision_number=number_on(decided_on, slot, "UBND" if by_the_province else "VPUBND"),
        decided_on=decided_on,
        decided_by=PROVINCE_CHAIR_TITLE if by_the_province else CHIEF_TITLE,
    )
