"""Every word and id type that crosses a border between services, once: closed lists as events and APIs carry them.

Standard library only, so that domains may import it.
"""

from datetime import timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

NominationId = NewType("NominationId", UUID)
CaseId = NewType("CaseId", UUID)
CouncilId = NewType("CouncilId", UUID)
MeetingId = NewType("MeetingId", UUID)
BallotRoundId = NewType("BallotRoundId", UUID)
PersonId = NewType("PersonId", UUID)
InquiryId = NewType("InquiryId", UUID)
ObjectionId = NewType("ObjectionId", UUID)


class NomineeKind(StrEnum):
    PERSON = "person"
    COLLECTIVE = "collective"


class AwardKind(StrEnum):
    TITLE = "title"
    FORM = "form"


class AwardLevel(StrEnum):
    """Who decides: the office's own Chief, the province, or the State."""

    OFFICE = "office"
    PROVINCE = "province"
    STATE = "state"


class Counted(StrEnum):
    """As what an award counts in the figures of a unit and of a quota: lao động tiên tiến, chiến sĩ thi đua cơ sở."""

    ADVANCED = "advanced"
    EMULATION_SOLDIER = "emulation_soldier"


class AwardGround(StrEnum):
    """Công trạng, đột xuất, phong trào, cống hiến, đối ngoại (Law 06/2022 Điều 8)."""

    MERIT = "merit"
    SUDDEN = "sudden"
    MOVEMENT = "movement"
    SERVICE = "service"
    EXTERNAL = "external"


class VerdictWord(StrEnum):
    """Đạt, chưa đạt, cần xác minh, tạm dừng."""

    MET = "met"
    NOT_MET = "not_met"
    TO_VERIFY = "to_verify"
    HELD = "held"

    @property
    def label(self) -> str:
        """In Vietnamese, in lower case."""
        return _VERDICTS[self]


class VerdictMoment(StrEnum):
    """Khi nộp; khi tiếp nhận (of record); trước khi ký, trình; xét lại when what it rests on has changed."""

    SUBMISSION = "submission"
    RECEIPT = "receipt"
    SIGNING = "signing"
    REJUDGED = "rejudged"


class Effect(StrEnum):
    """What a criterion may do: block or hold; the rest is told and never part of the overall word.

    ``ORDER`` says who or what comes first, ``CHOOSE`` which law governs.
    """

    BLOCK = "block"
    HOLD = "hold"
    WARN = "warn"
    INFO = "info"
    ORDER = "order"
    CHOOSE = "choose"

    @property
    def counts(self) -> bool:
        return self in (Effect.BLOCK, Effect.HOLD)


class Certainty(StrEnum):
    """How sure a legal fact is: only A and B are shown as a citation, the rest as "chưa đối chiếu"."""

    A = "A"
    B = "B"
    C = "C"
    UNKNOWN = "?"
    OWN = "own"

    @property
    def is_citation(self) -> bool:
        return self in (Certainty.A, Certainty.B)

    @property
    def is_unchecked(self) -> bool:
        """Nobody has compared the rule with its text: its word stands with a mark, and its refusal locks no door (ADR 19)."""
        return self in (Certainty.C, Certainty.UNKNOWN)


class GoingOn(StrEnum):
    """What was gone on with although a verdict did not say MET: the submission; the conclusion "đủ điều kiện"."""

    SUBMISSION = "submission"
    APPRAISAL = "appraisal"


class Favour(StrEnum):
    """Which of two laws is better for the nominee; ``UNCLEAR`` where that rests on what nobody has checked."""

    THIS = "this"
    OTHER = "other"
    SAME = "same"
    UNCLEAR = "unclear"


class TextStanding(StrEnum):
    """How a text stands on a day; ``RESIDUAL`` only for matters left to the province and not regulated yet.

    ``UNCLEAR`` where neither the day it was issued nor the day it took effect is known.
    """

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    RESIDUAL = "residual"
    LAPSED = "lapsed"
    UNCLEAR = "unclear"


class UnitKind(StrEnum):
    """Lãnh đạo, phòng, ban, trung tâm."""

    LEADERSHIP = "lanh_dao"
    DIVISION = "phong"
    BOARD = "ban"
    CENTRE = "trung_tam"


class Sex(StrEnum):
    MALE = "nam"
    FEMALE = "nu"


class StaffCategory(StrEnum):
    """Cán bộ, công chức, viên chức, người lao động."""

    OFFICIAL = "can_bo"
    CIVIL_SERVANT = "cong_chuc"
    PUBLIC_EMPLOYEE = "vien_chuc"
    WORKER = "nguoi_lao_dong"


class PositionLevel(StrEnum):
    """Lãnh đạo Văn phòng, cấp trưởng, cấp phó, không giữ chức vụ."""

    LEADERSHIP = "lanh_dao"
    HEAD = "cap_truong"
    DEPUTY = "cap_pho"
    NONE = "khong_chuc_vu"


class Grade(StrEnum):
    """The four yearly grades, best first."""

    EXCELLENT = "hoan_thanh_xuat_sac"
    GOOD = "hoan_thanh_tot"
    COMPLETED = "hoan_thanh"
    NOT_COMPLETED = "khong_hoan_thanh"

    @property
    def label(self) -> str:
        """As the yearly grading says it, in lower case."""
        return _GRADES[self]

    def reaches(self, least: "Grade") -> bool:
        order = list(Grade)
        return order.index(self) <= order.index(least)


class DisciplineLevel(StrEnum):
    """Forms of discipline, lightest first."""

    REPRIMAND = "khien_trach"
    WARNING = "canh_cao"
    PAY_CUT = "ha_bac_luong"
    DEMOTION = "giang_chuc"
    REMOVAL = "cach_chuc"
    DISMISSAL = "buoc_thoi_viec"


class Scope(StrEnum):
    """How far an initiative, an achievement or a movement reaches: the office (cơ sở), the province, the nation."""

    BASE = "base"
    PROVINCE = "province"
    NATION = "nation"

    def reaches(self, least: "Scope") -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(least)


class MovementScope(StrEnum):
    """Who launched it: Thủ tướng Chính phủ; Party and State work (xây dựng Đảng, chính quyền); the province; the office."""

    PRIME_MINISTER = "prime_minister"
    PARTY_STATE = "party_state"
    PROVINCE = "province"
    OFFICE = "office"


class ImportState(StrEnum):
    CHECKED = "checked"
    CONFIRMED = "confirmed"


class NominationState(StrEnum):
    """Nháp; đã nộp; đã tiếp nhận; trả lại bổ sung; Hội đồng đã cho ý kiến; đã trình; được khen; không được khen; đã rút."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    COUNCIL_DECIDED = "council_decided"
    PROPOSED_UPWARD = "proposed_upward"
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class NominationAct(StrEnum):
    """What people do with a nomination until it ends; the last two are answered beside it."""

    EDIT = "edit"
    SUBMIT = "submit"
    HOLD = "hold"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ATTACH_FILE = "attach_file"
    REMOVE_FILE = "remove_file"
    RECORD_MINUTES = "record_minutes"
    ANSWER_REUSE = "answer_reuse"


class UnitMeetingAct(StrEnum):
    CORRECT = "correct_minutes"
    ATTACH_SCAN = "attach_scan"


class AchievementAct(StrEnum):
    CORRECT = "correct"
    RECOGNISE = "recognise"


class PlanAct(StrEnum):
    CHANGE = "change_plan"
    ADD_MOVEMENT = "add_movement"


class MovementAct(StrEnum):
    LAUNCH = "launch"
    OPEN_ROUND = "open_round"


class NominationRoundAct(StrEnum):
    CHANGE = "change_round"


class PaperStanding(StrEnum):
    """Có; hệ thống lập; còn thiếu."""

    PRESENT = "present"
    GENERATED = "generated"
    MISSING = "missing"


class ScanState(StrEnum):
    """Chưa quét (cơ quan chưa đặt bộ quét); đang chờ quét; sạch; có mã độc."""

    UNSCANNED = "unscanned"
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"


class MinutesMethod(StrEnum):
    """Thống nhất; biểu quyết; bỏ phiếu kín."""

    CONSENSUS = "consensus"
    SHOW_OF_HANDS = "show_of_hands"
    BALLOT = "ballot"


class RecordKind(StrEnum):
    """Thành tích; sáng kiến; đề tài."""

    ACHIEVEMENT = "achievement"
    INITIATIVE = "initiative"
    TOPIC = "topic"


class ReuseAnswer(StrEnum):
    """Hai việc khác nhau; cùng một việc nhưng được dùng lại; đúng là dùng lại."""

    DIFFERENT = "different"
    ALLOWED = "allowed"
    SAME = "same"


class AnnulmentGround(StrEnum):
    """Khai man thành tích; giấy tờ giả; thẩm định, quyết định trái luật; kết luận sau là không đạt (NĐ 152/2025 Điều 56)."""

    FALSE_DECLARATION = "false_declaration"
    FALSE_PAPERS = "false_papers"
    AGAINST_THE_LAW = "against_the_law"
    STANDARD_NOT_MET = "standard_not_met"


class CaseStage(StrEnum):
    """Where a case stands; the last five end its life, ``returned`` waits for the unit."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    APPRAISED = "appraised"
    ON_AGENDA = "on_agenda"
    ADVISED = "advised"
    SENT_UP = "sent_up"
    RETURNED = "returned"
    DECIDED = "decided"
    DECLINED = "declined"
    UPPER_GRANTED = "upper_granted"
    UPPER_REFUSED = "upper_refused"
    WITHDRAWN = "withdrawn"


class ChecklistMark(StrEnum):
    """An answer to one line of the appraisal checklist: có, không, không áp dụng."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"


class VerdictDoubt(StrEnum):
    """What stands between a case and its signature: its verdict reads otherwise than at receipt and nobody has answered for
    that; or something came up since that bears on it, and it is judged anew at the signature at the latest."""

    DIFFERS = "differs"
    JUDGE_AGAIN = "judge_again"


class DossierState(StrEnum):
    """Whether the dossier could be fetched from nominations for this answer.

    ``altered``: what came is not what was submitted (its SHA-256 differs), so it is not shown.
    """

    READ = "read"
    AWAY = "away"
    REFUSED = "refused"
    ALTERED = "altered"


class InquiryState(StrEnum):
    """Đang chờ, đã trả lời, đóng không chờ trả lời."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ObjectionState(StrEnum):
    """Mới nhận, đang xác minh, đã trả lời."""

    OPEN = "open"
    VERIFYING = "verifying"
    ANSWERED = "answered"


class CouncilPosition(StrEnum):
    """Chủ tịch, phó chủ tịch, ủy viên thư ký, ủy viên."""

    CHAIR = "chair"
    VICE = "vice"
    SECRETARY = "secretary"
    MEMBER = "member"


class MeetingStage(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class InvitationAnswer(StrEnum):
    """Đã xem, sẽ dự, vắng."""

    SEEN = "seen"
    COMING = "coming"
    ABSENT = "absent"


class RecusalKind(StrEnum):
    """Hồ sơ của chính mình, của đơn vị mình, của người thân, lợi ích khác."""

    OWN_CASE = "own_case"
    OWN_UNIT = "own_unit"
    RELATIVE = "relative"
    OTHER = "other"


class VoteMethod(StrEnum):
    """Openly on the list (biểu quyết) or by secret ballot (bỏ phiếu kín)."""

    OPEN = "open"
    SECRET = "secret"


class Choice(StrEnum):
    """Đồng ý, không đồng ý, phiếu trắng."""

    FOR = "for"
    AGAINST = "against"
    BLANK = "blank"


class BallotWay(StrEnum):
    """Phiếu kín trên máy, phiếu giấy do hai người kiểm."""

    SEALED = "sealed"
    PAPER = "paper"


class BallotRoundStage(StrEnum):
    OPEN = "open"
    COUNTED = "counted"
    VOID = "void"


class TieRule(StrEnum):
    """What exactly half comes to where more than half is needed: not passed, or as the chair voted."""

    NOT_PASSED = "not_passed"
    CHAIR = "chair"


class VerdictsAtOpening(StrEnum):
    """Đã xét lại khi mở bỏ phiếu; không hỏi được nên dùng kết quả đã ghi khi tiếp nhận."""

    JUDGED = "judged"
    UNREACHABLE = "unreachable"


class CaseAct(StrEnum):
    """What people do with a case, each by a route of its own; ``record_letter`` is objecting on behalf of a letter."""

    RECEIVE = "receive"
    APPRAISE = "appraise"
    RETURN = "return"
    ACCEPT_WITHDRAWAL = "accept_withdrawal"
    REFUSE_WITHDRAWAL = "refuse_withdrawal"
    ASK_UNIT = "ask_unit"
    PUBLISH_CANDIDATE = "publish_candidate"
    OBJECT = "object"
    RECORD_LETTER = "record_letter"
    JUDGE_AGAIN = "judge_again"
    ANSWER_DIFFERENCE = "answer_difference"
    PUT_ON_AGENDA = "put_on_agenda"
    HAND_OVER = "hand_over"
    SIGN = "sign"
    PROPOSE_UPWARD = "propose_upward"
    DECLINE = "decline"
    RECORD_ANSWER = "record_answer"
    PUBLISH_RESULT = "publish_result"


class InquiryAct(StrEnum):
    """What is done with a question to a unit."""

    ANSWER = "answer_inquiry"
    CLOSE = "close_inquiry"


class ObjectionAct(StrEnum):
    """What is done with an objection to a candidate."""

    VERIFY = "verify_objection"
    ANSWER = "answer_objection"


class MeetingAct(StrEnum):
    """What people do with a meeting as a whole, from planning to its minutes."""

    PLAN = "plan"
    EDIT_AGENDA = "edit_agenda"
    INVITE = "invite"
    ANSWER_INVITATION = "answer_invitation"
    MARK_ATTENDANCE = "mark_attendance"
    DECLARE = "declare"
    ENTER_DECLARATION = "enter_declaration"
    OPEN = "open"
    CANCEL = "cancel"
    VOTE = "vote"
    ENTER_WRITTEN = "enter_written"
    CLOSE = "close"
    READ_MINUTES = "read_minutes"


class AgendaAct(StrEnum):
    """What is done about one case of an open meeting."""

    RECUSE = "recuse"
    COUNT_HANDS = "count_hands"
    COUNT_INSTEAD = "count_instead"


class RoundAct(StrEnum):
    """What is done with one round of a secret ballot."""

    VOID = "void_round"
    COUNT_PAPER = "count_paper"


class CouncilAct(StrEnum):
    FOUND = "found_council"
    CHANGE_MEMBERS = "change_members"


class Periodicity(StrEnum):
    """How often, in words for people; the due dates themselves are data."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class CalendarAct(StrEnum):
    """What people do with the calendar of reports as a whole."""

    CREATE = "create_obligation"
    CREATE_USUAL = "create_usual"


class ObligationAct(StrEnum):
    """What people do with one report that must be sent again and again."""

    CHANGE = "change"
    ADD_PERIOD = "add_period"


class PeriodAct(StrEnum):
    """What people do with one period of an obligation; the last once its report is marked as sent."""

    MOVE = "change_due_date"
    SUBMIT = "submit"
    WITHDRAW = "withdraw_submission"


class ReportAct(StrEnum):
    """What people do with the reports that are written here."""

    WRITE_INTERIM = "write_interim"
    SAVE_LETTERHEAD = "save_letterhead"


class PeriodState(StrEnum):
    """Where the report of one period stands: far off, being reminded of, past its day, sent."""

    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"


class ReminderStep(StrEnum):
    """A rung of the reminder ladder, in days from the due date: T-14, T-7, T-1, T+0, T+1."""

    T_MINUS_14 = "T-14"
    T_MINUS_7 = "T-7"
    T_MINUS_1 = "T-1"
    DUE = "T+0"
    T_PLUS_1 = "T+1"

    @property
    def offset(self) -> timedelta:
        """From the due date; negative before it."""
        return timedelta(days=int(self.value[1:]))


class SigningForm(StrEnum):
    """How somebody signs who is not the head in person (NĐ 30/2020 Điều 13)."""

    ON_BEHALF_OF_BODY = "TM."
    FOR_THE_HEAD = "KT."
    BY_ORDER = "TL."
    BY_AUTHORISATION = "TUQ."
    ACTING = "Q."


_GRADES = {
    Grade.EXCELLENT: "hoàn thành xuất sắc nhiệm vụ",
    Grade.GOOD: "hoàn thành tốt nhiệm vụ",
    Grade.COMPLETED: "hoàn thành nhiệm vụ",
    Grade.NOT_COMPLETED: "không hoàn thành nhiệm vụ",
}
_VERDICTS = {
    VerdictWord.MET: "đạt",
    VerdictWord.NOT_MET: "chưa đạt",
    VerdictWord.TO_VERIFY: "cần xác minh",
    VerdictWord.HELD: "tạm dừng",
}
