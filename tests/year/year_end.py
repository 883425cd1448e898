"""December 2026, before the council: the rush of proposals, a service killed in the middle of it, returns, a matter, a withdrawal."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import nominations as api
from contracts.nominations.api import register as register_api
from contracts.reviews.api.cases import CaseLine
from contracts.words import AwardGround, CaseStage, VerdictWord
from deploy.sample import calendar, seeding, verdicts
from deploy.sample.api import NOMINATIONS, REPORTING, REVIEWS
from deploy.sample.appraising import cases_of
from deploy.sample.model import AwardCode
from deploy.sample.progress import record_months
from deploy.sample.proposals import accepted, advanced_rows, deed, nominations_of, propose, row, soldier_rows
from tests.year import matters, reuse
from tests.year.asking import a_unit_is_asked, somebody_objects
from tests.year.first_half import YEAR, complete_and_resubmit, open_round
from tests.year.stage import Stage

KILL_AT: Final = 40
"""So many cases have come when reviews is killed."""
MORE_MEANWHILE: Final = 25
"""So many more nominations are handed in while reviews is away."""
SUSPECT: Final = "VP-0102"
MISSING: Final = "Nộp quyết định hoặc thông báo kết quả xếp loại của năm đề nghị."
WITHDRAWAL_REFUSED: Final = "Hồ sơ đã bổ sung đủ, đơn vị không nêu căn cứ để rút (mẫu)."
BELOW: Final = "Kết quả xếp loại năm đề nghị chưa đạt mức hoàn thành tốt nhiệm vụ."


async def rush(stage: Stage) -> None:
    """Every unit proposes at once while the standing unit takes in; reporting is away, reviews is killed."""
    stage.chapter("THÁNG 12 – Đợt xét cuối năm")
    await stage.day(date(YEAR, 11, 24))
    await stage.settled()
    await stage.stop(REPORTING)
    stage.tell("Dừng dịch vụ báo cáo để bảo trì; các bước nhắc đến hạn trong lúc này sẽ bị bỏ lỡ")
    await stage.day(date(YEAR, 12, 1))
    cast, standing = stage.cast, stage.cast.standing
    await seeding.write_grades(standing, stage.sample, [YEAR])
    suspicion = register_api.MatterRow(
        nominee_code=SUSPECT, what="Đơn phản ánh về thái độ tiếp công dân (mẫu)", opened_on=date(YEAR, 11, 20)
    )
    rows = register_api.RegisterRows(matters=[suspicion])
    await standing.post(NOMINATIONS, "/v1/register/bulk", rows, register_api.RegisterWritten)
    graded = sum(fact.year == YEAR for fact in stage.sample.years)
    stage.tell(f"Nhập kết quả xếp loại năm {YEAR} của {graded} người, sáng kiến được công nhận")
    round_id = await open_round(stage, f"Đợt xét cuối năm {YEAR} (mẫu)", date(YEAR, 12, 18), tuple(AwardCode))
    await stage.day(date(YEAR, 12, 2))
    told_again = await reuse.rows(stage)
    sent = _rows(stage, told_again)
    proposing = [asyncio.create_task(propose(cast.proposer(code), round_id, each)) for code, each in sent]
    taking_in = asyncio.create_task(_take_in(stage, proposing))
    crash = asyncio.create_task(_crash(stage, round_id, proposing))
    results = [result for unit in await asyncio.gather(*proposing) for result in unit]
    received = await taking_in
    await crash
    nominated = accepted(results)
    to_verify = sum(result.overall is VerdictWord.TO_VERIFY for result in results)
    stage.tell(
        f"{len(proposing)} đề nghị hàng loạt của {len(cast.working_units)} đơn vị: {len(results)} trường hợp, "
        f"{len(nominated)} nộp được ({to_verify} cần xác minh)",
        *verdicts.refusals(cast, results),
        f"Đã tiếp nhận {received}/{len(nominated)} hồ sơ, không thiếu, không trùng",
    )
    await reuse.answer(stage, told_again, results)


def _rows(stage: Stage, told_again: Mapping[str, api.BulkRow]) -> list[tuple[str, Sequence[api.BulkRow]]]:
    """What each unit sends, and some that the law stands against."""
    cast = stage.cast
    sent: dict[str, list[api.BulkRow]] = {
        unit.code: advanced_rows(cast, unit.code, YEAR) + soldier_rows(cast, unit.code, YEAR)
        for unit in cast.working_units
    }
    for story, award in (
        ("ky_luat", AwardCode.LDTT),
        ("chi_hoan_thanh", AwardCode.LDTT),
        ("sang_kien_chua_cong_nhan", AwardCode.CSTD_CO_SO),
        ("chuoi_ba_nam", AwardCode.CSTD_TINH),
        ("chuoi_dut", AwardCode.CSTD_TINH),
    ):
        person = cast.story(story)
        sent[person.unit_code].append(row(cast, award, person.code))
    model = deed(
        "Mô hình “Sáng thứ Sáu không giấy” được nhân rộng trong cơ quan", date(YEAR, 9, 10), AwardGround.MOVEMENT
    )
    for code in ("NC", "TTCB", "PVHCC"):
        head = cast.unit(code).head_code
        assert head is not None
        deeds = [model] if code != "PVHCC" else []
        sent[code].append(row(cast, AwardCode.GIAY_KHEN, head, deeds=deeds, ground=AwardGround.MOVEMENT))
    sent["XDCT"].append(row(cast, AwardCode.BANG_KHEN_TINH, "VP-0119"))
    for code, each in told_again.items():
        sent[code].append(each)
    return list(sent.items())


async def _take_in(stage: Stage, proposing: Sequence["asyncio.Task[list[api.BulkResult]]"]) -> int:
    """The standing unit receives what has come, until everything that was handed in has come; answers how many."""
    received = 0
    while True:
        were_done = all(task.done() for task in proposing)
        handed_in = sum(len(accepted(task.result())) for task in proposing if task.done())
        waiting = await cases_of(stage.cast.standing, stage="submitted")
        received += len(await stage.appraisers.receive(waiting, stage.today))
        if were_done and received >= handed_in:
            return received
        if not waiting:
            await asyncio.sleep(0.05)


async def _crash(stage: Stage, round_id: UUID, proposing: Sequence["asyncio.Task[list[api.BulkResult]]"]) -> None:
    """Reviews dies of kill -9 while proposals come in and dossiers are taken in; it comes back on its own data."""

    async def handed_in() -> int:
        return len(await nominations_of(stage.cast.standing, round=str(round_id)))

    async def enough() -> bool:
        return await handed_in() >= KILL_AT

    await stage.until("đợt cao điểm bắt đầu", enough)
    await stage.kill(REVIEWS)
    before = await handed_in()

    async def gone_on() -> bool:
        return all(task.done() for task in proposing) or await handed_in() >= before + MORE_MEANWHILE

    await stage.until("các đơn vị vẫn nộp hồ sơ", gone_on)
    meanwhile = await handed_in() - before
    await stage.start(REVIEWS)
    stage.tell(
        f"kill -9 dịch vụ của Hội đồng giữa lúc cao điểm; {meanwhile} hồ sơ vẫn nộp được; khởi động lại, chạy tiếp"
    )


async def appraisal(stage: Stage) -> None:
    """Reporting catches up; some go back and come again, one is withdrawn; the list is made public; a matter comes up."""
    await _reporting_returns(stage)
    await stage.day(date(YEAR, 12, 7))
    cast = stage.cast
    moved = await calendar.move(cast, "tong_ket", str(YEAR), date(YEAR, 12, 31))
    stage.tell(f"Dời hạn báo cáo tổng kết sang {moved.due_on:%d/%m}: chỉ các bước còn ở phía trước được đặt lại")
    round_cases = await cases_of(cast.standing, lambda case: case.stage is CaseStage.RECEIVED)
    weak = cast.story("chi_hoan_thanh")
    below = next(case for case in round_cases if case.nominee.nominee_id == cast.people[weak.code])
    incomplete = _one_of_each_unit(round_cases, ("QTTV", "PVHCC", "KGVX", "HCTC", "TCD"), stage)
    for case in incomplete:
        await stage.appraisers.return_(case, [MISSING], complete_by=date(YEAR, 12, 11))
    await stage.appraisers.return_(below, [BELOW])
    stage.tell(f"Trả lại {len(incomplete) + 1} hồ sơ, nêu rõ giấy tờ còn thiếu")
    await stage.settled()
    await stage.day(date(YEAR, 12, 9))
    for case in incomplete:
        await complete_and_resubmit(stage, case)
    await _withdraw(stage, below, incomplete[-1])
    await stage.settled()
    again = {case.case_id for case in incomplete}
    await stage.appraisers.receive(await cases_of(cast.standing, lambda c: c.case_id in again), stage.today)
    await a_unit_is_asked(stage)
    passed = await stage.appraisers.appraise(await cases_of(cast.standing, stage="received"))
    stage.tell(f"{len(incomplete)} hồ sơ nộp lại; thẩm định xong {len(passed)}")
    soldiers = await cases_of(
        cast.standing, lambda c: c.stage is CaseStage.APPRAISED and c.award.code in ("CSTD_CO_SO", "CSTD_TINH")
    )
    await stage.appraisers.list_candidates(soldiers, date(YEAR, 12, 14))
    stage.tell(f"Công khai danh sách {len(soldiers)} đề nghị Chiến sĩ thi đua để lấy ý kiến đến hết 14/12")
    await somebody_objects(stage, soldiers)
    await _send_reports(stage)
    await matters.arises(stage)


def _one_of_each_unit(cases: Sequence[CaseLine], units: Sequence[str], stage: Stage) -> list[CaseLine]:
    wanted = [stage.cast.units[code] for code in units]
    first = {case.nominee.unit_id: case for case in reversed(cases) if case.award.code == AwardCode.LDTT.value}
    return [first[unit] for unit in wanted]


async def _reporting_returns(stage: Stage) -> None:
    """Of the steps missed while it was away only the latest is reminded of; its copies catch up by themselves."""
    await stage.day(date(YEAR, 12, 4))
    await stage.start(REPORTING)
    stage.tell("Khởi động lại dịch vụ báo cáo: mỗi báo cáo chỉ nhắc bước bị lỡ sau cùng")
    await stage.day(date(YEAR, 12, 4), hour=9)
    skipped = [
        reminder
        for obligation in (await calendar.obligations(stage.cast)).values()
        for period in obligation.periods
        for reminder in period.reminders
        if reminder.state == "skipped" and reminder.on == stage.today
    ]
    await stage.settled()
    recorded = await record_months(stage.cast, YEAR, [11])
    stage.tell(
        f"{len(skipped)} bước cũ hơn được bỏ qua; mọi sự kiện trong lúc dừng đã được đọc kịp",
        f"{recorded} đơn vị gửi kết quả tháng 11",
    )


async def _withdraw(stage: Stage, below: CaseLine, complete: CaseLine) -> None:
    """Two units ask: one is accepted; the other is told why not, for its dossier is complete now."""
    appraisers = stage.appraisers
    await appraisers.accept_withdrawal(await _asked_back(stage, below))
    await appraisers.refuse_withdrawal(await _asked_back(stage, complete), WITHDRAWAL_REFUSED)
    stage.tell(
        f"{below.nominee.unit_name} xin rút đề nghị của {below.nominee.name}; thường trực Hội đồng chấp nhận",
        f"{complete.nominee.unit_name} xin rút đề nghị của {complete.nominee.name}; không chấp nhận: {WITHDRAWAL_REFUSED}",
    )


async def _asked_back(stage: Stage, case: CaseLine) -> CaseLine:
    """Its unit asks to withdraw; answers the case as it is once that has arrived."""
    cast, path = stage.cast, f"/v1/nominations/{case.nomination_id}"
    head = cast.proposer(next(code for code, unit_id in cast.units.items() if unit_id == case.nominee.unit_id))
    found = await head.get(NOMINATIONS, path, api.Nomination)
    body = api.Withdrawal(version=found.version, reason="Đơn vị xin rút theo kết quả thẩm định (mẫu).")
    await head.post(NOMINATIONS, f"{path}/withdrawal", body, Recorded)
    await stage.settled()
    return (await cases_of(cast.standing, lambda each: each.case_id == case.case_id))[0]


async def _send_reports(stage: Stage) -> None:
    """Block and cluster on their day, the yearly forms a day early."""
    await stage.day(date(YEAR, 12, 10))
    for kind, number in (("bao_cao_khoi", "71/BC-VPUBND"), ("bao_cao_cum", "72/BC-VPUBND")):
        await calendar.report_sent(stage.cast, kind, f"{YEAR}-H2", stage.today, paper_number=number)
    for form in ("0601", "0602", "0603"):
        await calendar.report_sent(stage.cast, f"thong_ke_{form}", str(YEAR), stage.today)
    stage.tell("Gửi báo cáo cuối năm về Khối, Cụm thi đua và ba biểu thống kê đúng hạn")
