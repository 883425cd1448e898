"""September to November 2026: what was missed for 2025, received on both sides of 01/10/2026, and an award that is annulled."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from contracts.nominations.api import awards as awards_api
from contracts.nominations.api import nominations as api
from contracts.nominations.api import register as register_api
from contracts.nominations.api.nominations import BulkResult
from contracts.nominations.api.verdicts import KeptVerdict, KeptVerdicts
from contracts.reviews.api.cases import CaseLine
from contracts.words import AwardGround, CaseStage, NomineeKind, VerdictMoment
from deploy.sample import appraising, verdicts
from deploy.sample.api import NOMINATIONS, Problem
from deploy.sample.appraising import cases_arrived, cases_of
from deploy.sample.council_room import Meeting
from deploy.sample.model import AwardCode
from deploy.sample.proposals import accepted, deed, propose, row
from deploy.sample.record import FIRST_YEAR
from deploy.sample.units import FORMER, SERVICE_CENTRE
from services.office.text import format_date
from tests.year import annulling, matters
from tests.year.first_half import YEAR, open_round, results_of_months
from tests.year.matters import matter
from tests.year.stage import Stage

PRAISE: Final = AwardCode.BANG_KHEN_TINH
BEFORE, AFTER = "hai_nam_lien_tiep", "chuoi_ba_nam"
"""The stories of those whose dossiers are received before and after the law changes."""
LONG_AGO: Final = "da_dat_cstd_tinh"
"""Later awards rest on a title of 2023."""
LOOKED_INTO: Final = "VP-0158"
"""Chiến sĩ thi đua cơ sở of 2024 and 2025 too, about whom something is being verified."""
MEETING: Final = f"Phiên họp bổ sung năm {YEAR - 1} (mẫu)"
SUSPICION: Final = "Đơn phản ánh đang xem xét kỷ luật về giờ giấc làm việc (mẫu)"
DECLINED_BECAUSE: Final = "Chiến sĩ thi đua cơ sở năm 2025 đã bị hủy, không còn 02 lần liên tục (mẫu)."


async def autumn(stage: Stage) -> None:
    """A round for 2025: a broken chain, a merged unit, two laws, a matter, an annulment that changes an open case."""
    stage.chapter("THÁNG 9 – THÁNG 11 – Xét bổ sung năm 2025, luật mới từ 01/10/2026")
    await stage.day(date(YEAR, 9, 24))
    cases = await _propose(stage)
    await _receive(stage, cases)
    await stage.day(date(YEAR, 10, 5))
    await results_of_months(stage, [9])
    await _meet(stage, {case.case_id for case in cases})
    await stage.day(date(YEAR, 10, 12))
    await _annul(stage, {case.case_id for case in cases})
    await stage.day(date(YEAR, 11, 5))
    for case in await cases_of(stage.cast.standing, lambda case: case.stage is CaseStage.SENT_UP):
        await appraising.answer_granted(stage.cast.records_clerk, case, "1012/QĐ-UBND", stage.today)
    await results_of_months(stage, [10])


async def _propose(stage: Stage) -> list[CaseLine]:
    cast = stage.cast
    round_id = await open_round(
        stage, f"Đợt xét bổ sung năm {YEAR - 1} (mẫu)", date(YEAR, 9, 30), (AwardCode.CSTD_TINH, PRAISE), YEAR - 1
    )
    results: list[BulkResult] = []
    for person in (cast.story(BEFORE), cast.story(AFTER), cast.person(LOOKED_INTO)):
        results += await propose(cast.proposer(person.unit_code), round_id, [row(cast, PRAISE, person.code)])
    await _merged(stage, round_id, results)
    broken = cast.story("chuoi_dut")
    refused = await propose(cast.proposer(broken.unit_code), round_id, [row(cast, AwardCode.CSTD_TINH, broken.code)])
    titles = await cast.standing.get(
        NOMINATIONS,
        "/v1/awards",
        awards_api.AwardList,
        person=str(cast.people[broken.code]),
        award=AwardCode.CSTD_CO_SO.value,
    )
    stage.keep("broken_streak", refused[0], titles)
    years = ", ".join(str(each.period_year) for each in reversed(titles.items))
    stage.tell(*verdicts.refusals(cast, refused), f"Sổ khen thưởng: Chiến sĩ thi đua cơ sở các năm {years}")
    return await cases_arrived(cast.standing, accepted(results))


async def _merged(stage: Stage, round_id: UUID, results: list[BulkResult]) -> None:
    """Only the successor proposes the dissolved unit; proposed itself, it counts that unit's past as well."""
    cast, collective = stage.cast, NomineeKind.COLLECTIVE
    moved = deed("Dẫn đầu phong trào cải cách hành chính năm 2025", date(YEAR - 1, 5, 20), AwardGround.MOVEMENT)
    gone = row(cast, PRAISE, FORMER, collective, deeds=[moved])
    body = api.BulkProposal(round_id=round_id, rows=[gone])
    refused = (await cast.standing.post(NOMINATIONS, "/v1/nominations/bulk", body, api.BulkResults)).results
    head = cast.proposer(SERVICE_CENTRE)
    proposed = await propose(head, round_id, [row(cast, PRAISE, SERVICE_CENTRE, collective), gone])
    nominations = [
        await head.get(NOMINATIONS, f"/v1/nominations/{each.nomination_id}", api.Nomination) for each in proposed
    ]
    came = {stay.person_code for stay in cast.sample.postings if stay.unit_code == FORMER}
    people = await cast.standing.get(
        NOMINATIONS, "/v1/people", list[register_api.Person], unit=str(cast.units[SERVICE_CENTRE]), limit=200
    )
    carried = [person for person in people if person.code in came]
    stage.keep("merged_unit", refused[0], *nominations, *carried)
    years, by_whom = (
        next(each.sentence for each in nomination.verdict.results if each.code == code)
        for nomination, code in zip(nominations, ("D74-TIEU-CHUAN", "E16"), strict=True)
        if nomination.verdict is not None
    )
    results += proposed
    stage.tell(
        f"Đơn vị sáp nhập: {cast.unit(FORMER).name} vào {cast.unit(SERVICE_CENTRE).name}, {len(carried)} người chuyển theo",
        *verdicts.refusals(cast, refused),
        f"{cast.unit(SERVICE_CENTRE).name} đề nghị thay, nộp được: {by_whom}",
        f"{cast.unit(SERVICE_CENTRE).name} được đề nghị: {years}",
    )


async def _receive(stage: Stage, cases: Sequence[CaseLine]) -> None:
    """About one person a matter comes up before the receipt; another's dossier comes after 01/10."""
    cast = stage.cast
    await stage.day(date(YEAR, 9, 25))
    stopped = await matter(stage, LOOKED_INTO, SUSPICION, stage.today)
    stage.tell(f"Sau khi nộp, có đơn về {cast.person(LOOKED_INTO).name}: {stopped} hồ sơ tự tạm dừng ({SUSPICION})")
    late = cast.people[cast.story(AFTER).code]
    await stage.day(date(YEAR, 9, 28))
    arrived = {case.case_id for case in cases}
    on_time = await cases_of(cast.standing, lambda case: case.case_id in arrived and case.nominee.nominee_id != late)
    await stage.appraisers.receive(on_time, stage.today)
    held = (await cases_of(cast.standing, lambda case: case.is_held))[0]
    await matters.try_to_conclude(stage, held)
    await stage.day(date(YEAR, 10, 2))
    await stage.appraisers.receive(await cases_of(cast.standing, lambda case: case.case_id in arrived), stage.today)
    let_go = await matter(stage, LOOKED_INTO, SUSPICION, date(YEAR, 9, 25), stage.today)
    stage.tell(f"Đã có kết luận, không vi phạm: {let_go} hồ sơ của {held.nominee.name} được xét tiếp")
    judged = [await _receipt(stage, cases, story) for story in (BEFORE, AFTER)]
    stage.keep("two_laws", *judged)
    stage.tell("Cùng một hình thức, hai luật theo ngày nhận hồ sơ", *map(_law_line, judged))
    await stage.appraisers.appraise(await cases_of(cast.standing, lambda case: case.case_id in arrived))


async def _receipt(stage: Stage, cases: Sequence[CaseLine], story: str) -> KeptVerdict:
    """The verdict of record of somebody's dossier."""
    nominee = stage.cast.people[stage.cast.story(story).code]
    nomination = next(case.nomination_id for case in cases if case.nominee.nominee_id == nominee)
    path = f"/v1/nominations/{nomination}/verdicts"
    kept = await stage.cast.standing.get(NOMINATIONS, path, KeptVerdicts)
    return next(each for each in reversed(kept.items) if each.moment is VerdictMoment.RECEIPT)


def _law_line(kept: KeptVerdict) -> str:
    rule = next(each for each in kept.verdict.results if each.code == "D74-TIEU-CHUAN")
    other = kept.verdict.other_law
    assert other is not None, "both sides of a change of law are read"
    readings = "; ".join(f"{each.label}: {verdicts.WORDS[each.word]}" for each in rule.readings)
    return (
        f"Nhận {format_date(kept.law_day)}: {verdicts.WORDS[kept.overall]}, {rule.citation}, mức chắc chắn {rule.certainty}"
        f"{f' ({readings})' if readings else ''}. {other.sentence}"
    )


async def _meet(stage: Stage, wanted: set[UUID]) -> None:
    cast = stage.cast
    await stage.day(date(YEAR, 10, 8))
    listed = await cases_of(cast.standing, lambda c: c.case_id in wanted and c.stage is CaseStage.APPRAISED)
    meeting = await Meeting.plan(cast, MEETING, stage.today, listed)
    await meeting.declare(cast.council)
    await meeting.attend(cast.council)
    await meeting.open()
    await meeting.vote(cast.council)
    minutes = await meeting.close()
    stage.tell(
        f"Hội đồng họp đủ {len(minutes.present)}/{minutes.seats}: đề nghị {minutes.recommended}/{len(minutes.items)} bằng khen của tỉnh"
    )


async def _annul(stage: Stage, wanted: set[UUID]) -> None:
    """Titles of 2025 and 2023 are annulled: a case that waits for the Chief and later awards rested on them."""
    cast, chief = stage.cast, stage.cast.chief
    before = await annulling.figures(stage, FIRST_YEAR)
    await annulling.annul(stage, cast.story(BEFORE).code, AwardCode.CSTD_CO_SO, YEAR - 1, "58/QĐ-VPUBND")
    await annulling.annul(stage, cast.story(LONG_AGO).code, AwardCode.CSTD_CO_SO, YEAR - 3, "59/QĐ-VPUBND")
    advised = await cases_of(chief, lambda case: case.case_id in wanted and case.stage is CaseStage.ADVISED)
    fallen = next(case for case in advised if case.nominee.nominee_id == cast.people[cast.story(BEFORE).code])
    try:
        await appraising.send_up_as_it_is(chief, fallen, stage.today)
    except Problem as problem:
        stage.keep(annulling.KEPT_AS, problem)
        stage.tell(
            f"Trình bằng khen của {fallen.nominee.name} bị chặn: kết quả xét trước khi ký đã khác ({problem.code})"
        )
    await appraising.decline(chief, fallen, DECLINED_BECAUSE, stage.today)
    rest = [case for case in advised if case is not fallen]
    letter = await appraising.send_up(chief, rest, stage.today, stage.appraisers)
    looked_into = next(case for case in rest if case.nominee.nominee_id == cast.people[LOOKED_INTO])
    await matters.keep_end(stage, looked_into.nomination_id)
    after = await annulling.figures(stage, FIRST_YEAR)
    stage.keep(annulling.KEPT_AS, {"figures": before}, {"figures": after})
    stage.tell(
        f"Chánh Văn phòng không trình {fallen.nominee.name}; Tờ trình {letter.paper_number}: {len(rest)} bằng khen",
        *stage.appraisers.take_answered(),
        f"Thống kê: hủy {before['ledger.annulled']} → {after['ledger.annulled']}, khen thưởng nhập từ sổ cũ "
        f"{before['ledger.imported']} → {after['ledger.imported']}",
    )
