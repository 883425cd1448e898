"""January to July 2026: the office moves in, the plan is launched, the mid-year round, the interim summary."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import movements as plan_api
from contracts.nominations.api import nominations as api
from contracts.reviews.api.cases import CaseLine
from contracts.reviews.api.council import AgendaItem
from contracts.words import AwardGround, AwardLevel, CaseStage, NomineeKind, PositionLevel, Scope
from deploy.sample import appraising, calendar, seeding, verdicts
from deploy.sample.accounts import put_accounts
from deploy.sample.api import NOMINATIONS
from deploy.sample.appraising import cases_arrived, cases_of
from deploy.sample.cast import find_cast, loader
from deploy.sample.council_room import Meeting
from deploy.sample.model import AwardCode
from deploy.sample.progress import month_of, record_months
from deploy.sample.proposals import accepted, deed, propose, row
from deploy.sample.record import FIRST_YEAR
from services.nominations.law.files.loader import load
from services.office.text import format_number, format_share
from tests.year import reuse
from tests.year.stage import Stage

YEAR: Final = 2026
PRAISED_UNITS: Final = ("HCTC", "TH", "KTN", "NC", "KGVX", "QTTV", "PVHCC", "TTCB")
PAPER_LATE: Final = "Bổ sung giấy tờ còn thiếu, theo đúng mẫu."


async def january(stage: Stage) -> None:
    """The office, its past five years, its council, its letterhead and its calendar."""
    stage.chapter("THÁNG 1 – Văn phòng mẫu bắt đầu dùng Thidua")
    sample, desk = stage.sample, loader(stage.lines, stage.sample)
    await seeding.set_up_office(desk, sample)
    await seeding.write_register(desk, sample)
    await seeding.write_grades(desk, sample, range(FIRST_YEAR, YEAR))
    await seeding.write_incidents(desk, sample, range(FIRST_YEAR, YEAR))
    past = await seeding.write_past_awards(desk, sample, YEAR, lambda line: None)
    cast = await find_cast(stage.lines, sample)
    stage.enter(cast)
    stage.tell(
        f"{sample.name}: {len(sample.units)} đơn vị, {len(sample.people)} người",
        f"Sổ khen thưởng 2021–2025: {format_number(past)} khen thưởng, sổ luật {load().version} đã công bố",
    )
    await stage.settled()
    await put_accounts(cast)
    council = await seeding.found_council(cast, sample.council.established_on)
    await seeding.set_letterhead(cast, stage.plan)
    calendar_ = await seeding.usual_obligations(cast, YEAR)
    stage.tell(
        f"Lập Hội đồng {council.seats} thành viên; họp được khi có ít nhất {council.quorum_needed} người",
        f"Lịch báo cáo: {len(calendar_.items)} nghĩa vụ, ngày do hệ thống gợi ý, sửa được",
    )


async def spring(stage: Stage) -> None:
    """The plan with both themes and every movement it names; results month by month; one discipline."""
    stage.chapter("THÁNG 2 – THÁNG 5 – Kế hoạch và kết quả từng tháng")
    await stage.day(date(YEAR, 2, 5))
    await results_of_months(stage, [1])
    await stage.day(date(YEAR, 3, 5))
    await results_of_months(stage, [2])
    await stage.day(date(YEAR, 4, 15))
    await results_of_months(stage, [3])
    await _launch_plan(stage)
    await stage.day(date(YEAR, 5, 16))
    await results_of_months(stage, [4])
    punished = stage.cast.story("ky_luat")
    await seeding.write_incidents(stage.cast.standing, stage.sample, [YEAR])
    stage.tell(f"Ghi kỷ luật cảnh cáo đối với {punished.name} ({stage.cast.unit(punished.unit_code).name})")


async def results_of_months(stage: Stage, months: Sequence[int]) -> None:
    """What every unit did; told in one line."""
    await record_months(stage.cast, YEAR, months)
    for month in months:
        figures = [month_of(stage.cast, unit, YEAR, month) for unit in stage.cast.working_units]
        assigned, completed, _ = (sum(column) for column in zip(*figures, strict=True))
        stage.tell(
            f"Kết quả tháng {month}: {len(figures)} đơn vị, hoàn thành {format_share(completed, assigned)} nhiệm vụ"
        )


async def _launch_plan(stage: Stage) -> None:
    plan, standing = stage.plan, stage.cast.standing
    plan_id = await seeding.keep_plan(standing, plan)
    movements = await seeding.add_movements(standing, plan, plan_id)
    launched = await seeding.launch(standing, movements.values(), stage.today)
    stage.tell(
        f"Ban hành Kế hoạch thi đua, khen thưởng năm {plan.year}, phát động {launched} phong trào",
        f"Chủ đề của tỉnh: “{plan.province_theme}”",
        f"Chủ đề của Văn phòng: “{plan.office_theme}”",
    )


async def june(stage: Stage) -> None:
    """The mid-year round, for people and collectives; two reports to send, one of them late."""
    stage.chapter("THÁNG 6 – Đợt xét giữa năm và sơ kết")
    await stage.day(date(YEAR, 6, 5))
    await results_of_months(stage, [5])
    round_id = await open_round(
        stage, f"Đợt xét giữa năm {YEAR} (mẫu)", date(YEAR, 6, 12), (AwardCode.GIAY_KHEN, AwardCode.BANG_KHEN_TINH)
    )
    await stage.day(date(YEAR, 6, 9))
    cases = await _propose(stage, round_id)
    await _appraise(stage, cases)
    await stage.day(date(YEAR, 6, 18))
    await _council(stage, {case.case_id for case in cases})
    await stage.day(date(YEAR, 6, 19))
    await conclude(stage, {case.case_id for case in cases})
    await calendar.report_sent(stage.cast, "bao_cao_khoi", f"{YEAR}-H1", stage.today, paper_number="31/BC-VPUBND")
    stage.tell("Gửi báo cáo 6 tháng về Khối thi đua")
    await stage.day(date(YEAR, 6, 22))
    await stage.day(date(YEAR, 6, 23))
    await stage.day(date(YEAR, 6, 25))
    await calendar.report_sent(stage.cast, "bao_cao_cum", f"{YEAR}-H1", stage.today, paper_number="33/BC-VPUBND")
    stage.tell("Gửi báo cáo 6 tháng về Cụm thi đua, chậm 3 ngày")
    await _interim_summary(stage)


async def open_round(stage: Stage, name: str, submit_by: date, awards: Sequence[AwardCode], year: int = YEAR) -> UUID:
    movements = await stage.cast.standing.get(NOMINATIONS, "/v1/movements", list[plan_api.Movement])
    movement = next(each for each in movements if each.code == seeding.OFFICE_MOVEMENT)
    body = plan_api.RoundIn(
        movement_id=movement.movement_id,
        name=name,
        period_year=year,
        opened_on=stage.today,
        submit_by=submit_by,
        awards=[award.value for award in awards],
    )
    opened = await seeding.open_round(stage.cast.standing, body)
    stage.tell(f"Mở {name.lower()}: nhận hồ sơ {len(awards)} loại đến hết ngày {submit_by:%d/%m}")
    return opened.round_id


async def _propose(stage: Stage, round_id: UUID) -> list[CaseLine]:
    """Letters of commendation and provincial certificates, for people and for collectives; two are refused by a verdict."""
    cast = stage.cast
    storm = date(YEAR, 5, 20)
    sudden = deed(
        "Phục vụ chỉ đạo ứng phó mưa lũ tháng 5, bảo đảm thông tin liên tục ngày đêm", storm, AwardGround.SUDDEN
    )
    wide = deed("Vận hành kho dữ liệu điều hành dùng chung trong đợt mưa lũ", storm, AwardGround.SUDDEN, Scope.PROVINCE)
    moved = deed("Dẫn đầu phong trào cải cách hành chính 6 tháng đầu năm", date(YEAR, 6, 1), AwardGround.MOVEMENT)
    results: list[api.BulkResult] = []
    for code in PRAISED_UNITS:
        people = [
            p
            for p in cast.sample.people
            if p.unit_code == code and p.left_on is None and p.level is PositionLevel.NONE and p.joined_on.year < YEAR
        ]
        rows = [row(cast, AwardCode.GIAY_KHEN, people[0].code, deeds=[sudden], ground=AwardGround.SUDDEN)]
        if code in ("TH", "PVHCC"):
            rows += [row(cast, AwardCode.GIAY_KHEN, code, NomineeKind.COLLECTIVE, deeds=[moved])]
            rows += [row(cast, AwardCode.BANG_KHEN_TINH, people[1].code, deeds=[wide], ground=AwardGround.SUDDEN)]
        if code == "KTN":
            rows += [row(cast, AwardCode.BANG_KHEN_TINH, code, NomineeKind.COLLECTIVE, deeds=[moved])]
            rows += [row(cast, AwardCode.BANG_KHEN_TINH, people[2].code, deeds=[sudden])]
        if code == reuse.AUTHOR_UNIT:
            made = await reuse.record_initiative(stage, people[0].code)
            done = reuse.initiative(made.id, reuse.TITLE, date(YEAR, 3, 2))
            rows = [row(cast, AwardCode.GIAY_KHEN, people[0].code, deeds=[sudden, done], ground=AwardGround.SUDDEN)]
        if code == "QTTV":
            rows += [row(cast, AwardCode.GIAY_KHEN, people[1].code)]
        results += await propose(cast.proposer(code), round_id, rows)
    nominated = accepted(results)
    stage.tell(
        f"{len(PRAISED_UNITS)} đơn vị đề nghị {len(results)} trường hợp: {len(nominated)} nộp được",
        *verdicts.refusals(cast, results),
    )
    return await cases_arrived(cast.standing, nominated)


async def _appraise(stage: Stage, cases: Sequence[CaseLine]) -> None:
    """One dossier goes back, is completed and comes again."""
    cast, wanted = stage.cast, {case.case_id for case in cases}
    await stage.day(date(YEAR, 6, 11))
    await stage.appraisers.receive(cases, stage.today)
    received = await cases_of(cast.standing, lambda case: case.case_id in wanted)
    back = received[0]
    await stage.appraisers.return_(back, [PAPER_LATE], complete_by=date(YEAR, 6, 17))
    await stage.appraisers.appraise(received[1:])
    stage.tell(
        f"Tiếp nhận {len(received)} hồ sơ, thẩm định xong {len(received) - 1}",
        f"Trả lại 1: {back.nominee.name} – {PAPER_LATE}",
    )
    await stage.settled()
    await stage.day(date(YEAR, 6, 15))
    await complete_and_resubmit(stage, back)
    await stage.settled()
    again = await cases_of(cast.standing, lambda case: case.case_id == back.case_id)
    await stage.appraisers.receive(again, stage.today)
    await stage.appraisers.appraise(await cases_of(cast.standing, lambda case: case.case_id == back.case_id))
    stage.tell(f"{back.nominee.unit_name} bổ sung và nộp lại: vẫn vụ việc cũ, lần nộp thứ {again[0].revision}")


async def complete_and_resubmit(stage: Stage, case: CaseLine) -> None:
    """The unit adds what was missing and hands the same nomination in again."""
    head = stage.cast.proposer(next(code for code, id_ in stage.cast.units.items() if id_ == case.nominee.unit_id))
    path = f"/v1/nominations/{case.nomination_id}"
    found = await head.get(NOMINATIONS, path, api.Nomination)
    body = api.NominationEdit(
        version=found.version,
        ground=found.ground,
        summary=f"{found.summary} Đã bổ sung giấy tờ theo yêu cầu.",
        achievements=[api.AchievementIn.model_validate(deed.model_dump()) for deed in found.achievements],
        statements=found.statements,
        attachments=[api.AttachmentIn.model_validate(paper.model_dump()) for paper in found.attachments],
    )
    edited = await head.put(NOMINATIONS, path, body, Recorded)
    await head.post(NOMINATIONS, f"{path}/submission", api.Submission(version=edited.version), api.Submitted)


async def _council(stage: Stage, wanted: set[UUID]) -> None:
    """Seven of nine come; hands are counted in the room; one case does not reach the majority of all seats."""
    cast = stage.cast
    listed = await cases_of(cast.standing, lambda c: c.case_id in wanted and c.stage is CaseStage.APPRAISED)
    meeting = await Meeting.plan(cast, f"Phiên họp giữa năm {YEAR} (mẫu)", stage.today, listed)
    present = cast.council[:7]
    await meeting.declare(present)
    await meeting.attend(present)
    await meeting.open()
    agenda: Sequence[AgendaItem] = (await meeting.look()).agenda
    last = agenda[-1]
    await meeting.count_hands({item.case_id: (4, 2, 1) if item is last else (7, 0, 0) for item in agenda})
    minutes = await meeting.close()
    stage.tell(
        f"Hội đồng họp, {len(present)}/{minutes.seats} có mặt, biểu quyết công khai {len(agenda)} trường hợp",
        f"Đề nghị khen {minutes.recommended}; {last.nominee_name} được 4/{minutes.seats} phiếu, cần {last.needed}: không đề nghị",
    )


async def conclude(stage: Stage, wanted: set[UUID]) -> None:
    """The Chief signs what the office decides, sends up what the province decides, declines what was not recommended."""
    chief = stage.cast.chief
    advised = await cases_of(chief, lambda case: case.case_id in wanted and case.stage is CaseStage.ADVISED)
    here = [case for case in advised if case.recommended and case.award.level is AwardLevel.OFFICE]
    above = [case for case in advised if case.recommended and case.award.level is not AwardLevel.OFFICE]
    paper = await appraising.sign(chief, here, stage.today, stage.appraisers)
    letter = await appraising.send_up(chief, above, stage.today, stage.appraisers)
    refused = [case for case in advised if not case.recommended]
    for case in refused:
        await appraising.decline(chief, case, "Theo kết luận của Hội đồng.", stage.today)
    stage.tell(
        f"Chánh Văn phòng ký Quyết định {paper.paper_number}: {len(here)} giấy khen",
        f"Tờ trình {letter.paper_number}: đề nghị tỉnh tặng {len(above)} bằng khen; không khen {len(refused)}",
    )


async def _interim_summary(stage: Stage) -> None:
    """Written as a Word paper, sent on its day."""
    await stage.day(date(YEAR, 6, 29))
    first, last = date(YEAR, 1, 1), date(YEAR, 6, 30)
    report = await stage.write_paper(first, last, 35, f"bao-cao-so-ket-6-thang-{YEAR}.docx")
    figures = (await stage.take_figures(first, last)).figures
    stage.tell(
        f"Viết {report.title}: {len(stage.papers[-1].carried)} số liệu",
        f"Đề nghị {figures['awards.total.submitted']}, đã quyết định {figures['awards.total.decided']}, "
        f"trình tỉnh {figures['awards.total.sent_up']}, phong trào {figures['movements.total']}",
    )
    await stage.day(date(YEAR, 6, 30))
    await calendar.report_sent(
        stage.cast, "so_ket", f"{YEAR}-H1", stage.today, paper_number="35/BC-VPUBND", report_id=report.report_id
    )
    stage.tell("Gửi báo cáo sơ kết về Sở Nội vụ")


async def summer(stage: Stage) -> None:
    """The province answers; results go on month by month."""
    stage.chapter("THÁNG 7 – THÁNG 9 – Tỉnh trả lời, kết quả từng tháng")
    await stage.day(date(YEAR, 7, 15))
    cast = stage.cast
    sent = await cases_of(cast.standing, lambda case: case.stage is CaseStage.SENT_UP)
    for case in sent[:-1]:
        await appraising.answer_granted(cast.records_clerk, case, "612/QĐ-UBND", stage.today)
    await appraising.answer_refused(
        cast.records_clerk, sent[-1], "Thành tích chưa có phạm vi ảnh hưởng trong tỉnh.", stage.today
    )
    done = await cases_of(cast.standing, lambda case: case.stage in appraising.OUTCOMES)
    published = await stage.appraisers.publish(done)
    stage.tell(
        f"Tỉnh tặng {len(sent) - 1} bằng khen (612/QĐ-UBND), không tặng 1: {sent[-1].nominee.name}",
        f"Công bố kết quả {published} trường hợp",
    )
    await results_of_months(stage, [6])
    for month in (7, 8):
        await stage.day(date(YEAR, month + 1, 5))
        await results_of_months(stage, [month])
