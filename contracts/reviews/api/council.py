"""Requests and answers of the reviews service: the council's meetings, their agenda and minutes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act, WhyNot
from contracts.fields import Answer, Code, Day, Line, Name, OptionalLine, Prose, Reason, Request, Versioned
from contracts.reviews.api.ballots import (
    AgendaIds,
    BallotRound,
    DeclarationLine,
    DissentLine,
    ImpossibleBallot,
    RecusalLine,
    SheetProgress,
    WrittenForm,
    WrittenVote,
)
from contracts.reviews.api.composition import CouncilMember, WorkingRules
from contracts.reviews.api.objections import Objection
from contracts.reviews.events import Vote
from contracts.words import (
    CouncilPosition,
    InvitationAnswer,
    MeetingStage,
    NomineeKind,
    RecusalKind,
    VerdictsAtOpening,
    VerdictWord,
    VoteMethod,
)


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


class OpenMeeting(Versioned):
    """Opening the vote; on another day than the meeting was called for it takes the reason, which the minutes carry."""

    other_day_reason: OptionalLine = ""


class CancelMeeting(Versioned):
    reason: Reason


class CloseMeeting(Versioned):
    """``postponed`` cases get no conclusion and go back to ``appraised``; held ones are postponed by themselves.

    While somebody present has a sheet to hand in, closing is refused unless ``even_if_missing``: the missing votes then
    count as not in favour. ``places`` says per award how many may be recommended, where the office's rule is to take from
    the top (off by default); a tie at the last place goes by the chair's vote, where that is known by name.
    """

    postponed: Annotated[list[UUID], Field(max_length=500)] = []
    even_if_missing: bool = False
    places: Annotated[dict[Code, Annotated[int, Field(ge=0, le=500)]], Field(max_length=50)] = {}


class MeetingState(Answer):
    """What a change answers; ``warnings`` only while a meeting is planned and its agenda was changed."""

    meeting_id: UUID
    stage: MeetingStage
    version: int
    warnings: list[ImpossibleBallot] = []


class MeetingLine(MeetingState):
    name: str
    council_id: UUID
    held_on: date
    place: str
    cases: int


class Meetings(Answer):
    """Meetings, the latest first."""

    items: list[MeetingLine]
    acts: list[Act] = []


class Seat(Answer):
    """A member at this meeting; ``present`` is unset until attendance is marked.

    ``voted_awards`` are the secret sheets handed in; ``voted_secret`` that none is left to hand in.
    """

    person_id: UUID
    name: str
    position: CouncilPosition
    present: bool | None
    declared: bool
    voted_open: bool
    voted_secret: bool
    voted_awards: list[str] = []
    has_sheets: bool = False
    """Some are still to be handed in, on the screen and now."""
    stands_in_for: UUID | None = None
    absence_reason: str = ""
    invitation: InvitationAnswer | None = None


class Hands(Answer):
    """Hands counted in the room for one case, as the secretary wrote them down."""

    in_favour: int
    against: int
    blank: int


class AgendaItem(Answer):
    """One case on the agenda with its arithmetic; the vote shows only once the meeting is closed, hands at once: all saw them.

    ``arithmetic`` is the whole calculation in Vietnamese, from seats to possible or impossible; ``written`` the absent
    members who may vote in writing; before attendance is marked it reckons as if everybody came. ``verdict`` is what
    nominations said when the vote was opened, ``verdict_changed`` that it did not say so at receipt. ``sheet`` names the
    sheet it is voted on: its award's code, or nothing where it is voted openly. ``acts`` are those of `AgendaAct`.
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
    more_than: bool = False
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
    by_hand: Hands | None = None
    postponed: str | None = None
    verdict: VerdictWord | None = None
    verdict_changed: bool | None = None
    vote: Vote | None = None
    recommended: bool | None = None
    sheet: str = ""
    acts: list[Act] = []


class Invitation(Answer):
    starts_at: str | None
    invited_at: datetime | None
    note: str
    papers: list[str]
    guests: list[str]


class MeetingDetail(MeetingLine):
    """A meeting in full. ``sheets`` counts sheets handed in per method, ``rounds`` per award, never what they say.

    ``my_sheets`` are those the reader has still to hand in; ``lacks`` is all that is missing before it can be opened;
    ``acts`` are those of `MeetingAct` that belong to the stage the meeting is in.
    """

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
    verdicts_at_opening: VerdictsAtOpening | None = None
    rules: WorkingRules | None = None
    my_sheets: list[str] = []
    progress: list[SheetProgress] = []
    written_forms: list[WrittenForm] = []
    lacks: list[WhyNot] = []
    acts: list[Act] = []


class AbsenceLine(Answer):
    person_id: UUID
    name: str
    reason: str


class MissingVote(Answer):
    """Who was there and handed in no sheet, and how many cases that sheet had for them."""

    person_id: UUID
    name: str
    cases: int


class SubstituteLine(Answer):
    """Người dự thay: for whom, by which paper."""

    member_name: str
    name: str
    letter: str


class Minutes(Answer):
    """What the minutes (biên bản) say: who, what, the arithmetic of every vote, and the conclusions.

    ``objections`` are those to its cases until the close, each handled as far as it was then.
    """

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
    objections: list[Objection] = []
    verdicts_at_opening: VerdictsAtOpening | None = None
    called_for: date | None = None
    """The day it was called for, where it was held on another; ``other_day_reason`` says why."""
    other_day_reason: str = ""
    closed_without: list[MissingVote] = []
    """Closed though these had still to vote; their votes count as not in favour."""
    closed_by: str = ""
    """Who closed it nevertheless."""
    undecided_by_missing: list[UUID] = []
    """Cases that the missing votes, had they been in favour, would have carried."""
