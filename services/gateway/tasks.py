"""What waits for a person, role by role: one sentence and one button each, the soonest first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.nominations.api.movements import Round
from contracts.nominations.api.nominations import NominationList
from contracts.reporting.api.obligations import Obligations
from contracts.reviews.api.cases import CasePage
from contracts.reviews.api.council import MeetingDetail, Meetings
from contracts.reviews.api.inquiries import Inquiries
from contracts.reviews.api.objections import Objections
from contracts.words import CaseAct, MeetingAct, MeetingStage, NominationState, PeriodState
from services.gateway.acts import act
from services.gateway.caller import Caller
from services.gateway.texts import SERVICES, period_words
from services.gateway.web import together
from services.office.access import Action, Role
from services.office.text import format_date


@dataclass(frozen=True, slots=True)
class Task:
    """``due`` orders the cards; without a day a task comes after those with one."""

    sentence: str
    button: str
    url: str
    icon: str
    due: date | None = None
    is_urgent: bool = False
    aside: str = ""


Finder = Callable[[Caller], Awaitable[list[Task]]]


async def tasks_of(web: Caller) -> list[Task]:
    """All that waits for this person now; a service that is away only leaves its own cards out."""
    finders = dict.fromkeys(finder for role, some in FINDERS.items() if web.has(role) for finder in some)
    found = await together(*(finder(web) for finder in finders))
    tasks = [task for some in found for task in some]
    return sorted(tasks, key=lambda task: (not task.is_urgent, task.due or date.max))


async def has_task(web: Caller, role: Role) -> bool:
    """Whether something waits for this person in that role."""
    found = await together(*(finder(web) for finder in FINDERS.get(role, ())))
    return any(found)


async def _of_unit_head(web: Caller) -> list[Task]:
    today = web.clock.today()
    returned, drafts, rounds, asked = await together(
        _nominations(web, NominationState.RETURNED),
        _nominations(web, NominationState.DRAFT),
        web.maybe(web.nominations.get("/v1/rounds", list[Round])),
        web.maybe(web.reviews.get("/v1/inquiries", Inquiries)),
    )
    mine = [each for each in asked.items if each.unit_id == web.account.unit_id] if asked else []
    tasks = []
    if mine:
        tasks.append(
            Task(
                f"{len(mine)} câu hỏi của thường trực Hội đồng chờ đơn vị trả lời",
                "Trả lời",
                "/hoi-don-vi",
                "inbox",
                due=mine[0].due_on,
                is_urgent=mine[0].is_overdue,
            )
        )
    if returned:
        tasks.append(
            Task(
                f"{returned.total} đề nghị bị trả lại, cần bổ sung",
                "Bổ sung",
                "/de-nghi?trang-thai=returned",
                "arrow-back-up",
                is_urgent=True,
            )
        )
    for each in rounds or ():
        if each.is_open and each.submit_by >= today:
            tasks.append(
                Task(
                    f"Đợt “{each.name}” đang nhận đề nghị, hạn nộp {format_date(each.submit_by)}",
                    "Mở bảng đề nghị",
                    f"/de-nghi/bang?dot={each.round_id}",
                    "table",
                    due=each.submit_by,
                )
            )
    if drafts:
        tasks.append(
            Task(f"{drafts.total} đề nghị còn là nháp, chưa nộp", "Xem và nộp", "/de-nghi?trang-thai=draft", "pencil")
        )
    return tasks


async def _of_standing_unit(web: Caller) -> list[Task]:
    meetings, raised = await together(
        web.maybe(web.reviews.get("/v1/meetings", Meetings)), web.maybe(web.reviews.get("/v1/objections", Objections))
    )
    unanswered = sum(bool(each.acts) for each in raised.items) if raised else 0
    text = f"{unanswered} kiến nghị, phản ánh về danh sách công khai chờ trả lời"
    tasks = [Task(text, "Giải quyết", "/cong-khai", "speakerphone", is_urgent=True)] if unanswered else []
    for meeting in meetings.items if meetings else ():
        url = f"/hoi-dong/{meeting.meeting_id}"
        if meeting.stage is MeetingStage.OPEN:
            tasks.append(
                Task(f"“{meeting.name}” đang bỏ phiếu", "Theo dõi phiên họp", url, "gavel", meeting.held_on, True)
            )
        elif meeting.stage is MeetingStage.PLANNED:
            text = f"“{meeting.name}” họp ngày {format_date(meeting.held_on)}, {meeting.cases} hồ sơ"
            tasks.append(Task(text, "Chuẩn bị phiên họp", url, "calendar-event", meeting.held_on))
    return tasks


async def _of_member(web: Caller) -> list[Task]:
    meetings = await web.allowed(web.reviews.get("/v1/meetings", Meetings))
    tasks = []
    for line in meetings.items if meetings else ():
        if line.stage not in (MeetingStage.PLANNED, MeetingStage.OPEN):
            continue
        detail = await web.allowed(web.reviews.get(f"/v1/meetings/{line.meeting_id}", MeetingDetail))
        seat = next((s for s in detail.seats if s.person_id == web.account.person_id), None) if detail else None
        if detail is None or seat is None:
            continue
        url = f"/hoi-dong/{line.meeting_id}"
        if detail.my_sheets:
            text = f"“{line.name}” đang chờ phiếu của anh/chị"
            tasks.append(Task(text, "Bỏ phiếu", f"{url}/phieu", "checkbox", line.held_on, True))
        elif act(detail, MeetingAct.DECLARE) and not seat.declared:
            text = f"“{line.name}” họp ngày {format_date(line.held_on)}: anh/chị khai tránh xung đột lợi ích trước khi xem hồ sơ"
            tasks.append(Task(text, "Khai và xem hồ sơ", url, "scale", line.held_on))
    return tasks


WAITING: Final[dict[CaseAct, tuple[str, str, str, str]]] = {
    CaseAct.RECEIVE: ("{} hồ sơ mới nộp, chờ tiếp nhận", "Tiếp nhận", "/tham-dinh?buoc={}", "inbox"),
    CaseAct.APPRAISE: ("{} hồ sơ chờ thẩm định", "Thẩm định", "/tham-dinh?buoc={}", "clipboard-check"),
    CaseAct.PUT_ON_AGENDA: ("{} hồ sơ đã thẩm định, chờ đưa ra Hội đồng", "Lập phiên họp", "/hoi-dong/moi", "gavel"),
    CaseAct.SIGN: ("{} hồ sơ Hội đồng đã cho ý kiến, chờ anh/chị quyết định", "Xem và ký", "/ky", "signature"),
    CaseAct.RECORD_ANSWER: ("{} hồ sơ đã trình, chờ ghi trả lời của cấp trên", "Ghi trả lời", "/ky", "arrow-up-circle"),
}
"""By the act that cases wait for: how many, the button, where it leads, its icon."""


async def _cases(web: Caller) -> list[Task]:
    """What cases wait for from this person."""
    page = await web.maybe(web.reviews.get("/v1/cases", CasePage, limit=1))
    tasks = []
    for each in page.stages if page else ():
        if each.waiting and each.next_act in WAITING:
            sentence, button, url, icon = WAITING[each.next_act]
            tasks.append(Task(sentence.format(each.waiting), button, url.format(each.stage.value), icon))
    return tasks


async def _reports(web: Caller) -> list[Task]:
    today = web.clock.today()
    found = await web.maybe(web.reporting.get("/v1/obligations", Obligations))
    return [
        Task(
            f"{obligation.title}, {period_words(period.period)}: "
            + ("quá hạn từ" if period.state is PeriodState.OVERDUE else "đến hạn")
            + f" {format_date(period.due_on)}",
            "Mở báo cáo",
            "/bao-cao",
            "calendar-due",
            period.due_on,
            period.due_on <= today,
            obligation.recipient,
        )
        for obligation in (found.items if found else ())
        if obligation.active
        for period in obligation.periods
        if period.state in (PeriodState.DUE, PeriodState.OVERDUE)
    ]


async def _late_reports(web: Caller) -> list[Task]:
    if web.has(Role.STANDING_UNIT):
        return []
    return [task for task in await _reports(web) if task.is_urgent]


async def _of_operator(web: Caller) -> list[Task]:
    tasks = []
    for service, label in SERVICES.items():
        parked = await web.allowed(
            web.services.client(service, web.account.actor).get("/v1/parked", list[dict[str, Any]])
        )
        if parked:
            text = f"{label}: {len(parked)} sự kiện bị giữ lại"
            tasks.append(Task(text, "Xem và xử lý", "/quan-tri/su-kien", "alert-triangle", is_urgent=True))
    return tasks


async def _nominations(web: Caller, state: NominationState) -> NominationList | None:
    """None too where there is none, so that no card is made."""
    found = await web.maybe(web.nominations.get("/v1/nominations", NominationList, state=state.value, limit=1))
    return found if found and found.total else None


def comes_next(web: Caller) -> str:
    """A kind word where nothing waits."""
    if web.can(Action.NOMINATE):
        return "Khi có đợt xét mới, hạn nộp sẽ hiện ở đây."
    if web.has(Role.COUNCIL_MEMBER, Role.CHIEF):
        return "Khi Hội đồng họp hoặc có hồ sơ chờ ký, việc sẽ hiện ở đây."
    return "Anh/chị có thể xem sổ khen thưởng và kết quả phong trào."


FINDERS: Final[dict[Role, tuple[Finder, ...]]] = {
    Role.UNIT_HEAD: (_of_unit_head,),
    Role.STANDING_UNIT: (_cases, _of_standing_unit, _reports),
    Role.COUNCIL_MEMBER: (_of_member,),
    Role.CHIEF: (_cases, _late_reports),
    Role.LEADERSHIP: (_cases,),
    Role.RECORDS_CLERK: (_cases,),
    Role.OPERATOR: (_of_operator,),
}
"""Where each role's work is found."""
