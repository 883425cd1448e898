"""December 2026, the council on individuals and after: two meetings, the Chief's signature, the province's answer, the year's figures."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from contracts.reviews.api import council as council_api
from contracts.reviews.api.cases import CaseLine
from contracts.words import AwardLevel, CaseStage, Choice
from deploy.sample import appraising, calendar
from deploy.sample.api import Problem
from deploy.sample.appraising import cases_of
from deploy.sample.council_room import Choose, Meeting
from deploy.sample.model import AwardCode
from deploy.sample.proposals import nominations_of
from services.office.text import format_number
from tests.year import matters
from tests.year.first_half import YEAR
from tests.year.stage import Stage

KINSHIP: Final = "Là anh em ruột của người được đề nghị (mẫu)."
SHARED_WORK: Final = "Có góp ý cho sáng kiến của người được đề nghị, xin tránh cho khách quan (mẫu)."
DECLINED_BECAUSE: Final = (
    "Thành tích đã được khen trong đợt chuyên đề của tỉnh, không khen hai lần một thành tích (mẫu)."
)
FIRST_MEETING: Final = "Phiên họp thứ nhất cuối năm (mẫu)"
FULL: Final = ("CSTD_TINH", "BANG_KHEN_TINH")
"""Awards kept for the meeting of all nine: 90 % of nine seats is nine."""


def doubting(stage: Stage, unlucky: Collection[UUID], doubters: int) -> Choose:
    """Everybody in favour, but the last members of the list are not convinced of the unlucky."""
    sceptics = stage.cast.council[-doubters - 1 : -1]

    def choose(member: str, item: council_api.AgendaItem) -> Choice:
        is_against = item.case_id in unlucky and member in sceptics
        return Choice.AGAINST if is_against else Choice.FOR

    return choose


async def appraised(stage: Stage) -> list[CaseLine]:
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
    ready = [case for case in await appraised(stage) if case.award.code not in FULL]
    listed = [case for case in ready if not case.is_held]
    await matters.try_to_vote(stage, FIRST_MEETING, ready)
    meeting = await Meeting.plan(cast, FIRST_MEETING, stage.today, listed)
    present = cast.council[:8]
    relative = cast.council[6]
    kin = next(
        case
        for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.nominee.unit_id == cast.units["KGVX"]
    )
    careful = cast.council[7]
    await meeting.declare(present, {relative: {kin.case_id: KINSHIP}, careful: {kin.case_id: SHARED_WORK}})
    await meeting.attend(present)
    try:
        await meeting.open()
    except Problem as problem:
        if problem.code != "ballot.impossible":
            raise
        stage.keep("impossible_ballot", problem)
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
        case
        for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value
        and case.case_id not in {kin.case_id, *unlucky}
        and case.nominee.nominee_id not in {cast.people[code] for code in cast.council}
    )
    doubt = doubting(stage, unlucky, 3)

    def choose(member: str, item: council_api.AgendaItem) -> Choice:
        is_doubted = item.case_id == saved.case_id and member == cast.council[5]
        return Choice.AGAINST if is_doubted else doubt(member, item)

    sheets = await meeting.vote(present, choose)
    absent = cast.council[8]
    await meeting.write_in(absent, AwardCode.CSTD_CO_SO.value, "Ý kiến bằng văn bản ngày 11/12/2026 (mẫu)", doubt)
    minutes = await meeting.close()
    one = next(item for item in minutes.items if item.case_id == saved.case_id)
    stage.keep("passed_in_writing", one)
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
    await matters.ends(stage)
    listed = await appraised(stage)
    meeting = await Meeting.plan(cast, "Phiên họp thứ hai cuối năm (mẫu)", stage.today, listed)
    relative = cast.council[6]
    kin = next(
        case
        for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.nominee.unit_id == cast.units["KGVX"]
    )
    await meeting.declare(cast.council, {relative: {kin.case_id: KINSHIP}})
    await meeting.attend(cast.council)
    await meeting.open()
    broken = cast.people[cast.story("chuoi_dut").code]
    unlucky = {case.case_id for case in listed if case.nominee.nominee_id == broken and case.award.code == "CSTD_TINH"}
    await meeting.vote(cast.council, doubting(stage, unlucky, 1))
    minutes = await meeting.close()
    lost = next(item for item in minutes.items if item.case_id in unlucky)
    assert lost.vote is not None
    stage.keep("failed_by_one", lost)
    stage.tell(
        f"Phiên thứ hai, đủ {minutes.seats}/{minutes.seats}: đề nghị {minutes.recommended}/{len(minutes.items)}",
        f"{lost.nominee_name} ({lost.award_name}): {lost.vote.in_favour}/{minutes.seats} phiếu, cần {lost.needed} "
        f"({lost.threshold_percent} % tổng số thành viên): thiếu đúng {lost.needed - lost.vote.in_favour} phiếu",
    )


async def _sign_individuals(stage: Stage) -> None:
    """One decision for hundreds, one each for the soldiers and the letters; one declined although recommended."""
    chief, today = stage.cast.chief, stage.today
    await matters.before_signing(stage)
    advised = await cases_of(chief, lambda case: case.stage is CaseStage.ADVISED)
    here = [case for case in advised if case.recommended and case.award.level is AwardLevel.OFFICE]
    praises = [case for case in here if case.award.code == AwardCode.GIAY_KHEN.value]
    told = []
    for code in (AwardCode.LDTT, AwardCode.CSTD_CO_SO, AwardCode.GIAY_KHEN):
        cases = [case for case in here if case.award.code == code.value and case is not praises[-1]]
        paper = await appraising.sign(chief, cases, today, stage.appraisers)
        told.append(f"Quyết định {paper.paper_number}: {len(cases)} {cases[0].award.name}")
    await matters.keep_watched(stage)
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
        *stage.appraisers.take_answered(),
        f"Không khen {len(refused)} theo kết luận của Hội đồng; không đồng ý 1: {praises[-1].nominee.name} – {DECLINED_BECAUSE}",
    )
    await stage.settled()


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
