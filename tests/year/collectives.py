"""December 2026, collectives after their people: proposed, met on by seven of nine, one signed by a deputy."""

from collections.abc import Collection
from datetime import date

from contracts.reviews.api.cases import CaseLine
from contracts.words import AwardGround, AwardLevel, CaseStage, Grade, NomineeKind
from deploy.sample import appraising, verdicts
from deploy.sample.appraising import cases_arrived, cases_of
from deploy.sample.council_room import Meeting
from deploy.sample.model import AwardCode
from deploy.sample.proposals import accepted, deed, nominations_of, propose, row, unit_grade_of
from tests.year.conclusions import appraised
from tests.year.first_half import YEAR
from tests.year.stage import Stage


async def collectives(stage: Stage) -> None:
    """Only now, with their people's titles in the ledger; seven of nine come."""
    stage.chapter("THÁNG 12 – Xét tập thể, sau khi có danh hiệu cá nhân")
    await stage.day(date(YEAR, 12, 17))
    cast = stage.cast
    rounds = await nominations_of(cast.standing, award=AwardCode.LDTT.value)
    round_id = rounds[0].round_id
    model = deed("Dẫn đầu phong trào thi đua cải cách hành chính năm 2026", date(YEAR, 10, 10), AwardGround.MOVEMENT)
    collective = NomineeKind.COLLECTIVE
    results = []
    for unit in cast.working_units:
        grade = unit_grade_of(cast, unit.code, YEAR)
        rows = [row(cast, AwardCode.TT_LDTT, unit.code, collective)] if grade is not Grade.COMPLETED else []
        rows += [row(cast, AwardCode.TT_LDXS, unit.code, collective)] if grade is Grade.EXCELLENT else []
        rows += [row(cast, AwardCode.GIAY_KHEN, unit.code, collective, deeds=[model])] if unit.code == "HCTC" else []
        rows += [row(cast, AwardCode.GIAY_KHEN, unit.code, collective)] if unit.code == "TCD" else []
        rows += [row(cast, AwardCode.BANG_KHEN_TINH, unit.code, collective, deeds=[model])] if unit.code == "TH" else []
        if rows:
            results += await propose(cast.proposer(unit.code), round_id, rows)
    nominated = accepted(results)
    stage.tell(
        f"Các đơn vị đề nghị {len(results)} tập thể, {len(nominated)} nộp được", *verdicts.refusals(cast, results)
    )
    cases = await cases_arrived(cast.standing, nominated)
    await stage.appraisers.receive(cases, stage.today)
    wanted = {case.case_id for case in cases}
    await stage.day(date(YEAR, 12, 18))
    await stage.appraisers.appraise(await cases_of(cast.standing, lambda case: case.case_id in wanted))
    await stage.day(date(YEAR, 12, 21))
    await _third_meeting(stage)
    await stage.day(date(YEAR, 12, 22))
    await _sign_collectives(stage)


async def _third_meeting(stage: Stage) -> None:
    cast = stage.cast
    meeting = await Meeting.plan(cast, "Phiên họp thứ ba cuối năm (mẫu)", stage.today, await appraised(stage))
    present = [cast.council[seat] for seat in (0, 2, 3, 4, 5, 6, 7)]
    await meeting.declare(present)
    await meeting.attend(present)
    await meeting.open()
    agenda = (await meeting.look()).agenda
    punished = cast.unit(cast.story("ky_luat").unit_code).name
    await meeting.count_hands(
        {item.case_id: (2, 4, 1) if item.nominee_name == punished else (7, 0, 0) for item in agenda}
    )
    minutes = await meeting.close()
    stage.tell(
        f"Phiên thứ ba, {len(minutes.present)}/{minutes.seats} có mặt, biểu quyết {len(minutes.items)} tập thể",
        f"Đề nghị {minutes.recommended}; không đề nghị {punished}: có người bị kỷ luật cảnh cáo trong năm",
    )


async def _leave_own_collective(stage: Stage, advised: Collection[CaseLine]) -> None:
    """The unit the Chief heads himself: a deputy signs for him."""
    cast = stage.cast
    headed = {
        cast.units[unit.code]
        for unit in cast.sample.units
        if unit.head_code and cast.people[unit.head_code] == cast.chief.actor.person_id
    }
    deputy = cast.desk(cast.council[1])
    for case in advised:
        if case.nominee.nominee_id not in headed:
            continue
        left = await appraising.leave_to_deputy(cast.chief, case, "Tập thể do tôi đứng đầu (mẫu).")
        send = appraising.sign if case.award.level is AwardLevel.OFFICE else appraising.send_up
        paper = await send(deputy, [left], stage.today, stage.appraisers)
        stage.tell(
            f"{case.award.name} của {case.nominee.name}: Chánh Văn phòng là người đứng đầu nên để Phó Chánh Văn phòng "
            f"ký thay, {paper.paper_number}"
        )


async def _sign_collectives(stage: Stage) -> None:
    chief, today = stage.cast.chief, stage.today
    advised = await cases_of(chief, lambda case: case.stage is CaseStage.ADVISED)
    await _leave_own_collective(stage, advised)
    advised = await cases_of(chief, lambda case: case.stage is CaseStage.ADVISED)
    here = [case for case in advised if case.recommended and case.award.level is AwardLevel.OFFICE]
    above = [case for case in advised if case.recommended and case.award.level is not AwardLevel.OFFICE]
    paper = await appraising.sign(chief, here, today, stage.appraisers)
    letter = await appraising.send_up(chief, above, today, stage.appraisers)
    for case in advised:
        if not case.recommended:
            await appraising.decline(chief, case, "Theo kết luận của Hội đồng.", today)
    stage.tell(
        f"Chánh Văn phòng ký Quyết định {paper.paper_number}: {len(here)} tập thể; "
        f"Tờ trình {letter.paper_number}: {len(above)} tập thể"
    )
