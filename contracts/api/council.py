"""Requests and answers of the reviews service: the council, its meetings, ballots and minutes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.api.fields import Answer, Code, Day, Name, OptionalLine, PaperSymbol, Reason, Request, Versioned
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


class CouncilMember(Request):
    """A seat of the council; without a name the register's copy gives it."""

    person_id: UUID
    name: Name | None = None
    position: Position = Position.MEMBER


class Quorum(Request):
    """The share of seats that must be present; 2/3 where the rulebook says nothing else."""

    numerator: Annotated[int, Field(ge=1, le=100)] = 2
    denominator: Annotated[int, Field(ge=1, le=100)] = 3


class CreateCouncil(Request):
    """A council as its founding decision lists it; the newest whose ``valid_from`` has come is the current one."""

    name: Name
    decision_number: PaperSymbol | None = None
    valid_from: Day
    quorum: Quorum | None = None
    members: Annotated[list[CouncilMember], Field(min_length=1, max_length=99)]


class Council(Answer):
    council_id: UUID
    name: str
    decision_number: str | None
    valid_from: date
    seats: int
    quorum: Quorum
    quorum_needed: int
    members: list[CouncilMember]


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


class MarkAttendance(Versioned):
    """Who is present; everybody else is absent."""

    present: Annotated[list[UUID], Field(max_length=99)]


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


class Declare(Request):
    """A member declares the conflicts of interest on the agenda, perhaps none, before reading or voting.

    The standing unit may enter a declaration handed in on paper by naming ``person_id``. One's own nomination is added
    by itself. Declaring again before the meeting opens replaces what was declared.
    """

    person_id: UUID | None = None
    conflicts: Annotated[list[Conflict], Field(max_length=500)] = []


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


class BallotRound(Answer):
    """One round of the secret ballot on an award (lượt bỏ phiếu); a void one is followed by the next number."""

    award_code: str
    number: int
    way: Way
    stage: RoundStage
    sheets: int
    tellers: list[UUID] = []
    void_reason: str | None = None


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


class AgendaItem(Answer):
    """One case on the agenda with its arithmetic; the vote shows only once the meeting is closed."""

    case_id: UUID
    nomination_id: UUID
    award_code: str
    award_name: str
    nominee_kind: NomineeKind
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
    counted_by_hand: bool = False
    postponed: str | None = None
    vote: Vote | None = None
    recommended: bool | None = None


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


class RecusalLine(Answer):
    person_id: UUID
    name: str
    case_id: UUID
    reason: str


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
    recommended: int
    not_recommended: int
    postponed: int
    chair: str | None
    secretary: str | None
