"""What a dossier is made of over HTTP: required papers, files, and the unit's own meeting (bình xét)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.fields import Answer, CodeText, Day, LongText, Recorded, Request, Sha256, Version
from contracts.words import MinutesMethod, NomineeKind, PaperStanding, ScanState

MOST_ROWS = 2000
"""Of one unit's minutes."""


MEDIA_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
)
"""What an attachment can be."""


class Attachment(Answer):
    """A file of a dossier or of a unit's minutes; ``media_type`` is what its content is, whatever its name says."""

    attachment_id: UUID
    paper_code: str
    name: str
    media_type: str
    size: int
    sha256: Sha256
    scan: ScanState = ScanState.UNSCANNED
    scan_note: str = ""
    uploaded_at: datetime | None = None
    uploaded_by: UUID | None = None


class Attached(Recorded):
    """``id`` and ``version`` are the nomination's or the minutes'; send the version with the next change."""

    attachment: Attachment


class RequiredPaper(Answer):
    """A paper the award needs; ``because`` says what is there, ``to_do`` what to do where it is missing.

    ``form_is_sure`` is false for a form number that has not been checked against its text.
    """

    code: str
    name: str
    form: str = ""
    form_is_sure: bool = False
    standing: PaperStanding
    because: str = ""
    to_do: str = ""
    attachments: list[UUID] = []


Votes = Annotated[int, Field(ge=0, le=100_000)]


class MinutesRowIn(Request):
    """What the meeting said about one nominee for one award. Votes are counted unless everybody agreed (consensus)."""

    nominee_kind: NomineeKind = NomineeKind.PERSON
    nominee_id: UUID
    award_code: CodeText
    method: MinutesMethod = MinutesMethod.CONSENSUS
    in_favour: Votes = 0
    against: Votes = 0
    abstained: Votes = 0
    statements: Annotated[list[CodeText], Field(max_length=50)] = []


class UnitMeetingIn(Request):
    """A unit's own meeting for a round: ``members`` is how many the unit counts, ``present`` who came."""

    unit_id: UUID
    round_id: UUID
    held_on: Day
    chair_id: UUID
    secretary_id: UUID
    members: Annotated[int, Field(ge=1, le=100_000)]
    present: Annotated[list[UUID], Field(min_length=2, max_length=2000)]
    rows: Annotated[list[MinutesRowIn], Field(min_length=1, max_length=MOST_ROWS)]
    text: LongText = ""


class UnitMeetingEdit(UnitMeetingIn):
    """The next version of recorded minutes."""

    version: Version


class MinutesPerson(Answer):
    person_id: UUID
    name: str


class MinutesRow(Answer):
    """The vote with its arithmetic: ``voters`` leaves out the nominee, who does not vote on oneself."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    nominee_name: str
    award_code: str
    method: MinutesMethod
    in_favour: int
    against: int
    abstained: int
    voters: int
    nominee_was_present: bool
    agreed: bool
    statements: list[str] = []


class UnitMeeting(Answer):
    """Minutes as recorded; ``sha256`` is taken over them and is part of every dossier that rests on them."""

    meeting_id: UUID
    version: int
    sha256: Sha256
    unit_id: UUID
    unit_name: str
    round_id: UUID
    held_on: date
    chair: MinutesPerson
    secretary: MinutesPerson
    members: int
    present: list[MinutesPerson]
    rows: list[MinutesRow]
    text: str = ""
    attachments: list[Attachment] = []
    recorded_at: datetime
    recorded_by: UUID


class MinutesOfNomination(Answer):
    """What the unit's meeting said about one nomination; ``present`` of ``members`` came."""

    meeting_id: UUID
    version: int
    sha256: Sha256
    unit_name: str
    held_on: date
    chair: str
    secretary: str
    members: int
    present: int
    text: str = ""
    row: MinutesRow
