"""What the sample's units propose: nominations with the papers, statements and deeds that their awards ask for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from contracts.nominations.api import nominations as api
from contracts.words import AwardGround, Grade, NomineeKind, Scope
from contracts.words import NomineeKind as ApiNomineeKind
from deploy.sample.api import NOMINATIONS, Desk
from deploy.sample.cast import Cast
from deploy.sample.minutes import hold_meeting
from deploy.sample.model import AwardCode, SamplePerson

STATEMENTS: Final = {
    AwardCode.LDTT: ["tinh_than"],
    AwardCode.CSTD_CO_SO: ["tinh_than"],
    AwardCode.CSTD_TINH: ["tieu_bieu"],
    AwardCode.TT_LDTT: ["phong_trao", "doan_ket"],
    AwardCode.TT_LDXS: ["phong_trao", "doan_ket"],
    AwardCode.GIAY_KHEN: ["guong_mau", "doan_ket"],
    AwardCode.BANG_KHEN_TINH: ["guong_mau", "doan_ket", "dan_chu_phong_trao_tiet_kiem"],
}
"""What the unit confirms in the minutes of its meeting (biên bản bình xét)."""

GOING_ON: Final = "Đơn vị vẫn đề nghị, chờ hướng dẫn đối chiếu luật mới (mẫu)."
"""Why a unit hands in against rules that nobody has compared; kept only there."""
BULK: Final = 100
GOOD: Final = (Grade.EXCELLENT, Grade.GOOD)


def deed(name: str, on: date, ground: AwardGround, scope: Scope = Scope.BASE) -> api.AchievementIn:
    return api.AchievementIn(name=name, achieved_on=on, ground=ground, scope=scope)


def row(
    cast: Cast,
    award: AwardCode,
    code: str,
    kind: NomineeKind = NomineeKind.PERSON,
    *,
    deeds: Sequence[api.AchievementIn] = (),
    ground: AwardGround = AwardGround.MERIT,
    summary: str = "",
) -> api.BulkRow:
    """One nominee for one award; what the dossier still needs, the unit's meeting adds."""
    is_person = kind is NomineeKind.PERSON
    nominee = cast.people[code] if is_person else cast.units[code]
    name = cast.person(code).name if is_person else cast.unit(code).name
    return api.BulkRow(
        nominee_kind=ApiNomineeKind(kind.value),
        nominee_id=nominee,
        award_code=award.value,
        ground=ground,
        summary=summary
        or f"{name}: hoàn thành nhiệm vụ được giao, tích cực hưởng ứng phong trào thi đua (dữ liệu mẫu).",
        achievements=list(deeds),
        statements=STATEMENTS[award],
        reason=GOING_ON,
    )


def staff_of(cast: Cast, unit_code: str, year: int) -> list[SamplePerson]:
    """Who serves in the unit at the end of the year and may be proposed by it: the Chief's own title is decided above."""
    return [
        person
        for person in cast.sample.people
        if person.unit_code == unit_code
        and (person.left_on is None or person.left_on.year > year)
        and person.joined_on <= date(year, 7, 1)
        and person.code != cast.chair
    ]


def grade_of(cast: Cast, code: str, year: int) -> Grade | None:
    return next((fact.grade for fact in cast.sample.years if fact.person_code == code and fact.year == year), None)


def unit_grade_of(cast: Cast, unit_code: str, year: int) -> Grade | None:
    found = (each.grade for each in cast.sample.unit_years if each.unit_code == unit_code and each.year == year)
    return next(found, None)


def advanced_rows(cast: Cast, unit_code: str, year: int) -> list[api.BulkRow]:
    """Lao động tiên tiến for everybody the unit graded good or better."""
    good = (person for person in staff_of(cast, unit_code, year) if grade_of(cast, person.code, year) in GOOD)
    return [row(cast, AwardCode.LDTT, person.code) for person in good]


def soldier_rows(cast: Cast, unit_code: str, year: int) -> list[api.BulkRow]:
    """Chiến sĩ thi đua cơ sở for the excellent and for authors of a recognised initiative among the good."""
    authors = {code for i in cast.sample.initiatives if i.recognised and i.year == year for code in i.author_codes}
    return [
        row(cast, AwardCode.CSTD_CO_SO, person.code)
        for person in staff_of(cast, unit_code, year)
        if grade_of(cast, person.code, year) is Grade.EXCELLENT
        or (person.code in authors and grade_of(cast, person.code, year) in GOOD)
    ]


async def propose(
    desk: Desk, round_id: UUID, rows: Sequence[api.BulkRow], *, submit: bool = True
) -> list[api.BulkResult]:
    """The unit meets about them, then by the units' bulk route; each row stands or falls alone."""
    if not rows:
        return []
    await hold_meeting(desk, round_id, rows)
    results: list[api.BulkResult] = []
    for start in range(0, len(rows), BULK):
        body = api.BulkProposal(round_id=round_id, submit=submit, rows=list(rows[start : start + BULK]))
        results += (await desk.post(NOMINATIONS, "/v1/nominations/bulk", body, api.BulkResults)).results
    return results


async def nominations_of(desk: Desk, **wanted: str) -> list[api.NominationLine]:
    """All that match, whatever the pages."""
    found: list[api.NominationLine] = []
    while True:
        page = await desk.get(
            NOMINATIONS, "/v1/nominations", api.NominationList, limit=200, offset=len(found), **wanted
        )
        found += page.items
        if not page.items or len(found) >= page.total:
            return found


def accepted(results: Iterable[api.BulkResult]) -> list[UUID]:
    return [result.nomination_id for result in results if result.nomination_id is not None]
