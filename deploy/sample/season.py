"""A season under way: the year-end round of the sample Office, left with cases in every stage waiting for somebody."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import movements as plan_api
from contracts.nominations.api import nominations as api
from contracts.reviews.api import cases as reviews_api
from contracts.reviews.api import council as council_api
from contracts.reviews.api.cases import CaseLine
from contracts.words import AwardGround, AwardLevel, CaseStage, Choice, NomineeKind, Scope
from deploy.sample import appraising
from deploy.sample.api import NOMINATIONS, REVIEWS
from deploy.sample.appraising import Appraisers, cases_arrived, cases_of
from deploy.sample.cast import Cast
from deploy.sample.council_room import Meeting
from deploy.sample.model import AwardCode
from deploy.sample.proposals import advanced_rows, deed, nominations_of, propose, row, soldier_rows, staff_of
from deploy.sample.seeding import Say, open_round
from services.office.working_days import NONE, add_working_days

DECIDED, ADVISED, VOTING, PLANNED = "TH", "NC", "KGVX", "PVHCC"
APPRAISED, RECEIVED = "KTN", "QTTV"
SUBMITTED: Final = ("TTCB", "XDCT")
DRAFTED: Final = ("NNMT", "NK")
RETURNED: Final = "TCD"
WAITING_FOR_THE_CHIEF: Final = 4
"""Of the cases advised at the first meeting, so many of the first unit stay unsigned too."""

TO_RETURN: Final = 2

STAGE_WORDS: Final = {
    CaseStage.SUBMITTED: "chờ tiếp nhận",
    CaseStage.RECEIVED: "chờ thẩm định",
    CaseStage.RETURNED: "trả lại bổ sung",
    CaseStage.APPRAISED: "chờ họp",
    CaseStage.ON_AGENDA: "đang trình Hội đồng",
    CaseStage.ADVISED: "chờ Chánh Văn phòng",
    CaseStage.SENT_UP: "đã trình tỉnh",
    CaseStage.DECIDED: "đã có quyết định",
    CaseStage.DECLINED: "không được khen",
    CaseStage.UPPER_GRANTED: "tỉnh đã khen",
    CaseStage.UPPER_REFUSED: "tỉnh không khen",
    CaseStage.WITHDRAWN: "đã rút",
}
MISSING: Final = ("Nộp quyết định hoặc thông báo kết quả xếp loại của năm đề nghị.",)
DECLINED_BECAUSE: Final = "Thành tích nêu trong báo cáo đã được khen thưởng ở đợt trước, chưa có thành tích mới."
HELD_BECAUSE: Final = "Đang xác minh đơn phản ánh về việc quản lý tài sản của đơn vị (mẫu)."
WITHDRAWN_BECAUSE: Final = "Đơn vị xin rút để bổ sung minh chứng, đề nghị vào đợt sau (mẫu)."


class Season:
    """Every step looks at what stands, so that a seed stopped half-way goes on where it was."""

    def __init__(self, cast: Cast, year: int, today: date, movement: plan_api.Movement, say: Say) -> None:
        self._cast = cast
        self._year = year
        self._today = today
        self._movement = movement
        self._say = say
        self._appraisers = Appraisers(cast)

    async def play(self) -> None:
        """From open round to cases in every stage."""
        round_ = await self._open_round()
        self._say("Đang nạp dữ liệu mẫu: các đơn vị đề nghị khen thưởng …")
        await self._propose(round_.round_id)
        submitted = await nominations_of(self._cast.standing, round=str(round_.round_id))
        cases = await cases_arrived(
            self._cast.standing, [each.nomination_id for each in submitted if each.revision > 0]
        )
        self._say(
            f"Đang nạp dữ liệu mẫu: {len(cases)} hồ sơ đã đến thường trực Hội đồng, đang tiếp nhận và thẩm định …"
        )
        await self._appraise(cases)
        self._say("Đang nạp dữ liệu mẫu: các phiên họp Hội đồng …")
        await self._meet_and_decide()
        await self._meet_and_wait()
        await self._trouble()

    async def _open_round(self) -> plan_api.Round:
        body = plan_api.RoundIn(
            movement_id=self._movement.movement_id,
            name=f"Đợt xét cuối năm {self._year} (mẫu)",
            period_year=self._year,
            opened_on=self._today - timedelta(days=14),
            submit_by=add_working_days(self._today, 20, NONE),
            awards=[code.value for code in AwardCode],
        )
        return await open_round(self._cast.standing, body)

    async def _propose(self, round_id: UUID) -> None:
        cast, year = self._cast, self._year
        for code in (DECIDED, ADVISED, VOTING, PLANNED, APPRAISED, RECEIVED, *SUBMITTED, RETURNED, *DRAFTED):
            rows = advanced_rows(cast, code, year) + soldier_rows(cast, code, year)
            await self._send(round_id, code, rows, submit=code not in DRAFTED)
        best = cast.story("chuoi_ba_nam").code
        await self._send(round_id, DECIDED, [row(cast, AwardCode.CSTD_TINH, best)])
        praised = cast.story("hai_nam_lien_tiep").code
        await self._send(round_id, VOTING, [row(cast, AwardCode.BANG_KHEN_TINH, praised)])
        await self._send(round_id, DECIDED, self._praises(DECIDED))
        for code in (DECIDED, APPRAISED):
            await self._send(round_id, code, [row(cast, AwardCode.TT_LDTT, code, NomineeKind.COLLECTIVE)])
        excellent = row(cast, AwardCode.TT_LDXS, "NNMT", NomineeKind.COLLECTIVE)
        await self._send(round_id, "NNMT", [excellent], submit=False)

    async def _send(self, round_id: UUID, unit_code: str, rows: Sequence[api.BulkRow], *, submit: bool = True) -> None:
        """Those that have a nomination already are left: their unit may have changed it meanwhile."""
        standing = await nominations_of(self._cast.standing, round=str(round_id), unit=str(self._cast.units[unit_code]))
        known = {(each.nominee.nominee_id, each.award_code) for each in standing}
        fresh = [each for each in rows if (each.nominee_id, each.award_code) not in known]
        await propose(self._cast.proposer(unit_code), round_id, fresh, submit=submit)

    def _praises(self, unit_code: str) -> list[api.BulkRow]:
        """For a sudden merit: letters of commendation for a unit and one of its people, the province's certificate for another."""
        cast, sudden = self._cast, AwardGround.SUDDEN
        done = min(self._today, date(self._year, 5, 20))
        here = deed("Phục vụ đột xuất các cuộc họp xử lý thiên tai, bảo đảm chính xác, kịp thời", done, sudden)
        wide = deed("Vận hành kho dữ liệu điều hành trong đợt mưa lũ", done, sudden, Scope.PROVINCE)
        head = cast.unit(unit_code).head_code
        first, second, *_ = (p.code for p in staff_of(cast, unit_code, self._year) if p.code != head)
        return [
            row(cast, AwardCode.GIAY_KHEN, first, deeds=[here], ground=sudden),
            row(cast, AwardCode.GIAY_KHEN, unit_code, NomineeKind.COLLECTIVE, deeds=[here], ground=sudden),
            row(cast, AwardCode.BANG_KHEN_TINH, second, deeds=[wide], ground=sudden),
        ]

    async def _of(self, *units: str, stage: CaseStage | None = None) -> list[CaseLine]:
        wanted = {self._cast.units[code] for code in units}
        found = await cases_of(self._cast.standing, lambda case: case.nominee.unit_id in wanted)
        return [case for case in found if stage is None or case.stage is stage]

    async def _appraise(self, cases: Sequence[CaseLine]) -> None:
        """Taken in: all but two units' dossiers. Appraised: those that go to a meeting, and one unit that waits for one."""
        to_receive = (DECIDED, ADVISED, VOTING, PLANNED, APPRAISED, RECEIVED, RETURNED)
        units = {self._cast.units[code] for code in to_receive}
        await self._appraisers.receive([case for case in cases if case.nominee.unit_id in units], self._today)
        await self._appraisers.appraise(await self._of(DECIDED, ADVISED, VOTING, PLANNED, APPRAISED))
        returned = len(await self._of(RETURNED, stage=CaseStage.RETURNED))
        for case in (await self._of(RETURNED, stage=CaseStage.RECEIVED))[: max(0, TO_RETURN - returned)]:
            complete_by = add_working_days(self._today, 5, NONE)
            await self._appraisers.return_(case, MISSING, "Đề nghị bổ sung trong 05 ngày làm việc.", complete_by)

    async def _meet_and_decide(self) -> None:
        """The first meeting is over: most of it signed, some waiting for the Chief, one sent up, one declined."""
        cast, today = self._cast, self._today
        listed = await self._of(DECIDED, ADVISED, stage=CaseStage.APPRAISED)
        meeting = await Meeting.plan(cast, f"Phiên họp thứ nhất, đợt cuối năm {self._year} (mẫu)", today, listed)
        await meeting.declare(cast.council)
        await meeting.attend(cast.council)
        await meeting.open()
        unlucky = await self._unlucky()
        await meeting.vote(cast.council, lambda member, item: _choice(cast, member, item, unlucky))
        await meeting.close()
        await self._decide()

    async def _decide(self) -> None:
        """Each step leaves what an earlier run has done."""
        cast, today = self._cast, self._today
        advised = [case for case in await self._of(DECIDED, stage=CaseStage.ADVISED) if case.recommended]
        here = [case for case in advised if case.award.level is AwardLevel.OFFICE]
        above = [case for case in advised if case.award.level is not AwardLevel.OFFICE]
        if above:
            await appraising.send_up(cast.chief, above, today, self._appraisers)
        if not await self._of(DECIDED, stage=CaseStage.DECIDED):
            await appraising.sign(cast.chief, here[: -WAITING_FOR_THE_CHIEF - 1], today, self._appraisers)
        if not await self._of(DECIDED, stage=CaseStage.DECLINED):
            await appraising.decline(cast.chief, here[-1], DECLINED_BECAUSE, today)
        signed = await self._of(DECIDED, stage=CaseStage.DECIDED)
        if not await self._published(signed[0]):
            await self._appraisers.publish(signed[: len(signed) // 2])

    async def _published(self, case: CaseLine) -> bool:
        detail = await self._cast.standing.get(REVIEWS, f"/v1/cases/{case.case_id}", reviews_api.CaseDetail)
        return detail.published_on is not None

    async def _unlucky(self) -> Collection[UUID]:
        """The last CSTĐ cơ sở of the advised unit does not reach the threshold."""
        found = [case.case_id for case in await self._of(ADVISED) if case.award.code == AwardCode.CSTD_CO_SO.value]
        return found[-1:]

    async def _meet_and_wait(self) -> None:
        """A second meeting is open, three members have not handed in; a third is planned, three have not declared."""
        cast, today = self._cast, self._today
        listed = await self._of(VOTING, stage=CaseStage.APPRAISED)
        meeting = await Meeting.plan(cast, f"Phiên họp thứ hai, đợt cuối năm {self._year} (mẫu)", today, listed)
        present = cast.council[:8]
        await meeting.declare(present)
        await meeting.attend(present)
        await meeting.open()
        await meeting.vote(present[1:6])
        listed = await self._of(PLANNED, stage=CaseStage.APPRAISED)
        held_on = add_working_days(today, 3, NONE)
        planned = await Meeting.plan(cast, f"Phiên họp thứ ba, đợt cuối năm {self._year} (mẫu)", held_on, listed)
        await planned.declare(cast.council[:6])
        await planned.attend(cast.council)

    async def _trouble(self) -> None:
        """One nomination is held, one is asked back by its unit."""
        held = next(case for case in await self._of(RECEIVED) if case.award.code == AwardCode.LDTT.value)
        asked = next(case for case in await self._of(SUBMITTED[1]) if case.award.code == AwardCode.LDTT.value)
        standing = self._cast.standing
        if not (nomination := await self._nomination(held)).is_held:
            hold = api.Hold(version=nomination.version, reason=HELD_BECAUSE)
            await standing.post(NOMINATIONS, f"/v1/nominations/{held.nomination_id}/hold", hold, Recorded)
        if not (nomination := await self._nomination(asked)).withdrawal_requested:
            back = api.Withdrawal(version=nomination.version, reason=WITHDRAWN_BECAUSE)
            head = self._cast.proposer(SUBMITTED[1])
            await head.post(NOMINATIONS, f"/v1/nominations/{asked.nomination_id}/withdrawal", back, Recorded)

    async def _nomination(self, case: CaseLine) -> api.Nomination:
        return await self._cast.standing.get(NOMINATIONS, f"/v1/nominations/{case.nomination_id}", api.Nomination)


def _choice(cast: Cast, member: str, item: council_api.AgendaItem, unlucky: Collection[UUID]) -> Choice:
    """Everybody in favour, but for the unlucky: the last three members are not convinced."""
    doubts = item.case_id in unlucky and member in cast.council[-3:]
    return Choice.AGAINST if doubts else Choice.FOR


def stage_counts(cases: Sequence[reviews_api.CaseLine]) -> str:
    """How many cases stand where, in words."""
    counted = Counter(case.stage for case in cases)
    return ", ".join(f"{counted[stage]} {words}" for stage, words in STAGE_WORDS.items() if counted[stage])
