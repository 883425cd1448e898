"""Something is being verified after the submission: the register alone holds the case, what is tried is refused, and it goes on."""

from collections.abc import Awaitable, Sequence
from datetime import date
from typing import Any, Final

from contracts.nominations.api import nominations as api
from contracts.nominations.api import register as register_api
from contracts.reviews.api.cases import CaseLine
from deploy.sample import appraising
from deploy.sample.api import NOMINATIONS, Problem
from deploy.sample.appraising import cases_of
from deploy.sample.council_room import Meeting
from deploy.sample.model import AwardCode
from tests.year.stage import Stage

KEPT_AS: Final = "matter_after_submission"
WATCHED_UNIT: Final = "QTTV"
FIRST: Final = "Đang xem xét kỷ luật về quản lý tài sản (mẫu)."
SECOND: Final = "Đơn phản ánh về thanh toán công tác phí (mẫu)."


async def matter(stage: Stage, code: str, what: str, opened_on: date, released_on: date | None = None) -> int:
    """Enter it, or that it is concluded, in the register; answers how many nominations that stopped or let go on."""
    row = register_api.MatterRow(nominee_code=code, what=what, opened_on=opened_on, released_on=released_on)
    body = register_api.RegisterRows(matters=[row])
    written = await stage.cast.standing.post(NOMINATIONS, "/v1/register/bulk", body, register_api.RegisterWritten)
    await stage.settled()
    return written.counts.get("nominations_released" if released_on else "nominations_held", 0)


async def refused(stage: Stage, trying: Awaitable[Any]) -> str:
    """Try what a held case forbids; answers the reason the refusal gave."""
    try:
        await trying
    except Problem as problem:
        stage.keep(KEPT_AS, problem)
        return f"{problem.code}: {problem.detail.get('reason', '')}"
    return "KHÔNG BỊ TỪ CHỐI"


async def keep_end(stage: Stage, nomination_id: object) -> None:
    """Where the nomination stands after all."""
    await stage.settled()
    path = f"/v1/nominations/{nomination_id}"
    stage.keep(KEPT_AS, await stage.cast.standing.get(NOMINATIONS, path, api.Nomination))


async def arises(stage: Stage) -> None:
    """An emulation soldier of the watched unit, appraised already, is looked into."""
    case = await _watched(stage)
    stopped = await matter(stage, _code_of(stage, case), FIRST, stage.today)
    stage.tell(f"Sau khi nộp, có việc về {case.nominee.name}: {FIRST} {stopped} hồ sơ tự tạm dừng")


async def try_to_conclude(stage: Stage, case: CaseLine) -> None:
    """A held case is not concluded eligible."""
    why = await refused(stage, stage.appraisers.conclude(case))
    stage.tell(f"Kết luận “đủ điều kiện” hồ sơ đang tạm dừng: bị từ chối ({why})")


async def try_to_vote(stage: Stage, name: str, cases: Sequence[CaseLine]) -> None:
    """A meeting with a held case on its agenda is not planned."""
    why = await refused(stage, Meeting.plan(stage.cast, name, stage.today, cases))
    stage.tell(f"Đưa hồ sơ đang tạm dừng vào chương trình họp: bị từ chối ({why})")


async def ends(stage: Stage) -> None:
    """The conclusion is clean: what was stopped goes on by itself."""
    case = await _watched(stage)
    opened_on = await _opened_on(stage, case)
    let_go = await matter(stage, _code_of(stage, case), FIRST, opened_on, stage.today)
    stage.tell(f"Đã có kết luận, không vi phạm: {let_go} hồ sơ của {case.nominee.name} được xét tiếp")


async def before_signing(stage: Stage) -> None:
    """Something else comes up after the vote: no signature until that is concluded too."""
    case, chief = await _watched(stage), stage.cast.chief
    code = _code_of(stage, case)
    await matter(stage, code, SECOND, stage.today)
    held = await _watched(stage)
    why = await refused(stage, appraising.sign(chief, [held], stage.today, stage.appraisers))
    await matter(stage, code, SECOND, stage.today, stage.today)
    stage.tell(f"Trước khi ký lại có đơn về {case.nominee.name}: ký bị từ chối ({why}); kết luận xong mới ký")


async def keep_watched(stage: Stage) -> None:
    await keep_end(stage, (await _watched(stage)).nomination_id)


async def _watched(stage: Stage) -> CaseLine:
    """The same case every time."""
    unit = stage.cast.units[WATCHED_UNIT]
    found = await cases_of(stage.cast.standing, lambda case: case.nominee.unit_id == unit)
    return next(case for case in found if case.award.code == AwardCode.CSTD_CO_SO.value)


def _code_of(stage: Stage, case: CaseLine) -> str:
    return next(code for code, person_id in stage.cast.people.items() if person_id == case.nominee.nominee_id)


async def _opened_on(stage: Stage, case: CaseLine) -> date:
    path = f"/v1/nominations/{case.nomination_id}"
    held = (await stage.cast.standing.get(NOMINATIONS, path, api.Nomination)).held
    assert held is not None, "the matter has stopped it"
    return held.held_on
