"""December 2026, what people ask and say while cases are appraised: a question to a unit, an objection to the public list."""

from collections.abc import Sequence
from typing import Final

from contracts.reviews.api import inquiries, objections
from contracts.reviews.api.cases import CaseLine
from deploy.sample.api import REVIEWS
from deploy.sample.appraising import cases_of
from deploy.sample.model import AwardCode
from tests.year.stage import Stage

ASKED, OBJECTING = "KGVX", "PVHCC"
"""The unit that is asked, and the one whose head objects."""
QUESTION: Final = "Đề nghị cho biết tỷ lệ nhiệm vụ hoàn thành đúng hạn của cá nhân năm 2026 (mẫu)."
ANSWER: Final = "Hoàn thành 41/42 nhiệm vụ đúng hạn, 01 nhiệm vụ lùi hạn theo chỉ đạo (mẫu)."
OBJECTION: Final = "Sáng kiến nêu trong báo cáo có phần của tập thể phòng (mẫu)."
CHECKED: Final = "Đối chiếu biên bản công nhận sáng kiến (mẫu)"
REPLY: Final = "Biên bản ghi rõ tác giả và phần đóng góp; sáng kiến là của người được đề nghị (mẫu)."


async def a_unit_is_asked(stage: Stage) -> None:
    """The case is not concluded before its unit has answered."""
    cast = stage.cast
    head = cast.proposer(ASKED)
    case = next(
        case
        for case in await cases_of(cast.standing, stage="received")
        if case.award.code == AwardCode.LDTT.value
        and case.nominee.unit_id == cast.units[ASKED]
        and case.nominee.nominee_id != head.actor.person_id
    )
    body = inquiries.AskUnit(version=case.version, unit_id=case.nominee.unit_id, question=QUESTION)
    clerk = stage.appraisers.desk_for(case)
    asked = await clerk.post(REVIEWS, f"/v1/cases/{case.case_id}/inquiries", body, inquiries.Inquiry)
    answer = inquiries.AnswerInquiry(answer=ANSWER)
    await head.post(REVIEWS, f"/v1/inquiries/{asked.inquiry_id}/answer", answer, inquiries.Inquiry)
    stage.tell(
        f"Hỏi {asked.unit_name} về hồ sơ của {case.nominee.name}, hạn trả lời {asked.due_on:%d/%m} "
        "(10 ngày làm việc); đơn vị trả lời ngay"
    )


async def somebody_objects(stage: Stage, listed: Sequence[CaseLine]) -> None:
    """Looked into, so the case stands still; answered with a reason, so it goes on."""
    objector = stage.cast.proposer(OBJECTING)
    case = next(
        case
        for case in listed
        if case.award.code == AwardCode.CSTD_CO_SO.value and case.nominee.unit_id != stage.cast.units[OBJECTING]
    )
    said = objections.RaiseObjection(case_id=case.case_id, text=OBJECTION)
    raised = await objector.post(REVIEWS, "/v1/objections", said, objections.Objection)
    path = f"/v1/objections/{raised.objection_id}"
    clerk = stage.appraisers.desk_for(case)
    await clerk.post(REVIEWS, f"{path}/verification", objections.VerifyObjection(what=CHECKED), objections.Objection)
    await clerk.post(REVIEWS, f"{path}/answer", objections.AnswerObjection(answer=REPLY), objections.Objection)
    stage.tell(f"Có phản ánh về {case.nominee.name}: tạm dừng để xác minh, trả lời có lý do, hồ sơ được xét tiếp")
