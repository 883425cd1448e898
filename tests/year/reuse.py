"""One achievement, one award: an initiative told again without dấu is found and answered; the same one put forward again is refused."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import achievements as api
from contracts.nominations.api import nominations as nominations_api
from contracts.words import AwardGround, RecordKind, ReuseAnswer, Scope
from contracts.words import NomineeKind as ApiNomineeKind
from deploy.sample.api import NOMINATIONS
from deploy.sample.initiatives import CHIEF_TITLE
from deploy.sample.model import AwardCode
from deploy.sample.proposals import deed, row
from tests.year.stage import Stage

KEPT_AS: Final = "reused_initiative"
TITLE: Final = "Sổ tay điện tử tra cứu thủ tục nội bộ theo từng vị trí việc làm"
TOLD_AGAIN: Final = "So tay dien tu tra cuu thu tuc noi bo theo tung vi tri viec lam"
"""The same words as another unit types them, without dấu."""
AUTHOR_UNIT, ALIKE_UNIT = "NC", "KGVX"
REASON: Final = "Sổ tay của phòng dùng cho thủ tục tiếp nhận văn bản, do phòng tự làm, nội dung khác (mẫu)."


async def record_initiative(stage: Stage, author: str) -> api.AchievementRecorded:
    """The author's initiative of this year, recognised by the Chief on the same day."""
    standing = stage.cast.standing
    body = api.AchievementRecordIn(
        kind=RecordKind.INITIATIVE,
        code="SK-2026-GN",
        title=TITLE,
        year=stage.today.year,
        owners=[api.OwnerIn(kind=ApiNomineeKind.PERSON, nominee_id=stage.cast.people[author])],
    )
    made = await standing.post(NOMINATIONS, "/v1/achievements", body, api.AchievementRecorded)
    recognition = api.RecognitionIn(
        version=made.version,
        recognised_on=stage.today,
        decision_number="15/QĐ-VPUBND",
        decided_by=CHIEF_TITLE,
        scope=Scope.BASE,
        certificate="Giấy chứng nhận số 15 (mẫu)",
    )
    await standing.post(NOMINATIONS, f"/v1/achievements/{made.id}/recognition", recognition, Recorded)
    return made


def initiative(record_id: UUID | None, name: str, on: date) -> nominations_api.AchievementIn:
    return deed(name, on, AwardGround.MERIT).model_copy(update={"initiative_id": record_id})


async def rows(stage: Stage) -> dict[str, nominations_api.BulkRow]:
    """For December: the author with the very record again, and somebody of another unit with the same words without dấu."""
    found = await stage.cast.standing.get(NOMINATIONS, "/v1/achievements", api.AchievementList, q=TITLE)
    record = found.items[0]
    author = next(code for code, id_ in stage.cast.people.items() if id_ == record.owners[0].nominee_id)
    alike = next(
        person.code
        for person in stage.cast.sample.people
        if person.unit_code == ALIKE_UNIT
        and person.left_on is None
        and person.position == "Chuyên viên"
        and person.code not in {story.person_code for story in stage.cast.sample.stories}
    )
    on, other = date(stage.today.year, 9, 4), date(stage.today.year, 10, 20)
    return {
        AUTHOR_UNIT: row(
            stage.cast,
            AwardCode.GIAY_KHEN,
            author,
            deeds=[
                initiative(record.record_id, TITLE, on),
                deed("Tham mưu Quy chế văn thư mới", other, AwardGround.MERIT),
            ],
        ),
        ALIKE_UNIT: row(
            stage.cast,
            AwardCode.GIAY_KHEN,
            alike,
            deeds=[initiative(None, TOLD_AGAIN, on), deed("Tổ chức Ngày sách của cơ quan", other, AwardGround.MERIT)],
        ),
    }


async def answer(
    stage: Stage, proposed: Mapping[str, nominations_api.BulkRow], results: Iterable[nominations_api.BulkResult]
) -> None:
    """What was found is shown side by side and answered with a reason; what is the very same record is not let through."""
    standing = stage.cast.standing
    of = {each.nominee_id: each for each in results if each.award_code == AwardCode.GIAY_KHEN.value}
    again, alike = (of[proposed[unit].nominee_id] for unit in (AUTHOR_UNIT, ALIKE_UNIT))
    path = f"/v1/nominations/{alike.nomination_id}/reuse"
    for match in (await standing.get(NOMINATIONS, path, api.ReuseList)).items:
        body = api.ReuseAnswerIn(
            text_id=match.mine.text_id,
            other_nomination_id=match.other.nomination_id,
            other_text_id=match.other.text_id,
            answer=ReuseAnswer.DIFFERENT,
            reason=REASON,
        )
        answered = await standing.post(NOMINATIONS, path, body, api.ReuseMatch)
        if answered.other.text == TITLE:
            stage.keep(KEPT_AS, answered)
            stage.tell(
                f"Sáng kiến nêu lại: “{answered.mine.text}” ({answered.mine.nominee_name}) giống {answered.percent} % "
                f"“{answered.other.text}” ({answered.other.nominee_name}, {answered.other.award_name})",
                f"Thường trực trả lời: hai việc khác nhau – {REASON}",
            )
    stage.keep(KEPT_AS, await standing.get(NOMINATIONS, path, api.ReuseList), again)
