"""Requests and answers of the reviews service: recusals, what a vote opens with, its sheets, rounds, votes on paper."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import Answer, Code, Line, Reason, Request, Versioned
from contracts.words import BallotRoundStage, BallotWay, Choice, RecusalKind, VoteMethod

AgendaIds = Annotated[list[UUID], Field(min_length=1, max_length=500)]


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

    ``paper`` is the number of the paper or where its scan is kept. A sheet like `CastSheet`'s. May be entered from the
    day the meeting is planned on. Whoever has not declared for the meeting must say on the paper that they have no
    conflict of interest (``declares_no_conflict``); that declaration is minuted.
    """

    person_id: UUID
    method: VoteMethod
    award_code: Code | None = None
    paper: Line
    declares_no_conflict: bool = False
    choices: Annotated[list[BallotChoice], Field(min_length=1, max_length=500)]


class ShowOfHands(Versioned):
    """What the secretary counted in the room for one case voted on openly."""

    in_favour: Annotated[int, Field(ge=0, le=99)]
    against: Annotated[int, Field(ge=0, le=99)]
    blank: Annotated[int, Field(ge=0, le=99)]


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
    way: BallotWay
    stage: BallotRoundStage
    sheets: int
    tellers: list[UUID] = []
    void_reason: str | None = None
    count: PaperCount | None = None
    acts: list[Act] = []


class SheetProgress(Answer):
    """How many of a sheet are in, of those expected from who is present; the open sheet has no award."""

    sheet: str
    award_name: str | None
    handed_in: int
    expected: int


class WrittenForm(Answer):
    """One sheet as an absent member fills it in on paper, and the absent members whose paper is not entered yet."""

    sheet: str
    award_name: str | None
    case_ids: list[UUID]
    absent: list[UUID]


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


class DissentLine(Answer):
    """A member who did not vote in favour where all was open: dissent is reported with the result."""

    case_id: UUID
    name: str
    choice: Choice


class ImpossibleBallot(Answer):
    """A case that could not pass if everybody voted in favour, with the whole calculation; refused when the vote is opened."""

    case_id: UUID
    nominee: str
    seats: int
    needed: int
    voters: int
    sentence: str
    source: str
