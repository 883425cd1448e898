"""Requests and answers of the reviews service: the council, its meetings, ballots and minutes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.api.fields import (
    Answer,
    Code,
    Day,
    Line,
    Name,
    OptionalLine,
    PaperSymbol,
    Prose,
    Reason,
    Request,
    Versioned,
)
from contracts.nominations import NomineeKind
from contracts.reviews import Vote, VoteMethod


class Position(StrEnum):
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


class Choice(StrEnum):
    """Đồng ý, không đồng ý, phiếu trắng."""

    FOR = "for"
    AGAINST = "against"
    BLANK = "blank"


class RecusalKind(StrEnum):
    """Hồ sơ của chính mình, của đơn vị mình, của người thân, lợi ích khác."""

    OWN_CASE = "own_case"
    OWN_UNIT = "own_unit"
    RELATIVE = "relative"
    OTHER = "other"


class CouncilMember(Request):
    """A seat of the council; without a name the register's copy gives it."""

    person_id: UUID
    name: Name | None = None
    position: Position = Position.MEMBER


class Quorum(Request):
    """The share of seats that must be present; 2/3 where the rulebook says nothing else."""

    numerator: Annotated[int, Field(ge=1, le=100)] = 2
    denominator: Annotated[int, Field(ge=1, le=100)] = 3


class Tie(StrEnum):
    """What exactly half comes to where more than half is needed: not passed, or as the chair voted."""

    NOT_PASSED = "not_passed"
    CHAIR = "chair"


class CouncilRules(Request):
    """What this council's own working rules (quy chế làm việc) say otherwise than the rulebook's council entry."""

    written_opinions: bool | None = None
    substitutes: bool | None = None
    open_on_list: bool | None = None
    own_unit_recuses: bool | None = None
    relatives_recuse: bool | None = None
    recused_stay_in_denominator: bool | None = None
    tie: Tie | None = None
    guests: bool | None = None
    equal_merit_order: bool | None = None
    over_quota_from_top: bool | None = None
    source: Line


class WorkingRules(Answer):
    """How the council works, with what that rests on."""

    written_opinions: bool
    substitutes: bool
    open_on_list: bool
    own_unit_recuses: bool
    relatives_recuse: bool
    recused_stay_in_denominator: bool
    tie: Tie
    guests: bool
    equal_merit_order: bool
    over_quota_from_top: bool
    source: str


class CreateCouncil(Request):
    """A council as its founding decision lists it; the newest whose ``valid_from`` has come is the current one."""

    name: Name
    decision_number: PaperSymbol | None = None
    valid_from: Day
    valid_to: Day | None = None
    quorum: Quorum | None = None
    members: Annotated[list[CouncilMember], Field(min_length=1, max_length=99)]
    rules: CouncilRules | None = None


class ChangeMembers(Versioned):
    """All members anew from a day on (kiện toàn); meetings opened before keep the members they had."""

    decision_number: PaperSymbol | None = None
    from_day: Day
    members: Annotated[list[CouncilMember], Field(min_length=1, max_length=99)]


class Council(Answer):
    """A council as it sits today, or from its first day where that has not come."""

    council_id: UUID
    name: str
    decision_number: str | None
    valid_from: date
    valid_to: date | None = None
    version: int = 1
    seats: int
    quorum: Quorum
    quorum_needed: int
    members: list[CouncilMember]
    rules: WorkingRules | None = None
    recusal_policy: dict[RecusalKind, str] = {}


class Councils(Answer):
    """Every council, the newest first; ``current`` is the one in force today."""

    current: UUID | None
    items: list[Council]


AgendaIds = Annotated[list[UUID], Field(min_length=1, max_length=500)]


class PlanMeeting(Request):
    """A meeting of the current council, or of the one named, on appraised cases."""

    council_id: UUID | None = None
    name: Name
    held_on: Day
    place: OptionalLine = ""
    case_ids: AgendaIds


class ChangeAgenda(Versioned):
    """The whole agenda anew; cases left out go back to ``appraised``."""

    case_ids: AgendaIds


ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["08:30"])]
"""Hour and minute in Việt Nam."""


class Invite(Versioned):
    """Giấy mời: what the members are told and given to read; guests may speak, they never vote."""

    starts_at: ClockTime | None = None
    note: Prose = ""
    papers: Annotated[list[Line], Field(max_length=50)] = []
    guests: Annotated[list[Line], Field(max_length=50)] = []


class InvitationAnswer(StrEnum):
    """Đã xem, sẽ dự, vắng."""

    SEEN = "seen"
    COMING = "coming"
    ABSENT = "absent"


class AnswerInvitation(Request):
    """What a member answers to the invitation."""

    answer: InvitationAnswer
    reason: OptionalLine = ""


class Absence(Request):
    person_id: UUID
    reason: Line


class SubstituteSent(Request):
    """Whom an absent member sends in writing (giấy cử), where the working rules let them; who is sent is present."""

    member_id: UUID
    person_id: UUID
    letter: Line


class MarkAttendance(Versioned):
    """Who is present; everybody else is absent, with a reason or a substitute."""

    present: Annotated[list[UUID], Field(max_length=99)]
    reasons: Annotated[list[Absence], Field(max_length=99)] = []
    substitutes: Annotated[list[SubstituteSent], Field(max_length=99)] = []


class ChangeMeeting(Versioned):
    """A change that needs nothing but the version read (opening)."""


class CancelMeeting(Versioned):
    reason: Reason


class CloseMeeting(Versioned):
    """``postponed`` cases get no conclusion and go back to ``appraised``; held ones are postponed by themselves.

    While somebody present has a sheet to hand in, closing is refused unless ``even_if_missing``: the missing votes then
    count as not in favour.
    """

    postponed: Annotated[list[UUID], Field(max_length=500)] = []
    even_if_missing: bool = False


class Conflict(Request):
    """A case the member stays away from, and why."""

    case_id: UUID
    reason: Reason
    kind: RecusalKind = RecusalKind.OTHER


class Declare(Request):
    """A member declares the conflicts of interest on the agenda, perhaps none, before reading or voting.

    The standing unit may enter a declaration handed in on paper by naming ``person_id``. One's own nomination is added
    by itself. Declaring again before the meeting opens replaces what was declared.
    """

    person_id: UUID | None = None
    conflicts: Annotated[list[Conflict], Field(max_length=500)] = []


class Recuse(Request):
    """A conflict seen only in the meeting; allowed until the member has voted on the case.

    The standing unit may enter it for a member by naming ``person_id``.
    """

    person_id: UUID | None = None
    case_id: UUID
    reason: Reason
    kind: RecusalKind = RecusalKind.OTHER


class CountInstead(Request):
    """Counting and concluding of cases that are the clerk's or the secretary's own, taken over by somebody else."""

    case_ids: AgendaIds


class BallotChoice(Request):
    case_id: UUID
    choice: Choice


class CastSheet(Request):
    """One member's sheet: a choice for every case on it but those the member is recused from.

    A secret ballot has one sheet per award, which ``award_code`` names; all that is voted openly is on one sheet.
    """

    method: VoteMethod
    award_code: Code | None = None
    choices: Annotated[list[BallotChoice], Field(min_length=1, max_length=500)]


class VoidRound(Versioned):
    """Everybody votes again on an award: on the screen or, with two tellers (kiểm phiếu) named, on paper. It is minuted."""

    reason: Reason
    tellers: Annotated[list[UUID], Field(max_length=2)] = []


class CountedCase(Request):
    """What a teller counted for one candidate."""

    case_id: UUID
    in_favour: Annotated[int, Field(ge=0, le=99)]
    against: Annotated[int, Field(ge=0, le=99)]
    blank: Annotated[int, Field(ge=0, le=99)]


class TellerCount(Request):
    """One teller's count of an award's paper ballots, every candidate; entered without seeing the other teller's."""

    counts: Annotated[list[CountedCase], Field(min_length=1, max_length=500)]


class WrittenSheet(Versioned):
    """An absent member's opinion in writing (ý kiến bằng văn bản): by name, not secret, counted apart.

    ``paper`` is the number of the paper or where its scan is kept. A sheet like `CastSheet`'s.
    """

    person_id: UUID
    method: VoteMethod
    award_code: Code | None = None
    paper: Line
    choices: Annotated[list[BallotChoice], Field(min_length=1, max_length=500)]


class ShowOfHands(Versioned):
    """What the secretary counted in the room for one case voted on openly."""

    in_favour: Annotated[int, Field(ge=0, le=99)]
    against: Annotated[int, Field(ge=0, le=99)]
    blank: Annotated[int, Field(ge=0, le=99)]


class MeetingState(Answer):
    """What a change answers."""

    meeting_id: UUID
    stage: MeetingStage
    version: int


class MeetingLine(MeetingState):
    name: str
    council_id: UUID
    held_on: date
    place: str
    cases: int


class Meetings(Answer):
    """Meetings, the latest first."""

    items: list[MeetingLine]


class Way(StrEnum):
    """Phiếu kín trên máy, phiếu giấy do hai người kiểm."""

    SEALED = "sealed"
    PAPER = "paper"


class RoundStage(StrEnum):
    OPEN = "open"
    COUNTED = "counted"
    VOID = "void"


class CountShown(Answer):
    """What one teller counted."""

    teller_id: UUID
    counts: list[CountedCase]


class PaperCount(Answer):
    """How far the count of an award's paper ballots is.

    ``agreed`` is unset until both tellers have counted. ``counts`` shows both counts where they differ, to the tellers
    and to who keeps the minutes; then both count anew.
    """

    award_code: str
    attempt: int
    entered: list[UUID]
    agreed: bool | None
    counts: list[CountShown] = []


class WrittenVote(Answer):
    """An absent member's written opinion on a case: not secret. The choice shows once the meeting is closed."""

    person_id: UUID
    name: str
    case_id: UUID
    paper: str
    choice: Choice | None = None


class BallotRound(Answer):
    """One round of the secret ballot on an award (lượt bỏ phiếu); a void one is followed by the next number."""

    award_code: str
    number: int
    way: Way
    stage: RoundStage
    sheets: int
    tellers: list[UUID] = []
    void_reason: str | None = None
    count: PaperCount | None = None


class Seat(Answer):
    """A member at this meeting; ``present`` is unset until attendance is marked.

    ``voted_awards`` are the secret sheets handed in; ``voted_secret`` that none is left to hand in.
    """

    person_id: UUID
    name: str
    position: Position
    present: bool | None
    declared: bool
    voted_open: bool
    voted_secret: bool
    voted_awards: list[str] = []
    stands_in_for: UUID | None = None
    absence_reason: str = ""
    invitation: InvitationAnswer | None = None


class AgendaItem(Answer):
    """One case on the agenda with its arithmetic; the vote shows only once the meeting is closed.

    ``arithmetic`` is the whole calculation in Vietnamese, from seats to possible or impossible; ``written`` the absent
    members who may vote in writing; before attendance is marked it reckons as if everybody came.
    """

    case_id: UUID
    nomination_id: UUID
    award_code: str
    award_name: str
    nominee_kind: NomineeKind
    nominee_id: UUID | None = None
    nominee_name: str
    unit_name: str
    method: VoteMethod
    threshold_percent: int
    threshold_source: str
    seats: int
    needed: int
    recused: list[UUID]
    voters: int | None = None
    is_possible: bool | None = None
    denominator: int | None = None
    written: int = 0
    arithmetic: str = ""
    rules_source: str = ""
    presided_by: str | None = None
    presided_why: str | None = None
    counted_by: str | None = None
    counted_by_hand: bool = False
    postponed: str | None = None
    vote: Vote | None = None
    recommended: bool | None = None


class Invitation(Answer):
    starts_at: str | None
    invited_at: datetime | None
    note: str
    papers: list[str]
    guests: list[str]


class MeetingDetail(MeetingLine):
    """A meeting in full. ``sheets`` counts sheets handed in per method, ``rounds`` per award, never what they say."""

    quorum_needed: int
    present: int | None
    has_quorum: bool | None
    seats: list[Seat]
    agenda: list[AgendaItem]
    my_conflicts: list[UUID] | None = None
    sheets: dict[VoteMethod, int] = {}
    rounds: list[BallotRound] = []
    written: list[WrittenVote] = []
    quorum_sentence: str = ""
    quorum_source: str = ""
    recusal_policy: dict[RecusalKind, str] = {}
    invitation: Invitation | None = None


class RecusalLine(Answer):
    """Who stayed away from which case; ``rule`` says whose rule that follows."""

    person_id: UUID
    name: str
    case_id: UUID
    reason: str
    kind: RecusalKind = RecusalKind.OTHER
    after_opening: bool = False
    rule: str = ""


class DeclarationLine(Answer):
    """Who declared, when; ``on_paper`` where the clerk entered it."""

    person_id: UUID
    name: str
    declared_at: datetime
    on_paper: bool


class AbsenceLine(Answer):
    person_id: UUID
    name: str
    reason: str


class SubstituteLine(Answer):
    """Người dự thay: for whom, by which paper."""

    member_name: str
    name: str
    letter: str


class DissentLine(Answer):
    """A member who did not vote in favour where all was open: dissent is reported with the result."""

    case_id: UUID
    name: str
    choice: Choice


class Minutes(Answer):
    """What the minutes (biên bản) say: who, what, the arithmetic of every vote, and the conclusions."""

    meeting_id: UUID
    name: str
    council_name: str
    council_decision_number: str | None
    held_on: date
    place: str
    opened_at: datetime
    closed_at: datetime
    seats: int
    quorum_needed: int
    present: list[CouncilMember]
    absent: list[CouncilMember]
    recusals: list[RecusalLine]
    items: list[AgendaItem]
    rounds: list[BallotRound] = []
    written: list[WrittenVote] = []
    recommended: int
    not_recommended: int
    postponed: int
    chair: str | None
    secretary: str | None
    quorum_sentence: str = ""
    quorum_source: str = ""
    invitation: Invitation | None = None
    declarations: list[DeclarationLine] = []
    absences: list[AbsenceLine] = []
    substitutes: list[SubstituteLine] = []
    dissent: list[DissentLine] = []
    recusal_policy: dict[RecusalKind, str] = {}
