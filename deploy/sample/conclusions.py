"""December 2026, the council and after: three meetings, the Chief's signature, the province's answer, the year's figures."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from contracts.api import ballots as ballots_api
from contracts.api import council as council_api
from contracts.api.reviews import CaseLine, CaseStage
from contracts.nominations import AwardGround, AwardLevel
from deploy.sample import appraising, calendar, verdicts
from deploy.sample.api import Problem
from deploy.sample.appraising import cases_arrived, cases_of
from deploy.sample.council_room import Choose, Meeting
from deploy.sample.first_half import YEAR
from deploy.sample.model import AwardCode, Grade, NomineeKind
from deploy.sample.proposals import accepted, deed, nominations_of, propose, row, unit_grade_of
from deploy.sample.stage import Stage
from deploy.sample.year_end import release_held
from services.office.text import format_number

KINSHIP: Final = "Là anh em ruột của người được đề nghị (mẫu)."
SHARED_WORK: Final = "Có góp ý cho sáng kiến của người được đề nghị, xin tránh cho khách quan (mẫu)."
DECLINED_BECAUSE: Final = (
    "Thành tích đã được khen trong đợt chuyên đề của tỉnh, không khen hai lần một thành tích (mẫu)."
)
FULL: Final = ("CSTD_TINH", "BANG_KHEN_TINH")
"""Awards kept for the meeting of all nine: 90 % of nine seats is nine."""


def doubting(stage: Stage, unlucky: Collection[UUID], doubters: int) -> Choose:
    """Everybody in favour, but the last members of the list are not convinced of the unlucky."""
    sceptics = stage.cast.council[-doubters - 1 : -1]

    def choose(member: str, item: council_api.AgendaItem) -> ballots_api.Choice:
        is_against = item.case_id in unlucky and member in sceptics
        return ballots_api.Choice.AGAINST if is_against else ballots_api.Choice.FOR

    return choose


async def _appraised(stage: Stage) -> list[CaseLine]:
    return await cases_of(stage.cast.standing, lambda case: case.stage is CaseStage.APPRAISED)


async def councils(stage: Stage) -> None:
    """Individuals: eight of nine come, a ballot that cannot pass is refused; then all nine for what needs nine."""
    stage.chapter("THÁNG 12 – Hội đồng xét cá nhân, Chánh Văn phòng ký")
    await stage.day(date(YEAR, 12, 14))
    await _first_meeting(stage)
    await stage.day(date(YEAR, 12, 15))
    await _full_meeting(stage)
    await stage.day(date(YEAR, 12, 16))
    await _sign_individuals(stage)


async def _first_meeting(stage: Stage) -> None:
    cast = stage.cast
    listed = [case for case in await _appraised(stage) if case.award.code not in FULL]
    meeting = await Meeting.plan(cast, "Phiên họp thứ nhất cuối năm (mẫu)", stage.today, listed)
    present = cast.council[:8]
    relative = cast.council[6]
    kin = next(
        case for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.nominee.unit_id == cast.units["KGVX"]
    )  # fmt: skip
    careful = cast.council[7]
    await meeting.declare(present, {relative: {kin.case_id: KINSHIP}, careful: {kin.case_id: SHARED_WORK}})
    await meeting.attend(present)
    try:
        await meeting.open()
    except Problem as problem:
        if problem.code != "ballot.impossible":
            raise
        found = problem.detail["cases"][0]
        stage.tell(
            f"Từ chối mở bỏ phiếu cho {kin.nominee.name}: {cast.person(relative).name} và {cast.person(careful).name} "
            f"tránh xung đột lợi ích. {found['sentence']}"
        )
        await meeting.leave_out({kin.case_id})
        await meeting.open()
    weak = cast.people[cast.story("sang_kien_chua_cong_nhan").code]
    unlucky = {c.case_id for c in listed if c.nominee.nominee_id == weak and c.award.code == AwardCode.CSTD_CO_SO.value}
    saved = next(
        case for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.case_id not in {kin.case_id, *unlucky}
        and case.nominee.nominee_id not in {cast.people[code] for code in cast.council}
    )  # fmt: skip
    doubt = doubting(stage, unlucky, 3)

    def choose(member: str, item: council_api.AgendaItem) -> ballots_api.Choice:
        is_doubted = item.case_id == saved.case_id and member == cast.council[5]
        return ballots_api.Choice.AGAINST if is_doubted else doubt(member, item)

    sheets = await meeting.vote(present, choose)
    absent = cast.council[8]
    await meeting.write_in(absent, AwardCode.CSTD_CO_SO.value, "Ý kiến bằng văn bản ngày 11/12/2026 (mẫu)", doubt)
    minutes = await meeting.close()
    one = next(item for item in minutes.items if item.case_id == saved.case_id)
    stage.tell(
        f"{cast.person(absent).name} vắng, gửi ý kiến bằng văn bản (ghi tên, không kín): nhờ phiếu ấy {one.nominee_name} "
        f"đạt. {one.arithmetic}"
    )
    open_ = sum(item.method.value == "open" for item in minutes.items)
    own = [each for each in minutes.recusals if each.reason == "own_nomination"]
    stage.tell(
        f"Phiên thứ nhất, {len(minutes.present)}/{minutes.seats} có mặt: {len(minutes.items)} trường hợp, {sheets} phiếu "
        f"({open_} biểu quyết, {len(minutes.items) - open_} bỏ phiếu kín)",
        f"Đề nghị {minutes.recommended}, không đề nghị {minutes.not_recommended}; "
        f"{len(own)} lượt thành viên tránh hồ sơ của chính mình",
    )


async def _full_meeting(stage: Stage) -> None:
    """All nine: the provincial titles, the case left out yesterday, and the one whose verification ended."""
    cast = stage.cast
    released = await release_held(stage)
    stage.tell(f"Xác minh xong, không có vi phạm: hồ sơ của {released} được xét tiếp")
    listed = await _appraised(stage)
    meeting = await Meeting.plan(cast, "Phiên họp thứ hai cuối năm (mẫu)", stage.today, listed)
    relative = cast.council[6]
    kin = next(
        case for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.nominee.unit_id == cast.units["KGVX"]
    )  # fmt: skip
    await meeting.declare(cast.council, {relative: {kin.case_id: KINSHIP}})
    await meeting.attend(cast.council)
    await meeting.open()
    broken = cast.people[cast.story("chuoi_dut").code]
    unlucky = {case.case_id for case in listed if case.nominee.nominee_id == broken and case.award.code == "CSTD_TINH"}
    await meeting.vote(cast.council, doubting(stage, unlucky, 2))
    minutes = await meeting.close()
    lost = next(item for item in minutes.items if item.case_id in unlucky)
    assert lost.vote is not None
    stage.tell(
        f"Phiên thứ hai, đủ {minutes.seats}/{minutes.seats}: đề nghị {minutes.recommended}/{len(minutes.items)}",
        f"{lost.nominee_name} ({lost.award_name}): {lost.vote.in_favour}/{minutes.seats} phiếu, cần {lost.needed} "
        f"({lost.threshold_percent} % tổng số thành viên) – chuỗi 3 năm bị đứt",
    )


async def _sign_individuals(stage: Stage) -> None:
    """One decision for hundreds, one each for the soldiers and the letters; one declined although recommended."""
    chief, today = stage.cast.chief, stage.today
    advised = await cases_of(chief, lambda case: case.stage is CaseStage.ADVISED)
    here = [case for case in advised if case.recommended and case.award.level is AwardLevel.OFFICE]
    praises = [case for case in here if case.award.code == AwardCode.GIAY_KHEN.value]
    told = []
    for code in (AwardCode.LDTT, AwardCode.CSTD_CO_SO, AwardCode.GIAY_KHEN):
        cases = [case for case in here if case.award.code == code.value and case is not praises[-1]]
        paper = await appraising.sign(chief, cases, today, stage.appraisers)
        told.append(f"Quyết định {paper.paper_number}: {len(cases)} {cases[0].award.name}")
    await appraising.decline(chief, praises[-1], DECLINED_BECAUSE, today)
    above = [case for case in advised if case.recommended and case.award.level is not AwardLevel.OFFICE]
    await stage.settled()
    letter = await appraising.send_up(chief, above, today, stage.appraisers)
    refused = [case for case in advised if not case.recommended]
    for case in refused:
        await appraising.decline(chief, case, "Theo kết luận của Hội đồng.", today)
    stage.tell(
        f"Chánh Văn phòng ký {len(told)} quyết định",
        *told,
        f"Tờ trình {letter.paper_number} lên tỉnh: {', '.join(f'{c.award.name} – {c.nominee.name}' for c in above)}",
        *(
            f"Trước khi ký, trình xét lại thấy khác khi tiếp nhận, thường trực trả lời: {each}"
            for each in stage.appraisers.answered
        ),
        f"Không khen {len(refused)} theo kết luận của Hội đồng; không đồng ý 1: {praises[-1].nominee.name} – {DECLINED_BECAUSE}",
    )
    await stage.settled()


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
    meeting = await Meeting.plan(cast, "Phiên họp thứ ba cuối năm (mẫu)", stage.today, await _appraised(stage))
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
        cast.units[unit.code] for unit in cast.sample.units
        if unit.head_code and cast.people[unit.head_code] == cast.chief.actor.person_id
    }  # fmt: skip
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


async def farewell(stage: Stage) -> None:
    """The province answers, results are published, the year's report is written and sent."""
    stage.chapter("CUỐI THÁNG 12 – Tỉnh trả lời, công bố, số liệu cả năm")
    cast = stage.cast
    await stage.day(date(YEAR, 12, 29))
    sent = await cases_of(cast.standing, lambda case: case.stage is CaseStage.SENT_UP)
    turned_down = _last_of(sent, AwardCode.TT_LDXS) + _last_of(sent, AwardCode.BANG_KHEN_TINH)
    for case in sent:
        if case in turned_down:
            await appraising.answer_refused(
                cast.records_clerk, case, "Hết tỷ lệ khen thưởng của khối (mẫu).", stage.today
            )
        else:
            await appraising.answer_granted(cast.records_clerk, case, "1190/QĐ-UBND", stage.today)
    refused = ", ".join(f"{case.nominee.name} ({case.award.name})" for case in turned_down)
    stage.tell(f"Tỉnh trả lời {len(sent)} đề nghị: khen {len(sent) - len(turned_down)}; không khen {refused}")
    await stage.day(date(YEAR, 12, 30))
    rounds = await nominations_of(cast.standing, award=AwardCode.LDTT.value)
    ours = {each.nomination_id for each in await nominations_of(cast.standing, round=str(rounds[0].round_id))}
    done = await cases_of(cast.standing, lambda c: c.nomination_id in ours and c.stage in appraising.OUTCOMES)
    stage.tell(f"Công bố kết quả {await stage.appraisers.publish(done)} trường hợp của đợt cuối năm")
    await stage.day(date(YEAR, 12, 31))
    await _year(stage)


def _last_of(cases: Collection[CaseLine], code: AwardCode) -> list[CaseLine]:
    return [case for case in cases if case.award.code == code.value][-1:]


async def _year(stage: Stage) -> None:
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    report = await stage.write_paper(first, last, 88, f"bao-cao-ca-nam-{YEAR}.docx")
    figures = (await stage.take_figures(first, last)).figures
    await calendar.report_sent(
        stage.cast, "tong_ket", str(YEAR), stage.today, paper_number="88/BC-VPUBND", report_id=report.report_id
    )
    total = {
        name: figures[f"awards.total.{name}"] for name in ("submitted", "returned", "withdrawn", "decided", "declined")
    }
    stage.tell(
        f"Viết và gửi báo cáo cả năm: {len(stage.papers[-1].carried)} số liệu",
        f"Đề nghị {total['submitted']}, trả lại {total['returned']}, rút {total['withdrawn']}; Chánh Văn phòng khen "
        f"{total['decided']}, không khen {total['declined']}; trình tỉnh {figures['awards.total.sent_up']}, "
        f"được {figures['awards.total.upper_granted']}",
        f"Sổ khen thưởng thêm {figures['ledger.recorded']} khen thưởng, tiền thưởng {format_number(figures['ledger.money_vnd'])} đồng",
        f"Báo cáo: đến hạn {figures['reports.due']}, đã gửi {figures['reports.submitted']}; "
        f"nhiệm vụ các đơn vị {format_number(figures['results.completed'])}/{format_number(figures['results.assigned'])}",
    )
